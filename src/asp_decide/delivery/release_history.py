"""What the releases of a stream were like, interval by interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from asp_decide.delivery.delivery_grounds import as_weeks
from asp_decide.delivery.interval_history import history_of
from asp_decide.model.interval import Interval
from asp_decide.model.release import Release
from asp_decide.model.subject import History
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day


@dataclass(frozen=True, slots=True)
class ReleaseHistory:
    """The releases of one stream, and the planning intervals that are over (F32).

    Every history begins with the interval of the first release. Times are in weeks.
    """

    closed: Sequence[Interval]
    releases: Sequence[Release]

    def change_fail_rate(self) -> History:
        """Deployments that needed an immediate repair, of all; a hole where one is not judged."""
        return self._history(lambda found, _: _share([each.failed for each in found]))

    def rework_rate(self) -> History:
        """Deployments made only to repair, of all; a hole where one is not judged."""
        return self._history(lambda found, _: _share([each.is_unplanned_repair for each in found]))

    def recovery_time(self) -> History:
        """The median from failed to restored; a hole where one is not restored yet."""
        return self._history(lambda found, _: _recovery(found))

    def lead_time(self) -> History:
        """The median from commit to deployed, over all changes whose commit is known."""
        return self._history(lambda found, _: _lead(found))

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


def _share(told: Sequence[bool | None]) -> Fraction | None:
    if not told or None in told:
        return None
    return Fraction(sum(1 for each in told if each), len(told))


def _recovery(found: Sequence[Release]) -> Fraction | None:
    failed = [each for each in found if each.failed]
    taken = [each.restored_at - each.deployed_at for each in failed if each.restored_at is not None]
    if not failed or len(taken) < len(failed):
        return None
    return median([as_weeks(seconds) for seconds in taken])


def _lead(found: Sequence[Release]) -> Fraction | None:
    taken = [
        each.deployed_at - change.committed_at
        for each in found
        for change in each.changes
        if change.committed_at is not None
    ]
    return median([as_weeks(seconds) for seconds in taken]) if taken else None
