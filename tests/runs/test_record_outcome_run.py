"""What became of a hypothesis: entered among the facts, recorded by the run that first knows it."""

from pathlib import Path
from typing import Any

import pytest

from asp_decide.ledger.bundle import open_bundle
from asp_decide.runs.auditing.verify_run import verify_bundle
from audit_builders import hashed_anew
from command_line import Said, a_copy, apply, asp, plan, recorded
from workspace_builders import a_workspace, rows_of, set_cell

BY = ("--by", "P. Lind", "--role", "portfolio_manager", "--method", "before_after")


@pytest.fixture(scope="module")
def funded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a first run has funded INI-6."""
    folder = a_workspace(tmp_path_factory.mktemp("funded") / "mini")
    set_cell(folder, "initiatives", ("id", "INI-6"), "lead", "L. Ead")
    assert plan(folder, "-o", "plan.json").code == 0
    assert apply(folder).code == 0
    return folder


def _judged(folder: Path, verdict: str = "refuted", *more: str, by: tuple[str, ...] = BY) -> Said:
    told = ("--verdict", verdict, "--on", "2027-03-31", "--interval", "2027Q1")
    return asp("-C", folder, "record-outcome", "INI-6", *told, *by, *more)


def _next_run(folder: Path) -> list[dict[str, Any]]:
    order = ("--as-of", "2027-03-31", "--engine", "reference", "-o", "next.json")
    assert asp("-C", folder, "plan", *order).code == 0
    said = asp(
        *("-C", folder, "apply", "next.json", "--by", "A. Example"),
        *("--role", "portfolio_board", "--on", "2027-04-05"),
    )
    assert said.code == 0, said.err
    return recorded(folder, "2027Q2")


def test_a_verdict_leads_back_to_the_decision_that_funded_it_and_is_verified(
    funded: Path, tmp_path: Path
) -> None:
    folder = a_copy(funded, tmp_path / "mini")
    said = _judged(folder, "refuted", "--realised", "40000")

    assert "INI-6 is refuted (2027Q1), by portfolio_manager P. Lind" in said.out
    assert [row["quantity"] for row in rows_of(folder, "outcomes")] == ["success", "value"]
    records = _next_run(folder)
    (outcome,) = (one for one in records if one["kind"] == "outcome")
    decision = recorded(folder)[outcome["decided_in"]]
    assert (decision["kind"], decision["point"]) == ("approval", "gate_2")
    assert decision["subject"] == {"initiative": "INI-6"}
    verified = asp("-C", folder, "verify", "runs/2027Q2", "--strict")
    assert verified.code == 0, verified.out
    assert "1 outcome" in verified.out

    bundle = open_bundle(folder / "runs" / "2027Q2")
    for field, forged in (("decided_in", 0), ("verdict", "confirmed"), ("person", "A. Nother")):
        told = [{**one, field: forged} if one is outcome else one for one in records]
        second = verify_bundle(hashed_anew(bundle, told), ()).checks[1]
        assert (second.verdict, field in second.told) == ("FAIL", True), second


def test_a_table_of_another_form_is_not_written_and_the_row_to_type_is_told(
    funded: Path, tmp_path: Path
) -> None:
    folder = a_copy(funded, tmp_path / "mini")
    rows = "- {initiative_id: INI-6, quantity: success, interval: 2027Q1, status: open}\n"
    (folder / "facts" / "outcomes.yaml").write_text(rows, encoding="utf-8")

    said = _judged(folder)

    assert said.code == 2
    assert "is written by hand" in said.err
    assert "verdict: refuted, verdict_on: 2027-03-31" in said.err


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (("--by", "L. Ead", *BY[2:]), "`L. Ead` is lead of `INI-6` and judged it"),
        ((*BY[:3], "finance", *BY[4:]), "`outcome` is decided by `portfolio_manager`"),
        ((*BY[:5], "none"), "the method is not stated"),
    ],
)
def test_who_may_not_judge_is_refused_and_nothing_is_written(
    funded: Path, by: tuple[str, ...], told: str
) -> None:
    """Pitfall 14."""
    said = _judged(funded, by=by)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not (funded / "facts" / "outcomes.csv").exists()


def test_what_was_judged_is_not_judged_again_by_the_verb(funded: Path, tmp_path: Path) -> None:
    folder = a_copy(funded, tmp_path / "mini")
    assert _judged(folder).code == 0

    said = _judged(folder, "confirmed")

    assert said.code == 2
    assert "was judged `refuted` for 2027Q1" in said.err


def test_a_verdict_typed_past_the_rights_is_refused_when_a_plan_is_applied(
    funded: Path, tmp_path: Path
) -> None:
    folder = a_copy(funded, tmp_path / "mini")
    assert _judged(folder).code == 0
    key = ("initiative_id", "INI-6")
    set_cell(folder, "outcomes", key, "verdict_by", "portfolio_manager L. Ead")
    order = ("--as-of", "2027-03-31", "--engine", "reference", "-o", "next.json")
    assert asp("-C", folder, "plan", *order).code == 0

    said = asp(
        *("-C", folder, "apply", "next.json", "--by", "A. Example"),
        *("--role", "portfolio_board", "--on", "2027-04-05"),
    )

    assert said.code == 2
    assert "verdict on `INI-6`: `L. Ead` is lead of `INI-6`" in said.err
