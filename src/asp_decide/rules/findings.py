"""What rules say of subjects: results at once, reasons when somebody asks for them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import overload

from asp_decide.model.finding import Finding, Result, TableOutcome
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey

type Tell = Callable[[int, int], Finding]
"""The finding of the rule and the subject in these places of `Findings.results`."""

MOST_KEPT = 200_000
"""Findings that are kept for whoever asks again; each takes a kilobyte or two."""


@dataclass(frozen=True, slots=True)
class RuleResults:
    """What one rule says of each subject in its scope, by key; `keys` may be shared by rules.

    A rule without any subject in scope has one result and no key. Of a table `outcomes` say what
    it makes of each subject.
    """

    rule: RuleId
    keys: tuple[SubjectKey, ...]
    results: tuple[Result, ...]
    outcomes: tuple[TableOutcome, ...] = ()

    def __post_init__(self) -> None:
        assert len(self.results) == max(1, len(self.keys)), "each subject has one result"
        assert not self.outcomes or len(self.outcomes) == len(self.keys), "and one outcome"

    def outcome(self, place: int) -> TableOutcome | None:
        """What a table makes of the subject in that place; None of any other rule."""
        return self.outcomes[place] if self.outcomes else None


@dataclass(slots=True, eq=False)
class Findings(Sequence[Finding]):
    """The findings of a run, sorted by rule, then subject.

    `results` are there at once, for many subjects in little room. A finding with its values,
    margins and message is made when it is asked for.
    """

    results: tuple[RuleResults, ...]
    tell: Tell
    _ends: list[int] = field(init=False)
    _kept: dict[int, Finding] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ends = list(accumulate(len(one.results) for one in self.results))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        known = self._kept.get(place)
        if known is None:
            number = bisect_right(self._ends, place)
            first = self._ends[number - 1] if number else 0
            known = self.tell(number, place - first)
            if len(self) <= MOST_KEPT:
                self._kept[place] = known
        return known

    def __iter__(self) -> Iterator[Finding]:
        return (self[place] for place in range(len(self)))
