"""What must be done by a date: a set that fits together, or two that by design do not."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from families.chance import Chance
from families.parameters import Parameters
from families.supply import Supply
from families.work import Bet

_RESERVED = 0.5
"""Part of every capacity and of the money that mandates may take, so that they fit together."""


def draw_mandates(
    asked: Parameters,
    chance: Chance,
    bets: tuple[Bet, ...],
    supply: Supply,
    *,
    skilled: Mapping[int, str],
) -> dict[int, int]:
    """By number of initiative the interval by whose end it is due, counted from 1.

    Each is placed on what the ones before have left of the reserve: one at a time in a stream,
    as early as it fits. Candidates without a scarce skill only.
    """
    found = _Placing(asked, supply)
    order = [bet.number for bet in bets if bet.is_candidate and bet.number not in skilled]
    chance.of("order of mandates").shuffle(order)
    wanted = round(asked.mandates * asked.initiatives)
    due: dict[int, int] = {}
    for number in order:
        if len(due) == wanted:
            break
        done = found.place(bets[number])
        if done is not None:
            due[number] = done
    return due


def conflicting(
    bets: tuple[Bet, ...], supply: Supply, *, whole_only: Sequence[bool]
) -> dict[int, int]:
    """Two initiatives that fit alone and not together, and can be done as a whole only.

    Both are due as soon as they can be done, so both would have to begin at once. KeyError if
    the portfolio has no such pair.
    """
    known = [
        bet
        for bet, is_whole in zip(bets, whole_only, strict=True)
        if bet.is_candidate and is_whole and _fits_alone(bet, supply)
    ]
    for one, other in combinations(known, 2):
        if one.intervals == other.intervals and _exceed(one, other, supply):
            return {one.number: one.intervals, other.number: other.intervals}
    raise KeyError("no two initiatives conflict in the first interval")


def _fits_alone(bet: Bet, supply: Supply) -> bool:
    held = zip(bet.streams, bet.tenths, strict=True)
    return all(tenths <= min(supply.capacity[stream]) for stream, tenths in held)


def _exceed(one: Bet, other: Bet, supply: Supply) -> bool:
    its = dict(zip(other.streams, other.tenths, strict=True))
    return any(
        tenths + its[stream] > supply.capacity[stream][0]
        for stream, tenths in zip(one.streams, one.tenths, strict=True)
        if stream in its
    )


class _Placing:
    """What mandates hold so far of streams by interval, and of the money up to each."""

    def __init__(self, asked: Parameters, supply: Supply) -> None:
        self.intervals = asked.intervals
        self.supply = supply
        self.held: set[tuple[int, int]] = set()
        self.spent = 0

    def place(self, bet: Bet) -> int | None:
        """The interval by whose end it is done, now held for it; None if it does not fit."""
        budget = self.supply.budget
        for start in range(self.intervals - bet.intervals):
            steps = range(start, start + bet.intervals)
            if budget is not None and self.spent + bet.outlay > _RESERVED * budget * (start + 1):
                continue
            if all(self._fits(bet, step) for step in steps):
                self.held |= {(stream, step) for stream in bet.streams for step in steps}
                self.spent += bet.outlay
                return start + bet.intervals
        return None

    def _fits(self, bet: Bet, step: int) -> bool:
        return all(
            (stream, step) not in self.held
            and tenths <= _RESERVED * self.supply.capacity[stream][step]
            for stream, tenths in zip(bet.streams, bet.tenths, strict=True)
        )
