"""The five measures of software delivery, of the releases of a window (Forsgren et al. 2018)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.throughput import weeks_between
from asp_decide.model.interval import Interval
from asp_decide.model.release import Release
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

_HOUR = 3600


def release_figures(releases: Sequence[Release], *, since: int, until: int) -> Iterator[FlowFigure]:
    """Frequency, lead time, change fail rate, recovery and rework of a window's releases (F32).

    A release of which nobody says whether it failed, a change without its commit and a failure that
    is not mended yet are left out of what they cannot be measured by, and counted.
    """
    own = [one for one in releases if since < one.deployed_at <= until]
    a_week = len(own) / weeks_between(since, until)
    yield FlowFigure("deployment frequency", "deployments/week", a_week, len(own))
    yield change_lead_time(own)
    yield change_fail_rate(own)
    yield recovery_time(own)
    yield rework_rate(own)


def change_lead_time(releases: Sequence[Release]) -> FlowFigure:
    """The median from commit to deployed, of all changes, in hours."""
    commits = [(change.committed_at, one.deployed_at) for one in releases for change in one.changes]
    taken = [deployed - at for at, deployed in commits if at is not None]
    out = len(commits) - len(taken)
    return FlowFigure("change lead time", "hours", _median(taken), len(taken), out)


def change_fail_rate(releases: Sequence[Release]) -> FlowFigure:
    """Deployments that needed an immediate repair, of those that somebody judged."""
    return _share("change fail rate", [one.failed for one in releases])


def recovery_time(releases: Sequence[Release]) -> FlowFigure:
    """The median from a failed deployment to restored service, in hours."""
    failed = [one for one in releases if one.failed]
    back = [one.restored_at - one.deployed_at for one in failed if one.restored_at is not None]
    out = len(failed) - len(back)
    return FlowFigure("failed-deployment recovery", "hours", _median(back), len(back), out)


def rework_rate(releases: Sequence[Release]) -> FlowFigure:
    """Deployments made only to repair, of those that somebody judged."""
    return _share("rework rate", [one.is_unplanned_repair for one in releases])


def release_continuity(
    releases: Sequence[Release], intervals: Sequence[Interval], *, until: int
) -> FlowFigure:
    """The closed intervals with a release, of those since the first: a stream that pauses shows."""
    found = sorted(one.deployed_at for one in releases if one.deployed_at <= until)
    lived = [
        one
        for one in intervals
        if end_of_day(one.last_day) <= until and found and found[0] <= end_of_day(one.last_day)
    ]
    with_one = sum(
        any(_begin(one) < at <= end_of_day(one.last_day) for at in found) for one in lived
    )
    share = Fraction(with_one, len(lived)) if lived else None
    return FlowFigure("intervals with a release", "share", share, len(lived))


def _begin(interval: Interval) -> int:
    return end_of_day(interval.first_day) - SECONDS_A_DAY


def _share(name: str, told: Sequence[bool | None]) -> FlowFigure:
    known = [one for one in told if one is not None]
    share = Fraction(sum(known), len(known)) if known else None
    return FlowFigure(name, "share", share, len(known), len(told) - len(known))


def _median(seconds: Sequence[int]) -> Fraction | None:
    return median([Fraction(each, _HOUR) for each in seconds]) if seconds else None
