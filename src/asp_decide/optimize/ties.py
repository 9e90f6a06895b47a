"""Which of several plans with the same loss is taken: a stated key decides, not the solver."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.errors import SolverFailedError
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.certify import Certificate
from asp_decide.optimize.cuts import cut_rows
from asp_decide.optimize.duality import Duality
from asp_decide.optimize.evaluation import loss_of
from asp_decide.optimize.exact_solve import carried, solve_exactly
from asp_decide.optimize.presolve import Presolved
from asp_decide.optimize.programme import Origin, Programme, Row, make_row
from asp_decide.optimize.room import Room
from asp_decide.optimize.solver import Means
from asp_decide.optimize.start_plan import exchange

_NAME_BITS = 10


@dataclass(frozen=True, slots=True, order=True)
class TieKey:
    """The key of ties: the first number that differs decides, and the lower wins.

    `idle` is the number of initiatives worked on although leaving them would lose no more.
    `urgency` is the sum over initiatives of (number of initiatives less the place by CD3, then
    id) times the step of the start, what is left counting as after the last step. `names` is the
    sum of the first 10 bits of the digests of the choices' ids: without meaning, but the same for
    everybody.
    """

    idle: int
    urgency: int
    names: int


def tie_key(
    programme: Programme, taken: Sequence[str], order: Mapping[InitiativeId, int]
) -> TieKey:
    """The key of a plan, for the places of initiatives by CD3."""
    numbers = programme.numbers(taken)
    return TieKey(*(sum(part[n] for n in numbers) for part in _parts(programme, order)))


def resolve_ties(
    left: Presolved,
    certificate: Certificate,
    order: Mapping[InitiativeId, int],
    means: Means,
) -> tuple[str, ...]:
    """The plan with the lowest key among those that lose no more than the certified one.

    `left` is the certified programme, presolved. The key has its own solve, with the loss held as
    a row: it never enters the loss. Only what loses no more in exact arithmetic is accepted. Where
    the work limit ends the solve, the key may stay above the lowest, but no single exchange lowers
    it.
    """
    best = carried(certificate.taken, left)
    assert best is not None, "a certified plan outlives presolve"
    near = _may_tie(left.programme, certificate)
    weights = _weights(near, order)
    keyed = replace(
        near.with_rows([_hold(near, best)]),
        losses=tuple(Fraction(weight) for weight in weights),
        worth=Fraction(1),
        unit=Fraction(1000 * max(1, len(near.groups))),
    )
    try:
        solution = solve_exactly(keyed, means, start=best)
    except SolverFailedError:
        # The plan is proven without it: only which of its equals is taken was asked.
        return settle(left, best, order)
    found = solution.taken
    if found is not None and _total(keyed, found) < _total(keyed, best):
        best = found
    return best if solution.outcome == "optimal" else settle(left, best, order)


def settle(
    left: Presolved, taken: Sequence[str], order: Mapping[InitiativeId, int]
) -> tuple[str, ...]:
    """For a plan not proven best: no single exchange loses less, or as much at a lower key."""
    here = carried(taken, left)
    assert here is not None, "a plan that keeps all rows outlives presolve"
    return exchange(Room(left.programme), here, _weights(left.programme, order))


def _may_tie(programme: Programme, certificate: Certificate) -> Programme:
    """Without the choices that by the multipliers alone lose more than the plan, whatever else."""
    duality = Duality(programme, cut_rows(programme, certificate.proof.cuts))
    weighed = duality.weigh(certificate.proof.multipliers)
    lost = duality.priced_out(weighed, reaching=certificate.loss + duality.step)
    return programme.only(n for n in range(len(programme.choices)) if n not in lost)


def _hold(programme: Programme, taken: Sequence[str]) -> Row:
    """No more loss in all than these choices: each counts by its difference to its initiative's.

    Differences keep the row's numbers near what one change of plan is worth.
    """
    here = {programme.choices[n].initiative: n for n in programme.numbers(taken)}
    terms = [
        (number, programme.losses[number] - programme.losses[here[choice.initiative]])
        for number, choice in enumerate(programme.choices)
    ]
    return make_row(Origin("fact", "loss held"), "<=", Fraction(0), terms)


def _weights(programme: Programme, order: Mapping[InitiativeId, int]) -> list[int]:
    """The parts of the key in one whole number by choice: no part reaches into the one before."""
    idle, urgency, names = _parts(programme, order)
    all_names, all_urgency = (
        1 + sum(max((part[n] for n in group), default=0) for group in programme.groups)
        for part in (names, urgency)
    )
    return [
        (first * all_urgency + second) * all_names + third
        for first, second, third in zip(idle, urgency, names, strict=True)
    ]


def _parts(
    programme: Programme, order: Mapping[InitiativeId, int]
) -> tuple[list[int], list[int], list[int]]:
    """The parts of the key in the order in which they decide, each by choice."""
    names = [
        int.from_bytes(hashlib.sha256(choice.id.encode()).digest()[:2]) >> (16 - _NAME_BITS)
        for choice in programme.choices
    ]
    return _idle(programme), _urgency(programme, order), names


def _idle(programme: Programme) -> list[int]:
    left = {
        choice.initiative: loss
        for choice, loss in zip(programme.choices, programme.losses, strict=True)
        if choice.kind == "leave"
    }
    return [
        int(
            choice.kind != "leave" and choice.initiative in left and loss >= left[choice.initiative]
        )
        for choice, loss in zip(programme.choices, programme.losses, strict=True)
    ]


def _urgency(programme: Programme, order: Mapping[InitiativeId, int]) -> list[int]:
    last = len(order)
    initiatives = sorted(
        {choice.initiative for choice in programme.choices},
        key=lambda initiative: (order.get(initiative, last), initiative),
    )
    weight = {initiative: len(initiatives) - n for n, initiative in enumerate(initiatives)}
    after = len(programme.grid)
    return [
        weight[choice.initiative] * (after if choice.kind == "leave" else choice.start or 0)
        for choice in programme.choices
    ]


def _total(programme: Programme, taken: Sequence[str]) -> Fraction:
    return loss_of(programme, programme.numbers(taken))
