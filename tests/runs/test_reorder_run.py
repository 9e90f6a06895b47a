"""Whether a new order is worth its unrest: hysteresis, asked on the command line."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from command_line import Said, asp
from workspace_builders import a_workspace, set_cell

ORDER = """\
asp: policy/v1
policy: portfolio/order
layer: portfolio
title: When another order is worth it
owner: portfolio_manager
approved: {by: portfolio_board, on: 2025-12-15}
effective: {from: 2026-01-01}

decisions:
  reorder: {order: [reorder, keep], otherwise: keep}

rules:
  - id: ORD-01
    title: Another order only where it gains more than it disturbs
    decide: reorder
    at: reorder
    when: {reorder_gain: above BAND EUR}
    missing: review
    enforce: advisory
    owner: portfolio_manager
    because: An order that follows every new estimate is no order that people can prepare for.
    message: "{value_stream}: another order would gain {reorder_gain}"
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gift cards turn out to be worth more, and change places with the faster checkout."""
    folder = a_workspace(tmp_path_factory.mktemp("order") / "minimal", "minimal")
    before = asp("-C", folder, "plan", "--as-of", "2026-12-31", "-o", folder / "before.json")
    assert before.code == 0, before.err
    set_cell(folder, "initiatives", ("id", "INI-4"), "benefit_per_week_likely", "9900")
    return folder


def _asked(moved: Path, folder: Path, *, band: int, style: str = "json") -> Said:
    shutil.copytree(moved, folder)
    (folder / "policies" / "portfolio" / "order.yaml").write_text(ORDER.replace("BAND", str(band)))
    before = folder / "before.json"
    return asp(
        *("-C", folder, "reorder", "--before", before, "--as-of", "2026-12-31"),
        *("--format", style),
    )


def test_pitfall_28_an_order_is_kept_where_a_new_one_gains_less_than_the_band(
    moved: Path, tmp_path: Path
) -> None:
    told = json.loads(_asked(moved, tmp_path / "a", band=10_000).out)
    (web,) = told["streams"]

    assert told["starts_that_could_stay"] > 2
    assert Decimal(told["order_stability"]) == round(
        1 - Decimal(2) / told["starts_that_could_stay"], 6
    ), "the metric of the order's stability: two of them have moved"

    assert web["answer"] == "keep"
    assert web["moved"] == [
        {"initiative": "INI-3", "before": "2027Q2", "now": "2027Q3"},
        {"initiative": "INI-4", "before": "2027Q3", "now": "2027Q2"},
    ]
    assert 0 < Decimal(web["gain"]) < 10_000


def test_pitfall_28_a_plan_keeps_the_order_that_the_rules_keep_and_says_what_that_costs(
    moved: Path, tmp_path: Path
) -> None:
    """The pins are told; planned with them nobody has moved, and each has its price."""
    folder = tmp_path / "a"
    pins = json.loads(_asked(moved, folder, band=10_000).out)["pins_that_keep"]
    assert pins == ["INI-3=2027Q2", "INI-4=2027Q3"]

    kept = folder / "kept.json"
    words = [word for pin in pins for word in ("--pin", pin)]
    said = asp("-C", folder, "plan", "--as-of", "2026-12-31", *words, "-o", kept)

    assert said.code == 0, said.err
    told = json.loads(kept.read_text(encoding="utf-8"))
    starts = {one["initiative"]: one["start"] for one in told["decisions"]}
    assert (starts["INI-3"], starts["INI-4"]) == ("2027Q2", "2027Q3")
    assert told["run"]["pinned"] == pins
    assert {"pin INI-3 2027Q2", "pin INI-4 2027Q3"} <= {one["origin"] for one in told["prices"]}
    again = asp("-C", folder, "reorder", "--before", folder / "before.json", "--plan", kept)
    assert again.out.startswith("0 initiatives begin otherwise")
    apply = ("apply", kept, "--by", "A. Person", "--role", "portfolio_board", "--on", "2027-01-11")
    assert asp("-C", folder, *apply).code == 0
    assert asp("-C", folder, "verify", "runs/2027Q1", "--strict").code == 0


@pytest.mark.parametrize("pin", ["INI-3=2027Q9", "INI-99=2027Q2"])
def test_a_pin_to_what_is_not_there_is_refused(pin: str, moved: Path) -> None:
    assert asp("-C", moved, "plan", "--as-of", "2026-12-31", "--pin", pin).code == 2


def test_an_order_is_left_where_a_new_one_gains_more(moved: Path, tmp_path: Path) -> None:
    said = _asked(moved, tmp_path / "a", band=1_000, style="table")

    assert said.code == 0
    assert said.out.startswith("2 initiatives begin otherwise than in 2027Q1 as of 2026-12-31")
    line = next(one for one in said.out.splitlines() if one.strip().startswith("web"))
    assert line.split()[1] == "reorder"
    assert "ORD-01" in line


def test_the_same_plan_moves_nobody(moved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "same"
    shutil.copytree(moved, folder)
    now = folder / "now.json"
    asp("-C", folder, "plan", "--as-of", "2026-12-31", "-o", now)

    said = asp("-C", folder, "reorder", "--before", now)

    assert said.code == 0
    assert said.out.startswith("0 initiatives begin otherwise")
    assert "100 % of" in said.out.splitlines()[0]


def test_what_is_no_plan_is_refused(moved: Path) -> None:
    said = asp("-C", moved, "reorder", "--before", moved / "asp.yaml", "--as-of", "2026-12-31")

    assert said.code == 2
    assert "is no plan of this version" in said.err
