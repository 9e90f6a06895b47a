"""What is older than its limit is decided by somebody, by name: nothing is carried over in silence.

INI-4 has waited for five runs, INI-9 has been worked on for two years; INI-2 has, too, and the plan
stops it.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import a_copy, apply, asp, edit, files_of, plan, recorded
from source_tree import PROJECT
from workspace_builders import Row, a_workspace, rewrite

SINCE = {"INI-4": "2025-09-15", "INI-9": "2025-01-15", "INI-2": "2025-01-15"}
UNTIL = ("--until", "2027-03-31")
BOTH = ("--reason", "It waits for the tender", "--reason", "The cut-over is in March", *UNTIL)
RIGHT = "    override: {by: portfolio_board, longest: 1 interval, needs: [reason]}\n"
LAST = "    owner: portfolio_manager\n    because: >"
"""How the last rule of the file goes on: its reason takes several lines."""

AGEING = "policies/portfolio/ageing.yaml"
EXEMPTED = """\
asp: exceptions/v1
exceptions:
  - id: EX-2026-001
    rule: ORD-04
    for: {initiative: INI-9}
    does: suspend
    granted: {by: portfolio_board, person: R. Lunde, on: 2026-12-14}
    effective: {from: 2026-12-31, until: 2027-03-31}
    reason: The cut-over is in March, and was agreed to take two years.
"""


def _aged(folder: Path) -> Path:
    a_workspace(folder)
    shutil.copy(PROJECT / AGEING, folder / AGEING)

    def dated(rows: list[Row]) -> list[Row]:
        return [row | {"state_since": SINCE.get(row["id"], "")} for row in rows]

    rewrite(folder, "initiatives", dated)
    return folder


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = _aged(tmp_path_factory.mktemp("aged") / "mini")
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def _of(folder: Path, kind: str, initiative: str) -> dict[str, Any]:
    subject = {"initiative": initiative}
    (found,) = (
        one for one in recorded(folder) if one["kind"] == kind and one.get("subject") == subject
    )
    return found


def _close(folder: Path) -> dict[str, Any]:
    return recorded(folder)[-1]


def _refused(folder: Path, *more: str) -> str:
    before = files_of(folder)

    said = apply(folder, *more)

    assert said.code == 2, said
    assert files_of(folder) == before
    return said.err


def test_what_nobody_decided_is_not_carried_over_in_silence(mini: Path) -> None:
    """Both are named at once; what the plan itself takes from where it stands is decided by it."""
    told = _refused(mini)

    assert "ORD-02 forces a decision: INI-4 was left waiting by 5 runs" in told
    assert "ORD-04 forces a decision: INI-9 has been worked on for 102.14 weeks" in told
    assert "INI-2" not in told
    assert "--override INI-4=wait --reason TEXT --until DATE" in told
    assert "ORD-04" not in _refused(mini, "--override", "INI-9=continue", "--reason", "x", *UNTIL)


def test_its_holder_leaves_it_where_it_stands_with_a_reason_and_an_end(mini: Path) -> None:
    said = apply(mini, "--override", "INI-4=wait", "--override", "INI-9=continue", *BOTH)

    assert said.code == 0, said.err
    override, closed = _of(mini, "override", "INI-9"), _of(mini, "escalation", "INI-9")
    assert (override["rules"], override["decided"]) == (["ORD-04"], "continue")
    assert override["needs"]["reason"] == "The cut-over is in March"
    assert (override["price"]["low"], override["price"]["high"]) == ("0", "0")
    assert closed["closed_by"] == "continue until 2027-03-31"
    assert _of(mini, "escalation", "INI-2")["closed_by"] == "stop"
    told = {"decided": "continue", "initiative": "INI-9", "rule": "ORD-04", "until": "2027-03-31"}
    assert told in _close(mini)["left"]
    assert [one for one in _close(mini)["escalations"] if one["rule"] != "BRK-01"] == []
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def test_or_it_is_stopped_and_what_waits_goes_back_to_be_asked_whether_it_matters(
    mini: Path,
) -> None:
    """What takes a case out of its queue is decided at the point that asks for its relevance."""
    said = apply(mini, "--override", "INI-4=return_to_triage", "--override", "INI-9=stop", *BOTH)

    assert said.code == 0, said.err
    back = _of(mini, "approval", "INI-4")
    assert (back["point"], back["decided"]) == ("relevance", "return_to_triage")
    assert _of(mini, "escalation", "INI-4")["closed_by"] == "return_to_triage"
    assert _of(mini, "escalation", "INI-9")["closed_by"] == "stop"
    assert "left" not in _close(mini)
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def test_or_it_is_started(mini: Path) -> None:
    said = apply(mini, "--override", "INI-4=start", "--override", "INI-9=continue", *BOTH)

    assert said.code == 0, said.err
    assert _of(mini, "escalation", "INI-4")["closed_by"] == "start"
    assert [one["initiative"] for one in _close(mini)["left"]] == ["INI-9"]


def test_or_it_stands_in_the_register_of_exemptions(tmp_path: Path) -> None:
    folder = _aged(tmp_path / "mini")
    (folder / "policies" / "exceptions.yaml").write_text(EXEMPTED, encoding="utf-8")
    assert plan(folder, "-o", "plan.json").code == 0

    told = _refused(folder)

    assert "INI-4" in told
    assert "INI-9" not in told


@pytest.mark.parametrize(
    ("force", "told"),
    [
        ("mandatory\n", "ORD-04 stands against `INI-9=continue` and is mandatory"),
        (f"overridable\n{RIGHT.replace('portfolio_board', 'finance')}", "an override of ORD-04"),
    ],
)
def test_who_may_leave_it_there_and_whether_anybody_may_says_the_rule(
    tmp_path: Path, force: str, told: str
) -> None:
    folder = _aged(tmp_path / "mini")
    edit(folder, AGEING, f"overridable\n{RIGHT}{LAST}", f"{force}{LAST}")
    assert plan(folder, "-o", "plan.json").code == 0

    said = _refused(folder, "--override", "INI-4=wait", "--override", "INI-9=continue", *BOTH)

    assert told in said


def test_an_answer_of_the_plan_is_an_override_only_where_a_rule_asks_for_it(mini: Path) -> None:
    both = ("--override", "INI-4=wait", "--override", "INI-9=continue")

    told = _refused(mini, *both, "--override", "INI-6=fund/whole", "--reason", "x", *UNTIL)

    assert "is what the plan recommends" in told
