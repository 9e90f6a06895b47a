"""What proves a bound: cuts, prices of rows, and cases that leave no plan out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from asp_decide.optimize.cuts import Cut, cut_origin
from asp_decide.optimize.programme import Origin

type Multipliers = Mapping[Origin, int]
type Case = Leaf | Split


@dataclass(frozen=True, slots=True)
class Leaf:
    """A case that is not split further, with the prices of rows that bound it."""

    multipliers: Multipliers


@dataclass(frozen=True, slots=True)
class Split:
    """Two cases that leave no plan out: one of these choices of an initiative is taken, or none.

    `among` are ids of choices of one initiative, sorted.
    """

    among: tuple[str, ...]
    taken: Case
    left: Case


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything from which a bound is computed again, in exact arithmetic and without a solver.

    `multipliers` are the prices of rows and cuts for the programme as a whole, those that are not
    zero, whole numbers over 2**40 in normal form. `cases` splits it further; None where the whole
    says all there is. Cases need not speak of a choice by which, at the prices of the whole, every
    plan loses `aim` or more: so they prove no more than `aim`, which is money.
    """

    multipliers: Multipliers = field(default_factory=dict)
    cuts: tuple[Cut, ...] = ()
    aim: Fraction | None = None
    cases: Case | None = None


def leaves(proof: Proof) -> Iterator[Leaf]:
    """The whole, then every case, in order."""
    yield Leaf(proof.multipliers)
    waiting = [proof.cases]
    while waiting:
        match waiting.pop():
            case Split(taken=taken, left=left):
                waiting += [left, taken]
            case Leaf() as leaf:
                yield leaf
            case None:
                pass


def without_idle_cuts(proof: Proof) -> Proof:
    """The same proof less the cuts that have no price anywhere; those that stay are renamed."""
    priced = {origin for leaf in leaves(proof) for origin in leaf.multipliers}
    kept = [
        (old, cut)
        for number, cut in enumerate(proof.cuts, start=1)
        if (old := cut_origin(number, cut)) in priced
    ]
    renamed_to = {old: cut_origin(number, cut) for number, (old, cut) in enumerate(kept, start=1)}

    def renamed(multipliers: Multipliers) -> Multipliers:
        return {
            renamed_to.get(origin, origin): price for origin, price in sorted(multipliers.items())
        }

    def of(case: Case) -> Case:
        match case:
            case Leaf(multipliers=multipliers):
                return Leaf(renamed(multipliers))
            case Split(among=among, taken=taken, left=left):
                return Split(among, of(taken), of(left))

    return replace(
        proof,
        multipliers=renamed(proof.multipliers),
        cuts=tuple(cut for _, cut in kept),
        cases=None if proof.cases is None else of(proof.cases),
    )
