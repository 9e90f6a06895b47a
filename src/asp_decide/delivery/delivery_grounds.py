"""What every measure of the delivery layer is computed from, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.delivery.usual_time import UsualTimes, usual_times
from asp_decide.flows.replay import History
from asp_decide.model.charter import Charter
from asp_decide.model.dependency import Dependency
from asp_decide.model.feature import Feature, FeatureKind
from asp_decide.model.ids import FeatureId, InitiativeId, ValueStreamId
from asp_decide.model.interval import Interval
from asp_decide.model.outcome import Evidence
from asp_decide.model.release import Release
from asp_decide.model.signal import Requirement
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity, ValueStream
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

DELIVERY_FLOWS = {"feature": FEATURE_FLOW, "improvement": IMPROVEMENT_FLOW, "story": TEAM_FLOW}
"""The flows of the delivery layer by the kind of what flows."""

MEASURED_WEEKS = 26
"""Two quarters: long enough for percentiles, short enough to be about today."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the portfolio publishes downward: where each initiative stands, and the funded order.

    `places` count from 1, over the initiatives that are funded or in delivery.
    """

    states: Mapping[InitiativeId, str]
    places: Mapping[InitiativeId, int]


@dataclass(frozen=True)
class DeliveryGrounds:
    """Facts of the delivery layer up to the end of the day `as_of`.

    `histories` are by kind and id. `interval` is the one that is planned next. No fact of the
    portfolio is here but what it publishes.
    """

    as_of: date
    charter: Charter
    interval: Interval
    streams: tuple[ValueStream, ...]
    capacities: tuple[Capacity, ...]
    features: tuple[Feature, ...]
    dependencies: tuple[Dependency, ...]
    releases: tuple[Release, ...]
    requirements: tuple[Requirement, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    histories: Mapping[tuple[str, str], History]
    published: Published

    @property
    def until(self) -> int:
        """The last second that is seen."""
        return end_of_day(self.as_of)

    @property
    def since(self) -> int:
        """The second before the window in which flow is measured."""
        return end_of_day(self.as_of - timedelta(weeks=MEASURED_WEEKS))

    @cached_property
    def closed(self) -> tuple[Interval, ...]:
        """The planning intervals that are over, the oldest first."""
        return self.charter.calendar.closed(self.as_of)

    @cached_property
    def by_id(self) -> Mapping[FeatureId, Feature]:
        """Everything that flows, and the goals, by id."""
        return {one.id: one for one in self.features}

    @cached_property
    def stream_of(self) -> Mapping[ValueStreamId, ValueStream]:
        """The value streams by id."""
        return {stream.id: stream for stream in self.streams}

    def stream_of_feature(self, id_: str) -> ValueStreamId | None:
        """The value stream of one of them; None if nobody knows it."""
        found = self.by_id.get(FeatureId(id_))
        return None if found is None else found.value_stream_id

    def of_kind(self, kind: FeatureKind) -> tuple[Feature, ...]:
        """All of one kind, in the order of their ids."""
        return tuple(one for one in self.features if one.item == kind)

    def history(self, one: Feature) -> History | None:
        """What happened to it; None where nothing is told, or where that cannot have happened."""
        found = self.histories.get((one.item, one.id))
        return found if found is not None and found.is_sound and found.stays else None

    def state(self, one: Feature) -> str | None:
        """Where it stands: by its events, else as the table states; None if nobody says."""
        history = self.history(one)
        return one.state if history is None else history.state

    @cached_property
    def boards(self) -> Mapping[tuple[str, ValueStreamId], Board]:
        """The board of each kind in each value stream."""
        gathered: dict[tuple[str, ValueStreamId], list[History]] = {
            (kind, stream.id): [] for kind in DELIVERY_FLOWS for stream in self.streams
        }
        for one in self.features:
            history = self.histories.get((one.item, one.id))
            if history is not None and (one.item, one.value_stream_id) in gathered:
                gathered[one.item, one.value_stream_id].append(history)
        return {
            (kind, stream): board_of(DELIVERY_FLOWS[kind], found, as_of=self.until)
            for (kind, stream), found in gathered.items()
        }

    @cached_property
    def usual_times(self) -> Mapping[tuple[str, ValueStreamId], UsualTimes]:
        """How long work of each kind usually takes in each value stream."""
        rows = {str(one.id): one for one in self.features}
        return {
            key: usual_times(board, rows, since=self.since) for key, board in self.boards.items()
        }


def delivery_grounds(
    snapshot: Snapshot, histories: Mapping[str, Sequence[History]], published: Published
) -> DeliveryGrounds:
    """The grounds of a snapshot and of what its log of work tells up to the same day."""
    delivery = snapshot.delivery
    ahead = snapshot.charter.calendar.ahead(snapshot.as_of)
    assert ahead, "a calendar without an interval ahead is refused when it is read"
    return DeliveryGrounds(
        as_of=snapshot.as_of,
        charter=snapshot.charter,
        interval=ahead[0],
        streams=snapshot.value_streams,
        capacities=snapshot.capacities,
        features=delivery.features,
        dependencies=delivery.dependencies,
        releases=delivery.releases,
        requirements=snapshot.requirements,
        evidence=_about_delivery(snapshot.evidence),
        histories={
            (kind, history.item_id): history
            for kind in DELIVERY_FLOWS
            for history in histories.get(kind, ())
        },
        published=published,
    )


def as_weeks(seconds: int) -> Fraction:
    """So many seconds in weeks, the base unit of time."""
    return Fraction(seconds, 7 * SECONDS_A_DAY)


def _about_delivery(rows: Iterable[Evidence]) -> Mapping[str, tuple[Evidence, ...]]:
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        if row.about_kind in {"feature", "improvement"}:
            found.setdefault(row.about_id, []).append(row)
    return {about: tuple(of_it) for about, of_it in found.items()}
