"""How often what waits in a queue has been left there."""

from datetime import date
from fractions import Fraction

from asp_decide.model.initiative import Initiative
from asp_decide.model.interval import Calendar
from asp_decide.model.subject import Measured

_QUEUES = frozenset({"discovery_queue", "delivery_queue"})


def times_deferred(initiative: Initiative, calendar: Calendar, as_of: date) -> Measured:
    """The planning intervals that began while it stood in its queue: so many runs left it there.

    There is a run for each interval, before it begins. Unknown where it does not wait, or where
    nobody says since when.
    """
    if initiative.state not in _QUEUES:
        return Measured(None, "it waits in no queue")
    since = initiative.state_since
    if since is None:
        return Measured(None, "since when it waits is missing")
    begun = [one for one in calendar.intervals if since < one.first_day <= as_of]
    return Measured(Fraction(len(begun)))
