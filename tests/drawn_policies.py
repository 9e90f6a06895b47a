"""Policies drawn from a seed, as text: whatever the language and its two catalogues can say.

A policy is drawn as an author might write it, from the same catalogue and grammar that loading
uses, so a name, a unit or a kind of subject that is added is drawn from then on. What is drawn may
be refused (too wide, circular): the tests count how often it is not.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from asp_decide.model.catalogue import AttributeSpec, Catalogue, FieldSpec, MeasureSpec
from asp_decide.model.decision_point import DECISION_POINTS, DecisionPoint
from asp_decide.model.quantity import CURRENCY
from asp_decide.model.subject import IN_STREAMS, Layer
from asp_decide.policy.written.vocabulary import CATALOGUES, words_of
from drawn_deviations import drawn_overlay, drawn_register

type Drawn = dict[str, Any]

_LIMIT_WORDS = ("below", "at most", "above", "at least")
_COUNTED: dict[Layer, dict[str, str]] = {
    "portfolio": {"initiative": "initiatives", "signal": "signals", "requirement": "requirements"},
    "delivery": {"feature": "features", "story": "stories", "improvement": "improvements"},
}
_QUOTIENTS = {
    (CURRENCY, "weeks"): f"{CURRENCY}/week",
    (f"{CURRENCY}/week", "weeks"): f"{CURRENCY}/week/week",
    (CURRENCY, "team-weeks"): f"{CURRENCY}/team-week",
}
_HEADING = {
    "owner": "portfolio_manager",
    "approved": {"by": "portfolio_board", "on": "2025-12-15"},
    "effective": {"from": "2026-01-01"},
}
_OF_THE_OTHER_LAYER: Drawn = {
    "asp": "policy/v1",
    "policy": "portfolio/other",
    "layer": "portfolio",
    "title": "Of the other layer",
    **_HEADING,
    "rules": [
        {
            "id": "PORT-01",
            "title": "Rule PORT-01",
            "derive": "led",
            "for_each": "initiative",
            "when": {"lead": "known"},
            "owner": "portfolio_manager",
            "because": "No folder of policies is without one of the portfolio.",
            "message": "{initiative} is led",
        }
    ],
}
_FROM_DAYS = ("2026-06-01", "2026-10-01", "2026-10-02", "2027-01-01")
"""Days on which a parameter may change, the day of the run and the day after it among them."""


def drawn_policy(chance: Random, layer: Layer = "portfolio") -> str:
    """One policy file of a layer, as JSON, which is YAML."""
    return json.dumps(_Author(chance, layer).policy())


def drawn_texts(chance: Random, layer: Layer = "portfolio") -> dict[str, str]:
    """Files of a layer by name: policies in one or two files, an overlay, a register.

    Where the layer is delivery there is a file of the portfolio beside, as there must be.
    """
    policy = _Author(chance, layer).policy()
    found = _in_two_files(policy, chance) if chance.random() < 0.5 else [policy]
    if layer == "delivery":
        found.append(_OF_THE_OTHER_LAYER)
    files = {one["policy"]: one for one in found}
    if (overlay := drawn_overlay(chance, policy)) is not None:
        files[f"overlays/{overlay['overlay']}"] = overlay
    if (register := drawn_register(chance, policy)) is not None:
        files["exceptions"] = register
    return {name: json.dumps(one) for name, one in files.items()}


def _in_two_files(policy: Drawn, chance: Random) -> list[Drawn]:
    """The same policy in two files, each declaration in one of them."""
    other = {**policy, "policy": f"{policy['layer']}/further"}
    kept: list[Drawn] = [{**policy}, other]
    for key in ("parameters", "measures", "decisions"):
        halves: tuple[Drawn, Drawn] = ({}, {})
        for name, one in policy[key].items():
            chance.choice(halves)[name] = one
        for file, half in zip(kept, halves, strict=True):
            file[key] = half
    rules = list(policy["rules"])
    chance.shuffle(rules)
    kept[0]["rules"], kept[1]["rules"] = rules[::2], rules[1::2]
    return [{k: v for k, v in file.items() if v != {}} for file in kept if file["rules"]]


def permuted(texts: Mapping[str, str], chance: Random) -> dict[str, str]:
    """The same policies otherwise written: rules and declarations in other files, in another order.

    Rows change places where their order says nothing, and so do the keys of every mapping.
    """
    files = {name: json.loads(text) for name, text in texts.items()}
    moving = [one for name, one in files.items() if _is_drawn(name)]
    for key in ("parameters", "measures", "decisions"):
        declared = [item for file in moving for item in file.pop(key, {}).items()]
        chance.shuffle(declared)
        for number, (name, one) in enumerate(declared):
            moving[number % len(moving)].setdefault(key, {})[name] = one
    rules = [rule for file in moving for rule in file["rules"]]
    chance.shuffle(rules)
    for rule in rules:
        if rule.get("hit") in {"unique", "collect"}:
            chance.shuffle(rule["rows"])
    for number, file in enumerate(moving):
        file["rules"] = rules[number :: len(moving)]
    names = list(files)
    chance.shuffle(names)
    return {name: json.dumps(_shuffled(files[name], chance)) for name in names}


def _is_drawn(name: str) -> bool:
    return name.rsplit("/", maxsplit=1)[-1] in {"drawn", "further"}


def _shuffled(one: Any, chance: Random) -> Any:
    if isinstance(one, list):
        return [_shuffled(item, chance) for item in one]
    if not isinstance(one, dict):
        return one
    keys = list(one)
    chance.shuffle(keys)
    return {key: _shuffled(one[key], chance) for key in keys}


@dataclass
class _Author:
    """Whoever writes the policy: what may be named so far, and what chance says next."""

    chance: Random
    layer: Layer
    conclusions: dict[str, list[str]] = field(default_factory=dict)
    outputs: dict[str, list[tuple[str, Sequence[str]]]] = field(default_factory=dict)
    ratios: dict[str, list[tuple[str, str, bool]]] = field(default_factory=dict)
    measures: dict[str, Drawn] = field(default_factory=dict)
    parameters: dict[str, Drawn] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return CATALOGUES.of(self.layer)

    @property
    def specs(self) -> tuple[AttributeSpec | FieldSpec | MeasureSpec, ...]:
        """Everything of the catalogue that a condition may compare."""
        return (*self.catalogue.attributes, *self.catalogue.fields, *self.catalogue.measures)

    def policy(self) -> Drawn:
        chance = self.chance
        self._declare()
        count = chance.randint
        rules = [self._derive(n) for n in range(count(0, 4))]
        rules += [self._table(n, None) for n in range(count(0, 2))]
        points = [p for p in DECISION_POINTS if p.layer == self.layer]
        used = chance.sample(points, count(1, 3))
        rules += [self._decide(n, chance.choice(used)) for n in range(count(1, 3))]
        rules += [self._table(n, chance.choice(used)) for n in range(3, 3 + count(0, 1))]
        rules += [self._require(n, chance.choice(used)) for n in range(count(0, 2))]
        rules += [self._bound(n) for n in range(count(0, 3))]
        rules += [self._escalate(n) for n in range(count(0, 1))]
        return {
            "asp": "policy/v1",
            "policy": f"{self.layer}/drawn",
            "layer": self.layer,
            "title": "Drawn by chance",
            **_HEADING,
            "parameters": self.parameters,
            "measures": self.measures,
            "decisions": {point.name: self._order(point) for point in used},
            "rules": rules,
        }

    # What is declared

    def _declare(self) -> None:
        for n in range(self.chance.randint(0, 3)):
            unit = self.chance.choice(self.catalogue.measures).unit
            self._parameter(f"amount_{n}", unit, self.chance.choice(["fixed", "free"]))
        for kind in self.chance.sample(["count", "sum", "share", "largest"], 3):
            self._group_measure(kind)
        self._ratio(0)
        self._ratio(1)

    def _parameter(self, name: str, unit: str, overlays: str) -> None:
        """A parameter with one to three values, of which some begin after the day of the run."""
        days = ["2025-06-01", *sorted(self.chance.sample(_FROM_DAYS, self.chance.randint(0, 2)))]
        values = [{"from": day, "value": self._stated(unit)} for day in days]
        shown = unit.replace(CURRENCY, "EUR")
        self.parameters[name] = {"unit": shown, "overlays": overlays, "values": values}

    def _group_measure(self, kind: str) -> None:
        chance = self.chance
        members = chance.choice(list(_COUNTED[self.layer]))
        if kind == "count":
            defined: Drawn = {"count": members, "unit": _COUNTED[self.layer][members]}
        elif kind == "sum":
            added = [
                m for m in self._measures_of(members) if not m.history and m.unit not in {"%", "pp"}
            ]
            if not added:
                return
            of = chance.choice(added)
            unit = of.unit.replace(CURRENCY, "EUR")
            defined = {"sum": members, "of": of.name, "unit": unit}
        else:
            members = "initiative" if self.layer == "portfolio" else "feature"
            of_what = "capacity"
            if kind == "share" and self.layer == "portfolio" and chance.random() < 0.3:
                of_what = "budget"
            basis = chance.choice(["available", "allocated"])
            key = "share_of" if kind == "share" else "largest_share_of"
            defined = {key: of_what, "basis": basis, "unit": "%"}
            if kind == "largest":
                defined["by"] = members
        self.measures[f"drawn_{kind}"] = defined | self._maybe("where", self._where(members))

    def _ratio(self, number: int) -> None:
        pairs = [
            (above, below, "%" if above.unit == below.unit else _QUOTIENTS[above.unit, below.unit])
            for above in self.catalogue.measures
            for below in self.catalogue.measures
            if above != below and above.subject == below.subject and above.history == below.history
            if not (above.alone or below.alone)
            if above.unit == below.unit or (above.unit, below.unit) in _QUOTIENTS
        ]
        with_history = [pair for pair in pairs if pair[0].history]
        use = with_history if with_history and self.chance.random() < 0.5 else pairs
        above, below, unit = self.chance.choice(use)
        name = f"drawn_ratio_{number}"
        shown = unit.replace(CURRENCY, "EUR")
        self.measures[name] = {"ratio": [above.name, below.name], "unit": shown}
        # Two layers may measure something of that name of several kinds: the ratio is of the first.
        subject = next(
            m.subject for m in self.catalogue.measures if m.name in {above.name, below.name}
        )
        self.ratios.setdefault(subject, []).append((name, unit, above.history))

    def _measures_of(self, subject: str) -> list[MeasureSpec]:
        return [m for m in self.catalogue.measures if m.subject == subject]

    def _kinds(self) -> list[str]:
        """The kinds of subject of the layer, those with much to name more often."""
        return [spec.subject for spec in self.specs]

    # Rules

    def _head(self, rule: str, *places: str) -> Drawn:
        told = "".join(f", {{{place}}}" for place in places if self.chance.random() < 0.3)
        return {
            "id": rule,
            "title": f"Rule {rule}",
            "owner": "portfolio_manager",
            "because": "It was drawn by chance.",
            "message": f"{rule} speaks{told}",
        }

    def _maybe(self, key: str, value: Any) -> Drawn:
        return {key: value} if value and self.chance.random() < 0.4 else {}

    def _chosen(self, subject: str) -> Drawn:
        """What may stand in any rule that has a condition: what spares, and whom it speaks of."""
        spares = self._condition(subject, depth=1)
        return self._maybe("unless", spares) | self._maybe("where", self._where(subject))

    def _order(self, point: DecisionPoint) -> Drawn:
        answers = list(point.answers)
        self.chance.shuffle(answers)
        if self.chance.random() < 0.2:
            answers.insert(self.chance.randint(0, len(answers)), "review")
        return {"order": answers, "otherwise": self.chance.choice(point.otherwise)}

    def _enforce(self, *words: str) -> Drawn:
        enforce = self.chance.choice(words or ("mandatory", "overridable", "advisory"))
        if enforce != "overridable":
            return {"enforce": enforce}
        override = {"by": "portfolio_board", "longest": "1 interval", "needs": ["reason"]}
        return {"enforce": enforce, "override": override}

    def _missing(self) -> str:
        return "fail" if self.chance.random() < 0.1 else "review"

    def _derive(self, number: int) -> Drawn:
        subject = self.chance.choice(self._kinds())
        name = f"conclusion_{number}"
        rule = self._head(f"DER-{number:02}", subject) | {"derive": name, "for_each": subject}
        rule["when"] = self._condition(subject, own=(subject, name))
        rule |= self._chosen(subject)
        self.conclusions.setdefault(subject, []).append(name)
        return rule

    def _decide(self, number: int, point: DecisionPoint) -> Drawn:
        rule = self._head(f"DEC-{number:02}", point.subject, "answer") | {
            "decide": self.chance.choice([*point.answers, "review"]),
            "at": point.name,
            "when": self._condition(point.subject),
            "missing": self._missing(),
        }
        if self.chance.random() < 0.1:
            last = self.chance.choice(["2026-09-30", "2026-10-01", "2026-12-31"])
            rule["effective"] = {"from": "2026-01-01", "until": last}
        return rule | self._chosen(point.subject) | self._enforce()

    def _require(self, number: int, point: DecisionPoint) -> Drawn:
        safe = [word for word in (*point.otherwise, "review") if word != "plan"]
        rule = self._head(f"REQ-{number:02}", point.subject, "unmet") | {
            "require": f"requirement_{number}",
            "at": point.name,
            "before": self.chance.sample(point.answers, self.chance.randint(1, len(point.answers))),
            "that": self._condition(point.subject),
            "else": self.chance.choice(safe),
        }
        return rule | self._chosen(point.subject) | self._enforce("mandatory", "overridable")

    def _escalate(self, number: int) -> Drawn:
        subject = self.chance.choice(self._kinds())
        rule = self._head(f"ESC-{number:02}", subject, "role") | {
            "escalate": f"escalation_{number}",
            "for_each": subject,
            "when": self._condition(subject),
            "to": [{"role": "portfolio_board", "within": "14 days"}],
        }
        forced = self._maybe("forces", "decision") if subject == "initiative" else {}
        if forced:
            forced |= self._enforce("mandatory", "overridable")
        return rule | self._chosen(subject) | self._maybe("halts", "apply") | forced

    def _table(self, number: int, point: DecisionPoint | None) -> Drawn:
        """A table of each subject, whose words later rules may ask for, or one at a point."""
        chance = self.chance
        subject = point.subject if point else chance.choice(self._kinds())
        hit = chance.choice(["first", "unique", "collect"] if not point else ["first", "unique"])
        columns = [self._leaf(subject) for _ in range(chance.randint(1, 3))]
        inputs = list(dict.fromkeys(next(iter(leaf)) for leaf in columns))
        words = [point.answers if point else ("gold", "silver", "bronze")]
        words += [("heard", "asked")] * chance.randint(0, 1)
        outputs = ["answer" if point else f"word_{number}", f"also_{number}"][: len(words)]
        rule = self._head(f"TAB-{number:02}", subject, *outputs[:1])
        rule |= {"table": f"table_{number}", "hit": hit, "inputs": inputs, "outputs": outputs}
        rule |= {"at": point.name, **self._enforce()} if point else {"for_each": subject}
        rule["rows"] = [
            {
                "row": f"row_{n}",
                "if": [self._cell(subject, name) for name in inputs],
                "then": [chance.choice(list(of)) for of in words],
            }
            for n in range(chance.randint(1, 4))
        ]
        rule["missing"] = self._missing()
        if hit != "collect":
            given = [[row["then"][n] for row in rule["rows"]] for n in range(len(outputs))]
            unique = [tuple(dict.fromkeys(words)) for words in given]
            readable = list(zip(outputs, unique, strict=True))[1 if point else 0 :]
            self.outputs.setdefault(subject, []).extend(readable)
        return rule | self._maybe("where", self._where(subject))

    def _cell(self, subject: str, name: str) -> str:
        """A cell of a column: a phrase about it, a bare word, or one that compares nothing."""
        if self.chance.random() < 0.25:
            return "any"
        phrase = self._phrase(subject, name)
        if phrase.startswith("is ") and not phrase.startswith("is not "):
            return phrase.removeprefix("is ") if self.chance.random() < 0.5 else phrase
        return phrase

    def _bound(self, number: int) -> Drawn:
        name, per, unit, is_limit = self.chance.choice(self._boundable())
        side = "at_most" if is_limit else self.chance.choice(["at_most", "at_least"])
        amount = self._stated(unit)
        if self.chance.random() < 0.5:
            self._parameter(f"limit_{number}", unit, "tighten_only")
            amount = f"$limit_{number}"
        head = self._head(f"BND-{number:02}", per, "limit", "excess")
        rule = head | {"limit" if is_limit else "guardrail": name, "per": per, side: amount}
        rule |= self._maybe("when", self._condition(per, depth=1))
        rule |= self._maybe("where", self._where(per))
        return rule | self._enforce()

    def _boundable(self) -> list[tuple[str, str, str, bool]]:
        """Name, group or subject, unit of what may be bounded, and whether it is a number."""
        found: list[tuple[str, str, str, bool]] = []
        for name, defined in self.measures.items():
            if "ratio" in defined:
                continue
            unit = defined["unit"].replace("EUR", CURRENCY)
            first = next(iter(defined.values()))
            groups = ["portfolio"] if self.layer == "portfolio" else []
            if first != "budget" and (first == "capacity" or first in IN_STREAMS):
                groups.append("value_stream")
            found += [(name, group, unit, "count" in defined) for group in groups] * 3
        for subject, ratios in self.ratios.items():
            found += [(name, subject, unit, False) for name, unit, _ in ratios]
        plain = [m for m in self.catalogue.measures if m.subject != "portfolio"]
        own = self.chance.choice(plain)
        return [*found, (own.name, own.subject, own.unit, own.counts)]

    # Conditions

    def _where(self, subject: str) -> Drawn:
        closed = [a for a in self.catalogue.attributes if a.subject == subject and words_of(a)]
        if not closed:
            return {}
        spec = self.chance.choice(closed)
        known = words_of(spec)
        return {spec.name: self.chance.sample(known, self.chance.randint(1, min(3, len(known))))}

    def _condition(
        self, subject: str, *, depth: int = 2, own: tuple[str, str] | None = None
    ) -> Drawn:
        """A condition of a subject; `own` is the conclusion it draws, which it may meet again."""
        chance = self.chance
        shape = chance.choice(["leaf", "all", "any", "not", "link"]) if depth else "leaf"
        if shape == "not":
            return {"not": self._condition(subject, depth=depth - 1)}
        if shape in {"all", "any"}:
            parts = range(chance.randint(2, 3))
            return {shape: [self._condition(subject, depth=depth - 1, own=own) for _ in parts]}
        links = [link for link in self.catalogue.links if link.source == subject]
        if shape == "link" and links:
            link = chance.choice(links)
            if own and own[0] == link.target == subject and chance.random() < 0.5:
                return {"some": link.name, "that": {own[1]: "holds"}}
            that = self._leaf(link.target, along=True)
            return {chance.choice(["some", "every"]): link.name, "that": that}
        return self._leaf(subject)

    def _leaf(self, subject: str, *, along: bool = False) -> Drawn:
        names: list[str] = list(self.conclusions.get(subject, ())) * 3
        names += [name for name, _ in self.outputs.get(subject, ())] * 3
        names += [name for name, _, _ in self.ratios.get(subject, ())] * 3
        names += [
            spec.name
            for spec in self.specs
            if spec.subject == subject
            and not (isinstance(spec, MeasureSpec) and self._is_refused(spec, along=along))
        ]
        name = self.chance.choice(names)
        return {name: self._phrase(subject, name)}

    def _is_refused(self, spec: MeasureSpec, *, along: bool) -> bool:
        """Whether naming it would most likely refuse the policy: what is said of one alone."""
        return spec.alone and (along or self.chance.random() < 0.9)

    def _phrase(self, subject: str, name: str) -> str:
        """A phrase about something of a subject, whatever it is."""
        if name in self.conclusions.get(subject, ()):
            return self.chance.choice(["holds", "does not hold"])
        for output, words in self.outputs.get(subject, ()):
            if output == name:
                return self._word(words)
        for ratio, unit, history in self.ratios.get(subject, ()):
            if ratio == name:
                return self._bounded(unit, history=history)
        found = (spec for spec in self.specs if (spec.subject, spec.name) == (subject, name))
        return self._of_spec(next(found))

    def _of_spec(self, spec: AttributeSpec | FieldSpec | MeasureSpec) -> str:
        if isinstance(spec, FieldSpec) or self.chance.random() < 0.15:
            return self.chance.choice(["known", "missing"])
        if isinstance(spec, MeasureSpec):
            return self._bounded(spec.unit, history=spec.history)
        words = words_of(spec)
        return self._word(words) if words else "known"

    def _word(self, words: Sequence[str]) -> str:
        shape = self.chance.choice(["is", "is not", "one of"])
        if shape == "one of":
            return "one of " + ", ".join(self.chance.sample(list(words), min(2, len(words))))
        return f"{shape} {self.chance.choice(list(words))}"

    def _bounded(self, unit: str, *, history: bool) -> str:
        chance = self.chance
        text = f"{chance.choice(_LIMIT_WORDS)} {self._amount(unit)}"
        if chance.random() < 0.15:
            low, high = sorted((chance.randint(-2, 4), chance.randint(-2, 4)))
            shown = unit.replace(CURRENCY, "EUR")
            text = f"between {low} {shown} and {high} {shown}"
        if not history or chance.random() < 0.4:
            return text
        if chance.random() < 0.5:
            return f"{text} for {chance.randint(1, 3)} intervals in a row"
        last = chance.randint(2, 4)
        return f"{text} in {chance.randint(1, last)} of the last {last} intervals"

    def _amount(self, unit: str) -> str:
        """An amount as it stands in a condition: a number, or a parameter of that unit."""
        shown = unit.replace(CURRENCY, "EUR")
        named = [
            name
            for name, one in self.parameters.items()
            if one["unit"] == shown and one["overlays"] != "tighten_only"
        ]
        if named and self.chance.random() < 0.6:
            return f"${self.chance.choice(named)}"
        return self._stated(unit)

    def _stated(self, unit: str) -> str:
        chance = self.chance
        number = chance.choice([str(chance.randint(-2, 4)), f"{chance.randint(0, 3)}.5"])
        return f"{number} {unit.replace(CURRENCY, 'EUR')}"
