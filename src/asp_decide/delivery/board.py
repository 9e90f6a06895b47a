"""The board of one flow as of a moment: which items stand where, since when, and which are done."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import History, Stay
from asp_decide.model.work_event import SECONDS_A_DAY


@dataclass(frozen=True, slots=True)
class Journey:
    """An item whose clock runs or ran: when it began, and when it was done, in seconds.

    `done` is None while it is on its way, and where it ended without being done.
    """

    history: History
    began: int
    done: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """What is measured of a flow: items whose clock began, up to and with the moment `as_of`.

    `waiting` counts items whose clock has not begun, `excluded` those of which something is told
    that cannot have happened.
    """

    flow: Flow
    as_of: int
    items: tuple[Journey, ...]
    waiting: int
    excluded: int

    @property
    def on_their_way(self) -> tuple[Journey, ...]:
        """The items whose clock runs: begun, not done, and not given up."""
        return tuple(
            item
            for item in self.items
            if item.done is None and item.history.state not in self.flow.ends
        )

    def done_since(self, since: int) -> tuple[Journey, ...]:
        """The items that were done after `since`."""
        return tuple(i for i in self.items if i.done is not None and i.done > since)

    def age_days(self, item: Journey) -> Fraction:
        """How long the clock of an item has run by now."""
        return days(self.as_of - item.began)

    def closed_at(self, item: Journey) -> int | None:
        """When an item left the flow, done or given up; None while it is on its way."""
        if item.done is not None:
            return item.done
        last = item.history.stays[-1]
        return last.entered if last.state in self.flow.ends else None


def board_of(flow: Flow, histories: Iterable[History], *, as_of: int) -> Board:
    """The board of these histories; none of them tells of anything after `as_of`."""
    items: list[Journey] = []
    waiting = excluded = 0
    for history in histories:
        if not history.is_sound:
            excluded += 1
        elif (began := history.first(flow.starts)) is not None:
            items.append(Journey(history, began, history.first(flow.done)))
        elif history.state not in flow.ends:
            waiting += 1
    return Board(flow, as_of, tuple(items), waiting, excluded)


def days(seconds: int) -> Fraction:
    """So many seconds in days."""
    return Fraction(seconds, SECONDS_A_DAY)


def worked_seconds(stay: Stay, flow: Flow, *, until: int) -> int:
    """How much of a stay somebody worked on it: in a stage, and not blocked."""
    if stay.state not in flow.working:
        return 0
    return max(0, (until if stay.left is None else stay.left) - stay.entered - stay.blocked)
