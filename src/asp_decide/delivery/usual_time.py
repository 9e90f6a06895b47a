"""How long work of a kind usually takes in its own value stream: what an age is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.delivery.board import Board
from asp_decide.delivery.spread import spread_of
from asp_decide.model.feature import Feature

FEWEST_DONE = 7
"""With fewer the P85 is no more than what the slowest took: one of seven is more than 15 %."""

type _Class = tuple[str | None, ...]
"""A value stream, and in it a kind of work; the stream alone is everything of its flow there."""


@dataclass(frozen=True, slots=True)
class UsualTimes:
    """The P85 of flow times by class of work, in days; classes with too few done are not in it."""

    rows: Mapping[str, Feature]
    by_class: Mapping[_Class, Fraction]

    def p85_days(self, item: str) -> Fraction | None:
        """What 85 of 100 of its class took at most (F31).

        Its class is its kind of work in its own value stream; where fewer than seven of that were
        done in the window, everything of its flow in the stream. None where that is too few, too.
        """
        return next(
            (self.by_class[one] for one in _classes(self.rows.get(item)) if one in self.by_class),
            None,
        )


def usual_times(board: Board, rows: Mapping[str, Feature], *, since: int) -> UsualTimes:
    """What the items took that were done after `since`; `rows` say of what stream and kind."""
    taken: dict[_Class, list[int]] = {}
    for item in board.done_since(since):
        assert item.done is not None, "it was done"
        for one in _classes(rows.get(item.history.item_id)):
            taken.setdefault(one, []).append(item.done - item.began)
    spreads = {one: spread_of(seconds) for one, seconds in taken.items()}
    return UsualTimes(
        rows,
        {
            one: spread.p85
            for one, spread in spreads.items()
            if spread is not None and spread.n >= FEWEST_DONE and spread.p85 > 0
        },
    )


def _classes(row: Feature | None) -> tuple[_Class, ...]:
    """The class of an item, and the wider one that it falls back to."""
    if row is None:
        return ((None,),)
    stream = str(row.value_stream_id)
    return (stream, row.flow_kind, row.story_kind), (stream,)
