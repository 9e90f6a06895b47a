"""Where one plans with what another delivers too late, and what that costs, before a yes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.feature_measures import VERIFIED
from asp_decide.model.delivery_catalogue import IN_PROGRESS
from asp_decide.model.dependency import Dependency
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId
from asp_decide.model.interval import Interval


@dataclass(frozen=True, slots=True)
class Conflict:
    """A consumer that is planned, and a provider that is done after it is needed.

    `cost` is the consumer's cost of delay over the time, None where nobody has stated one.
    `is_agreed` says that the provider has accepted the link.
    """

    provider: Feature
    consumer: Feature
    needed_by: date
    done_by: date
    weeks_late: Fraction
    cost: Fraction | None
    is_agreed: bool


def conflicts(grounds: DeliveryGrounds, planned: Collection[FeatureId]) -> tuple[Conflict, ...]:
    """Every such pair where the consumer is in `planned` or said to be, the dearest first."""
    found = [
        conflict
        for link in grounds.dependencies
        if link.kind == "finish_start"
        for conflict in _conflict(grounds, link, planned)
    ]
    return tuple(
        sorted(found, key=lambda one: (-(one.cost or 0), one.consumer.id, one.provider.id))
    )


def _conflict(
    grounds: DeliveryGrounds, link: Dependency, planned: Collection[FeatureId]
) -> Iterator[Conflict]:
    provider = grounds.by_id.get(FeatureId(link.from_id))
    consumer = grounds.by_id.get(FeatureId(link.to_id))
    if provider is None or consumer is None or grounds.state(provider) in VERIFIED:
        return
    if consumer.id not in planned:
        return
    needed = link.needed_by or _sprint_ends(grounds, consumer)
    if needed is None:
        return
    done = _done_by(grounds, provider, planned)
    if done > needed:
        weeks = Fraction((done - needed).days, 7)
        cost = None if consumer.cost_of_delay is None else consumer.cost_of_delay.mean * weeks
        yield Conflict(provider, consumer, needed, done, weeks, cost, bool(link.agreed))


def _done_by(grounds: DeliveryGrounds, provider: Feature, planned: Collection[FeatureId]) -> date:
    """When a provider is done at the earliest that its plan allows.

    At the end of its sprint; else after its mean duration, from tomorrow where it is under way,
    from the interval's first day where it is committed; what nobody commits to is done at the
    earliest at the end of the interval that follows.
    """
    sprint = _sprint_ends(grounds, provider)
    if sprint is not None:
        return sprint
    duration = provider.remaining_duration_weeks
    weeks = None if duration is None else duration.mean
    if grounds.state(provider) in IN_PROGRESS and weeks is not None:
        return grounds.as_of + timedelta(days=ceil(weeks * 7))
    if provider.id in planned:
        if weeks is None:
            return grounds.interval.last_day
        return grounds.interval.first_day + timedelta(days=ceil(weeks * 7) - 1)
    return _following(grounds).last_day


def _sprint_ends(grounds: DeliveryGrounds, one: Feature) -> date | None:
    """The last day of the sprint that a feature is planned for; None if nobody says which."""
    return None if one.planned_sprint is None else grounds.charter.sprint_ends(one.planned_sprint)


def _following(grounds: DeliveryGrounds) -> Interval:
    ahead = grounds.charter.calendar.ahead(grounds.interval.last_day)
    return ahead[0] if ahead else grounds.interval
