"""The same facts, policies and order give the same plan, to the byte; and it says what it is."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from asp_decide.errors import NoFeasiblePlanError, UsageError
from asp_decide.model.plan import Plan
from asp_decide.optimize.watch import Ended, Watch
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.workspace import read_sources
from command_line import a_copy, a_planned_workspace, asp, edit, files_of, plan
from workspace_builders import AS_OF, a_workspace, opened, planned


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


def _plan(folder: Path, **order: Any) -> Plan:
    return planned(folder, PlanOrder(as_of=AS_OF, engine="reference", **order))


def test_the_same_workspace_twice_gives_the_same_bytes_in_the_same_place(
    mini: Path, tmp_path: Path
) -> None:
    folder = a_copy(mini, tmp_path / "mini")
    before = files_of(folder)

    said = plan(folder, "-o", "plan.json")

    assert said.code == 0
    assert files_of(folder) == before
    assert "written: " in said.err
    assert "plans/2027Q1-a/plan.json and plan.json" in said.err


def test_a_workspace_elsewhere_gives_the_same_draft(mini: Path, tmp_path: Path) -> None:
    """No path, clock, host or name of a user is in it."""
    other = a_planned_workspace(tmp_path / "another place" / "mini")

    assert files_of(other / "plans") == files_of(mini / "plans")


def test_both_engines_give_the_same_plan_but_for_their_name(mini: Path) -> None:
    one = planned(mini, PlanOrder(as_of=AS_OF, engine="durable"))
    other = planned(mini, PlanOrder(as_of=AS_OF, engine="reference"))

    assert (one.run.engine, other.run.engine) == ("durable", "reference")
    assert one.model_copy(update={"run": other.run}) == other
    assert one.run.model_copy(update={"engine": "reference"}) == other.run


def test_a_plan_whose_prices_nobody_waited_for_is_exploratory(mini: Path) -> None:
    """The search had ended; what is missing are prices, and asking again would find them."""
    said: list[str] = []

    def ended() -> Ended | None:
        return "interrupted" if any("costs" in line for line in said) else None

    watch = Watch(lambda _: None, ended, clocked=False)
    order = PlanOrder(as_of=AS_OF, engine="reference", pins=("INI-3", "INI-6"))
    cut = make_plan(read_sources(opened(mini), AS_OF), order, progress=said.append, watch=watch)
    whole = planned(mini, order)

    assert (cut.plan.run.exploratory, whole.run.exploratory) == (True, False)
    assert len(cut.plan.prices) < len(whole.prices)
    assert cut.plan.objective == whole.objective


@pytest.mark.slow
def test_both_engines_give_the_same_plan_of_the_demo(tmp_path: Path) -> None:
    sources = read_sources(opened(a_workspace(tmp_path / "demo", "demo")), AS_OF)
    one, other = (
        make_plan(sources, PlanOrder(as_of=AS_OF, engine=engine)).plan
        for engine in ("durable", "reference")
    )

    assert one.model_copy(update={"run": other.run}) == other


def test_a_plan_says_what_went_into_it(mini: Path) -> None:
    run = _plan(mini, pins=("INI-6", "INI-3", "INI-6"), drops=("INI-4",), budget="quick").run

    assert (run.id, run.as_of, run.intervals[0]) == ("2027Q1", "2026-12-31", "2027Q1")
    assert (run.pinned, run.dropped) == (("INI-3", "INI-6"), ("INI-4",)), "sorted, each once"
    assert (run.budget, run.engine, run.exploratory) == ("quick", "reference", False)
    assert all(d.startswith("sha256:") for d in (run.facts, run.policies, run.charter))
    assert run.versions["highspy"].startswith("1.14")


def test_a_pinned_initiative_goes_ahead_and_a_dropped_one_gets_nothing(mini: Path) -> None:
    free = {one.initiative: one for one in _plan(mini).decisions}
    assert (free["INI-2"].decision, free["INI-6"].decision) == ("stop", "fund")

    bound = _plan(mini, pins=("INI-2",), drops=("INI-6",))

    decided = {one.initiative: one for one in bound.decisions}
    assert decided["INI-2"].decision == "continue"
    assert decided["INI-6"].option is None
    assert not [a for a in bound.allocations if a.initiative == "INI-6"]
    assert Fraction(bound.objective.loss) > Fraction(_plan(mini).objective.loss)


def test_another_day_is_another_run(mini: Path) -> None:
    day = date(2026, 12, 30)
    order = PlanOrder(as_of=day, engine="reference")

    before = make_plan(read_sources(opened(mini), day), order).plan.run

    assert (before.id, before.as_of) == ("2027Q1", "2026-12-30")
    assert before.facts != _plan(mini).run.facts
    with pytest.raises(UsageError, match="the facts were read as of 2026-12-31"):
        make_plan(read_sources(opened(mini), AS_OF), order)


def test_a_time_limit_makes_a_plan_exploratory_even_if_it_was_not_reached(mini: Path) -> None:
    assert _plan(mini, time_limit_seconds=600).run.exploratory


def test_two_mandates_that_cannot_both_be_are_named_with_what_they_compete_for(
    mini: Path,
) -> None:
    with pytest.raises(NoFeasiblePlanError) as none:
        _plan(mini, pins=("INI-1", "INI-2", "INI-8"))

    assert none.value.smallest
    assert none.value.origins == (
        "pin INI-1",
        "pin INI-2",
        "pin INI-8",
        "capacity web 2027Q1",
    )
    assert [way["in_words"] for way in none.value.ways_out] == [
        "INI-1 not pinned",
        "INI-2 not pinned",
        "INI-8 not pinned",
        "1 team-week more in web, 2027Q1",
    ]


def test_what_has_to_give_way_is_enough_when_it_is_given(tmp_path: Path) -> None:
    """One team-week more, as was said; a tenth less is not."""
    folder = a_workspace(tmp_path / "mini")
    pins = ("INI-1", "INI-2", "INI-8")

    edit(folder, "facts/capacity.csv", "web,2027Q1,12", "web,2027Q1,12.9")
    with pytest.raises(NoFeasiblePlanError):
        _plan(folder, pins=pins)
    edit(folder, "facts/capacity.csv", "web,2027Q1,12.9", "web,2027Q1,13")

    assert _plan(folder, pins=pins).run.pinned == pins


def test_a_mandate_to_go_on_and_a_rule_to_stop_are_named_together(tmp_path: Path) -> None:
    """It earns so little that stopping is worth more in any case, and somebody pins it."""
    folder = a_workspace(tmp_path / "mini")
    for interval in ("2027Q1,12", "2027Q2,12", "2027Q3,10", "2027Q4,12"):
        edit(folder, "facts/capacity.csv", f"web,{interval}", f"web,{interval[:6]},7")

    with pytest.raises(NoFeasiblePlanError) as none:
        _plan(folder, pins=("INI-1", "INI-2"))

    assert none.value.origins == ("pin INI-2", "STOP-02 INI-2")
    assert [way["in_words"] for way in none.value.ways_out] == ["INI-2 not pinned"]


@pytest.mark.slow
def test_a_law_that_comes_before_any_work_can_be_done_is_named(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "demo", "demo")
    edit(folder, "facts/requirements.yaml", "valid_from: 2027-07-01", "valid_from: 2027-02-15")

    said = plan(folder, "-o", "plan.json")

    assert (said.code, said.out) == (3, "")
    assert (
        "no plan exists; these cannot hold together:\n  GRD-11 for INI-11 Accessible booking flow\n"
        in said.err
    )
    assert not (folder / "plans").exists()
    assert not (folder / "plan.json").exists()


def test_the_records_of_a_draft_know_the_digests_of_its_files(mini: Path) -> None:
    draft = mini / "plans" / "2027Q1-a"
    manifest = json.loads((draft / "records.jsonl").read_bytes().splitlines()[0])

    named = {one["path"] for one in manifest["files"]}
    assert {"plan.json", "certificate.json", "asp.yaml", "facts/options.csv"} <= named
    assert (manifest["plan"], manifest["number"], manifest["previous"]) == (
        next(one["digest"] for one in manifest["files"] if one["path"] == "plan.json"),
        1,
        None,
    )


def test_what_editors_leave_behind_belongs_to_no_run(mini: Path, tmp_path: Path) -> None:
    folder = a_copy(mini, tmp_path / "mini")
    before = (folder / "plans" / "2027Q1-a" / "records.jsonl").read_bytes()
    for name in (".~lock.options.csv#", "~$options.xlsx"):
        (folder / "facts" / name).write_text("somebody has it open", encoding="utf-8")

    assert asp("-C", folder, "plan", "--as-of", AS_OF, "--engine", "reference").code == 0
    assert (folder / "plans" / "2027Q1-a" / "records.jsonl").read_bytes() == before
