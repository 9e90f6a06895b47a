"""How often a commitment would have been met: its interval replayed with capacity as it varies."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.decide.commitment import StreamCommitment
from asp_decide.model.estimate import Estimate
from asp_decide.scenario.uncertainty import quantile


@dataclass(frozen=True, slots=True)
class Replayed:
    """In how many of `runs` a stream met what it commits.

    `met` lets capacity vary as past intervals did, `met_with_effort` the effort of the work too.
    Both are None where no spread of capacity is known.
    """

    runs: int
    met: int | None
    met_with_effort: int | None


def replay_commitment(stream: StreamCommitment, *, runs: int, seed: int) -> Replayed:
    """The interval of a stream over and over, exactly, and the same for the same seed.

    Every quantity is drawn once from each of `runs` equal parts of its distribution, in an order
    of its own (Latin hypercube; McKay, Beckman & Conover 1979): fewer runs then say as much.
    """
    parts = stream.room.capacity.parts
    if not parts:
        return Replayed(runs, None, None)
    name = str(stream.room.stream)
    rows = [_draws(part, runs, f"{seed}\n{name}\ncapacity\n{at}") for at, part in enumerate(parts)]
    capacity = [sum(row, Fraction(0)) for row in zip(*rows, strict=True)]
    committed = stream.effort("carry", "commit")
    efforts = [
        _draws(one.feature.remaining_effort, runs, f"{seed}\n{name}\neffort\n{one.feature.id}")
        for one in stream.decided
        if one.where in {"carry", "commit"} and one.feature.remaining_effort is not None
    ]
    needed = [sum(row, Fraction(0)) for row in zip(*efforts, strict=True)] or [Fraction(0)] * runs
    return Replayed(
        runs=runs,
        met=sum(amount >= committed for amount in capacity),
        met_with_effort=sum(a >= b for a, b in zip(capacity, needed, strict=True)),
    )


def _draws(estimate: Estimate, runs: int, name: str) -> Sequence[Fraction]:
    """The middle of each of `runs` equal parts of a distribution, in an order told by the name."""
    if estimate.low is None or estimate.high is None:
        return [estimate.likely] * runs
    known = (estimate.low, estimate.likely, estimate.high)
    order = sorted(range(runs), key=lambda n: hashlib.sha256(f"{name}\n{n}".encode()).digest())
    return [quantile(known, Fraction(2 * part + 1, 2 * runs)) for part in order]
