"""What a comparison says in one number: ratios of ours to another side, and gaps."""

from collections.abc import Callable
from math import inf

from side_by_side import Comparison

type Measure = Callable[[Comparison], float | None]

LISTS = ("cd3", "atc", "rounding")
_BOTH = ("ours", "raw")


def captured_over(peer: str) -> Measure:
    """Value captured by ours over that of the side; None where one has no plan."""

    def measure(one: Comparison) -> float | None:
        ours, its = (one.captured(side) for side in ("ours", peer))
        return None if ours is None or not its else float(ours / its)

    return measure


def captured_over_lists(one: Comparison) -> float | None:
    """Value captured by ours over that of the best list."""
    lists = [captured_over(peer)(one) for peer in LISTS]
    return min((ratio for ratio in lists if ratio is not None), default=None)


def stated_gap_over_raw(one: Comparison) -> float | None:
    """Our stated gap over the one of HiGHS alone; None where that is closed."""
    ours, raw = (one.sides[side].gap_stated if side in one.sides else None for side in _BOTH)
    return None if ours is None or not raw else ours / raw


def stated_gap(one: Comparison) -> float | None:
    """Our stated gap."""
    return one.sides["ours"].gap_stated if "ours" in one.sides else None


def raw_gap(one: Comparison) -> float | None:
    """The stated gap of HiGHS alone."""
    return one.sides["raw"].gap_stated if "raw" in one.sides else None


def certified_gap(one: Comparison) -> float | None:
    """Our certified gap."""
    return one.sides["ours"].gap_certified if "ours" in one.sides else None


def certified_bound_over_raw(one: Comparison) -> float | None:
    """Our certified bound on value captured over what HiGHS alone states."""
    ours, raw = (one.sides[side].measured if side in one.sides else None for side in _BOTH)
    if ours is None or raw is None or ours.answer.certified is None or raw.answer.bound is None:
        return None
    worth = float(one.question.programme.worth)
    return (worth - ours.answer.certified) / (worth - raw.answer.bound)


def check_over_solve(one: Comparison) -> float | None:
    """CPU seconds that the check of the certificate takes over those of the solve."""
    ours = one.sides["ours"].measured if "ours" in one.sides else None
    if ours is None or ours.answer.check_seconds is None:
        return None
    check = ours.answer.check_seconds
    return check / (ours.cpu_seconds - check)


def time_to_raw(one: Comparison) -> float | None:
    """CPU seconds until our plan is as good as the one of HiGHS alone, over all that it had.

    Infinite where ours never is.
    """
    raw, ours = one.captured("raw"), one.sides["ours"].measured if "ours" in one.sides else None
    if raw is None or ours is None:
        return None
    aim = float(one.question.programme.worth - raw)
    reached = (seconds for seconds, loss in ours.answer.plans if loss <= aim)
    return min(reached, default=inf) / one.seconds
