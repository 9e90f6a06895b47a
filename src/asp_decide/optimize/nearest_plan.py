"""The plan nearest to another one: what must change if something must, and nothing beside it."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.exact_solve import solve_exactly
from asp_decide.optimize.programme import Origin, Programme, Row, make_row
from asp_decide.optimize.solver import Means

_MOST_NODES = 200
"""That a plan is the nearest one is worth little work: any that is nearer says more."""

_MOST_CHOICES = 1_200
"""Above so many choices only those may move back who moved: a root of the whole costs a minute."""

_MEAN_LOSS = 1000


def nearest_plan(
    programme: Programme,
    *,
    to: Sequence[str],
    known: Sequence[str],
    most_loss: Fraction,
    means: Means,
) -> tuple[str, ...]:
    """Of the plans that lose at most so much, the one with most of the choices of `to`.

    `known` is one of them; it is the answer where the work allowed finds none that is nearer. Of a
    large programme only initiatives that differ between the two may move.
    """
    wanted = frozenset(to)
    if len(programme.choices) > _MOST_CHOICES:
        programme = _of_the_moved(programme, wanted, known)
    nearer = replace(
        programme.with_rows([_at_most(programme, known, most_loss)]),
        losses=tuple(Fraction(choice.id not in wanted) for choice in programme.choices),
        worth=Fraction(1),
        unit=Fraction(_MEAN_LOSS * max(1, len(programme.groups))),
    )
    limit = replace(means.limit, nodes=min(means.limit.nodes, _MOST_NODES), proving=True)
    try:
        found = solve_exactly(nearer, replace(means, limit=limit), start=known).taken
    except SolverFailedError:
        return tuple(known)  # the answer stands without it: only who else moves was asked
    if found is None or len(wanted.intersection(found)) <= len(wanted.intersection(known)):
        return tuple(known)
    return found


def _of_the_moved(programme: Programme, wanted: frozenset[str], known: Sequence[str]) -> Programme:
    """All choices of who moved, and of the others the one that both plans take."""
    taken = frozenset(programme.numbers(known))
    moved = {
        programme.choices[number].initiative
        for number in taken
        if programme.choices[number].id not in wanted
    }
    return programme.only(
        number
        for number, choice in enumerate(programme.choices)
        if number in taken or choice.initiative in moved
    )


def _at_most(programme: Programme, known: Sequence[str], most_loss: Fraction) -> Row:
    """No more loss in all: each choice counts by its difference to what its initiative has."""
    numbers = programme.numbers(known)
    here = {programme.choices[number].initiative: number for number in numbers}
    room = most_loss - loss_of(programme, numbers)
    assert room >= 0, "the known plan loses no more than is allowed"
    terms = [
        (number, programme.losses[number] - programme.losses[here[choice.initiative]])
        for number, choice in enumerate(programme.choices)
    ]
    row = make_row(Origin("fact", "loss allowed"), "<=", room, terms)
    # The room may be a trifle beside one choice, which would make large numbers of small ones.
    largest = max((abs(amount) for _, amount in row.terms), default=row.scale)
    return replace(row, scale=max(row.scale, largest))
