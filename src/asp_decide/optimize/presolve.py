"""What never reaches the solver: choices that cannot be in the best plan, rows that cannot bind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Literal

from asp_decide.optimize.programme import Origin, Programme, Row, Sense

type Why = Literal["does not fit", "worth no more than leaving", "worse in every respect"]


@dataclass(frozen=True, slots=True)
class Removed:
    """A choice that no best plan needs: its id, why, and the row or the choice that shows it."""

    choice: str
    why: Why
    origin: Origin | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Presolved:
    """What is left to solve, in the numbers of its own programme, and everything left out.

    `impossible` is the origin of a row that no choice of anything can satisfy any more; there is
    no plan then, and the programme that is left is of no use.
    """

    programme: Programme
    removed: tuple[Removed, ...]
    idle: tuple[Row, ...]
    impossible: Origin | None = None


def presolve(programme: Programme) -> Presolved:
    """The same programme without what cannot matter, exactly: no best plan is lost.

    A choice goes if it cannot stand beside even the smallest choices of all others; if leaving
    the initiative loses no more and helps every row as much; or if another choice loses less and
    helps every row as much. A row goes if everything at its largest still keeps it.
    """
    work = _Work(programme)
    while work.impossible is None:
        work.fit()
        if work.impossible is not None or not work.dominate():
            break
    return work.result()


@dataclass(frozen=True, slots=True)
class _Whole:
    """A row in whole numbers: every coefficient and the limit times one number above zero."""

    sense: Sense
    limit: int
    amounts: Mapping[int, int]
    groups: tuple[int, ...]


class _Work:
    """The alive choices of each group while they become fewer."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.alive = [list(group) for group in programme.groups]
        self.group_of = {n: g for g, group in enumerate(programme.groups) for n in group}
        self.rows = [_whole(row, self.group_of) for row in programme.rows]
        self.rows_of: list[list[int]] = [[] for _ in programme.groups]
        for number, row in enumerate(self.rows):
            for group in row.groups:
                self.rows_of[group].append(number)
        self.idle: set[int] = set()
        self.removed: list[Removed] = []
        self.impossible: Origin | None = None
        self.waiting = set(range(len(self.rows)))

    def fit(self) -> None:
        """Remove what does not fit beside the smallest of all others, until nothing changes."""
        while self.waiting and self.impossible is None:
            for number in sorted(self.waiting):
                self.waiting.discard(number)
                if number not in self.idle and self.impossible is None:
                    self._fit_row(number)

    def dominate(self) -> bool:
        """Remove what another choice of the same initiative beats; whether anything went."""
        columns = self._columns()
        before = len(self.removed)
        for group, numbers in enumerate(self.alive):
            for number in list(numbers):
                better = self._better(number, numbers, columns)
                if better is not None:
                    leaves = self.programme.choices[better].kind == "leave"
                    why: Why = "worth no more than leaving" if leaves else "worse in every respect"
                    self._remove(group, Removed(self._id(number), why, None, self._id(better)))
                    numbers.remove(number)
        return len(self.removed) > before

    def result(self) -> Presolved:
        """The programme over what is alive, renumbered."""
        old = self.programme
        binding = (row for number, row in enumerate(old.rows) if number not in self.idle)
        kept = (number for numbers in self.alive for number in numbers)
        programme = replace(old, rows=tuple(binding)).only(kept)
        idle = tuple(old.rows[number] for number in sorted(self.idle))
        return Presolved(programme, tuple(self.removed), idle, self.impossible)

    def _fit_row(self, number: int) -> None:
        row = self.rows[number]
        origin = self.programme.rows[number].origin
        ranges = {g: self._range(row, g) for g in row.groups}
        least = sum(low for low, _ in ranges.values())
        most = sum(high for _, high in ranges.values())
        upper, lower = row.sense != ">=", row.sense != "<="
        if (upper and least > row.limit) or (lower and most < row.limit):
            self.impossible = origin
            return
        if (not upper or most <= row.limit) and (not lower or least >= row.limit):
            self.idle.add(number)
            return
        for group, (low, high) in ranges.items():
            for choice in list(self.alive[group]):
                amount = row.amounts.get(choice, 0)
                too_much = upper and least - low + amount > row.limit
                if too_much or (lower and most - high + amount < row.limit):
                    self._remove(group, Removed(self._id(choice), "does not fit", origin))
                    self.alive[group].remove(choice)
        if not all(self.alive[group] for group in row.groups):
            self.impossible = origin

    def _range(self, row: _Whole, group: int) -> tuple[int, int]:
        amounts = [row.amounts.get(choice, 0) for choice in self.alive[group]]
        return min(amounts), max(amounts)

    def _remove(self, group: int, removed: Removed) -> None:
        self.removed.append(removed)
        self.waiting.update(number for number in self.rows_of[group] if number not in self.idle)

    def _columns(self) -> dict[int, dict[int, int]]:
        """For each choice what it adds to each row that may bind, as if all were upper bounds."""
        columns: dict[int, dict[int, int]] = {n: {} for group in self.alive for n in group}
        for number, row in enumerate(self.rows):
            if number not in self.idle:
                sign = -1 if row.sense == ">=" else 1
                for choice, amount in row.amounts.items():
                    if choice in columns:
                        columns[choice][number] = sign * amount
        return columns

    def _better(
        self, number: int, others: Sequence[int], columns: Mapping[int, Mapping[int, int]]
    ) -> int | None:
        """Another choice that may stand in for this one everywhere, or None.

        Only leaving may replace at equal loss: among equals the key of ties decides.
        """
        loss = self.programme.losses[number]
        for other in others:
            leaves = self.programme.choices[other].kind == "leave"
            less = self.programme.losses[other]
            loses_less = less < loss or (leaves and less == loss and other != number)
            if loses_less and self._asks_no_more(columns[other], columns[number]):
                return other
        return None

    def _asks_no_more(self, one: Mapping[int, int], other: Mapping[int, int]) -> bool:
        for number in one.keys() | other.keys():
            difference = one.get(number, 0) - other.get(number, 0)
            if difference > 0 or (difference < 0 and self.rows[number].sense == "="):
                return False
        return True

    def _id(self, number: int) -> str:
        return self.programme.choices[number].id


def whole_amounts(values: Iterable[Fraction]) -> int:
    """The least number above zero that makes all of them whole."""
    return lcm(*(value.denominator for value in values))


def _whole(row: Row, group_of: Mapping[int, int]) -> _Whole:
    factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
    return _Whole(
        sense=row.sense,
        limit=int(row.limit * factor),
        amounts={number: int(amount * factor) for number, amount in row.terms},
        groups=tuple(sorted({group_of[number] for number, _ in row.terms})),
    )
