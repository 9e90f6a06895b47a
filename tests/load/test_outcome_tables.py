"""Outcomes and evidence are kept in the unit of what they are about."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.estimate import Estimate
from asp_decide.model.outcome import Evidence, Outcome
from workspace_builder import problem_of, problems_of, snapshot_of

OUTCOME = "initiative_id,quantity,unit,interval,actual"
EVIDENCE = "id,about_kind,about_id,informs,source,estimate_likely"

CLOSED = """\
id,name,state,urgency,benefit_per_week_likely,benefit_life
INI-1,Instant refunds,implementing,standard,10000,156
INI-2,Gift cards,investment_framing,standard,3500,104
INI-3,Kiosk,assessed,,,
"""


def outcome_of(folder: Path, row: str, header: str = OUTCOME) -> Outcome:
    rows = f"{header}\n{row}\n"
    (outcome,) = snapshot_of(folder, outcomes=rows, initiatives=CLOSED).outcomes
    return outcome


def evidence_of(folder: Path, row: str) -> Evidence:
    (evidence,) = snapshot_of(folder, evidence=f"{EVIDENCE}\n{row}\n").evidence
    return evidence


@pytest.mark.parametrize(
    ("row", "actual", "unit"),
    [
        ("INI-1,value,EUR,2026Q4,260_000", "260000", "EUR"),
        ("INI-1,value,,2026Q4,260000 EUR", "260000", "EUR"),
        ("INI-1,success,,2026Q4,1", "1", None),
        ("INI-1,contacts,contacts,2026Q4,36 contacts", "36", "contacts"),
        ("INI-1,contacts,contacts,2026Q4,-36.50", "-36.5", "contacts"),
        ("INI-1,lead_time,days,2026Q4,84", "84", "days"),
        ("INI-1,share_online,%,2026Q4,36 %", "36", "%"),
        ("INI-3,duration,days,2026Q4,84", "12", "weeks"),
        ("INI-3,duration,,2026Q4,12", "12", "weeks"),
        ("INI-3,effort,team-weeks,2026Q4,12.5", "12.5", "team-weeks"),
        ("INI-3,cost,EUR,2026Q4,410000", "410000", "EUR"),
    ],
)
def test_an_amount_is_in_the_unit_of_its_quantity(
    row: str, actual: str, unit: str | None, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, row)

    assert outcome.actual == Decimal(actual)
    assert outcome.unit == unit
    assert outcome.status == "measured"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("INI-1,value,USD,2026Q4,5", "I027"),
        ("INI-1,value,points,2026Q4,5", "I026"),
        ("INI-1,success,,2026Q4,2", "I028"),
        ("INI-1,contacts,contacts,2026Q4,36 calls", "I026"),
        ("INI-1,contacts,contacts,2026Q4,many", "I024"),
        ("INI-1,contacts,contacts,1999Q4,5", "I042"),
        ("INI-9,contacts,contacts,2026Q4,5", "I041"),
        ("INI-1,,contacts,2026Q4,5", "I022"),
        ("INI-1,cost,EUR,2026Q4,5", "I055"),
        ("INI-2,effort,team-weeks,2026Q4,5", "I055"),
        ("INI-3,duration,days,2026Q4,10", "I026"),
    ],
)
def test_an_amount_that_cannot_be_meant_is_refused(row: str, code: str, tmp_path: Path) -> None:
    told = problem_of(tmp_path, outcomes=f"{OUTCOME}\n{row}\n", initiatives=CLOSED)

    assert told.code == code


def test_what_is_not_measured_is_open_and_no_zero(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, "INI-1,contacts,contacts,2027Q4,")

    assert outcome.actual is None
    assert outcome.status == "open"


def test_a_withheld_outcome_is_a_status_and_no_missing_word(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, "INI-1,value,EUR,2026Q4,,withheld", f"{OUTCOME},status")

    assert outcome.status == "withheld"


@pytest.mark.parametrize(
    ("row", "code"),
    [("INI-1,value,EUR,2026Q4,5,open", "I043"), ("INI-1,value,EUR,2026Q4,,measured", "I060")],
)
def test_status_and_actual_say_the_same(row: str, code: str, tmp_path: Path) -> None:
    assert problem_of(tmp_path, outcomes=f"{OUTCOME},status\n{row}\n").code == code


def test_a_forecast_and_its_kill_criterion_are_kept(tmp_path: Path) -> None:
    header = (
        "initiative_id,quantity,unit,interval,baseline,forecast_low,forecast_likely,forecast_high,"
        "forecast_made_on,kill_if,kill_threshold,kill_action,kill_min_grade"
    )
    row = "INI-1,contacts,contacts,2027Q4,48,34,36,42,2026-12-10,above,45,stop,before_after"

    outcome = outcome_of(tmp_path, row, header)

    assert outcome.baseline == 48
    assert outcome.forecast == Estimate(low=Fraction(34), likely=Fraction(36), high=Fraction(42))
    assert (outcome.kill_if, outcome.kill_threshold) == ("above", Decimal(45))
    assert (outcome.kill_action, outcome.kill_min_grade) == ("stop", "before_after")


def test_a_kill_criterion_that_can_never_trip_is_warned_of(tmp_path: Path) -> None:
    header = f"{OUTCOME},kill_if,kill_threshold,kill_action,kill_min_grade"

    told = problems_of(
        tmp_path, outcomes=f"{header}\nINI-1,contacts,contacts,2027Q4,,above,,stop,\n"
    )

    assert [(d.code, d.message.split("`")[1]) for d in told] == [
        ("I060", "kill_threshold"),
        ("I060", "kill_min_grade"),
    ]


def test_two_forecasts_of_one_quantity_are_told_apart_by_their_day(tmp_path: Path) -> None:
    header = "initiative_id,quantity,interval,forecast_likely,forecast_made_on"
    first, second = "INI-1,value,2027Q4,5,2026-03-01", "INI-1,value,2027Q4,6,2026-12-01"

    snapshot = snapshot_of(tmp_path, outcomes=f"{header}\n{second}\n{first}\n")

    assert [o.forecast and o.forecast.likely for o in snapshot.outcomes] == [5, 6]
    assert problem_of(tmp_path, outcomes=f"{header}\n{first}\n{first}\n").code == "I040"


@pytest.mark.parametrize(
    ("row", "likely"),
    [
        ("EVI-1,initiative,INI-1,benefit,Study,4000 EUR/week", 4000),
        ("EVI-1,initiative,INI-1,duration,Study,10 days", Fraction(10, 7)),
        ("EVI-1,initiative,INI-1,success,Study,60 %", Fraction(3, 5)),
        ("EVI-1,option,INI-1/continue,effort,Study,12", 12),
        ("EVI-1,feature,FEA-9,behaviour,Study,0.4", Fraction(2, 5)),
        ("EVI-1,assumption,ASM-9,assumption,Study,", None),
    ],
)
def test_an_estimate_is_in_the_unit_of_what_it_informs(
    row: str, likely: Fraction | None, tmp_path: Path
) -> None:
    estimate = evidence_of(tmp_path, row).estimate

    assert (estimate and estimate.likely) == likely


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("EVI-1,initiative,INI-9,benefit,Study,", "I041"),
        ("EVI-1,option,INI-1/whole,benefit,Study,", "I041"),
        ("EVI-1,initiative,INI-1,benefit,Study,12 weeks", "I026"),
        ("EVI-1,initiative,INI-1,benefit,,5", "I022"),
        ("EVI-1,initiative,INI-1,benefits,Study,5", "I023"),
    ],
)
def test_evidence_that_cannot_be_meant_is_refused(row: str, code: str, tmp_path: Path) -> None:
    assert problem_of(tmp_path, evidence=f"{EVIDENCE}\n{row}\n").code == code


@pytest.mark.parametrize(
    ("about", "informs", "told"),
    [
        ("initiative,INI-1", "benefit", ["I056"]),
        ("option,INI-1/continue", "success", ["I056"]),
        ("initiative,INI-1", "effort", []),
        ("initiative,INI-1", "duration", []),
        ("feature,FEA-1", "behaviour", []),
    ],
)
def test_delivery_says_how_long_work_takes_and_not_what_it_is_worth(
    about: str, informs: str, told: list[str], tmp_path: Path
) -> None:
    header = "id,about_kind,about_id,informs,origin,source"
    rows = f"{header}\nEVI-1,{about},{informs},delivery,Board\n"

    assert [d.code for d in problems_of(tmp_path, evidence=rows)] == told
