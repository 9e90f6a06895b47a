"""How many members each group has, or how much they have of something: once for all groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.clauses.bounded import CountOf, SumOf
from asp_decide.model.subject import PORTFOLIO, Measured, Subject
from asp_decide.rules.scopes import ByKind, member

_NOTHING = Fraction(0)
_ONE = Fraction(1)
_EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class Span:
    """An amount that is certain, lies between two ends, or is not known at all.

    A total over members is a span where an attribute that would let somebody in is missing: its
    ends are without and with them, the smaller first.
    """

    least: Fraction | None
    most: Fraction | None
    interval: str = ""
    why: str = ""


NOBODY = Span(_NOTHING, _NOTHING)
"""The total of a group without members."""


@dataclass(slots=True)
class _Total:
    """What is known of one group so far."""

    certain: Fraction = _NOTHING
    doubtful: list[Fraction] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def span(self, of: str) -> Span:
        if self.lacking:
            return Span(None, None, why=f"`{of}` of {', '.join(self.lacking)} is not known")
        below = sum((amount for amount in self.doubtful if amount < 0), self.certain)
        above = sum((amount for amount in self.doubtful if amount > 0), self.certain)
        return Span(below, above, why=_doubts(self.in_doubt))


def totals(measure: CountOf | SumOf, by_kind: ByKind) -> Mapping[str, Span]:
    """By group: the total of all sure members, without and with those who may belong.

    A member counts in full in every value stream that it touches. One amount that is not known
    leaves the total unknown: nothing is guessed for it.
    """
    groups: dict[str, _Total] = defaultdict(_Total)
    for subject in by_kind.get(measure.members.subject, ()):
        found = member(subject, measure.members.where)
        if found is None:
            continue
        amount = _amount(measure, subject)
        for group in {*subject.streams, _EVERYTHING}:
            told = groups[group]
            if found.missing:
                told.in_doubt.append(subject.key.id)
            if amount is None:
                told.lacking.append(subject.key.id)
            elif found.missing:
                told.doubtful.append(amount)
            else:
                told.certain += amount
    of = measure.of if isinstance(measure, SumOf) else ""
    return {group: total.span(of) for group, total in groups.items()}


def group_of(subject: Subject) -> str:
    """The group that a subject is, as totals know it."""
    return _EVERYTHING if subject.key.kind == PORTFOLIO else subject.key.id


def _amount(measure: CountOf | SumOf, subject: Subject) -> Fraction | None:
    if isinstance(measure, CountOf):
        return _ONE
    found = subject.measures.get(measure.of)
    return found.value if isinstance(found, Measured) else None


def _doubts(members: Sequence[str]) -> str:
    return f"not known whether it counts {', '.join(members)}" if members else ""
