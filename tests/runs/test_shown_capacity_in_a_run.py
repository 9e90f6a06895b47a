"""Capacity is what finished features took, interval by interval, and plans take it from there."""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.supply import supply
from asp_decide.runs.published_capacity import ShownCapacity, feature_histories
from asp_decide.runs.workspace import open_workspace, read_facts, read_sources
from command_line import asp
from delivery_workspace import RUN_DAY, Told, delivery_workspace, done, told

AS_OF = RUN_DAY.date()

COMPUTED = """\
value_stream_id,interval,basis,gross,run_share,absence_share,improvement_share,focus,demonstrated_low,demonstrated_likely,demonstrated_high,stated_on
payments,2027Q1,throughput,26,25 %,12 %,8 %,0.9,,,,
payments,2027Q2,throughput,26,25 %,12 %,8 %,0.9,,,,
booking,2027Q1,measured,,,,,,4,6,8,2026-12-10
"""

BEFORE = {"Q1": 300, "Q2": 230, "Q3": 140, "Q4": 20}
"""Days before the end of 2026 on which the features of each quarter are released."""


def _finished(*quarters: tuple[str, Iterable[object]], **cells: object) -> list[Told]:
    """Features of these sizes, released in these quarters; they began in 2025."""
    rows = []
    for quarter, sizes in quarters:
        for number, size in enumerate(sizes):
            ago = BEFORE[quarter] - number
            row = done(f"{quarter}-{number}", took_days=400 - ago, days_ago=ago)
            row.row |= {"actual_effort": str(size)}
            row.row |= {column: str(cell) for column, cell in cells.items()}
            rows.append(row)
    return rows


YEAR = _finished(("Q1", (4, 5)), ("Q2", (6, 4)), ("Q3", (8,)), ("Q4", (3, 4, 5)))


def _rows(folder: Path, *, as_of: date = AS_OF) -> dict[str, Capacity]:
    facts = read_facts(folder, as_of).value
    assert facts is not None
    return {
        f"{one.value_stream_id}/{one.interval}": one for one in facts.capacities if one.team is None
    }


def test_percentiles_of_closed_intervals_are_the_capacity_of_the_next(
    tmp_path: Path,
) -> None:
    """9, 10, 8 and 12 team-weeks in quarters of 90, 91, 92 and 92 days."""
    rows = _rows(delivery_workspace(tmp_path, YEAR, capacity=COMPUTED))

    rates = sorted(
        Fraction(size * 7, days) for size, days in ((9, 90), (10, 91), (8, 92), (12, 92))
    )
    weeks = Fraction(90, 7)
    middle = (rates[1] + rates[2]) / 2 * weeks
    lowest = (rates[0] + (rates[1] - rates[0]) * Fraction(3, 10)) * weeks
    next_one = rows["payments/2027Q1"]
    assert next_one.likely == round(middle, 2)
    assert next_one.low == round(lowest, 2)
    assert next_one.low < next_one.likely < (next_one.high or 0)
    assert next_one.stated_on == date(2026, 12, 13), "the log tells nothing later"
    longer = rows["payments/2027Q2"]
    assert longer.likely is not None
    assert longer.likely == round(middle * Fraction(91, 90), 2)
    assert rows["booking/2027Q1"].likely == 6, "what is stated stays as it is stated"


def test_a_plan_takes_it_and_says_so(tmp_path: Path) -> None:
    workspace = open_workspace(delivery_workspace(tmp_path, YEAR, capacity=COMPUTED))
    facts = read_sources(workspace, AS_OF).snapshot

    found = supply(facts, time_grid(facts.charter, AS_OF))

    assert "capacity of payments is computed from what finished features took" in found.assumptions
    assert "capacity of booking is what past delivery has shown" in found.assumptions
    (row,) = (one for key, one in facts.rows.items() if key == "capacity/payments/2027Q1")
    assert [one.source for one in row.origins] == [
        "what 8 features took, released 2026Q1 to 2026Q4"
    ]


def test_work_that_moves_today_changes_no_capacity_and_makes_no_plan_stale(tmp_path: Path) -> None:
    """Only closed intervals count: invariant 22."""
    moving = told("NEW", "implementing", days_ago=1)
    before = _rows(delivery_workspace(tmp_path / "before", YEAR, capacity=COMPUTED))
    after = _rows(delivery_workspace(tmp_path / "after", [*YEAR, moving], capacity=COMPUTED))

    key = "payments/2027Q1"
    assert before[key].likely == after[key].likely
    assert before[key].low == after[key].low


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "its log shows 0 closed intervals, and 3 are needed"),
        (YEAR[4:], "its log shows 4 closed intervals"),
        (
            [*_finished(("Q1", (1,)), ("Q2", ("",)), ("Q3", ("",)), ("Q4", (1,)))],
            "what they took is missing of 2 of its 4 finished features",
        ),
    ],
)
def test_where_too_little_is_known_it_stays_unknown_and_that_is_told(
    tmp_path: Path, rows: list[Told], why: str
) -> None:
    other = told("OTHER", "ready", value_stream_id="booking")
    folder = delivery_workspace(tmp_path, [*rows, other], capacity=COMPUTED)

    read = read_facts(folder, AS_OF)

    told_of = [one for one in read.diagnostics if "demonstrated no capacity" in one.message]
    if why.endswith("4 closed intervals"):
        assert told_of == [], "an interval in which nothing was finished counts, with nothing"
        assert _rows(folder)["payments/2027Q1"].low == 0
        return
    assert [why in one.message for one in told_of] == [True]
    assert (told_of[0].code, told_of[0].place.line) == ("I060", 2)
    assert _rows(folder)["payments/2027Q1"].likely is None


