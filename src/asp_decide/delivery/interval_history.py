"""One value for each closed planning interval, from the first of which there is anything to say."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from asp_decide.model.interval import Interval
from asp_decide.model.subject import History


def history_of(
    closed: Sequence[Interval],
    value: Callable[[Interval], Fraction | None],
    *,
    since: Callable[[Interval], bool],
) -> History:
    """The values of the closed intervals from the first for which `since` holds; None is a hole."""
    first = next((at for at, interval in enumerate(closed) if since(interval)), len(closed))
    lived = closed[first:]
    return History(
        tuple(interval.id for interval in lived), tuple(value(interval) for interval in lived)
    )
