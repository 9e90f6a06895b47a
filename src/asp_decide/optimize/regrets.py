"""What deciding otherwise loses at least, choice by choice, from the proof of a plan alone."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.optimize.cuts import cut_rows
from asp_decide.optimize.duality import Duality
from asp_decide.optimize.presolve import Presolved, Removed, presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.proof import Proof


def least_regrets(programme: Programme, proof: Proof, loss: Fraction) -> Mapping[str, Fraction]:
    """By how much more than a plan of that loss every plan loses that takes a choice, at least.

    In money, by id of choice; one is left out that can stand in no plan, whatever it would bring.
    The prices of the proof bound every plan, so nothing is searched for: a plan of a choice loses
    at least the bound and what the choice costs above the cheapest of its initiative at these
    prices. What presolve left out for another choice loses that much more than it.
    """
    left = presolve(programme)
    if left.impossible is not None:
        return {}
    duality = Duality(left.programme, cut_rows(left.programme, proof.cuts))
    weighed = duality.weigh(proof.multipliers)
    least = duality.least(weighed)
    assert least is not None, "every initiative has a choice"
    found: dict[str, Fraction] = {}
    for group in left.programme.groups:
        lowest = min(weighed.weights[number] for number in group)
        for number in group:
            # Exact, and not rounded up to a step of losses: what is multiplied may be any amount.
            bound = duality.exactly(least + weighed.weights[number] - lowest)
            found[left.programme.choices[number].id] = bound - loss
    return found | _of_removed(programme, left, found)


def _of_removed(
    programme: Programme, left: Presolved, found: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    loss = dict(zip((choice.id for choice in programme.choices), programme.losses, strict=True))
    removed = {one.choice: one for one in left.removed}
    told: dict[str, Fraction] = {}
    for one in removed.values():
        end = _stands_in(one, removed)
        if end in found:
            told[one.choice] = found[end] + loss[one.choice] - loss[end]
    return told


def _stands_in(one: Removed, removed: Mapping[str, Removed]) -> str:
    """The choice that is left in the place of a removed one; none for one that does not fit."""
    while one.instead in removed:
        one = removed[one.instead]
    return one.instead
