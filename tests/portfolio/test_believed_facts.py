"""A case as it is believed: what it says, moved by what was seen since."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.learn.calibrate import calibrate
from asp_decide.model.calibration import Calibration, ClassCalibration
from asp_decide.model.charter import EVIDENCE_WEIGHTS
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import DeadlineProfile, Option, StandardProfile
from asp_decide.model.outcome import Evidence
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.believed_facts import Believed, believed_facts
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.business_case import net_value_whole
from asp_decide.portfolio.calibrated import corrected
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.forward_value import known_prices
from builders import (
    AS_OF,
    a_charter,
    a_snapshot,
    an_estimate,
    an_evidence,
    an_initiative,
    an_option,
    deadline,
    standard,
)

INI_1 = InitiativeId("INI-1")


def test_a_pilot_of_3_2_takes_six_in_ten_to_eight_and_an_anecdote_leaves_it() -> None:
    assert _chance(_success()) == Decimal("0.827586206897")
    assert _chance(_success(grade="anecdote")) == Decimal("0.6")


def test_a_charter_may_weigh_a_grade_otherwise() -> None:
    weights = {**EVIDENCE_WEIGHTS, "experiment": Decimal(0)}
    told = _believed(_snapshot(_success(), charter=a_charter(evidence_weights=weights)))

    assert told.snapshot.initiatives[0].probability_of_success == Decimal("0.6")
    assert told.beliefs == ()


def test_what_is_believed_is_told_beside_what_is_stated() -> None:
    (told,) = _believed(_snapshot(_success())).beliefs

    assert str(told) == ("INI-1: probability of success is taken as 0.827586, not 0.6, by EVI-1")


def test_nothing_seen_leaves_the_facts_as_they_were_read() -> None:
    snapshot = _snapshot()

    assert _believed(snapshot) == Believed(snapshot, ())


def test_a_measured_benefit_moves_the_benefit_and_narrows_it() -> None:
    snapshot = _snapshot(_amount("benefit", (6_000, 7_000, 8_000)), benefit=(9_000, 10_000, 11_000))
    profile = _believed(snapshot).snapshot.initiatives[0].profile

    assert isinstance(profile, StandardProfile)
    benefit = profile.benefit_per_week
    assert benefit.mean == 8_500
    assert benefit.low is not None
    assert benefit.high is not None
    assert benefit.high - benefit.low == 2_000 * Fraction("0.707106781187")


def test_of_a_deadline_the_benefit_is_what_a_late_week_costs() -> None:
    profile = deadline(date(2027, 6, 30), penalty=50_000, cost_per_week=(9_000, 10_000, 11_000))
    snapshot = _snapshot(_amount("benefit", (6_000, 7_000, 8_000)), profile=profile)
    believed = _believed(snapshot).snapshot.initiatives[0].profile

    assert isinstance(believed, DeadlineProfile)
    assert believed.late_cost_per_week is not None
    assert believed.late_cost_per_week.mean == 8_500
    assert believed.late_penalty == an_estimate(50_000)


def test_delivery_moves_what_is_left_to_do_and_never_what_it_is_worth() -> None:
    """Progress may shorten the work; that it goes well is no sign that it will be used."""
    rows = [
        _amount("effort", (4, 6, 8), id="EVI-1", origin="delivery"),
        _amount("duration", (2, 4, 6), id="EVI-2", origin="delivery"),
        _amount("outlay", (0, 200, 400), id="EVI-3", origin="delivery"),
        _amount("benefit", (1, 2, 3), id="EVI-4", origin="delivery"),
        _success(id="EVI-5", origin="delivery"),
    ]
    snapshot = _snapshot(*rows, benefit=(9_000, 10_000, 11_000), options=[_work("whole")])
    told = _believed(snapshot).snapshot
    (option,) = told.options

    assert option.remaining_effort is not None
    assert option.remaining_effort.mean == 9
    assert option.remaining_duration_weeks is not None
    assert option.remaining_duration_weeks.mean == 7
    assert option.remaining_outlay is not None
    assert option.remaining_outlay.mean == 300
    assert told.initiatives == snapshot.initiatives


def test_an_effort_moves_alike_in_every_stream_of_it() -> None:
    work = _work("whole", effort={"lending": (2, 4, 6), "payments": (6, 8, 10)})
    told = _believed(_snapshot(_amount("effort", (4, 6, 8)), options=[work])).snapshot
    efforts = [d.remaining_effort for d in told.options[0].demands]
    means = [effort.mean for effort in efforts if effort is not None]

    # The spread of the whole is twice that of the observation: (12/4 + 6/1) / (1/4 + 1/1).
    total = (Fraction(12, 4) + 6) / (Fraction(1, 4) + 1)
    assert means == [total / 3, total * 2 / 3]


def test_what_is_said_of_the_work_is_said_of_the_whole_and_of_no_part() -> None:
    offered = [_work("whole"), _work("mvp")]
    told = _believed(_snapshot(_amount("effort", (4, 6, 8)), options=offered))
    mvp, whole = told.snapshot.options

    assert mvp == _work("mvp")
    assert whole != _work("whole")
    assert [belief.option for belief in told.beliefs] == ["whole"]


def test_what_is_said_of_an_option_moves_that_option() -> None:
    offered = [_work("whole"), _work("mvp")]
    told = _believed(_snapshot(_amount("effort", (4, 6, 8), about="INI-1/mvp"), options=offered))

    assert [belief.option for belief in told.beliefs] == ["mvp"]
    assert told.beliefs[0].by == ("EVI-1",)


def test_an_options_own_chance_moves_with_the_hypothesis_and_with_what_is_its_own() -> None:
    offered = [
        _work("whole"),
        _work("mvp", probability_of_success=Decimal("0.5")),
        _work("extended"),
    ]
    rows = [_success(), _success(id="EVI-2", about="INI-1/extended", source="another study")]
    told = _believed(_snapshot(*rows, options=offered)).snapshot
    chances = {option.option: option.probability_of_success for option in told.options}

    assert chances["whole"] is None  # that of the initiative
    assert chances["mvp"] == round(Decimal("3.2") / Decimal("4.2"), 12)
    assert chances["extended"] == round(Decimal("15.36") / Decimal("16.36"), 12)


def test_one_study_of_an_initiative_and_of_its_option_counts_once() -> None:
    rows = [_success(), _success(id="EVI-2", about="INI-1/whole")]
    told = _believed(_snapshot(*rows)).snapshot

    assert told.options[0].probability_of_success == Decimal("0.827586206897")


def test_what_was_measured_is_set_against_what_the_class_makes_of_the_forecast() -> None:
    """Work of a class that takes half as long again: 12 are 18, and 18 were seen. It stays at 18."""
    overrun = ClassCalibration(
        reference_class="all",
        quantity="effort",
        part_of=None,
        cases=20,
        nothing=0,
        unmeasured=0,
        bias=Decimal("0.4"),
        spread=Decimal("0.1"),
        typical=Decimal("1.5"),
        factor=Decimal("1.5"),
        held_back=None,
        used=True,
        newest=AS_OF,
    )
    calibration = Calibration(classes=(overrun,), belongs={"effort": {INI_1: "all"}})
    snapshot = _snapshot(_amount("effort", (16, 18, 20)), options=[_work("whole")])
    told = believed_facts(snapshot, calibration)
    believed = corrected(told.snapshot.options[0], calibration).remaining_effort

    assert believed is not None
    assert believed.mean == 18
    assert told.beliefs[0].stated == told.beliefs[0].believed == 18


def test_what_states_no_range_is_told_and_moves_nothing() -> None:
    told = _believed(_snapshot(_amount("outlay", 500), options=[_work("whole")]))

    assert told.snapshot.options == (_work("whole"),)
    assert [str(belief) for belief in told.beliefs] == [
        "INI-1/whole: remaining outlay stays at 400: EVI-1 cannot be weighed without a range of both"
    ]


def test_no_observation_makes_known_what_the_case_does_not_say() -> None:
    snapshot = _snapshot(
        _success(),
        _amount("benefit", (1, 2, 3), id="EVI-2"),
        probability_of_success=None,
        profile=None,
    )

    assert _believed(snapshot) == Believed(snapshot, ())


def test_the_gate_and_the_optimizer_see_the_same_belief() -> None:
    stated, seen = _snapshot(), _snapshot(_success())
    before, after = (open_book(snapshot) for snapshot in (stated, seen))
    worth = [net_value_whole(book, INI_1, known_prices(book, {})).value for book in (before, after)]
    (whole,) = (c for c in choices(seen).choices if c.option == "whole" and c.start == 0)
    (plain,) = (c for c in choices(stated).choices if c.option == "whole" and c.start == 0)

    assert worth[0] is not None
    assert worth[1] is not None
    factor = Fraction("0.827586206897") / Fraction("0.6")
    assert abs(worth[1] - worth[0] * factor) < Fraction("0.02")
    assert abs(whole.value - plain.value * factor) < Fraction("0.02")
    assert str(after.beliefs[0]) in choices(seen).assumptions


@given(st.integers(0, 400), st.integers(1, 400))
def test_what_resolves_after_the_decision_is_worth_nothing_for_it(before: int, after: int) -> None:
    """Known by the day counts, learnt later does not; nor does what the case already held."""
    agreed = AS_OF - timedelta(days=200)
    known = AS_OF - timedelta(days=before)
    rows = [
        _success(observed_on=known),
        _success(id="EVI-2", source="later", observed_on=AS_OF + timedelta(days=after)),
    ]
    told = _believed(_snapshot(*rows, case_agreed_on=agreed))

    assert [belief.by for belief in told.beliefs] == ([("EVI-1",)] if known > agreed else [])


@given(st.permutations(["EVI-1", "EVI-2", "EVI-3"]))
def test_the_order_of_the_rows_changes_nothing(order: list[str]) -> None:
    rows = {
        name: _success(id=name, source=name, grade=grade)
        for name, grade in (("EVI-1", "comparison"), ("EVI-2", "expert"), ("EVI-3", "before_after"))
    }
    listed = _believed(_snapshot(*(rows[name] for name in order))).beliefs

    assert listed == _believed(_snapshot(*rows.values())).beliefs


def _believed(snapshot: Snapshot) -> Believed:
    return believed_facts(snapshot, calibrate(snapshot))


def _chance(*rows: Evidence) -> Decimal | None:
    return _believed(_snapshot(*rows)).snapshot.initiatives[0].probability_of_success


def _snapshot(
    *rows: Evidence,
    benefit: Any = 10_000,
    options: list[Option] | None = None,
    charter: Any = None,
    **of_initiative: Any,
) -> Snapshot:
    told: dict[str, Any] = {
        "probability_of_success": Decimal("0.6"),
        "profile": standard(benefit),
    }
    return a_snapshot(
        [an_initiative(**(told | of_initiative))], options, evidence=rows, charter=charter
    )


def _work(name: str, **changes: Any) -> Option:
    """Mean 12 team-weeks in 10 weeks for 400, each with the spread of two to either side."""
    told: dict[str, Any] = {"effort": (10, 12, 14), "weeks": (8, 10, 12), "outlay": (200, 400, 600)}
    return an_option(option=name, **(told | changes))


def _success(**changes: Any) -> Evidence:
    told: dict[str, Any] = {
        "likelihood_ratio": Decimal("3.2"),
        "recorded_by": "product_owner K. Lind",
        "source": "Pilot with two shops",
    }
    return an_evidence(**(told | changes))


def _amount(informs: str, points: Any, **changes: Any) -> Evidence:
    told: dict[str, Any] = {"informs": informs, "estimate": an_estimate(points)}
    return _success(**(told | {"likelihood_ratio": None} | changes))
