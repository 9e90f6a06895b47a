"""The facts of a stratum: subjects with the booleans that may fire, links, and conclusions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asp_decide.clauses.clause import LimitClause
from asp_decide.model.finding import Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey, SubjectKind
from asp_decide.rules.network import NetworkRule, Stratum, on_rail, unplaced
from asp_decide.rules.normal_form import Literal
from asp_decide.rules.overview import Overview
from asp_decide.rules.rails import Bits, Rails, all_rails, denied_rails, places_of
from asp_decide.rules.reach import Reach
from asp_decide.rules.rule_set import HOLDS, LINK, RuleSet, rule_sets

type Fact = dict[str, Any]


@dataclass(slots=True)
class Keyring:
    """Short keys for subjects, so that no text of a user ever crosses to the library."""

    _codes: dict[SubjectKey, str] = field(default_factory=dict)
    _keys: list[SubjectKey] = field(default_factory=list)

    def code(self, key: SubjectKey) -> str:
        """The short key of a subject: `s0`, `s1` and so on, in the order of asking."""
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = f"s{len(self._keys)}"
            self._keys.append(key)
        return code

    def key(self, code: str) -> SubjectKey:
        """The subject behind a short key."""
        return self._keys[int(code[1:])]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What facts are made of: who is in which scope, what is so of whom, where bounds are kept."""

    reach: Mapping[RuleId, Reach]
    kept: Mapping[RuleId, Rails]
    overview: Overview
    keys: Keyring


type Drawing = tuple[tuple[RuleSet, ...], dict[str, Any]]
"""Rule sets that are drawn together, and the same with their facts as the host reads them."""


def drawings(stratum: Stratum, drafting: Drafting) -> Iterator[Drawing]:
    """The rule sets of a stratum: those that may hear each other together, the others alone.

    A way whose own booleans are true of nobody could not fire, and is left out; so is, of each
    subject, every boolean that only ways ask for which could not fire. Each drawing is made when
    it is asked for: the library keeps nine kilobytes for every fact of every set.
    """
    able = _able(stratum.rules, drafting)
    sets = rule_sets([rule for rule in stratum.rules if able[rule.name]])
    for together in _strangers_apart(sets):
        yield together, {"sets": [_told(one, able, drafting) for one in together]}


def _strangers_apart(sets: Sequence[RuleSet]) -> list[tuple[RuleSet, ...]]:
    """Sets that conclude what some set listens for, and those that listen; then each other one.

    There is always a drawing, if of nothing: an engine that cannot draw is found out.
    """
    concluded = {rule.concludes for one in sets for rule in one.rules if rule.concludes}
    heard = {conclusion for one in sets for conclusion in one.conclusions} & concluded
    talking = tuple(
        one
        for one in sets
        if not heard.isdisjoint(one.conclusions)
        or not heard.isdisjoint(rule.concludes for rule in one.rules)
    )
    return [talking, *((one,) for one in sets if one not in talking)]


def _able(rules: Sequence[NetworkRule], drafting: Drafting) -> dict[str, Bits]:
    """Of whom each way may fire, as far as that shows.

    Whether a rule was asked for (`when`) only tells what is spared from what is not: of whom the
    rule acts, or perhaps acts, it need not be drawn.
    """
    able = {rule.name: _own(rule, drafting) for rule in rules}
    acting: dict[RuleId, Bits] = {}
    for rule in rules:
        if rule.part == "acts":
            seen = able[rule.name] if rule.is_foregone else 0
            acting[rule.rule] = acting.get(rule.rule, 0) | seen
    for rule in rules:
        if rule.part == "when" and not rule.has_twin:
            able[rule.name] &= ~acting.get(rule.rule, 0)
    return able