def test_row_13_where_nothing_is_demonstrated_a_commitment_cannot_be_decided(
    tmp_path: Path,
) -> None:
    """Cannot decide: capacity unknown, and not a ranked list."""
    ready = told("A", "ready", value_likely=100)
    delivery_workspace(tmp_path, [ready], capacity=COMPUTED)

    said = asp("-C", tmp_path, "flow", "commit", "--as-of", "2026-12-31")

    assert "payments: cannot decide: capacity unknown" in said.out


def test_row_13_a_log_that_is_no_longer_kept_makes_capacity_stale(tmp_path: Path) -> None:
    """The last event is of August: what came after, nobody wrote down."""
    kept = _finished(("Q1", (4, 5)), ("Q2", (6, 4)), ("Q3", (8,)))
    kept += _finished(("Q4", (9,)), value_stream_id="booking")
    kept += [told("A", "ready", days_ago=150, value_likely=100)]
    rows = _rows(delivery_workspace(tmp_path, kept, capacity=COMPUTED))

    assert rows["payments/2027Q1"].stated_on == date(2026, 8, 13)
    assert (AS_OF - date(2026, 8, 13)).days > 13 * 7
    said = asp("-C", tmp_path, "flow", "commit", "--as-of", "2026-12-31")
    assert "payments: cannot decide: capacity unknown: it was stated 20 weeks ago" in said.out


def test_one_in_five_may_lack_its_size_and_counts_as_the_mean_of_the_others(
    tmp_path: Path,
) -> None:
    rows = _finished(("Q1", (4, "")), ("Q2", (6, 4)), ("Q3", (6,)))
    folder = delivery_workspace(tmp_path, rows, capacity=COMPUTED)
    facts = read_facts(folder, AS_OF).value
    assert facts is not None

    shown = ShownCapacity(facts, feature_histories(facts, folder)).of("payments")

    assert shown.unsized == 1
    assert [one.team_weeks for one in shown.finished] == [9, 10, 6], "5 is the mean of four"


def test_a_team_shows_its_own(tmp_path: Path) -> None:
    rows = [*_finished(("Q1", (4,)), ("Q2", (6,)), ("Q3", (8,)), ("Q4", (6,)), team="pay-1")]
    rows += [told("B", "ready", team="pay-2")]
    capacity = COMPUTED.replace("interval,basis", "interval,team,basis").replace(
        "2027Q1,throughput", "2027Q1,pay-1,throughput"
    )
    capacity = capacity.replace("2027Q2,throughput", "2027Q2,pay-2,throughput")
    capacity = capacity.replace("2027Q1,measured", "2027Q1,,measured")
    facts = read_facts(delivery_workspace(tmp_path, rows, capacity=capacity), AS_OF).value
    assert facts is not None

    amounts = {one.team: one.likely for one in facts.capacities if one.basis == "throughput"}

    assert amounts["pay-1"] is not None
    assert amounts["pay-2"] is None


def test_what_is_asked_of_the_log_is_not_stated_as_well(tmp_path: Path) -> None:
    both = COMPUTED.replace("0.9,,,,\n", "0.9,4,6,8,\n", 1)
    skill = COMPUTED.replace("interval,basis", "interval,skill,basis").replace(
        "2027Q1,throughput", "2027Q1,backend,throughput"
    )
    skill = skill.replace("Q2,throughput", "Q2,,throughput").replace("Q1,measured", "Q1,,measured")

    for text in (both, skill):
        read = read_facts(delivery_workspace(tmp_path, YEAR, capacity=text), AS_OF)
        assert [one.code for one in read.errors] == ["I043"]


def test_what_is_under_way_states_what_is_left_and_not_what_it_took(tmp_path: Path) -> None:
    running = told("RUN", "implementing", actual_effort=3)

    read = read_facts(delivery_workspace(tmp_path, [running]), AS_OF)

    assert [one.code for one in read.errors] == ["I055"]


def test_row_2_capacity_is_shown_from_gross_to_net_beside_what_is_demonstrated(
    tmp_path: Path,
) -> None:
    """Run work, absence and improvement come off before any feature gets something."""
    delivery_workspace(tmp_path, YEAR, capacity=COMPUTED)
    ask = ("-C", tmp_path, "flow", "capacity", "--as-of", "2026-12-31")

    said = asp(*ask)
    told_of = json.loads(asp(*ask, "--stream", "payments", "--format", "json").out)

    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert lines[0] == "capacity of 2 value streams in team-weeks, as of 2026-12-31"
    assert any(line.startswith("payments 2026Q4") and "12 in 3" in line for line in lines)
    assert any("run 25 %, absence 12 %" in one and "12.9" in one for one in lines)
    assert "payments: 8 features finished in 4 intervals, shown up to 2026-12-13" in lines
    (coming,) = (one for one in told_of["capacity"] if one["interval"] == "2027Q1")
    assert coming["run_share"] == "0.25"
    assert coming["net"] == "12.87"
    assert coming["counts"] == coming["demonstrated_p50"]
    assert Fraction(coming["demonstrated_p85"]) < Fraction(coming["demonstrated_p50"])
    assert coming["basis"] == "computed"
