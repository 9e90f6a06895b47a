"""Which records of a run a sentence rests on, by what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from asp_decide.model.plan import Decision
from asp_decide.report.printable import on_one_line

type Records = tuple[int, ...]
"""Numbers of records in their run, each once and in order; none before a run is recorded."""

MOST_SPANS = 4
"""Spans of numbers that are written out; past them the first, the last and how many."""

_FACETS = (
    "rule",
    "result",
    "point",
    "group",
    "interval",
    "initiative",
    "value_stream",
    "id",
    "path",
)
"""Fields by which a record is found, as they stand in it; its subject is found as `kind id`."""


@dataclass(frozen=True, slots=True)
class RecordNumbers:
    """The numbers of a run's records by kind, and by what they are about."""

    by_kind: Mapping[str, Records] = field(default_factory=dict)
    by_facet: Mapping[tuple[str, str, str], frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]]) -> Self:
        """The numbers of these records of one run."""
        kinds: dict[str, list[int]] = defaultdict(list)
        facets: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for record in records:
            kind, number = str(record["kind"]), int(record["n"])
            kinds[kind].append(number)
            for name, value in _facets_of(record):
                # Reports speak of names as they print them.
                facets[kind, name, on_one_line(value)].add(number)
        return cls(
            {kind: tuple(numbers) for kind, numbers in kinds.items()},
            {key: frozenset(numbers) for key, numbers in facets.items()},
        )

    @property
    def manifest(self) -> Records:
        """The record that opens the run: what went into it and what its plan is worth."""
        return self.by_kind.get("manifest", ())

    @property
    def close(self) -> Records:
        """The record that closes the run: how many there are of each kind, and every decision."""
        return self.by_kind.get("close", ())

    def find(self, kind: str, **facets: str | None) -> Records:
        """The records of a kind in which every facet is as it is given; None finds none stated.

        Before a run is recorded, none.
        """
        if not facets:
            return self.by_kind.get(kind, ())
        found = [
            self.by_facet.get((kind, name, value or ""), frozenset())
            for name, value in facets.items()
        ]
        return tuple(sorted(frozenset.intersection(*found)))

    def all_of(self, kind: str) -> Records:
        """Every record of a kind, or where there is none the one that says so."""
        return self.find(kind) or self.close

    def about(self, subject: str, *kinds: str) -> Records:
        """The records of these kinds about a subject: `initiative INI-112`."""
        return together(*(self.find(kind, subject=subject) for kind in kinds))

    def decision(self, decision: Decision) -> Records:
        """What was decided about an initiative, the answer behind it, and the rules it names."""
        subject = f"initiative {decision.initiative}"
        rules = (
            self.find("rule", rule=reason.rule, subject=subject) for reason in decision.reasons
        )
        answer = self.find("answer", subject=subject, point=decision.point)
        return together(self.find("approval", subject=subject), answer, *rules)


NOT_RECORDED = RecordNumbers()
"""Of a plan that nobody has applied yet: no sentence has a record."""


def together(*records: Records) -> Records:
    """All of the numbers, each once and in order.

    >>> together((3, 1), (), (1, 2))
    (1, 2, 3)
    """
    return tuple(sorted({number for each in records for number in each}))


def cited(records: Records) -> str:
    """The numbers as a reader sees them; neighbours drawn together, and nothing where none is.

    >>> cited((4,)), cited((1, 2, 3, 7)), cited((1, 3, 5, 7, 9, 10))
    ('#4', '#1–3, #7', '#1 … #10 (6 records)')
    """
    spans: list[list[int]] = []
    for number in records:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    if len(spans) > MOST_SPANS:
        return f"#{records[0]} … #{records[-1]} ({len(records)} records)"
    return ", ".join(f"#{'–'.join(map(str, span))}" for span in spans)


def _facets_of(record: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name in _FACETS:
        if name in record and isinstance(record[name], str | None):
            yield name, record[name] or ""
    match record.get("subject", "none stated"):
        case None:
            yield "subject", ""
        case dict() as subject:
            for kind, id_ in subject.items():
                yield "subject", f"{kind} {id_}"
        case _ if isinstance(record.get("initiative"), str):
            yield "subject", f"initiative {record['initiative']}"
