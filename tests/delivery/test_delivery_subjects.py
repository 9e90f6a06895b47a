"""What the rules of the delivery layer see: each measure from facts, and what makes it unknown."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.delivery.delivery_grounds import Published
from asp_decide.delivery.delivery_subjects import measure_delivery
from asp_decide.delivery.own_band import BEFORE, excess_over_band
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.delivery_catalogue import DELIVERY_LAYER
from asp_decide.model.ids import InitiativeId
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, SubjectKind, Subjects
from delivery_workspace import Told, delivery_workspace, done, grounds_of, told

_DAY = Fraction(1, 7)
_SEEN_ELSEWHERE = frozenset({"free_slots"})


def _subjects(folder: Path, *rows: Told, **tables: str) -> Subjects:
    published = Published({InitiativeId("INI-1"): "implementing"}, {InitiativeId("INI-1"): 1})
    return measure_delivery(
        grounds_of(delivery_workspace(folder, rows, **tables), published=published)
    )


def _of(subjects: Subjects, kind: SubjectKind, id_: str) -> Subject:
    return subjects[SubjectKey(kind, id_)]


def _measure(folder: Path, *rows: Told, of: str, name: str, **tables: str) -> Measured:
    found = _of(_subjects(folder, *rows, **tables), "feature", of).measures[name]
    assert isinstance(found, Measured)
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Subjects:
    rows = [
        *(done(f"FEA-9{n}", took_days=20 + n) for n in range(8)),
        told("FEA-1", "implementing", days_ago=26, blocked=7),
        told("STO-1", "in_progress", days_ago=3, item="story", team="pay-1", parent_id="FEA-1"),
        told("IMP-1", "adopted", days_ago=70, item="improvement"),
    ]
    return _subjects(tmp_path_factory.mktemp("all"), *rows)


@pytest.mark.parametrize("spec", DELIVERY_LAYER.measures, ids=lambda s: f"{s.subject}-{s.name}")
def test_every_measure_of_the_catalogue_is_taken(everything: Subjects, spec: MeasureSpec) -> None:
    of_kind = [subject for subject in everything.values() if subject.key.kind == spec.subject]

    assert of_kind
    for subject in of_kind:
        found = subject.measures.get(spec.name)
        assert (found is None) is (spec.name in _SEEN_ELSEWHERE)
        assert found is None or isinstance(found, History) is spec.history


def test_every_attribute_field_and_link_of_the_catalogue_is_taken(everything: Subjects) -> None:
    for spec in DELIVERY_LAYER.attributes:
        assert all(
            spec.name in subject.attributes
            for subject in everything.values()
            if subject.key.kind == spec.subject
        )
    for field in DELIVERY_LAYER.fields:
        assert all(
            field.name in subject.fields
            for subject in everything.values()
            if subject.key.kind == field.subject
        )
    for link in DELIVERY_LAYER.links:
        assert all(
            link.name in subject.links
            for subject in everything.values()
            if subject.key.kind == link.source
        )


def test_age_and_block_are_told_by_events_and_held_against_what_others_took(
    everything: Subjects,
) -> None:
    feature = _of(everything, "feature", "FEA-1")
    age, share = feature.measures["age"], feature.measures["age_against_p85"]

    assert feature.attributes["state"] == "implementing"
    assert isinstance(age, Measured)
    assert age.value is not None
    assert abs(age.value - 26 * _DAY) < Fraction(1, 1000)
    assert feature.measures["days_blocked"] == Measured(7 * _DAY)
    assert isinstance(share, Measured)
    assert share.value is not None
    assert abs(share.value - 26 / Fraction("25.95")) < Fraction(1, 1000)


def test_six_done_are_too_few_to_say_what_is_usual(tmp_path: Path) -> None:
    rows = [*(done(f"FEA-9{n}", took_days=20 + n) for n in range(6)), told("FEA-1", "verifying")]

    found = _measure(tmp_path, *rows, of="FEA-1", name="age_against_p85")

    assert found == Measured(None, "fewer than 7 were done in its stream to compare it with")


def test_a_predecessor_counts_until_it_is_verified(tmp_path: Path) -> None:
    rows = [told(f"FEA-{n}", state) for n, state in enumerate(("ready", "verifying", "deploying"))]
    links = "from_id,to_id,level,kind\n" + "".join(
        f"FEA-{n},FEA-9,feature,finish_start\n" for n in range(3)
    )

    found = _measure(
        tmp_path,
        *rows,
        told("FEA-9", "ready"),
        of="FEA-9",
        name="unmet_predecessors",
        dependencies=links,
    )

    assert found == Measured(Fraction(2))


def test_a_feature_is_worth_its_chance_of_benefit_less_what_is_left_to_do(tmp_path: Path) -> None:
    worth = told("FEA-1", "ready", value_likely=100_000)

    assert _measure(tmp_path, worth, of="FEA-1", name="net_value") == Measured(Fraction(80_000))


def test_going_first_saves_its_own_wait_and_costs_those_who_are_passed(tmp_path: Path) -> None:
    rows = [
        told("FEA-1", "ready", cost_of_delay_likely=4000, remaining_duration_likely=2),
        told(
            "FEA-2", "ready", cost_of_delay_likely=3000, remaining_duration_likely=3, expedite="yes"
        ),
    ]

    gain = _measure(tmp_path, *rows, of="FEA-2", name="expedite_gain")
    nobody_asks = _measure(tmp_path, *rows, of="FEA-1", name="expedite_gain")

    assert gain == Measured(Fraction(3000 * 2 - 4000 * 3))
    assert nobody_asks == Measured(None, "it does not ask to go first")


def test_size_is_held_against_the_capacity_of_the_next_interval(tmp_path: Path) -> None:
    feature = told("FEA-1", "ready", remaining_effort_likely=4)

    assert _measure(tmp_path, feature, of="FEA-1", name="size_against_interval") == Measured(
        Fraction(1, 4)
    )


def test_without_a_capacity_no_size_and_no_load_are_known(tmp_path: Path) -> None:
    other = "value_stream_id,interval,net\npayments,2027Q2,10\nbooking,2027Q1,9\n"

    found = _subjects(tmp_path, told("FEA-1", "ready"), capacity=other)

    why = Measured(None, "no capacity is stated for 2027Q1")
    stream = _of(found, "value_stream", "payments")
    assert _of(found, "feature", "FEA-1").measures["size_against_interval"] == why
    assert stream.measures["commitment_load"] == why
    assert stream.measures["capacity_age"] == why


def test_the_load_of_a_commitment_is_held_against_what_85_of_100_intervals_deliver(
    tmp_path: Path,
) -> None:
    rows = [
        told("FEA-1", "ready", commitment="committed", planned_interval="2027Q1"),
        told("FEA-2", "ready", commitment="committed", planned_interval="2027Q2"),
        told("FEA-3", "ready", commitment="stretch", planned_interval="2027Q1"),
    ]

    stream = _of(_subjects(tmp_path, *rows), "value_stream", "payments")

    assert stream.measures["commitment_load"] == Measured(Fraction(2, 9)), "the P15 of 8 to 16 is 9"


def test_a_state_says_how_many_stand_there_and_how_old_the_oldest_is(tmp_path: Path) -> None:
    rows = [told("FEA-1", "implementing", days_ago=14), told("FEA-2", "implementing", days_ago=7)]

    found = _subjects(tmp_path, *rows)

    full = _of(found, "flow_state", "payments/implementing").measures
    assert full["features_in_state"] == Measured(Fraction(2))
    oldest = full["age_of_oldest"]
    assert isinstance(oldest, Measured)
    assert oldest.value is not None
    assert round(oldest.value, 2) == 2
    empty = _of(found, "flow_state", "booking/implementing").measures
    assert empty["features_in_state"] == Measured(Fraction(0))


def test_releases_are_told_interval_by_interval(tmp_path: Path) -> None:
    releases = (
        "id,value_stream_id,deployed_at,committed_at,failed,restored_at,is_unplanned_repair\n"
    )
    releases += "R1,payments,2026-08-03T12:00:00Z,2026-08-03T06:00:00Z,no,,no\n"
    releases += (
        "R2,payments,2026-10-05T12:00:00Z,2026-10-05T10:00:00Z,yes,2026-10-05T15:00:00Z,no\n"
    )
    releases += "R3,payments,2026-10-05T15:00:00Z,2026-10-05T14:00:00Z,no,,yes\n"

    told_of = _of(
        _subjects(tmp_path, told("FEA-1", "ready"), releases=releases), "value_stream", "payments"
    ).measures

    def values(name: str) -> Sequence[Fraction | None]:
        found = told_of[name]
        assert isinstance(found, History)
        assert found.intervals == ("2026Q3", "2026Q4")
        return found.values

    hours = Fraction(1, 168)
    assert values("change_fail_rate") == (0, Fraction(1, 2))
    assert values("rework_rate") == (0, Fraction(1, 2))
    assert values("recovery_time") == (None, 3 * hours)
    assert values("lead_time") == (6 * hours, Fraction(3, 2) * hours)
    assert values("change_fail_excess") == (None, None), "two intervals make no band"


def _history(*values: Fraction | None) -> History:
    return History(tuple(f"Q{at}" for at in range(len(values))), values)


def test_a_stream_leaves_its_band_only_where_it_did_not_move_before() -> None:
    calm = [Fraction(1, 10), Fraction(12, 100)] * 4

    found = excess_over_band(_history(*calm, Fraction(12, 100), Fraction(1, 4))).values

    assert found[:BEFORE] == (None,) * BEFORE
    assert found[BEFORE] == 0
    edge = Fraction(9, 80) + Fraction("2.66") * Fraction(6 * 2, 700)
    assert found[9] == Fraction(1, 4) - edge


_SHARES = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))


@given(st.lists(_SHARES, min_size=8, max_size=8), _SHARES)
def test_nothing_below_the_mean_of_its_past_is_in_excess(
    before: list[Fraction], part: Fraction
) -> None:
    value = part * sum(before) / len(before)

    assert excess_over_band(_history(*before, value)).values[-1] == 0


def test_a_hole_in_the_past_leaves_the_band_unknown() -> None:
    before = [None, *[Fraction(1, 10)] * 7]

    assert excess_over_band(_history(*before, Fraction(1))).values[-1] is None
