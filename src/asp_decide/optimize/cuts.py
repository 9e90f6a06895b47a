"""Own cuts: what follows for whole choices from one row, and parts of choices do not keep.

A cut is a recipe, not a row: its form, the row that it follows from and its parameters. Its
coefficients are derived again wherever they matter, so whoever trusts the row can check the cut.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from typing import Literal, assert_never

from asp_decide.errors import UncertifiedPlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.programme import Origin, Programme, Row, Term, make_row
from asp_decide.optimize.whole_numbers import times, whole_amounts

type CutForm = Literal["rounded", "threshold", "cover"]

_ONE = Fraction(1)
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """How a cut follows from a row; amounts are shares of the knapsack that the row is.

    `rounded` rounds every amount down to a multiple of one `part`-th, and keeps those that are
    whole multiples of one part in `part` and one (dual feasible functions, Fekete & Schepers
    2001). `threshold` takes what is below `least` for nothing and what leaves less than it for
    everything. `cover` says that not all `members` can take their amounts together.
    """

    form: CutForm
    of: Origin
    part: int = 0
    least: Fraction = Fraction(0)
    members: tuple[tuple[InitiativeId, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Knapsack:
    """A row as a knapsack in whole numbers: what each choice takes over the least of its group.

    Every plan takes the least of each group, so what is left of the limit is the `room` for the
    rest. `weights` hold only what is above zero, `initiatives` the group of each such choice.
    """

    room: int
    weights: Mapping[int, int]
    initiatives: Mapping[int, InitiativeId]


def groups_by_choice(programme: Programme) -> Mapping[int, int]:
    """The place of the group of each choice."""
    return {n: place for place, group in enumerate(programme.groups) for n in group}


def knapsack(programme: Programme, row: Row, group_of: Mapping[int, int]) -> Knapsack | None:
    """The row as a knapsack; None for an equation, or where nothing is left to cut.

    `group_of` is the place of the group of each choice.
    """
    if row.sense == "=":
        return None
    sign = -1 if row.sense == ">=" else 1
    factor = whole_amounts([row.limit, *(amount for _, amount in row.terms)])
    amounts = {number: sign * times(amount, factor) for number, amount in row.terms}
    room = sign * times(row.limit, factor)
    weights: dict[int, int] = {}
    for group in (programme.groups[place] for place in sorted({group_of[n] for n in amounts})):
        least = min(amounts.get(number, 0) for number in group)
        room -= least
        weights |= {n: over for n in group if (over := amounts.get(n, 0) - least)}
    if room <= 0 or not weights:
        return None
    named = {number: programme.choices[number].initiative for number in weights}
    return Knapsack(room, weights, named)


def cut_row(sack: Knapsack, cut: Cut, number: int) -> Row:
    """The row of the cut, derived exactly, at this place (from one) of a proof.

    Raises UncertifiedPlanError if it is no valid recipe.
    """
    match cut.form:
        case "rounded":
            terms, limit = _rounded(sack, cut), _ONE
        case "threshold":
            terms, limit = _threshold(sack, cut), _ONE
        case "cover":
            terms, limit = _cover(sack, cut), Fraction(len(cut.members) - 1)
        case _:
            assert_never(cut.form)
    return make_row(cut_origin(number, cut), "<=", limit, terms)


def cut_origin(number: int, cut: Cut) -> Origin:
    """The origin of the row of the cut at this place (from one) of a proof."""
    return Origin("cut", f"cut {number}", str(cut.of))


def cut_rows(programme: Programme, cuts: Sequence[Cut]) -> tuple[Row, ...]:
    """The rows of these cuts, named by their place. Raises UncertifiedPlanError.

    `programme` is a presolved one, with the rows that the cuts follow from.
    """
    rows = {row.origin: row for row in programme.rows}
    group_of = groups_by_choice(programme)
    sacks: dict[Origin, Knapsack] = {}
    made: list[Row] = []
    for number, cut in enumerate(cuts, start=1):
        if cut.of not in sacks:
            row = rows.get(cut.of)
            sack = None if row is None else knapsack(programme, row, group_of)
            if sack is None:
                raise UncertifiedPlanError(f"a cut is made from `{cut.of}`, which can give none")
            sacks[cut.of] = sack
        made.append(cut_row(sacks[cut.of], cut, number))
    return tuple(made)


def _rounded(sack: Knapsack, cut: Cut) -> Iterator[Term]:
    """A function that never adds up to more than one over amounts that do not, part by part."""
    if cut.part < 1:
        raise UncertifiedPlanError(f"a cut of `{cut.of}` rounds to no part")
    amounts: dict[tuple[int, bool], Fraction] = {}
    for number, weight in sack.weights.items():
        parts, rest = divmod((cut.part + 1) * weight, sack.room)
        kind = parts, rest > 0
        if kind not in amounts:
            amounts[kind] = Fraction(parts, cut.part if rest else cut.part + 1)
        yield number, amounts[kind]


def _threshold(sack: Knapsack, cut: Cut) -> Iterator[Term]:
    """Beside more than `1 - least` nothing of `least` fits, so small and large may be set apart."""
    if not 0 < cut.least <= _HALF:
        raise UncertifiedPlanError(f"a cut of `{cut.of}` has a threshold of {cut.least}")
    large, small = floor((1 - cut.least) * sack.room), ceil(cut.least * sack.room)
    for number, weight in sack.weights.items():
        if weight > large:
            yield number, _ONE
        elif weight >= small:
            yield number, Fraction(weight, sack.room)


def _cover(sack: Knapsack, cut: Cut) -> Iterator[Term]:
    """Not all members take their amounts; who takes the q largest amounts counts for q of them.

    A plan that counts as many as there are members would hold all their amounts together: every
    member that it holds brings its own, and whoever counts q stands for q members at most.
    """
    amounts = dict(cut.members)
    if len(amounts) != len(cut.members) or min(amounts.values(), default=Fraction(0)) <= 0:
        raise UncertifiedPlanError(f"a cut of `{cut.of}` names a member twice, or for nothing")
    if sum(amounts.values()) <= 1:
        raise UncertifiedPlanError(f"the members of a cut of `{cut.of}` fit together")
    largest = sorted(amounts.values(), reverse=True)
    # Weights are whole, so a share is reached where the next whole weight is.
    steps = [ceil(step * sack.room) for step in accumulate(largest)]
    own = {member: ceil(amount * sack.room) for member, amount in amounts.items()}
    counts = [Fraction(count) for count in range(len(steps) + 1)]
    for number, weight in sack.weights.items():
        counted = bisect_right(steps, weight)
        least = None if counted else own.get(sack.initiatives[number])
        if least is not None and weight >= least:
            counted = 1
        if counted:
            yield number, counts[counted]
