"""A commitment or a pull on record: by whom, in which role, and decided again from its folder."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import Said, asp
from delivery_workspace import delivery_workspace, done, told

TEAM = ("--by", "P. Lind", "--role", "team")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    planned: dict[str, Any] = {"commitment": "committed", "planned_interval": "2027Q1"}
    running: dict[str, Any] = {"category": "run"}
    rows = [
        *(done(f"FEA-9{n}", took_days=20) for n in range(7)),
        told("FEA-01", "implementing", days_ago=40, blocked=6),
        told("FEA-21", "ready", value_likely=60_000, **planned, **running),
        told("FEA-22", "ready", value_likely=50_000, is_ready="no", **planned),
        told("FEA-23", "ready", value_likely=40_000, remaining_effort_likely=6),
        told("FEA-24", "funnel", value_likely=90_000),
    ]
    return delivery_workspace(tmp_path_factory.mktemp("drawn"), rows)


@pytest.fixture
def at_work(drawn: Path, tmp_path: Path) -> Path:
    shutil.copytree(drawn, tmp_path / "work")
    return tmp_path / "work"


def _flow(folder: Path, *more: object, on: str = "2026-12-31") -> Said:
    return asp("-C", folder, "flow", *more, "--as-of", on)


def _records(folder: Path, run: str) -> list[dict[str, Any]]:
    text = (folder / "runs" / run / "records.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _of_kind(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in records if one["kind"] == kind]


def test_a_commitment_is_put_on_record_and_decided_again_from_its_folder(at_work: Path) -> None:
    said = _flow(at_work, "commit", "--stream", "payments", *TEAM)

    assert said.code == 0, said.err
    assert "run 2027Q1-commit is recorded: 3 decisions" in " ".join(said.out.split())
    assert "Example portfolio/delivery" in said.out, "the checkpoint names a log of its own"
    records = _records(at_work, "2027Q1-commit")
    decided = {one["subject"]["feature"]: one["decided"] for one in _of_kind(records, "approval")}
    assert decided == {"FEA-21": "commit", "FEA-22": "defer", "FEA-23": "stretch"}
    (bound,) = _of_kind(records, "bound")
    assert (bound["planned"], bound["limit"], bound["rule"]) == ("4", "9", "COM-01")
    assert not (at_work / "ledger.sqlite").exists(), "the portfolio's log is another one"
    checked = asp("verify", at_work / "runs" / "2027Q1-commit")
    assert checked.code == 0, checked.out
    assert "FAIL" not in checked.out


def test_where_nothing_is_proposed_nobody_is_told_that_a_right_is_lacking(tmp_path: Path) -> None:
    folder = delivery_workspace(tmp_path / "quiet", [told("FEA-01", "implementing", days_ago=40)])

    said = _flow(folder, "commit", "--stream", "payments", *TEAM)

    assert said.code == 2
    assert "there is nothing to decide" in said.err
    assert _flow(folder, "commit", "--by", "A. Udit", "--role", "auditor").code == 2
    assert not (folder / "delivery.sqlite").exists()


def test_the_name_of_who_decided_is_masked_and_the_role_is_not(at_work: Path) -> None:
    _flow(at_work, "commit", *TEAM)

    text = (at_work / "runs" / "2027Q1-commit" / "records.jsonl").read_text(encoding="utf-8")
    assert "P. Lind" not in text
    assert '"by":"team"' in text


def test_row_30_a_role_without_the_right_commits_nothing(at_work: Path) -> None:
    for role, code in (("portfolio_board", 2), ("nobody", 2)):
        said = _flow(at_work, "commit", "--by", "A. Example", "--role", role)

        assert said.code == code
    assert (
        "`commit` is decided by `team`"
        in _flow(at_work, "commit", "--by", "A. Example", "--role", "finance").err
    )
    assert not (at_work / "delivery.sqlite").exists()


def test_who_decides_otherwise_says_why_and_stays_within_rules_and_capacity(at_work: Path) -> None:
    commit = ("commit", "--stream", "payments", *TEAM)
    refused = {
        ("--instead", "FEA-21=defer"): "who decides otherwise says why",
        ("--instead", "FEA-22=commit", "--reason", "now"): "COM-02 does not let `FEA-22`",
        ("--instead", "FEA-21=perhaps", "--reason", "now"): "`perhaps` is no answer",
        ("--instead", "FEA-99=defer", "--reason", "now"): "nothing is asked about `FEA-99`",
    }
    for more, why in refused.items():
        assert why in _flow(at_work, *commit, *more).err
    assert not (at_work / "delivery.sqlite").exists()

    said = _flow(at_work, *commit, "--instead", "FEA-21=defer", "--reason", "The vendor is late")

    assert said.code == 0, said.err
    approvals = _of_kind(_records(at_work, "2027Q1-commit"), "approval")
    (departed,) = (one for one in approvals if one["decided"] != one["recommended"]["answer"])
    assert departed["subject"] == {"feature": "FEA-21"}
    assert departed["reason"] == "The vendor is late"
    assert asp("verify", at_work / "runs" / "2027Q1-commit").code == 0


def test_a_pull_records_what_its_role_decides_and_names_who_decides_the_rest(
    at_work: Path,
) -> None:
    said = _flow(at_work, "pull", "--stream", "payments", *TEAM)

    assert said.code == 0, said.err
    assert "left to product_manager: admit" in " ".join(said.out.split())
    records = _records(at_work, "2027Q1-pull")
    points = {one["point"] for one in _of_kind(records, "approval")}
    assert points <= {"pull", "help"}
    (asked,) = _of_kind(records, "escalation")
    assert (asked["rule"], asked["subject"]) == ("AGE-01", {"feature": "FEA-01"})
    assert asp("verify", at_work / "runs" / "2027Q1-pull").code == 0


def test_the_clock_of_an_escalation_goes_on_from_the_run_that_asked_first(at_work: Path) -> None:
    first = _flow(at_work, "pull", *TEAM, on="2026-12-28")
    second = _flow(at_work, "pull", *TEAM)

    assert (first.code, second.code) == (0, 0)
    (asked,) = _of_kind(_records(at_work, "2027Q1-pull-2"), "escalation")
    assert (asked["since"], asked["since_run"]) == ("2026-12-28", "2027Q1-pull")
    manifest = _records(at_work, "2027Q1-pull-2")[0]
    assert (manifest["number"], manifest["previous"]["run"]) == (2, "2027Q1-pull")
    assert asp("verify", at_work / "runs" / "2027Q1-pull-2").code == 0


@pytest.mark.parametrize(
    ("path", "old", "new", "checks"),
    [
        ("records.jsonl", '"decided":"commit"', '"decided":"defer"', "15"),
        ("records.jsonl", '"by":"team"', '"by":"sponsor"', "135"),
        ("facts/features.csv", "60000", "10", "13"),
        ("manifest.json", '"number":1', '"number":7', "1"),
        ("README.txt", "Run", "run", "8"),
    ],
)
def test_what_is_changed_afterwards_is_told(
    at_work: Path, path: str, old: str, new: str, checks: str
) -> None:
    _flow(at_work, "commit", "--stream", "payments", *TEAM)
    file = at_work / "runs" / "2027Q1-commit" / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    checked = asp("verify", at_work / "runs" / "2027Q1-commit")

    assert checked.code == 1
    failed = {line[0] for line in checked.out.splitlines() if " FAIL " in line}
    assert failed >= set(checks)
