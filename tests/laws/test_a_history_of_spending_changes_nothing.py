"""Row 6c, pitfall 11: over several runs, money that is gone decides nothing.

Histories of two or three runs on record, with the same work remaining: whatever was spent before
and between them, plans, decisions and records are the same, save for the digests of the tables in
which the spending stands.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asp_decide.canonical import decimal_text
from command_line import asp, recorded
from workspace_builders import Row, a_workspace, rewrite

DAYS = ("2026-12-31", "2027-03-31", "2027-06-30")
RUNS = ("2027Q1", "2027Q2", "2027Q3")
WORK = 9

type Spending = list[list[str]]
"""What had been spent on each initiative by the day of each run."""


@st.composite
def spendings(draw: st.DrawFn) -> Spending:
    """Money only goes: what was spent by one run is never more than by the next."""
    runs = draw(st.integers(2, 3))
    each = st.lists(st.integers(0, 10**8), min_size=WORK, max_size=WORK)
    steps = [draw(each) for _ in range(runs)]
    totals = [0] * WORK
    told: Spending = []
    for step in steps:
        totals = [total + more for total, more in zip(totals, step, strict=True)]
        told.append([decimal_text(total) for total in totals])
    return told


@pytest.fixture(scope="module")
def unspent(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The three runs of a portfolio of which nobody says what it has cost so far."""
    folder = a_workspace(tmp_path_factory.mktemp("history") / "mini")
    return _history(folder, [[""] * WORK] * len(DAYS))


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(spent=spendings())
def test_whatever_was_spent_on_the_way_every_run_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, unspent: list[Any], spent: Spending
) -> None:
    folder = a_workspace(tmp_path_factory.mktemp("history") / "mini")

    assert _history(folder, spent) == unspent[: len(spent)]


def _history(folder: Path, spent: Spending) -> list[Any]:
    """The plan of each run, and its records without the digests that follow from the tables."""
    told = []
    for day, run, amounts in zip(DAYS, RUNS, spent, strict=False):
        rewrite(folder, "initiatives", partial(_spent, amounts=amounts))
        words = ("--as-of", day, "--engine", "reference", "-o", folder / "plan.json")
        assert asp("-C", folder, "plan", *words).code == 0
        board = ("--by", "A. Person", "--role", "portfolio_board", "--on", day, "--confirm")
        said = asp("-C", folder, "apply", folder / "plan.json", *board)
        assert said.code == 0, said.err
        assert (folder / "runs" / run).is_dir(), said.out
        told.append(((folder / "plan.json").read_bytes(), _records(folder, run)))
    return told


def _spent(rows: list[Row], amounts: list[str]) -> list[Row]:
    return [{**row, "spent_to_date": one} for row, one in zip(rows, amounts, strict=True)]


def _records(folder: Path, run: str) -> list[dict[str, Any]]:
    """What is recorded; digests of tables, and of the log that holds them, tell of the tables."""
    manifest, *others = recorded(folder, run)
    return [{**manifest, "files": None, "previous": None}, *others]
