"""One table, one file, in whichever of the formats it is kept; nothing is passed over in silence."""

from pathlib import Path

import pytest

from asp_decide.load.snapshot_reader import read_snapshot
from workspace_builder import RUN_DAY, TABLES, write_workspace

UNREADABLE = Path("/proc/self/mem")


def codes(folder: Path) -> list[str]:
    return [d.code for d in read_snapshot(folder, as_of=RUN_DAY).diagnostics]


@pytest.mark.parametrize("name", ["themes.yaml", "themes.yml", "themes.xlsx"])
def test_one_table_in_two_formats_is_refused(name: str, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    (tmp_path / "facts" / name).write_bytes(b"- {id: THE-2}\n")

    assert codes(tmp_path) == ["I011"]


def test_a_log_of_work_in_two_formats_is_refused_too(tmp_path: Path) -> None:
    write_workspace(tmp_path, work_events="item_kind,item_id,event,to_state,at\n")
    (tmp_path / "facts" / "work_events.yaml").write_bytes(b"[]\n")

    assert codes(tmp_path) == ["I011"]


@pytest.mark.parametrize("name", [".DS_Store", "~$themes.xlsx", ".themes.csv.swp"])
def test_what_an_editor_leaves_behind_is_no_fact(name: str, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    (tmp_path / "facts" / name).write_bytes(b"\x00")

    assert codes(tmp_path) == []


def test_a_file_that_is_no_table_is_warned_of_and_a_slip_in_a_name_refused(
    tmp_path: Path,
) -> None:
    write_workspace(tmp_path)
    facts = tmp_path / "facts"
    (facts / "themes.json").write_text("[]", encoding="utf-8")
    (facts / "themse.csv").write_text(TABLES["themes"], encoding="utf-8")

    told = read_snapshot(tmp_path, as_of=RUN_DAY).diagnostics

    assert [(d.code, d.level) for d in told] == [("I062", "warning"), ("I012", "error")]
    assert told[1].help == "did you mean `themes`?"


def test_a_file_beyond_the_bound_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workspace(tmp_path)
    monkeypatch.setattr("asp_decide.load.table_files.MOST_BYTES", len(TABLES["options"]))

    told = read_snapshot(tmp_path, as_of=RUN_DAY).errors

    assert [(d.place.file, d.code) for d in told] == [("facts/initiatives.csv", "I003")]


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs a file that even root cannot read")
def test_a_file_that_the_system_does_not_hand_out_is_told(tmp_path: Path) -> None:
    write_workspace(tmp_path, themes=None)
    (tmp_path / "facts" / "themes.csv").symlink_to(UNREADABLE)

    assert codes(tmp_path) == ["I014"]
