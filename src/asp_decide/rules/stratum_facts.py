"""The facts of a stratum: each subject with its booleans, its links, and what is concluded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asp_decide.clauses.clause import LimitClause
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subject, SubjectKey, SubjectKind
from asp_decide.rules.network import (
    NetworkRule,
    Property,
    Stratum,
    denied,
    on_rail,
    unplaced,
)
from asp_decide.rules.rule_set import HOLDS, LINK, RuleSet, rule_sets
from asp_decide.rules.scopes import Reached
from asp_decide.rules.sight import Sight

type Fact = dict[str, Any]
type Reach = Mapping[RuleId, Sequence[Reached]]
type Bounds = Mapping[RuleId, Mapping[SubjectKey, Seen]]


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
    """What facts are made of: who is in which scope, what is seen, how limits stand."""

    reach: Reach
    bounds: Bounds
    sight: Sight
    keys: Keyring


def told(stratum: Stratum, drafting: Drafting) -> tuple[tuple[RuleSet, ...], dict[str, Any]]:
    """The rule sets of a stratum, and the same with their facts as the host reads them.

    Rules that speak of nobody in this run are left out: they could not fire.
    """
    sets = rule_sets([rule for rule in stratum.rules if _speaks_of_somebody(rule, drafting.reach)])
    return sets, {"sets": [_told(one, stratum, drafting) for one in sets]}


def _speaks_of_somebody(rule: NetworkRule, reach: Reach) -> bool:
    return any(_scope(rule.rule, found) == rule.scope for found in reach[rule.rule])


def _scope(rule: RuleId, found: Reached) -> str:
    """The property that says how the subject stands to the rule's scope."""
    return unplaced(rule) if found.missing else rule


def _told(rules: RuleSet, stratum: Stratum, drafting: Drafting) -> dict[str, Any]:
    subjects = _subject_facts(rules, drafting)
    links = _link_facts(rules, subjects, drafting)
    relevant = {*subjects, *(target for _, _, target in links)}
    facts = [fact for _, fact in sorted(subjects.items())]
    facts += [
        {"k": LINK, "n": name, "s": drafting.keys.code(source), "t": drafting.keys.code(target)}
        for name, source, target in sorted(links)
    ]
    facts += _conclusion_facts(rules, sorted(relevant), set(stratum.concludes), drafting)
    return {
        "rules": rules.forms(),
        "names": sorted(rules.names.values()),
        "concludes": {rule.name: rule.concludes for rule in rules.rules if rule.concludes},
        "hears": sorted(rules.conclusions),
        "facts": facts,
    }


def _subject_facts(rules: RuleSet, drafting: Drafting) -> dict[SubjectKey, Fact]:
    """One fact for each subject in the scope of one of the rules, with what they ask of it."""
    facts: dict[SubjectKey, Fact] = {}
    asked: dict[RuleId, list[NetworkRule]] = {}
    for rule in rules.rules:
        asked.setdefault(rule.rule, []).append(rule)
    for name, ways in asked.items():
        properties = tuple(dict.fromkeys(one for way in ways for one in way.properties))
        scopes = {way.scope for way in ways}
        for found in drafting.reach[name]:
            scope = _scope(name, found)
            if scope not in scopes:
                continue
            key = found.subject.key
            fact = facts.setdefault(key, {"k": key.kind, "s": drafting.keys.code(key)})
            fact[rules.names[scope]] = 1
            if not found.missing:
                for one in properties:
                    if _is_set(one, found.subject, drafting):
                        fact[rules.names[one.name]] = 1
    return facts


def _is_set(one: Property, subject: Subject, drafting: Drafting) -> bool:
    leaf = one.literal.leaf
    if isinstance(leaf, LimitClause):
        truth = drafting.bounds[leaf.heading.rule][subject.key].truth
    else:
        truth = drafting.sight.truth(leaf, subject)
    if truth is Truth.UNKNOWN:
        return one.rail == "possible"
    return (truth is Truth.TRUE) is one.literal.affirmed


def _link_facts(
    rules: RuleSet, sources: Iterable[SubjectKey], drafting: Drafting
) -> set[tuple[str, SubjectKey, SubjectKey]]:
    wanted: dict[SubjectKind, set[tuple[str, SubjectKind]]] = {}
    for rule in rules.rules:
        for join in rule.joins:
            if join.link and join.target is not None:
                wanted.setdefault(rule.subject, set()).add((join.link, join.target))
    return {
        (link, source, SubjectKey(kind, target))
        for source in sources
        for link, kind in wanted.get(source.kind, ())
        for target in drafting.sight.subjects[source].links.get(link, ())
    }


def _conclusion_facts(
    rules: RuleSet, relevant: Sequence[SubjectKey], drawn_now: set[str], drafting: Drafting
) -> list[Fact]:
    """What is concluded already of the subjects that matter, and what is not and will not be."""
    heard = rules.conclusions
    names = sorted({conclusion.removeprefix("not ").removesuffix("?") for conclusion in heard})
    facts: list[Fact] = []
    for name in names:
        for key in relevant:
            truth = drafting.sight.concluded(name, key)
            if name in drawn_now and truth is Truth.FALSE:
                continue
            facts += [
                {"k": HOLDS, "n": said, "s": drafting.keys.code(key)}
                for said in _said(name, truth)
                if said in heard
            ]
    return facts


def _said(name: str, truth: Truth) -> tuple[str, ...]:
    """What is asserted of a conclusion: it, or its denial, on the rails on which it stands."""
    match truth:
        case Truth.TRUE:
            return (name, on_rail(name, "possible"))
        case Truth.FALSE:
            return (denied(name), on_rail(denied(name), "possible"))
        case Truth.UNKNOWN:
            return (on_rail(name, "possible"), on_rail(denied(name), "possible"))
