"""From what was concluded of a subject back to the facts: each step with its rule and record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from asp_decide.clauses.clause import Clause, DeriveClause, TableClause
from asp_decide.model.called import called
from asp_decide.model.plan import Run
from asp_decide.model.subject import SubjectKey, SubjectKind
from asp_decide.runs.explaining.rule_table import asked_test, measured_values

type Record = Mapping[str, Any]
type Step = tuple[str, str, str, str, str]

COLUMNS = ("conclusion", "of", "rule", "result", "because")

_DRAWN = frozenset({"holds", "gives", "unknown"})
"""Results that somebody may rest on; what does not hold is told by the rule that asks for it."""


def conclusion_chain(
    clauses: Iterable[Clause], records: Sequence[Record], run: Run, subject: SubjectKey
) -> tuple[Step, ...]:
    """What rules concluded of a subject, each conclusion followed by those that it rests on.

    The steps below one are set in. Empty where nothing was concluded, and where no rules are given,
    so that nobody knows which rule draws which conclusion.
    """
    rules = _rules_by_name(clauses)
    found = {
        (one["rule"], _key(one["subject"])): one
        for one in records
        if one["kind"] == "rule" and one["subject"] is not None
    }
    own = [(name, subject) for name, rule in rules.items() if (rule, subject) in found]
    chain = _Chain(rules, found, run.currency)
    steps = [step for one in own for step in chain.steps(one, depth=0)]
    return tuple(steps)


def _rules_by_name(clauses: Iterable[Clause]) -> dict[str, str]:
    """The rule behind each conclusion, and behind each word of a table that others may ask for."""
    named: dict[str, str] = {}
    for clause in clauses:
        if isinstance(clause, DeriveClause):
            named[clause.name] = clause.heading.rule
        if isinstance(clause, TableClause):
            named.update(dict.fromkeys(clause.words, clause.heading.rule))
    return named


@dataclass(frozen=True, slots=True)
class _Chain:
    """The rules behind conclusions, what they found, and what was told already."""

    rules: Mapping[str, str]
    found: Mapping[tuple[str, SubjectKey], Record]
    currency: str
    told: set[tuple[str, SubjectKey]] = field(default_factory=set)

    def steps(self, one: tuple[str, SubjectKey], *, depth: int) -> Iterator[Step]:
        """A conclusion of a subject, and below it what it rests on; each once: circles end."""
        name, subject = one
        record = self.found.get((self.rules[name], subject))
        if record is None or record["result"] not in _DRAWN or one in self.told:
            return
        self.told.add(one)
        resting = [c for c in record["comparisons"] if c["truth"] in _supporting(record)]
        facts = (c for c in resting if c["measure"] not in self.rules)
        because = "; ".join(_in_words(c, self.currency) for c in facts)
        at = f"{record['rule']} ({record['at'].rpartition('/')[2]})"
        yield "  " * depth + called(name), str(subject), at, record["result"], because
        for comparison in resting:
            if comparison["measure"] in self.rules:
                for key in [_key(via) for via in comparison.get("via", ())] or [subject]:
                    yield from self.steps((comparison["measure"], key), depth=depth + 1)


def _supporting(record: Record) -> frozenset[str]:
    """The truths on which a result rests: of what is not known also those that are not known."""
    return frozenset({"true", "unknown"} if record["result"] == "unknown" else {"true"})


def _in_words(comparison: Record, currency: str) -> str:
    """A comparison with what was seen: `time until it is law 26 weeks, at most 78 weeks`."""
    told, test = measured_values(comparison, currency), asked_test(comparison, currency)
    via = ", ".join(next(iter(one.values())) for one in comparison.get("via", ()))
    name = called(comparison["measure"]) + (f" of {via}" if via else "")
    says_it_again = test in {told, f"is {told}"}
    return f"{name} {told}" if says_it_again else f"{name} {told}, {test}"


def _key(subject: Mapping[str, Any]) -> SubjectKey:
    ((kind, id_),) = subject.items()
    return SubjectKey(cast("SubjectKind", kind), id_)
