"""A verdict is a lesson for each stream that built the work, from its first release on."""

from datetime import UTC, date, datetime

from asp_decide.learn.lessons import latencies, stream_lessons
from asp_decide.model.delivery_facts import DeliveryFacts
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId, InitiativeId, ReleaseId, ValueStreamId
from asp_decide.model.release import Release, ReleasedChange
from asp_decide.model.snapshot import Snapshot
from judged_builders import a_past

OLD = InitiativeId("OLD-000")


def test_the_clock_starts_with_the_first_release_that_people_could_use() -> None:
    found = stream_lessons(_released("2026-09-07", "2026-10-05"))

    assert [(one.initiative, one.released_on, one.judged_on) for one in found] == [
        (OLD, date(2026, 9, 7), date(2026, 11, 2))
    ]


def test_every_stream_that_built_it_learns_and_no_other() -> None:
    told = latencies(
        stream_lessons(_released("2026-09-07")), used_on={OLD: date(2026, 11, 16)}, changes=[]
    )

    assert list(told) == ["all", "payments"]
    assert told["payments"] == told["all"]
    assert told["all"].total == 10


def test_what_is_released_after_the_day_has_taught_nothing_yet() -> None:
    assert stream_lessons(_released("2027-02-01"))[0].released_on is None


def _released(*days: str) -> Snapshot:
    """One judged initiative with a feature of payments, usable on these days."""
    feature = Feature.model_validate(
        {"id": "FEA-1", "item": "feature", "name": "Refunds", "value_stream_id": "payments",
         "initiative_id": OLD, "category": "business", "state": "released"}
    )  # fmt: skip
    releases = tuple(
        Release(
            id=ReleaseId(f"DEP-{n}"),
            value_stream_id=ValueStreamId("payments"),
            deployed_at=int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()),
            usable_on=date.fromisoformat(day),
            feature_ids=(FeatureId("FEA-1"),),
            changes=(ReleasedChange(),),
        )
        for n, day in enumerate(days)
    )
    facts = DeliveryFacts(features=(feature,), releases=releases)
    return a_past([(10, 8)]).model_copy(update={"delivery": facts})
