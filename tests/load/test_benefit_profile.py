"""Each urgency has its columns: what it lacks is told, and what says nothing for it too."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.initiative import Initiative
from workspace_builder import problem_of, problems_of, read, snapshot_of

HEADER = (
    "id,name,state,urgency,benefit_per_week_low,benefit_per_week_likely,benefit_per_week_high,"
    "benefit_ends_on,benefit_life,deadline_on,deadline_is,late_penalty_likely,"
    "late_cost_per_week_likely,late_until_on,window_opens_on,window_closes_on,peak_erosion,"
    "erosion_from_on"
)
COLUMNS = tuple(HEADER.split(","))


def rows_of(state: str = "investment_framing", **cells: str) -> str:
    told = {"id": "INI-2", "name": "Gift cards", "state": state} | cells
    row = ",".join(told.get(column, "") for column in COLUMNS)
    other = "INI-1,Instant refunds,implementing,enabler" + "," * (len(COLUMNS) - 4)
    return f"{','.join(COLUMNS)}\n{other}\n{row}\n"


def initiative_of(folder: Path, **cells: str) -> Initiative:
    return snapshot_of(folder, initiatives=rows_of(**cells)).initiatives[1]


STANDARD = {"urgency": "standard", "benefit_per_week_likely": "10000"}


@pytest.mark.parametrize(
    ("life", "weeks"), [("156", 156), ("1092 days", 156), ("10 days", Fraction(10, 7))]
)
def test_a_life_in_days_is_the_same_life_in_weeks(
    life: str, weeks: Fraction, tmp_path: Path
) -> None:
    profile = initiative_of(tmp_path, **STANDARD, benefit_life=life).profile

    assert profile is not None
    assert profile.urgency == "standard"
    assert profile.benefit_life_weeks == weeks
    assert profile.benefit_ends_on is None


def test_a_deadline_is_priced_unless_it_is_hard(tmp_path: Path) -> None:
    cells = {"urgency": "deadline", "deadline_on": "2027-06-28", "late_penalty_likely": "300000"}

    priced = initiative_of(tmp_path, **cells).profile
    hard = initiative_of(tmp_path, **cells, deadline_is="hard").profile

    assert priced is not None
    assert hard is not None
    assert priced.urgency == hard.urgency == "deadline"
    assert (priced.deadline_is, hard.deadline_is) == ("priced", "hard")
    assert priced.late_cost_per_week is None


def test_a_window_and_an_eroding_peak_have_their_days(tmp_path: Path) -> None:
    expiring = initiative_of(
        tmp_path,
        urgency="expiring",
        benefit_per_week_likely="50000",
        window_opens_on="2026-01-01",
        window_closes_on="2027-12-31",
    ).profile
    first_mover = initiative_of(
        tmp_path,
        urgency="first_mover",
        benefit_per_week_likely="20000",
        benefit_life="104",
        peak_erosion="1 %",
        erosion_from_on="2027-01-01",
    ).profile

    assert expiring is not None
    assert expiring.urgency == "expiring"
    assert expiring.window_closes_on == date(2027, 12, 31)
    assert first_mover is not None
    assert first_mover.urgency == "first_mover"
    assert Fraction(first_mover.peak_erosion) == Fraction(1, 100)


@pytest.mark.parametrize(
    ("cells", "lacks"),
    [
        ({}, ("urgency",)),
        ({"urgency": "standard", "benefit_life": "52"}, ("benefit_per_week_likely",)),
        (STANDARD, ("benefit_ends_on or benefit_life",)),
        (
            {"urgency": "deadline"},
            ("deadline_on", "late_penalty_likely or late_cost_per_week_likely"),
        ),
        (
            {"urgency": "expiring", "window_opens_on": "2027-01-01"},
            ("benefit_per_week_likely", "window_closes_on"),
        ),
        (
            {"urgency": "first_mover", "benefit_life": "52", "peak_erosion": "1 %"},
            ("benefit_per_week_likely", "erosion_from_on"),
        ),
        (
            {"urgency": "enabler", "benefit_per_week_likely": "500"},
            ("benefit_ends_on or benefit_life",),
        ),
    ],
)
def test_what_an_urgency_lacks_is_named_and_the_benefit_is_unknown(
    cells: dict[str, str], lacks: tuple[str, ...], tmp_path: Path
) -> None:
    initiative = initiative_of(tmp_path, **cells)

    assert initiative.profile is None
    assert initiative.benefit_model_lacks == lacks
    told = problems_of(tmp_path, initiatives=rows_of(**cells))
    assert [d.code for d in told] == ["I060"] * len(lacks)


def test_before_investment_framing_nobody_must_know_what_delay_costs(tmp_path: Path) -> None:
    initiatives = "id,name,state\nINI-1,Refunds,triage\nINI-2,Gift cards,discovery_queue\n"

    assert problems_of(tmp_path, initiatives=initiatives) == []
    lacking = snapshot_of(tmp_path, initiatives=initiatives).initiatives[0]
    assert lacking.benefit_model_lacks == ("urgency",)


def test_an_enabler_needs_no_benefit_of_its_own(tmp_path: Path) -> None:
    initiative = initiative_of(tmp_path, urgency="enabler")

    assert initiative.benefit_model_lacks == ()
    assert initiative.profile is not None
    assert initiative.profile.urgency == "enabler"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({**STANDARD, "benefit_life": "52", "benefit_ends_on": "2029-12-31"}, "I047"),
        ({**STANDARD, "benefit_life": "52", "peak_erosion": "1 %"}, "I061"),
        (
            {
                **STANDARD,
                "benefit_life": "52",
                "benefit_per_week_low": "20000",
                "benefit_per_week_high": "30000",
            },
            "I045",
        ),
        ({**STANDARD, "benefit_life": "52", "benefit_per_week_low": "5000"}, "I046"),
        ({**STANDARD, "benefit_life": "-52"}, "I028"),
        (
            {
                "urgency": "deadline",
                "deadline_on": "2027-06-28",
                "late_penalty_likely": "5",
                "benefit_per_week_likely": "10",
            },
            "I048",
        ),
        (
            {
                "urgency": "deadline",
                "deadline_on": "2027-06-28",
                "late_penalty_likely": "5",
                "late_until_on": "2027-06-27",
            },
            "I044",
        ),
        (
            {
                "urgency": "expiring",
                "benefit_per_week_likely": "10",
                "window_opens_on": "2027-06-28",
                "window_closes_on": "2027-06-28",
            },
            "I044",
        ),
    ],
)
def test_one_slip_of_a_benefit_is_told_once(
    cells: dict[str, str], code: str, tmp_path: Path
) -> None:
    assert problem_of(tmp_path, initiatives=rows_of(**cells)).code == code


@pytest.mark.parametrize("absent", ["withheld", "not applicable"])
def test_an_absent_amount_is_unknown_whatever_its_kind_and_only_an_empty_one_is_warned_of(
    absent: str, tmp_path: Path
) -> None:
    rows = rows_of(urgency="standard", benefit_per_week_likely=absent, benefit_life="52")

    checked = read(tmp_path, initiatives=rows)

    assert checked.value is not None
    assert checked.value.initiatives[1].benefit_model_lacks == ("benefit_per_week_likely",)
    assert [d.code for d in checked.diagnostics] == (["I072"] if absent == "withheld" else [])
