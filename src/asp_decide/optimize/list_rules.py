"""The rules by which lists rank initiatives: starts for a search, never a plan by themselves."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.whole_numbers import rounded_down

type Ranking = Sequence[Sequence[int]]
"""The choices of each initiative in the order of wishes, the initiatives in the order of turns."""

_FADES = Fraction(1, 2)
"""What a loss counts less for each step that it is further off."""


_FINE = 2**60


def by_place(programme: Programme, order: Mapping[InitiativeId, int]) -> Ranking:
    """By a given place of initiatives (that of CD3), each with its best choice first."""
    last = len(order)

    def place(group: tuple[int, ...]) -> tuple[int, InitiativeId]:
        initiative = programme.choices[group[0]].initiative
        return order.get(initiative, last), initiative

    return [_by_loss(programme, group) for group in sorted(programme.groups, key=place)]


def by_urgency(programme: Programme) -> Ranking:
    """By what waiting loses next, and half as much in each step after, per step of work.

    In the manner of apparent tardiness cost (Vepsalainen & Morton 1987): what is due soon goes
    before what costs more to delay and is not due. Halves stand where that has an exponential.
    """
    urgency = {group: _urgency(programme, group) for group in programme.groups}
    turns = sorted(programme.groups, key=lambda group: (-urgency[group], group))
    return [_by_loss(programme, group) for group in turns]


def by_density(programme: Programme) -> Ranking:
    """By what a choice spares over the best that asks for nothing, per share of limits it takes.

    Every option of every initiative competes, over all the value streams that it touches: a small
    option may come first where the whole does not pay for its room.
    """
    asked = _shares_of_limits(programme)
    wishes = []
    for group in programme.groups:
        idle = max(programme.losses[n] for n in group)
        density = {n: _density(idle - programme.losses[n], asked[n]) for n in group}
        ranked = sorted(group, key=lambda n: (-density[n], programme.losses[n], n))
        wishes.append((-density[ranked[0]], ranked))
    return [ranked for _, ranked in sorted(wishes)]


def by_shares(programme: Programme, shares: Sequence[int]) -> Ranking:
    """By how much a relaxation takes of a choice: what it takes most of goes first."""
    wishes = [
        sorted(group, key=lambda n: (-shares[n], programme.losses[n], n))
        for group in programme.groups
    ]
    return sorted(wishes, key=lambda ranked: (-shares[ranked[0]], ranked))


def by_excess(programme: Programme, excess: Sequence[int]) -> Ranking:
    """By what a choice costs beyond the prices of a relaxation; who has most to lose goes first."""
    wishes = [sorted(group, key=lambda n: (excess[n], n)) for group in programme.groups]
    return sorted(wishes, key=lambda ranked: (-_second(ranked, excess), ranked))


def _by_loss(programme: Programme, group: Sequence[int]) -> list[int]:
    return sorted(group, key=lambda n: (programme.losses[n], n))


def _urgency(programme: Programme, group: Sequence[int]) -> Fraction:
    """Of the best option with a start: its losses from start to start, halved step by step."""
    by_option: dict[str, list[tuple[int, Fraction, int]]] = {}
    for number in group:
        choice = programme.choices[number]
        if choice.begins_work and choice.start is not None:
            entry = choice.start, programme.losses[number], max(1, len(choice.active))
            by_option.setdefault(choice.option, []).append(entry)
    return max((_of_option(sorted(found)) for found in by_option.values()), default=Fraction(0))


def _of_option(found: Sequence[tuple[int, Fraction, int]]) -> Fraction:
    rises = (
        (later[1] - earlier[1]) * _FADES**place
        for place, (earlier, later) in enumerate(pairwise(found))
    )
    return sum(rises, Fraction(0)) / found[0][2]


def _shares_of_limits(programme: Programme) -> list[Fraction]:
    """What each choice takes of all limits, each share rounded down to a part of `_FINE`."""
    asked = [0] * len(programme.choices)
    for row in programme.rows:
        if row.sense == "<=" and row.limit > 0:
            factor = _FINE / row.limit
            for number, amount in row.terms:
                asked[number] += max(0, rounded_down(amount, factor))
    return [Fraction(share, _FINE) for share in asked]


def _density(spared: Fraction, asked: Fraction) -> Fraction:
    """Without any demand everything that is spared counts as if it took a thousandth."""
    return spared / max(asked, Fraction(1, 1000))


def _second(ranked: Sequence[int], excess: Sequence[int]) -> int:
    """How much worse the second wish is than the first."""
    return excess[ranked[1]] - excess[ranked[0]] if len(ranked) > 1 else 0
