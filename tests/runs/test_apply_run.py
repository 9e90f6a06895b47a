"""A person decides: recorded whole, by those who may, of the very plan that lay on the table."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from asp_decide.errors import BrakeError, NotPermittedError, StalePlanError
from asp_decide.model.masked import SALT_BYTES, masks_in
from asp_decide.runs.auditing.ledger_run import recorded_runs
from asp_decide.runs.drafts import Draft
from asp_decide.runs.investing.apply_run import apply_run
from asp_decide.runs.investing.planned_again import PlannedAgain, plan_again
from asp_decide.runs.person_act import Act
from asp_decide.runs.workspace import Sources
from command_line import (
    ON,
    a_copy,
    a_planned_workspace,
    apply,
    asp,
    files_of,
    logged,
    plan,
    recorded,
    records_in,
)
from workspace_builders import AS_OF, Row, a_workspace, opened, rewrite, set_cell

SECRET = b"a secret that tests may know ..."


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def _refused(folder: Path, *more: str, role: str = "portfolio_board") -> str:
    """What is said of an act that is refused, after which nothing has been written."""
    before = files_of(folder)

    said = apply(folder, *more, role=role)

    assert said.code == 2, said
    assert said.out == ""
    assert files_of(folder) == before
    return said.err


def test_a_decision_is_recorded_exported_and_given_its_checkpoint(mini: Path) -> None:
    said = apply(mini)

    assert said.code == 0
    assert said.out.startswith("run 2027Q1 is recorded: 9 decisions; see ")
    checkpoint = (mini / "runs" / "2027Q1" / "checkpoint").read_text(encoding="utf-8")
    assert checkpoint in said.out
    assert checkpoint == asp("-C", mini, "ledger", "checkpoint").out
    assert int(checkpoint.splitlines()[1]) == records_in(mini)
    assert "verify" in said.err


def test_the_same_act_twice_adds_nothing_and_exports_again(mini: Path) -> None:
    first = apply(mini)
    size, bundle = records_in(mini), files_of(mini / "runs" / "2027Q1")
    (mini / "runs" / "2027Q1" / "plan.json").unlink()

    again = apply(mini)

    assert (first.code, again.code) == (0, 0)
    assert "has recorded this plan before; nothing was added" in again.out
    assert records_in(mini) == size
    assert files_of(mini / "runs" / "2027Q1") == bundle


def test_two_workspaces_with_the_same_content_and_secret_get_the_same_checkpoint(
    planned: Path, tmp_path: Path
) -> None:
    """Salts are the one thing that the content of a workspace does not say."""
    one, other, third = (a_copy(planned, tmp_path / name) for name in ("one", "other", "third"))
    act = Act("A. Person", "portfolio_board", date(2027, 1, 11))

    for folder, secret in ((one, SECRET), (other, SECRET), (third, bytes(SALT_BYTES))):
        apply_run(opened(folder), folder / "plan.json", act, secret=secret)

    assert files_of(one / "runs") == files_of(other / "runs")
    assert recorded(one) == recorded(third)
    checkpoint = "runs/2027Q1/checkpoint"
    assert (one / checkpoint).read_bytes() != (third / checkpoint).read_bytes()


def test_each_act_is_masked_with_a_secret_of_its_own(planned: Path, tmp_path: Path) -> None:
    one, other = (a_copy(planned, tmp_path / name) for name in ("one", "other"))

    assert apply(one).code == apply(other).code == 0

    assert recorded(one) == recorded(other)
    assert not set(_commitments(one)) & set(_commitments(other))
    assert len(_commitments(one)) == len(set(_commitments(one))) == 9


def _commitments(folder: Path) -> list[str]:
    return [commitment for record in logged(folder) for _, commitment in masks_in(record)]


def test_of_two_who_apply_one_plan_at_once_the_second_is_told(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one person's plan is checked again, another one's act is recorded."""

    def meanwhile(draft: Draft, sources: Sources) -> PlannedAgain:
        monkeypatch.undo()
        assert apply(mini).code == 0
        return plan_again(draft, sources)

    monkeypatch.setattr("asp_decide.runs.investing.apply_run.plan_again", meanwhile)
    workspace = opened(mini)
    board = Act("B. Second", "portfolio_board", date(2027, 1, 11))

    with pytest.raises(StalePlanError, match="the number of records in the ledger was `0`"):
        apply_run(workspace, mini / "plan.json", board, secret=SECRET)

    assert [run["run"] for run in recorded_runs(workspace)] == ["2027Q1"]


def test_a_second_run_of_an_interval_gets_a_number_and_verifies(mini: Path) -> None:
    apply(mini)
    plan(mini, "--drop", "INI-4", "-o", "plan.json")

    said = apply(mini)

    assert said.out.startswith("run 2027Q1-2 is recorded")
    for run in ("2027Q1", "2027Q1-2"):
        assert asp("verify", mini / "runs" / run).code == 0
    records = (mini / "runs" / "2027Q1-2" / "records.jsonl").read_text(encoding="utf-8")
    manifest = json.loads(records.splitlines()[0])
    assert (manifest["run"], manifest["number"]) == ("2027Q1-2", 2)
    assert manifest["previous"]["run"] == "2027Q1"


