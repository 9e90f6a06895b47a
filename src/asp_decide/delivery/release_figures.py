"""The five measures of software delivery, of the releases of a window (Forsgren et al. 2018)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median

from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.throughput import weeks_between
from asp_decide.model.release import Release

_HOUR = 3600


def release_figures(releases: Sequence[Release], *, since: int, until: int) -> Iterator[FlowFigure]:
    """Frequency, lead time, change fail rate, recovery and rework of a window's releases (F32).

    A release of which nobody says whether it failed, a change without its commit and a failure that
    is not mended yet are left out of what they cannot be measured by, and counted.
    """
    own = [one for one in releases if since < one.deployed_at <= until]
    a_week = len(own) / weeks_between(since, until)
    yield FlowFigure("deployment frequency", "deployments/week", a_week, len(own))
    commits = [(change.committed_at, one.deployed_at) for one in own for change in one.changes]
    lead = [deployed - at for at, deployed in commits if at is not None]
    yield FlowFigure(
        "change lead time", "hours", _median(lead), len(lead), len(commits) - len(lead)
    )
    yield _share("change fail rate", [one.failed for one in own])
    failed = [one for one in own if one.failed]
    back = [one.restored_at - one.deployed_at for one in failed if one.restored_at is not None]
    yield FlowFigure(
        "failed-deployment recovery", "hours", _median(back), len(back), len(failed) - len(back)
    )
    yield _share("rework rate", [one.is_unplanned_repair for one in own])


def _share(name: str, told: Sequence[bool | None]) -> FlowFigure:
    known = [one for one in told if one is not None]
    share = Fraction(sum(known), len(known)) if known else None
    return FlowFigure(name, "share", share, len(known), len(told) - len(known))


def _median(seconds: Sequence[int]) -> Fraction | None:
    return median([Fraction(each, _HOUR) for each in seconds]) if seconds else None
