"""Everything that a rule of the delivery layer may name of a value stream."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.flow_time import flow_efficiency, flow_times
from asp_decide.delivery.interval_capacity import capacity_of
from asp_decide.delivery.interval_history import history_of
from asp_decide.delivery.own_band import excess_over_band
from asp_decide.delivery.predictability import reached_of_planned
from asp_decide.delivery.release_history import ReleaseHistory
from asp_decide.model.feature import Feature
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.interval import Interval, weeks_until
from asp_decide.model.subject import History, Measured, Subject, SubjectKey
from asp_decide.model.value_stream import ValueStream
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

_ENDED = frozenset({"released", "discarded", "withdrawn"})


def measure_streams(grounds: DeliveryGrounds) -> Iterator[Subject]:
    """Every value stream as rules of the delivery layer see it."""
    for stream in grounds.streams:
        yield Subject(
            key=SubjectKey("value_stream", stream.id),
            name=stream.name,
            attributes={"customer": stream.customer},
            measures={
                "demonstrated_capacity": _capacity(grounds, stream.id),
                "capacity_age": _capacity_age(grounds, stream.id),
                "commitment_load": commitment_load(grounds, stream.id, committed(grounds, stream)),
                **_flow(grounds, stream.id),
                **_releases(grounds, stream.id),
                "predictability": _predictability(grounds, stream.id),
            },
            streams=(stream.id,),
        )


def committed(grounds: DeliveryGrounds, stream: ValueStream) -> list[Feature]:
    """What the stream has committed to for the interval that is planned next, and not finished."""
    return [
        one
        for one in grounds.of_kind("feature")
        if one.value_stream_id == stream.id
        and one.commitment == "committed"
        and one.planned_interval == grounds.interval.id
        and grounds.state(one) not in _ENDED
    ]


def commitment_load(
    grounds: DeliveryGrounds, stream: ValueStreamId, features: Iterable[Feature]
) -> Measured:
    """The mean effort of these, as a share of what 85 of 100 intervals deliver."""
    capacity = capacity_of(grounds, stream)
    if capacity.met_in_85 is None:
        return Measured(None, capacity.why)
    total = Fraction(0)
    for one in features:
        if one.remaining_effort is None:
            return Measured(None, f"the remaining effort of {one.id} is missing")
        total += one.remaining_effort.mean
    if capacity.met_in_85 == 0:
        return Measured(Fraction(0)) if total == 0 else Measured(None, "it has no capacity")
    return Measured(total / capacity.met_in_85)


def _capacity(grounds: DeliveryGrounds, stream: ValueStreamId) -> Measured:
    capacity = capacity_of(grounds, stream)
    return Measured(capacity.likely, "" if capacity.likely is not None else capacity.why)


def _capacity_age(grounds: DeliveryGrounds, stream: ValueStreamId) -> Measured:
    """Weeks since the oldest of the statements that make up its capacity."""
    capacity = capacity_of(grounds, stream)
    if capacity.stated_on is None:
        why = f"no capacity is stated for {grounds.interval.id}"
        return Measured(None, "when it was stated is missing" if capacity.is_stated else why)
    return Measured(-weeks_until(capacity.stated_on, grounds.as_of))


def _flow(grounds: DeliveryGrounds, stream: ValueStreamId) -> dict[str, Measured | History]:
    board = grounds.boards["feature", stream]
    times = flow_times(board, since=grounds.since)
    efficiency = flow_efficiency(board, since=grounds.since)
    nothing = "no feature was done in the window"
    begun = [item.began for item in board.items]

    def released(interval: Interval) -> Fraction:
        since, until = _bounds(interval)
        return sum(i.done is not None and since < i.done <= until for i in board.items) / (
            interval.weeks
        )

    return {
        "throughput": history_of(
            grounds.closed,
            released,
            since=lambda interval: any(began <= _bounds(interval)[1] for began in begun),
        ),
        "flow_time_p85": Measured(None, nothing) if times is None else Measured(times.p85 / 7),
        "flow_efficiency": Measured(efficiency, "" if efficiency is not None else nothing),
    }


def _releases(grounds: DeliveryGrounds, stream: ValueStreamId) -> dict[str, Measured | History]:
    own = [
        each
        for each in grounds.releases
        if each.value_stream_id == stream and each.deployed_at <= grounds.until
    ]
    told = ReleaseHistory(grounds.closed, own)
    failures, rework = told.change_fail_rate(), told.rework_rate()
    return {
        "change_fail_rate": failures,
        "change_fail_excess": excess_over_band(failures),
        "rework_rate": rework,
        "rework_excess": excess_over_band(rework),
        "recovery_time": told.recovery_time(),
        "lead_time": told.lead_time(),
        "deployment_frequency": told.deployment_frequency(),
    }


def _predictability(grounds: DeliveryGrounds, stream: ValueStreamId) -> History:
    """By closed interval the value that its goals achieved, of that planned; no stretch (F30)."""
    goals = [one for one in grounds.of_kind("pi_goal") if one.value_stream_id == stream]

    def reached(interval: Interval) -> Fraction | None:
        told = reached_of_planned([one for one in goals if one.planned_interval == interval.id])
        return None if told.excluded else told.value

    def has_goal(interval: Interval) -> bool:
        return any(one.planned_interval == interval.id for one in goals)

    return history_of(grounds.closed, reached, since=has_goal)


def _bounds(interval: Interval) -> tuple[int, int]:
    """The last second before an interval, and its own last one."""
    return end_of_day(interval.first_day) - SECONDS_A_DAY, end_of_day(interval.last_day)
