"""Drawn portfolios: the same for a seed, other in nothing but what is asked, and fit to be read."""

import csv
import io
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.runs.instruments import solver
from families.parameters import FAMILIES, Parameters, of_family
from families.portfolio import Portfolio, draw_portfolio
from question import ask_of

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def drawn(family: str = "T", initiatives: int = 100, seed: int = 1, **changes: Any) -> Portfolio:
    return draw_portfolio(of_family(family, initiatives, **changes), seed=seed)


def rows(portfolio: Portfolio, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(portfolio.files[f"facts/{table}.csv"].decode())))


def column(portfolio: Portfolio, table: str, name: str) -> list[str]:
    return [row[name] for row in rows(portfolio, table)]


def test_a_seed_draws_the_same_bytes_in_another_process() -> None:
    code = (
        "from families.parameters import of_family; from families.portfolio import draw_portfolio;"
        "print(draw_portfolio(of_family('T', 100), seed=1).digest)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=BENCHMARKS, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == drawn().digest


def test_another_seed_and_another_family_are_other_portfolios() -> None:
    digests = {drawn(family).digest for family in FAMILIES} | {drawn(seed=2).digest}
    assert len(digests) == len(FAMILIES) + 1


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        ({"unknown": 0.2}, {"initiatives", "options"}),
        ({"links": 0.5}, {"dependencies"}),
        ({"exclusions": 0.2}, {"dependencies"}),
        ({"with_mvp": 0.9}, {"options"}),
        ({"needs": 0.5}, {"options", "dependencies"}),
        ({"redirected": 1.0}, {"options"}),
        ({"load": 4.0, "mandates": 0.0}, {"capacity"}),
    ],
    ids=["unknown", "links", "exclusions", "mvp", "needs", "redirects", "load"],
)
def test_a_change_of_one_aspect_moves_no_draw_of_another(
    changes: dict[str, Any], touched: set[str]
) -> None:
    before = drawn(mandates=0.0) if "mandates" in changes else drawn()
    after = drawn(**changes)
    different = {
        path.removeprefix("facts/").removesuffix(".csv")
        for path in before.files
        if path.startswith("facts/") and before.files[path] != after.files.get(path)
    }
    assert different
    assert different <= touched


def test_what_is_unknown_for_a_share_is_unknown_for_a_larger_one() -> None:
    few, many = (
        column(drawn(unknown=u), "options", "remaining_effort_likely") for u in (0.05, 0.2)
    )
    assert few.count("") < many.count("")
    assert all(not after for before, after in zip(few, many, strict=True) if not before)


def test_amounts_stand_on_their_grids() -> None:
    portfolio = drawn()
    efforts = column(portfolio, "options", "remaining_effort_likely")
    efforts += column(portfolio, "capacity", "net")
    assert all((Fraction(effort) * 10).denominator == 1 for effort in efforts if effort)
    money = column(portfolio, "options", "remaining_outlay_likely")
    money += column(portfolio, "initiatives", "benefit_per_week_likely")
    assert all(int(amount) % 100 == 0 for amount in money if amount)


def test_many_small_bets_share_each_stream_in_f() -> None:
    assert drawn("F").lumpiness < drawn("T").lumpiness / 2


def test_half_of_d_has_a_date() -> None:
    words = Counter(column(drawn("D", 300), "initiatives", "urgency"))
    dated = words["deadline"] + words["expiring"]
    assert 0.4 < dated / 300 < 0.6


def test_much_of_r_is_running_and_may_be_redirected() -> None:
    assert 0.35 < column(drawn("R", 300), "initiatives", "state").count("implementing") / 300 < 0.55
    assert "redirect" in column(drawn("R", 300), "options", "kind")


def longest_chain(portfolio: Portfolio) -> int:
    follows = {
        (row["from_id"], row["to_id"])
        for row in rows(portfolio, "dependencies")
        if row["kind"] == "finish_start"
    }
    reached, length = {after for _, after in follows}, 0
    while reached:
        length += 1
        reached = {after for before, after in follows if before in reached}
    return length


def test_c_has_longer_chains_of_more_links() -> None:
    chained, usual = drawn("C", 300), drawn("T", 300)
    assert longest_chain(usual) <= Parameters(1, 1, 1).chain < longest_chain(chained) <= 6
    assert len(rows(chained, "dependencies")) > 1.5 * len(rows(usual, "dependencies"))


def test_money_is_tight_and_floors_are_high_in_m() -> None:
    tight, usual = drawn("M"), drawn("T")
    assert tight.files["facts/capacity.csv"] == usual.files["facts/capacity.csv"]
    assert tight.files["asp.yaml"] != usual.files["asp.yaml"]
    assert b'"at_least": "30 %"' in tight.files["policies/portfolio/drawn.yaml"]


def test_most_of_x_touches_several_streams() -> None:
    portfolio = drawn("X", 300)
    whole = Counter(
        row["initiative_id"] for row in rows(portfolio, "options") if row["option"] == "whole"
    )
    assert sum(count > 1 for count in whole.values()) > 0.7 * len(whole)


def test_one_stream_of_z_has_far_more_work_for_its_capacity() -> None:
    portfolio = drawn("Z")
    work: Counter[str] = Counter()
    for row in rows(portfolio, "options"):
        if row["option"] in ("whole", "continue") and row["remaining_effort_likely"]:
            work[row["value_stream_id"]] += round(10 * float(row["remaining_effort_likely"]))
    net = Counter[str]()
    for row in rows(portfolio, "capacity"):
        if row["function"] == "delivery" and not row["skill"]:
            net[row["value_stream_id"]] += round(10 * float(row["net"]))
    loads = sorted(work[stream] / net[stream] for stream in net)
    assert loads[-1] > 2 * loads[len(loads) // 2]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_read_without_a_problem_and_has_a_plan(family: str) -> None:
    question = ask_of(drawn(family, 30))
    assert len(question.programme.groups) == 30
    means = Means(solver(), WorkLimit(nodes=1))
    assert solve_programme(question.programme, means, order=question.order).taken


def test_a_planted_conflict_is_found_by_its_mandates_and_their_stream() -> None:
    asked = replace(of_family("T", 100), mandates=0.0, conflict=True)
    question = ask_of(draw_portfolio(asked, seed=1))
    with pytest.raises(NoFeasiblePlanError) as caught:
        solve_programme(question.programme, Means(solver(), WorkLimit(nodes=1)), order={})
    named = sorted(origin.split(" ")[0] for origin in caught.value.origins)
    assert named == ["DATE-01", "DATE-01", "capacity"]
