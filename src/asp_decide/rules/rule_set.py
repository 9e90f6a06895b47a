"""Network rules in the form of durable_rules, in sets small enough for it to keep its facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from asp_decide.rules.fence import (
    MOST_PROPERTIES,
    MOST_RULES,
    RESERVED,
    SENTINEL,
    SINK,
    fnv_1a,
)
from asp_decide.rules.network import NetworkRule

LINK = "link"
HOLDS = "holds"

_SINK_PRIORITY = 50_000
_SENTINEL_PRIORITY = 50_001

type Form = dict[str, object]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Up to sixty rules that share their facts.

    `names` says which name a property or scope has in the facts: its own, unless the library
    would take two of them for one.
    """

    rules: tuple[NetworkRule, ...]
    names: Mapping[str, str]

    @property
    def conclusions(self) -> frozenset[str]:
        """The conclusions that the rules listen for, each on its rail."""
        return frozenset(join.conclusion for rule in self.rules for join in rule.joins)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of facts that the rules look at, sorted."""
        return _kinds(self.rules)

    @property
    def sunk(self) -> tuple[str, ...]:
        """The kinds of facts that might fire nothing, and need a rule that takes them in.

        A subject whose own booleans are true fires; one that waits for a conclusion may not.
        """
        return self.kinds if any(rule.joins for rule in self.rules) else ()

    def forms(self) -> Form:
        """The rules as durable_rules reads them, with sinks where needed and the sentinel."""
        forms: Form = {
            rule.name: {"pri": number, "dist": 0, "all": self._patterns(rule)}
            for number, rule in enumerate(self.rules)
        }
        for kind in self.sunk:
            forms[SINK + kind] = _form(_SINK_PRIORITY, kind)
        forms[SENTINEL] = _form(_SENTINEL_PRIORITY, SENTINEL)
        return forms

    def _patterns(self, rule: NetworkRule) -> list[Form]:
        """One pattern for the subject, and one or two for each conclusion that is asked for.

        `dist` is 0, so that one fact may stand in two of them: one conclusion can be reached by
        two links, and spare as well as being asked for.
        """
        asked: list[Form] = [{"k": rule.subject}, {self.names[rule.scope]: 1}]
        asked += [{self.names[one.name]: 1} for one in rule.properties]
        patterns: list[Form] = [{"a": {"$and": [*asked, {"$ex": {"s": 1}}]}}]
        for number, join in enumerate(rule.joins):
            at: Form = {"a": "s"}
            if join.link:
                named: list[Form] = [{"k": LINK}, {"n": join.link}, {"$ex": {"s": 1}}]
                named += [{"$ex": {"t": 1}}, {"s": at}]
                patterns.append({f"l{number}": {"$and": [*named, {"z": {"a": "z"}}]}})
                at = {f"l{number}": "t"}
            held: list[Form] = [{"k": HOLDS}, {"n": join.conclusion}, {"$ex": {"s": 1}}, {"s": at}]
            patterns.append({f"h{number}": {"$and": [*held, {"z": {"a": "z"}}]}})
        return patterns


def rule_sets(rules: Sequence[NetworkRule]) -> tuple[RuleSet, ...]:
    """The rules in their order, cut into sets that the library can hold."""
    sets: list[RuleSet] = []
    gathered: list[NetworkRule] = []
    for rule in rules:
        if gathered and not _fits([*gathered, rule]):
            sets.append(_rule_set(gathered))
            gathered = []
        gathered.append(rule)
    return (*sets, _rule_set(gathered)) if gathered else tuple(sets)


def _rule_set(rules: Sequence[NetworkRule]) -> RuleSet:
    return RuleSet(tuple(rules), distinct_names(_names(rules)))


def distinct_names(names: Iterable[str]) -> dict[str, str]:
    """A name for each name such that the library can tell all of them apart.

    It keeps 32 bits of a name. Two names that meet there are as good as one, so the later one
    gets a mark until it stands alone.
    """
    taken = {fnv_1a(name) for name in RESERVED}
    chosen: dict[str, str] = {}
    for name in sorted(set(names)):
        candidate = name
        while fnv_1a(candidate) in taken:
            candidate += "'"
        taken.add(fnv_1a(candidate))
        chosen[name] = candidate
    return chosen


def _names(rules: Iterable[NetworkRule]) -> set[str]:
    return {name for rule in rules for name in (rule.scope, *(one.name for one in rule.properties))}


def _fits(rules: Sequence[NetworkRule]) -> bool:
    return (
        len(rules) + len(_kinds(rules)) + 1 <= MOST_RULES
        and len(_names(rules)) + len(RESERVED) <= MOST_PROPERTIES
    )


def _kinds(rules: Iterable[NetworkRule]) -> tuple[str, ...]:
    kinds: set[str] = set()
    for rule in rules:
        kinds.add(rule.subject)
        kinds |= {HOLDS for _ in rule.joins} | {LINK for join in rule.joins if join.link}
    return tuple(sorted(kinds))


def _form(priority: int, kind: str) -> Form:
    asked: list[Form] = [{"k": kind}, {"z": 1}]
    return {"pri": priority, "dist": 0, "all": [{"m": {"$and": asked}}]}
