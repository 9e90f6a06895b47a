"""Another design of an organization, asked on the command line."""

import json
from pathlib import Path

import pytest

from asp_decide.errors import UsageError
from asp_decide.runs.designing.design_simulate_run import DesignOrder, design_simulate_run
from asp_decide.runs.workspace import open_workspace, read_sources
from asp_decide.scenario.organization_facts import wip_limit_in
from command_line import Said, asp
from workspace_builder import RUN_DAY

QUICK = ("--as-of", "2026-12-31", "--runs", "4", "--weeks", "20")


@pytest.fixture(scope="module")
def minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("design") / "minimal"
    assert asp("init", folder, "--template", "minimal").code == 0
    return folder


def _simulate(folder: Path, *words: object) -> Said:
    return asp("-C", folder, "design", "simulate", *words, *QUICK)


def test_the_same_seed_gives_the_same_bytes(minimal: Path) -> None:
    once, again, other = (
        _simulate(minimal, "wip=1", "--format", "json", "--seed", seed).out for seed in (1, 1, 2)
    )

    assert once == again
    assert once != other
    assert json.loads(once)["runs"] == 4


def test_the_page_says_both_designs_both_clocks_and_what_was_taken_for_granted(
    minimal: Path,
) -> None:
    said = _simulate(minimal, "start=push", "batch=2", "--base", "switching=10%")

    assert said.code == 0, said.err
    assert "push: all start when they are approved, released 2 at a time" in said.out
    assert said.out.count("10 % longer with each further open item") == 2
    assert "from gate, mean" in said.out
    assert "from start, P85" in said.out
    assert "ask for 90 % of the capacity, as no log of work says" in said.out


def test_pitfall_23_on_its_facts_a_limit_alone_cuts_no_time_from_gate(minimal: Path) -> None:
    """First come first served, one after another, in one stream: only the start's clock is shorter."""
    base = ("streams=1", "sharing=no", "order=fifo", "wip=none")
    words = [word for one in base for word in ("--base", one)]

    told = json.loads(_simulate(minimal, "wip=6", *words, "--format", "json").out)

    found = {one["name"]: one["told"] for one in told["measures"]}
    assert found["from gate, mean"] == found["from gate, P85"] == "the same in every world"
    assert found["cost of delay"] == "the same in every world"


@pytest.mark.parametrize("words", [(), ("wpi=2",), ("wip=2", "--load", "most")])
def test_what_cannot_be_simulated_is_refused(minimal: Path, words: tuple[str, ...]) -> None:
    assert _simulate(minimal, *words).code == 2


def test_more_worlds_than_anybody_would_play_again_are_refused(minimal: Path) -> None:
    order = DesignOrder(("wip=1",), RUN_DAY, runs=10_000_000)

    with pytest.raises(UsageError, match="too many"):
        design_simulate_run(open_workspace(minimal), order, progress=pytest.fail)


def test_the_limit_of_the_policies_is_the_limit_of_the_design(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    assert asp("init", demo, "--template", "demo").code == 0
    sources = read_sources(open_workspace(demo), RUN_DAY)

    assert wip_limit_in(sources.policies) == 3


def test_demand_is_read_off_the_log_of_work_where_it_knows_enough(minimal: Path) -> None:
    """Nine passed Gate 2 within the year, at the end of five legal moves each."""
    states = ("intake", "triage", "discovery_queue", "investigate", "investment_framing")
    lines = ["item_kind,item_id,event,from_state,to_state,at,decision_id"]
    for number in range(1, 10):
        way = zip(("", *states), (*states, "delivery_queue"), strict=True)
        lines += [
            f"initiative,INI-{number}0,moved,{source},{target},2026-0{step}-0{number}T09:00:00Z,DEC"
            for step, (source, target) in enumerate(way, 1)
        ]
    log = minimal / "facts" / "work_events.csv"
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    order = DesignOrder(("wip=1",), RUN_DAY, runs=1, weeks=10)

    found = design_simulate_run(open_workspace(minimal), order, progress=lambda _: None)
    log.unlink()

    assert found.assumptions[0] == "9 initiatives a year pass Gate 2, as the log of work says"


def test_row_26a_a_dimension_is_moved_from_where_its_evidence_puts_it(minimal: Path) -> None:
    """The streams of the small workspace state their capacity, and nobody says when: half."""
    said = _simulate(minimal, "planning=0", "wip=2")
    stated = _simulate(minimal, "funding=1", "--base", "funding=0.5")

    assert (
        "planning moves from 0.5 to 0: the queue is ordered every 26 weeks, then every 52"
        in said.out
    )
    assert "2 at once in a stream, by cd3, the order made every 52 weeks" in said.out
    assert "funding moves from 0.5 to 1: money comes every 26 weeks, then at once" in stated.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("funding=1",), "no fact says how it stands with `funding` today"),
        (("funding=2",), "`funding=2` is no score"),
        (("wip=2", "--base", "funding=0.5"), "`funding` holds for both and is not changed"),
    ],
)
def test_a_dimension_that_cannot_be_moved_says_why(
    minimal: Path, words: tuple[str, ...], told: str
) -> None:
    said = _simulate(minimal, *words)

    assert (said.code, told in said.err) == (2, True), said.err