def _own(rule: NetworkRule, drafting: Drafting) -> Bits:
    """Of whom all booleans of the way are true, conclusions aside.

    What a twin draws for certain is possible as well, and is not drawn twice where nobody else
    asks for the conclusion.
    """
    reach = drafting.reach[rule.rule]
    if rule.scope == unplaced(rule.rule):
        return reach.doubtful
    literals = [_literal(one.literal, reach, drafting) for one in rule.properties]
    rails = all_rails(literals, reach.inside)
    if rule.rail == "certain":
        return rails.certain
    if rule.has_twin and rule.is_foregone:
        return rails.possible & ~rails.certain
    return rails.possible


def _literal(literal: Literal, reach: Reach, drafting: Drafting) -> Rails:
    leaf = literal.leaf
    if isinstance(leaf, LimitClause):
        rails = drafting.kept[leaf.heading.rule]
    else:
        rails = drafting.overview.rails(leaf, reach.roll.kind)
    return rails if literal.affirmed else denied_rails(rails, reach.roll.everybody)


def _told(rules: RuleSet, able: Mapping[str, Bits], drafting: Drafting) -> dict[str, Any]:
    subjects = _subject_facts(rules, able, drafting)
    links = _link_facts(rules, subjects, drafting)
    relevant = {*subjects, *(target for _, _, target in links)} if rules.conclusions else set()
    facts = [fact for _, fact in sorted(subjects.items())]
    facts += [
        {"k": LINK, "n": name, "s": drafting.keys.code(source), "t": drafting.keys.code(target)}
        for name, source, target in sorted(links)
    ]
    facts += _conclusion_facts(rules, sorted(relevant), drafting)
    return {
        "rules": rules.forms(),
        "names": sorted(rules.names.values()),
        "concludes": {rule.name: rule.concludes for rule in rules.rules if rule.concludes},
        "hears": sorted(rules.conclusions),
        "facts": facts,
    }


def _subject_facts(
    rules: RuleSet, able: Mapping[str, Bits], drafting: Drafting
) -> dict[SubjectKey, Fact]:
    """One fact for each subject of which some way may fire, with what those ways ask of it."""
    facts: dict[SubjectKey, Fact] = {}
    for rule in rules.rules:
        names = [rules.names[rule.scope], *(rules.names[one.name] for one in rule.properties)]
        asked = dict.fromkeys(names, 1)
        subjects = drafting.reach[rule.rule].roll.subjects
        for place in places_of(able[rule.name]):
            key = subjects[place].key
            fact = facts.get(key)
            if fact is None:
                fact = facts[key] = {"k": key.kind, "s": drafting.keys.code(key)}
            fact.update(asked)
    return facts


def _link_facts(
    rules: RuleSet, sources: Iterable[SubjectKey], drafting: Drafting
) -> set[tuple[str, SubjectKey, SubjectKey]]:
    wanted: dict[SubjectKind, set[tuple[str, SubjectKind]]] = {}
    for rule in rules.rules:
        for join in rule.joins:
            if join.link and join.target is not None:
                wanted.setdefault(rule.subject, set()).add((join.link, join.target))
    subjects = drafting.overview.subjects
    return {
        (link, source, SubjectKey(kind, target))
        for source in (sources if wanted else ())
        for link, kind in wanted.get(source.kind, ())
        for target in subjects[source].links.get(link, ())
    }


def _conclusion_facts(
    rules: RuleSet, relevant: Sequence[SubjectKey], drafting: Drafting
) -> list[Fact]:
    """What is concluded already of those that matter, and what will never be known of strangers.

    What is drawn in this stratum tells itself.
    """
    heard = rules.conclusions
    facts: list[Fact] = []
    for name in sorted({conclusion.removesuffix("?") for conclusion in heard}):
        for key in relevant:
            facts += [
                {"k": HOLDS, "n": said, "s": drafting.keys.code(key)}
                for said in _said(name, drafting.overview.concluded(name, key))
                if said in heard
            ]
    return facts


def _said(name: str, truth: Truth) -> tuple[str, ...]:
    """What is asserted of a conclusion, on the rails on which it stands."""
    match truth:
        case Truth.TRUE:
            return (name, on_rail(name, "possible"))
        case Truth.UNKNOWN:
            return (on_rail(name, "possible"),)
        case Truth.FALSE:
            return ()
