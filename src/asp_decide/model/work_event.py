"""What happened to an item, when, and who did it: the one thing that states are derived from."""

from datetime import date
from typing import Literal, NamedTuple

type Happening = Literal["moved", "blocked", "unblocked"]
type ItemKind = Literal["initiative", "feature", "improvement", "story"]

SECONDS_A_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class WorkEvent(NamedTuple):
    """One line of the log of work. There are millions, so this is the lightest of records.

    `at` counts whole seconds from 1970-01-01T00:00Z on, `row` is how the file finds it again.
    """

    item_kind: ItemKind
    item_id: str
    event: Happening
    from_state: str | None
    to_state: str | None
    at: int
    actor: str | None
    reason: str | None
    decision_id: str | None
    row: int


def end_of_day(day: date) -> int:
    """The last second of a day, in UTC: a log of many places has no other end of the day."""
    return (day.toordinal() - _EPOCH + 1) * SECONDS_A_DAY - 1
