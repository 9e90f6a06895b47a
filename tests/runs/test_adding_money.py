"""Row 6b, as a board meets it: money that earns less than it costs is refused with the number."""

import json
from pathlib import Path

import pytest

from command_line import a_copy, apply, asp, files_of, plan, recorded
from workspace_builders import Row, a_workspace, rewrite

REASON = ("--reason", "The shop needs it", "--until", "2027-03-31")
TWO_PEOPLE = ("--evidence", "Letter of intent", "--second-approver", "B. Person")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """INI-6 may be done in a first slice, or as a whole that costs more than it adds."""
    folder = a_workspace(tmp_path_factory.mktemp("scales") / "mini")

    def with_a_slice(rows: list[Row]) -> list[Row]:
        rest = [{**row, "remaining_outlay_likely": "0"} for row in rows]
        rest = [row for row in rest if row["initiative_id"] != "INI-6"]
        scales = (("slice", "mvp", "0.6", "10000"), ("whole", "whole", "1", "2000000"))
        for option, kind, share, outlay in scales:
            scale = {"initiative_id": "INI-6", "value_stream_id": "web", "option": option}
            scale |= {"kind": kind, "benefit_share": share, "remaining_outlay_likely": outlay}
            scale |= {"remaining_effort_likely": "2", "remaining_duration_likely": "6"}
            rest.append(scale)
        return [_named(row) for row in rest]

    rewrite(folder, "options", with_a_slice)
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


def _named(row: Row) -> Row:
    running = row["initiative_id"] in {"INI-1", "INI-2", "INI-8", "INI-9"}
    kind = "continue" if running else "whole"
    return {"option": kind, "kind": kind, **row}


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def _margin(folder: Path) -> str:
    told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (case,) = (one for one in told["decisions"] if one["initiative"] == "INI-6")
    assert (case["decision"], case["option"]) == ("fund", "slice")
    (whole,) = (one for one in case["courses"] if one["option"] == "whole")
    return str(whole["margin"]).removeprefix("-")


def test_a_larger_scale_that_loses_money_is_refused_with_the_number(mini: Path) -> None:
    before = files_of(mini)

    said = apply(mini, "--override", "INI-6=fund/whole", *REASON)

    assert (said.code, said.out) == (2, "")
    assert files_of(mini) == before
    assert "`INI-6=fund/whole` adds money that earns less than it costs" in said.err
    assert f"`whole` is worth {_margin(mini)} EUR less than `slice`" in said.err
    assert "add --evidence and --second-approver" in said.err
    assert "or fund `slice`" in said.err


def test_two_people_with_evidence_may_add_it_and_the_number_stays_on_record(mini: Path) -> None:
    said = apply(mini, "--override", "INI-6=fund/whole", *REASON, *TWO_PEOPLE)

    assert said.code == 0, said.err
    assert "fund/whole" in said.out
    (override,) = (one for one in recorded(mini) if one["kind"] == "override")
    assert override["option"] == "whole"
    assert override["margin"] == {"option": "whole", "amount": f"-{_margin(mini)}", "unit": "EUR"}
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def test_the_number_is_told_before_anybody_asks_for_the_money(mini: Path) -> None:
    said = asp("-C", mini, "explain", "INI-6", "--if", "fund/whole")

    assert said.code == 0, said.err
    assert "its money earns less than it costs: EUR " in said.out
    assert "less than `slice`" in said.out
    assert "--evidence TEXT --second-approver NAME" in said.out


def test_an_option_that_there_is_not_is_refused_with_those_that_there_are(mini: Path) -> None:
    said = apply(mini, "--override", "INI-6=fund/half", *REASON)

    assert "`INI-6` has no option `half` by which to fund" in said.err
    assert "one of slice, whole" in said.err


def test_what_the_plan_recommends_needs_no_override_under_its_own_name(mini: Path) -> None:
    said = apply(mini, "--override", "INI-6=fund/slice", *REASON)

    assert "`fund/slice` is what the plan recommends for `INI-6`" in said.err
