"""The source of each input: from which rows, files and records the values of a rule were read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asp_decide.clauses.asked import leaves_of
from asp_decide.clauses.bounded import CountOf, LargestShareOf, ShareOf, SubjectMeasure, SumOf
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    LimitClause,
)
from asp_decide.clauses.drawn_names import drawn_by
from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.model.finding import Finding, Seen
from asp_decide.model.reads import PLAN, Reads, reads_of
from asp_decide.model.subject import SubjectKey

type Input = dict[str, Any]
type _Found = tuple[str, str | int]
"""Where a value was read: `row`, `table`, `file` or `record`, and which."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs of a run's rules are looked up in.

    `leaves` are the comparisons by key, with kind of subject, names and link; `drawn` the numbers
    of the records that draw each conclusion or word of a table, by its name and subject.
    """

    rows: FactRows
    leaves: Mapping[str, "_Leaf"]
    drawn: Mapping[tuple[str, SubjectKey], tuple[int, ...]]

    @classmethod
    def of(
        cls, policies: CompiledPolicies, numbered: Iterable[tuple[int, Finding]], rows: FactRows
    ) -> "Inputs":
        """Those of findings with the numbers of their records."""
        leaves = {key: leaf for clause in policies.clauses for key, leaf in _leaves(clause)}
        names = {clause.heading.rule: drawn_by(clause) for clause in policies.clauses}
        drawn: dict[tuple[str, SubjectKey], list[int]] = {}
        for number, finding in numbered:
            for name in names[finding.rule] if finding.subject is not None else ():
                assert finding.subject is not None
                drawn.setdefault((name, finding.subject), []).append(number)
        return cls(rows, leaves, {key: tuple(found) for key, found in drawn.items()})

    def of_finding(self, finding: Finding) -> list[Input]:
        """Each row, table, file and record once, with the comparisons that look at it."""
        if finding.subject is None:
            return []
        found: dict[_Found, list[int]] = {}
        for seen in finding.seen:
            for one in dict.fromkeys(self._read(seen, finding.subject)):
                found.setdefault(one, []).append(int(seen.key.rpartition("/")[2]))
        return [
            self._told(what, which, ks)
            for (what, which), ks in sorted(found.items(), key=_in_order)
        ]

    def _told(self, what: str, which: str | int, comparisons: list[int]) -> Input:
        told: Input = {what: which, "k": sorted(set(comparisons))}
        origins = self.rows.origins(str(which)) if what == "row" else []
        return {**told, "origins": origins} if origins else told

    def _read(self, seen: Seen, subject: SubjectKey) -> Iterator[_Found]:
        leaf = self.leaves.get(seen.key)
        if leaf is None:
            return
        if leaf.link:
            yield from self.rows.read_for(subject, reads_of(subject.kind, leaf.link))
        whose = seen.via if leaf.link else (subject,)
        for key in whose:
            for number in self.drawn.get((leaf.names[0], key), ()) if leaf.is_drawn else ():
                yield "record", number
            for name in () if leaf.is_drawn else leaf.names:
                yield from self.rows.read_for(key, leaf.reads or reads_of(key.kind, name))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What a comparison looks at: names of the catalogue or what rules draw, and any link to it."""

    names: tuple[str, ...]
    link: str = ""
    is_drawn: bool = False
    reads: Reads | None = None


def _leaves(clause: Clause) -> Iterator[tuple[str, _Leaf]]:
    for one, link in leaves_of(clause):
        is_drawn = one.what in {"conclusion", "output"}
        yield one.key, _Leaf(one.ratio_of or (one.name,), link, is_drawn)
    if isinstance(clause, LimitClause):
        yield f"{clause.heading.rule}/0", _bounded(clause)


def _bounded(clause: LimitClause) -> _Leaf:
    """What a bound looks at: a measure of each subject, or what the plan has in a group."""
    match clause.measure:
        case SubjectMeasure(name=name, ratio_of=ratio_of):
            return _Leaf(ratio_of or (name,))
        case CountOf() | SumOf() | ShareOf() | LargestShareOf():
            return _Leaf((clause.name,), reads=Reads(files=(PLAN,)))


_KINDS = ("row", "table", "file", "record")


def _in_order(found: tuple[_Found, list[int]]) -> tuple[int, int, str]:
    (what, which), _ = found
    number, text = (which, "") if isinstance(which, int) else (0, which)
    return _KINDS.index(what), number, text
