"""What a feature is worth, what its waiting costs, and in which order features lose least."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId
from asp_decide.model.subject import Measured

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One that waits in line: money lost per week of waiting, and weeks that it holds its team."""

    id: FeatureId
    cost_of_delay: Fraction
    weeks: Fraction


def expected_value(one: Feature) -> Fraction | None:
    """Money if it is released, times the chance that it brings it; None if nobody has said."""
    return None if one.value is None else one.value.mean * Fraction(one.probability_of_success)


def net_value(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Chance of benefit times benefit, less the team-weeks that are left at their cost (D14).

    What has been spent on it is no part of it.
    """
    value, effort = expected_value(one), one.remaining_effort
    stream = grounds.stream_of.get(one.value_stream_id)
    cost = None if stream is None else stream.cost_per_team_week
    if value is None:
        return Measured(None, "its value is missing")
    if effort is None:
        return Measured(None, "its remaining effort is missing")
    if cost is None:
        return Measured(None, "what a team-week of its stream costs is missing")
    return Measured(value - effort.mean * Fraction(cost))


def expedite_gain(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Delay cost saved by going before all that it waits for, less that caused there (D21).

    It waits for the ready features of its stream with a higher cost of delay per week of duration,
    one after the other. Nothing that runs is interrupted, so that nothing is switched.
    """
    if not one.expedite or grounds.state(one) != "ready":
        return Measured(None, "it does not ask to go first")
    line = _line(grounds, one)
    if line is None:
        return Measured(None, "cost of delay or duration of it or of one before it is missing")
    *ahead, expedited = line
    saved = expedited.cost_of_delay * sum((other.weeks for other in ahead), _NOTHING)
    caused = expedited.weeks * sum((other.cost_of_delay for other in ahead), _NOTHING)
    return Measured(saved - caused)


def in_order(features: Iterable[Feature], *, first: frozenset[str] = frozenset()) -> list[Feature]:
    """The order in which they lose least by waiting: those that go `first`, then by CD3.

    What has no cost of delay or no duration stands last, by what it would bring; ties by id.
    """

    def place(one: Feature) -> tuple[bool, int, Fraction, str]:
        waiting = _waiting(one)
        if waiting is None:
            return one.id not in first, 1, -(expected_value(one) or _NOTHING), one.id
        return one.id not in first, 0, -waiting.cost_of_delay / waiting.weeks, one.id

    return sorted(features, key=place)


def _line(grounds: DeliveryGrounds, one: Feature) -> list[_Waiting] | None:
    """What stands before it and then it; None if something of these is not known."""
    ready = [
        other
        for other in grounds.of_kind("feature")
        if other.value_stream_id == one.value_stream_id and grounds.state(other) == "ready"
    ]
    ordered = in_order(ready)
    line = [_waiting(other) for other in ordered[: ordered.index(one) + 1]]
    known = [waiting for waiting in line if waiting is not None]
    return known if len(known) == len(ready[: len(line)]) else None


def _waiting(one: Feature) -> _Waiting | None:
    cost, duration = one.cost_of_delay, one.remaining_duration_weeks
    if cost is None or duration is None or duration.mean <= 0:
        return None
    return _Waiting(one.id, cost.mean, duration.mean)
