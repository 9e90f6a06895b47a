"""Which cuts a relaxation breaks: for each row the most violated of each kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.cuts import Cut, Knapsack, groups_by_choice, knapsack
from asp_decide.optimize.programme import Origin, Programme
from asp_decide.optimize.watch import UNWATCHED, Watch

_WHOLE = 2**40
"""Shares of choices are whole numbers over this."""

_MOST_PARTS = 8
_LEAST_VIOLATION = 1000
"""A cut is worth its row where its sum is above its limit by one part in so many."""

_FINE = 2**30
_SMALLEST_WORTH_CUTTING = 12
"""Where nobody takes a twelfth of the room, rounding brings nothing."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What the relaxation takes of one choice that weighs something: its share and its weight."""

    initiative: InitiativeId
    weight: int
    share: int


class Separation:
    """The knapsacks of a programme, made once and asked round by round."""

    def __init__(self, programme: Programme) -> None:
        group_of = groups_by_choice(programme)
        found = ((row.origin, knapsack(programme, row, group_of)) for row in programme.rows)
        self.sacks: dict[Origin, Knapsack] = {
            origin: sack for origin, sack in found if sack is not None and _may_be_cut(sack)
        }

    def violated(self, shares: Sequence[int], watch: Watch = UNWATCHED) -> tuple[Cut, ...]:
        """The most violated cut of each kind of each row, in the order of rows; none once ended.

        `shares` are by number of choice, whole numbers over 2**40.
        """
        found: list[Cut] = []
        for origin, sack in self.sacks.items():
            if watch.ended():
                return ()
            found += _of_row(origin, sack, shares)
        return tuple(found)


def _may_be_cut(sack: Knapsack) -> bool:
    """Not where all weigh one and the same and the room is a multiple of it: that is tight."""
    weights = set(sack.weights.values())
    if max(weights) * _SMALLEST_WORTH_CUTTING < sack.room:
        return False
    return len(weights) > 1 or sack.room % next(iter(weights)) != 0


def _of_row(origin: Origin, sack: Knapsack, shares: Sequence[int]) -> Iterator[Cut]:
    held = [
        _Held(sack.initiatives[number], weight, shares[number])
        for number, weight in sack.weights.items()
        if shares[number] > 0
    ]
    functions = [*_rounded(origin, sack, held), *_thresholds(origin, sack, held)]
    for candidates in (functions, list(_covers(origin, sack, held))):
        violation, cut = max(candidates, default=(0, None), key=lambda found: found[0])
        if cut is not None and violation * _LEAST_VIOLATION > _FINE:
            yield cut


def _rounded(origin: Origin, sack: Knapsack, held: list[_Held]) -> Iterator[tuple[int, Cut]]:
    for part in range(1, _MOST_PARTS + 1):
        total = 0
        for one in held:
            parts, rest = divmod((part + 1) * one.weight, sack.room)
            # Over `part * (part + 1)` every coefficient is whole.
            total += one.share * parts * (part + 1 if rest else part)
        yield _over(total, part * (part + 1)), Cut("rounded", origin, part=part)


def _thresholds(origin: Origin, sack: Knapsack, held: list[_Held]) -> Iterator[tuple[int, Cut]]:
    for least in sorted({one.weight for one in held if 2 * one.weight <= sack.room}):
        total = sum(
            one.share * (sack.room if one.weight > sack.room - least else one.weight)
            for one in held
            if one.weight >= least
        )
        cut = Cut("threshold", origin, least=Fraction(least, sack.room))
        yield _over(total, sack.room), cut


def _covers(origin: Origin, sack: Knapsack, held: list[_Held]) -> Iterator[tuple[int, Cut]]:
    """Covers of initiatives, taken by how much of them is held, and by the doubt for the room."""
    by_initiative: dict[InitiativeId, list[_Held]] = {}
    for one in held:
        by_initiative.setdefault(one.initiative, []).append(one)
    least = {i: min(one.weight for one in ones) for i, ones in by_initiative.items()}
    most = {i: max(one.weight for one in ones) for i, ones in by_initiative.items()}
    for amounts in (least, most) if most != least else (least,):
        taken = {
            initiative: sum(one.share for one in ones if one.weight >= amounts[initiative])
            for initiative, ones in by_initiative.items()
        }
        by_share = sorted(taken, key=lambda i: (-taken[i], -amounts[i]))
        by_doubt = sorted(taken, key=lambda i: (Fraction(_WHOLE - taken[i], amounts[i]), -taken[i]))
        for order in (by_share, by_doubt):
            members = _least_cover(order, amounts, sack.room)
            if members:
                yield _violation(held, members), _as_cut(origin, sack, members)


def _least_cover(
    order: Sequence[InitiativeId], amounts: dict[InitiativeId, int], room: int
) -> dict[InitiativeId, int]:
    """The first initiatives whose amounts do not fit together, less those that are not needed."""
    members: dict[InitiativeId, int] = {}
    total = 0
    for initiative in order:
        members[initiative] = amounts[initiative]
        total += amounts[initiative]
        if total > room:
            break
    else:
        return {}
    for initiative in reversed(list(members)):
        if total - members[initiative] > room:
            total -= members.pop(initiative)
    return members


def _violation(held: list[_Held], members: dict[InitiativeId, int]) -> int:
    largest = sorted(members.values(), reverse=True)
    steps = [sum(largest[: count + 1]) for count in range(len(largest))]
    total = 0
    for one in held:
        counted = sum(1 for step in steps if one.weight >= step)
        own = members.get(one.initiative)
        if counted == 0 and own is not None and one.weight >= own:
            counted = 1
        total += counted * one.share
    return _over(total, max(1, len(members) - 1))


def _as_cut(origin: Origin, sack: Knapsack, members: dict[InitiativeId, int]) -> Cut:
    shares = ((initiative, Fraction(members[initiative], sack.room)) for initiative in members)
    return Cut("cover", origin, members=tuple(sorted(shares)))


def _over(total: int, limit: int) -> int:
    """By how much a sum of shares is above its limit, as a part of it, over 2**30."""
    return (total - limit * _WHOLE) * _FINE // (limit * _WHOLE)
