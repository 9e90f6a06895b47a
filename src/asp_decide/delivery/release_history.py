"""What the releases of a stream were like, interval by interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.interval_history import history_of
from asp_decide.delivery.release_figures import (
    change_fail_rate,
    change_lead_time,
    recovery_time,
    rework_rate,
)
from asp_decide.model.interval import Interval
from asp_decide.model.release import Release
from asp_decide.model.subject import History
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

_HOURS_A_WEEK = 168


@dataclass(frozen=True, slots=True)
class ReleaseHistory:
    """The releases of one stream, and the planning intervals that are over (F32).

    Every history begins with the interval of the first release. Times are in weeks.
    """

    closed: Sequence[Interval]
    releases: Sequence[Release]

    def change_fail_rate(self) -> History:
        """Deployments that needed an immediate repair, of all; a hole where one is not judged."""
        return self._history(lambda found, _: _whole(change_fail_rate(found)))

    def rework_rate(self) -> History:
        """Deployments made only to repair, of all; a hole where one is not judged."""
        return self._history(lambda found, _: _whole(rework_rate(found)))

    def recovery_time(self) -> History:
        """The median from failed to restored; a hole where one is not restored yet."""
        return self._history(lambda found, _: _as_weeks(_whole(recovery_time(found))))

    def lead_time(self) -> History:
        """The median from commit to deployed, over all changes whose commit is known."""
        return self._history(lambda found, _: _as_weeks(change_lead_time(found).value))

    def deployment_frequency(self) -> History:
        """Deployments to production a week."""
        return self._history(lambda found, interval: len(found) / interval.weeks)

    def _history(self, told: Callable[[Sequence[Release], Interval], Fraction | None]) -> History:
        found = {interval.id: self._within(interval) for interval in self.closed}
        return history_of(
            self.closed,
            lambda interval: told(found[interval.id], interval),
            since=lambda interval: bool(found[interval.id]),
        )

    def _within(self, interval: Interval) -> list[Release]:
        ends = end_of_day(interval.last_day)
        begins = end_of_day(interval.first_day) - SECONDS_A_DAY
        return [each for each in self.releases if begins < each.deployed_at <= ends]


def _whole(figure: FlowFigure) -> Fraction | None:
    """The value of a figure from which nothing was left out: a rule decides on no part of them."""
    return None if figure.excluded else figure.value


def _as_weeks(hours: Fraction | None) -> Fraction | None:
    return None if hours is None else hours / _HOURS_A_WEEK
