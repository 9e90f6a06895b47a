"""A proof is a file that its reader checks far from the ledger it came from."""

import json
import shutil
from pathlib import Path

import pytest

from command_line import a_copy, a_planned_workspace, a_workspace_applied_twice, asp


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace_applied_twice(tmp_path_factory.mktemp("twice") / "mini")


@pytest.fixture
def mini(twice: Path, tmp_path: Path) -> Path:
    return a_copy(twice, tmp_path / "mini")


def _size(folder: Path, run: str) -> int:
    return int((folder / "runs" / run / "checkpoint").read_text(encoding="utf-8").splitlines()[1])


def test_a_line_of_a_report_is_proven_to_a_reader_without_the_ledger(
    mini: Path, tmp_path: Path
) -> None:
    said = asp("-C", mini, "ledger", "prove", "2027Q1:3")
    assert (said.code, said.out) == (0, "proofs/2027Q1-3.json\n")
    assert "next: asp-decide verify proofs/2027Q1-3.json" in said.err
    proof = shutil.copy(mini / "proofs" / "2027Q1-3.json", tmp_path / "mail.json")
    minutes = shutil.copy(mini / "runs" / "2027Q1-2" / "checkpoint", tmp_path / "minutes.txt")
    line = (mini / "runs/2027Q1/records.jsonl").read_text(encoding="utf-8").splitlines()[3]
    shutil.rmtree(mini)

    found = asp("verify", proof, "--checkpoint", minutes, "--strict", "--format", "json")

    assert found.code == 0
    answer = json.loads(found.out)
    assert answer["record"] == json.loads(line)
    assert "anchored in full" in answer["told"]


def test_it_is_proven_up_to_the_checkpoint_that_the_minutes_have(mini: Path) -> None:
    size, minutes = _size(mini, "2027Q1"), mini / "runs" / "2027Q1" / "checkpoint"
    newest, that = mini / "newest.json", mini / "that.json"
    asp("-C", mini, "ledger", "prove", "2027Q1:3", "-o", newest)
    asp("-C", mini, "ledger", "prove", "2027Q1:3", "--at", size, "-o", that)

    assert asp("verify", newest, "--checkpoint", minutes).code == 1
    assert asp("verify", that, "--checkpoint", minutes).code == 0


def test_an_old_checkpoint_is_joined_to_a_new_one(mini: Path) -> None:
    sizes = f"{_size(mini, '2027Q1')}..{_size(mini, '2027Q1-2')}"
    shown = asp("-C", mini, "ledger", "prove", sizes).out.strip()

    old, new = (mini / "runs" / run / "checkpoint" for run in ("2027Q1", "2027Q1-2"))
    found = asp("verify", mini / shown, "--checkpoint", old, "--checkpoint", new)

    assert found.code == 0
    assert f"by {old}" in found.out
    assert f"by {new}" in found.out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nothing"], "names neither a record nor two checkpoints"),
        (["2027Q1:"], "names neither"),
        (["2027Q1:-1"], "names neither"),
        (["1..2..3"], "names neither"),
        (["2027Q1:999"], "has no record 999"),
        (["2026Q1:0"], "holds no run `2026Q1`"),
        (["2027Q1-2:0", "--at", "49"], "older than record 0"),
        (["1..2"], "no checkpoint of 1 records"),
        (["49..97", "--at", "97"], "not two checkpoints"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_written(
    mini: Path, words: list[str], why: str
) -> None:
    said = asp("-C", mini, "ledger", "prove", *words)

    assert said.code == 2
    assert why in said.err
    assert not (mini / "proofs").exists()


def test_before_anything_is_recorded_there_is_nothing_to_prove(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")

    said = asp("-C", folder, "ledger", "prove", "2027Q1:0")

    assert said.code == 2
    assert "nothing is recorded yet" in said.err
    assert not (folder / "ledger.sqlite").exists()


@pytest.mark.parametrize("body", ["{", "{}", '{"v":"proof/1"}', '{"proof":[' + "[" * 10**5])
def test_a_file_that_is_no_proof_is_told_so(tmp_path: Path, body: str) -> None:
    path = tmp_path / "proof.json"
    path.write_text(body, encoding="utf-8")

    said = asp("verify", path)

    assert said.code == 2
    assert "is not read as a proof" in said.err


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    with path.open("wb") as stream:
        stream.write(b"{")
        stream.truncate(2**30)

    said = asp("verify", path)

    assert said.code == 2
    assert "is too large" in said.err