def test_money_spent_since_the_plan_makes_it_no_other_plan(mini: Path) -> None:
    """The facts' digest knows no money spent; the record holds the files as they were decided on."""
    set_cell(mini, "initiatives", ("id", "INI-1"), "spent_to_date", "900000")

    assert apply(mini).code == 0

    assert asp("verify", mini / "runs" / "2027Q1").code == 0
    exported = mini / "runs" / "2027Q1" / "facts" / "initiatives.csv"
    assert exported.read_bytes() == (mini / "facts" / "initiatives.csv").read_bytes()


def test_a_word_in_a_comment_makes_it_no_other_plan(mini: Path) -> None:
    policy = mini / "policies" / "portfolio" / "basics.yaml"
    policy.write_text("# Read aloud in March.\n" + policy.read_text(encoding="utf-8"), "utf-8")

    assert apply(mini).code == 0
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def test_changed_facts_make_the_plan_stale_and_the_file_is_named(mini: Path) -> None:
    set_cell(mini, "options", ("initiative_id", "INI-3"), "remaining_effort_likely", "8")

    told = _refused(mini)

    assert "plan `plan.json` is stale: facts, `facts/options.csv` was `sha256:" in told


def test_a_moved_row_is_the_same_portfolio(mini: Path) -> None:
    def turned(rows: list[Row]) -> list[Row]:
        return rows[::-1]

    rewrite(mini, "initiatives", turned)

    assert apply(mini).code == 0
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def _edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (_edit("policies/portfolio/basics.yaml", "5 initiatives", "4 initiatives"), "policies, `"),
        (_edit("policies/portfolio/basics.yaml", "above 0 EUR", "above 1 EUR"), "policies, `"),
        (_edit("asp.yaml", "8 %", "9 %"), "asp.yaml, `asp.yaml`"),
        (_edit("asp.yaml", "planning_intervals: 4", "planning_intervals: 5"), "asp.yaml, `"),
    ],
)
def test_a_changed_limit_or_frame_makes_the_plan_stale(
    mini: Path, edit: Callable[[Path], None], changed: str
) -> None:
    edit(mini)

    assert f"is stale: {changed}" in _refused(mini)


def test_a_stale_plan_is_told_to_programs_with_its_parts(mini: Path) -> None:
    _edit("asp.yaml", "8 %", "9 %")(mini)
    act = Act("A. Person", "portfolio_board", AS_OF)

    with pytest.raises(StalePlanError) as stale:
        apply_run(opened(mini), mini / "plan.json", act, secret=SECRET)

    assert stale.value.changed.startswith("asp.yaml")
    assert stale.value.planned != stale.value.found


@pytest.mark.parametrize("role", ["finance", "portfolio_manager", "team"])
def test_who_holds_no_right_to_a_gate_records_nothing(mini: Path, role: str) -> None:
    told = _refused(mini, role=role)

    assert told == (
        f"`gate_2` is decided by `portfolio_board`; `{role}` does not hold that right\n"
    )


def test_a_missing_right_is_told_to_programs(mini: Path) -> None:
    with pytest.raises(NotPermittedError) as missing:
        apply_run(opened(mini), mini / "plan.json", Act("A", "finance", AS_OF), secret=SECRET)

    assert (missing.value.role, missing.value.holder) == ("finance", "portfolio_board")


def test_an_unknown_role_is_told_which_there_are(mini: Path) -> None:
    told = _refused(mini, role="emperor")

    assert "`emperor` is no role of this workspace" in told
    assert "portfolio_board" in told


def test_an_exploratory_plan_is_never_recorded(mini: Path) -> None:
    plan(mini, "--time-limit", "60", "-o", "plan.json")

    told = _refused(mini)

    assert "was cut short by a time limit" in told
    assert "plan again without --time-limit" in told


@pytest.fixture(scope="module")
def braked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of four running initiatives are no longer worth their capacity: half is more than 30 %."""
    folder = a_workspace(tmp_path_factory.mktemp("braked") / "mini")
    set_cell(folder, "initiatives", ("id", "INI-1"), "benefit_per_week_likely", "20")
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


def test_a_run_that_stops_half_of_what_runs_waits_for_the_board(
    braked: Path, tmp_path: Path
) -> None:
    folder = a_copy(braked, tmp_path / "mini")

    told = _refused(folder)

    assert told.startswith("BRK-01 halts this run: this run stops 50 % of what is in flight")
    assert "`portfolio_board` confirms it with --confirm" in told
    act = Act("A", "portfolio_board", AS_OF)
    with pytest.raises(BrakeError):
        apply_run(opened(folder), folder / "plan.json", act, secret=SECRET)


def test_a_confirmed_brake_is_part_of_the_record(braked: Path, tmp_path: Path) -> None:
    folder = a_copy(braked, tmp_path / "mini")

    assert apply(folder, "--confirm").code == 0

    records = (folder / "runs" / "2027Q1" / "records.jsonl").read_text(encoding="utf-8")
    (confirmed,) = (r for r in map(json.loads, records.splitlines()) if r.get("point") == "brake")
    assert (confirmed["decided"], confirmed["by"]) == ("confirm", "portfolio_board")
    assert asp("verify", folder / "runs" / "2027Q1").code == 0


def test_the_day_of_the_decision_is_on_record(mini: Path) -> None:
    apply(mini)

    approvals = [one for one in recorded(mini) if one["kind"] == "approval"]
    assert len(approvals) == 9
    assert {(one["on"], one["person"], one["by"]) for one in approvals} == {
        (ON, "A. Person", "portfolio_board")
    }
