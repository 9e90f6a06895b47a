"""What never reaches the solver: choices that cannot be in the best plan, rows that cannot bind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from asp_decide.optimize.programme import Origin, Programme, Row
from asp_decide.optimize.whole_numbers import times, whole_amounts

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


class _Row:
    """A row in whole numbers: every coefficient and the limit times one number above zero.

    `parts` hold for each group what its alive choices take of it, those that take nothing left
    out; `ranges` the least and the most of that, `least` and `most` what all groups come to.
    """

    __slots__ = ("least", "limit", "lower", "most", "parts", "ranges", "upper")

    def __init__(self, row: Row, group_of: Sequence[int], alive: Sequence[Sequence[int]]) -> None:
        self.upper, self.lower = row.sense != ">=", row.sense != "<="
        factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
        self.limit = times(row.limit, factor)
        parts: dict[int, dict[int, int]] = {}
        for number, amount in row.terms:
            parts.setdefault(group_of[number], {})[number] = times(amount, factor)
        self.parts = dict(sorted(parts.items()))
        self.ranges: dict[int, tuple[int, int]] = {}
        self.least = self.most = 0
        for group in self.parts:
            self._measure(group, len(alive[group]))

    def remove(self, number: int, group: int, left: int) -> None:
        """Go on without the choice; so many of its group are left."""
        part = self.parts[group]
        amount = part.pop(number, 0)
        if amount in self.ranges[group] and (amount or len(part) == left):
            self._measure(group, left)

    def _measure(self, group: int, left: int) -> None:
        amounts = self.parts[group].values()
        low, high = min(amounts, default=0), max(amounts, default=0)
        if len(amounts) < left:
            low, high = min(low, 0), max(high, 0)
        old_low, old_high = self.ranges.get(group, (0, 0))
        self.ranges[group] = low, high
        self.least += low - old_low
        self.most += high - old_high

    @property
    def impossible(self) -> bool:
        """Whether no choice of anything satisfies it."""
        too_much = self.upper and self.least > self.limit
        return too_much or (self.lower and self.most < self.limit)

    @property
    def idle(self) -> bool:
        """Whether everything satisfies it."""
        enough = not self.lower or self.least >= self.limit
        return enough and (not self.upper or self.most <= self.limit)


@dataclass(slots=True)
class _Column:
    """What a choice adds to the rows of its group, as if all were upper bounds.

    `asks` and `gives` are the rows in which that is above and below zero, `equal` the equations
    among them, each as bits by the row's place among those of the group.
    """

    loss: int
    leaves: bool
    amounts: dict[int, int]
    asks: int = 0
    gives: int = 0
    equal: int = 0

    def add(self, place: int, amount: int, *, equation: bool) -> None:
        """Add a row, by its place; what it adds is not zero."""
        self.amounts[place] = amount
        if amount > 0:
            self.asks |= 1 << place
        else:
            self.gives |= 1 << place
        if equation:
            self.equal |= 1 << place

    def may_stand_in_for(self, other: "_Column", among: int) -> bool:
        """Whether it loses less and asks for no more of any of the rows `among` all.

        Only leaving may replace at equal loss: among equals the key of ties decides.
        """
        if self.loss > other.loss or (self.loss == other.loss and not self.leaves):
            return False
        # By signs alone, which settles nearly every pair.
        if self.asks & ~other.asks & among or other.gives & ~self.gives & among:
            return False
        if (self.equal ^ other.equal) & among:
            return False
        return self._asks_no_more(other, among)

    def _asks_no_more(self, other: "_Column", among: int) -> bool:
        for place, amount in self.amounts.items():
            if among >> place & 1:
                difference = amount - other.amounts.get(place, 0)
                if difference > 0 or (difference < 0 and self.equal >> place & 1):
                    return False
        return True


class _Work:
    """The alive choices of each group while they become fewer."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.alive = [list(group) for group in programme.groups]
        group_of = [0] * len(programme.choices)
        for group, numbers in enumerate(programme.groups):
            for number in numbers:
                group_of[number] = group
        self.rows = [_Row(row, group_of, self.alive) for row in programme.rows]
        self.rows_of: list[list[int]] = [[] for _ in programme.groups]
        for place, row in enumerate(self.rows):
            for group in row.ranges:
                self.rows_of[group].append(place)
        self.idle: set[int] = set()
        self.removed: list[Removed] = []
        self.impossible: Origin | None = None
        self.waiting = set(range(len(self.rows)))
        self.columns = self._columns()
        self.changed = set(range(len(self.alive)))

    def fit(self) -> None:
        """Remove what does not fit beside the smallest of all others, until nothing changes."""
        while self.waiting and self.impossible is None:
            for number in sorted(self.waiting):
                self.waiting.discard(number)
                if number not in self.idle and self.impossible is None:
                    self._fit_row(number)

    def dominate(self) -> bool:
        """Remove what another choice of the same initiative beats; whether anything went.

        Only a row that went idle since the last time can make a choice better than another.
        """
        before = len(self.removed)
        for group in sorted(self.changed):
            numbers, among = self.alive[group], self._among(group)
            for number in list(numbers):
                better = self._better(number, numbers, among)
                if better is not None:
                    leaves = self.columns[better].leaves
                    why: Why = "worth no more than leaving" if leaves else "worse in every respect"
                    told = Removed(self._id(number), why, None, self._id(better))
                    self._remove(group, number, told)
        self.changed = set()
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
        if row.impossible:
            self.impossible = origin
            return
        if row.idle:
            self.idle.add(number)
            self.changed.update(row.ranges)
            return
        # What is above the least of all, or below the most, as long as the row is kept.
        above, below = row.limit - row.least, row.limit - row.most
        wide = [
            (group, low, high)
            for group, (low, high) in row.ranges.items()
            if (row.upper and high - low > above) or (row.lower and low - high < below)
        ]
        for group, low, high in wide:
            for choice in list(self.alive[group]):
                amount = row.parts[group].get(choice, 0)
                too_much = row.upper and amount - low > above
                if too_much or (row.lower and amount - high < below):
                    self._remove(group, choice, Removed(self._id(choice), "does not fit", origin))
            if not self.alive[group]:
                self.impossible = origin

    def _remove(self, group: int, number: int, removed: Removed) -> None:
        self.removed.append(removed)
        numbers = self.alive[group]
        numbers.remove(number)
        for place in self.rows_of[group]:
            if place not in self.idle:
                self.waiting.add(place)
                self.rows[place].remove(number, group, len(numbers))

    def _columns(self) -> list[_Column]:
        losses = self.programme.losses
        factor = whole_amounts(losses)
        columns = [
            _Column(times(loss, factor), choice.kind == "leave", {})
            for loss, choice in zip(losses, self.programme.choices, strict=True)
        ]
        for group, rows in enumerate(self.rows_of):
            for place, number in enumerate(rows):
                row = self.rows[number]
                sign = 1 if row.upper else -1
                for choice, amount in row.parts[group].items():
                    columns[choice].add(place, sign * amount, equation=row.upper and row.lower)
        return columns

    def _among(self, group: int) -> int:
        """The rows of the group that may bind, as bits."""
        rows = enumerate(self.rows_of[group])
        return sum(1 << place for place, number in rows if number not in self.idle)

    def _better(self, number: int, others: Sequence[int], among: int) -> int | None:
        """Another choice that may stand in for this one everywhere, or None."""
        column = self.columns[number]
        for other in others:
            if other != number and self.columns[other].may_stand_in_for(column, among):
                return other
        return None

    def _id(self, number: int) -> str:
        return self.programme.choices[number].id
