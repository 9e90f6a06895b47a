"""A bundle is a folder from somebody who may not mean well."""

import os
from pathlib import Path

import pytest

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger import bundle
from asp_decide.ledger.bundle import open_bundle, write_bundle

FILES = {
    "manifest.json": b"{}",
    "facts/initiatives.csv": b"id,name\n",
    "policies/portfolio/wip.yaml": b"policy: wip\n",
    "records.jsonl": b"{}\n{}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_bundle(tmp_path / "runs" / "2026Q4", FILES)
    return tmp_path / "runs" / "2026Q4"


def test_a_bundle_reads_back_byte_for_byte_and_leaves_nothing_beside_it(folder: Path) -> None:
    opened = open_bundle(folder)

    assert opened.name == "2026Q4"
    assert opened.files == FILES
    assert list(opened.files) == sorted(FILES)
    assert opened.lines("records.jsonl") == (b"{}", b"{}")
    assert opened.lines("nothing.jsonl") == ()
    assert [path.name for path in folder.parent.iterdir()] == ["2026Q4"]


def test_an_older_export_and_the_rests_of_a_killed_one_are_replaced(folder: Path) -> None:
    (folder / "forgotten.txt").write_bytes(b"old")
    (folder.parent / ".2026Q4.partial").mkdir()
    (folder.parent / ".2026Q4.partial" / "half").write_bytes(b"ha")

    write_bundle(folder, FILES)

    assert open_bundle(folder).files == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["2026Q4"]


@pytest.mark.parametrize(
    "name", ["../out", "/etc/passwd", "facts/../../out", "a\nb", "a\\b", "./a"]
)
def test_a_name_that_leaves_the_bundle_is_never_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerBrokenError, match="no name of a file"):
        write_bundle(tmp_path / "run", {name: b""})
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "runs").write_bytes(b"a file where a folder should be")

    with pytest.raises(LedgerBrokenError, match="cannot be written"):
        write_bundle(tmp_path / "runs" / "2026Q4", FILES)


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(LedgerBrokenError, match=r"no `manifest.json`"):
        open_bundle(tmp_path)
    with pytest.raises(LedgerBrokenError, match=r"no `manifest.json`"):
        open_bundle(tmp_path / "nowhere")


def test_a_link_is_refused_wherever_it_leads(folder: Path) -> None:
    (folder / "facts" / "capacity.csv").symlink_to(folder / "facts" / "initiatives.csv")

    with pytest.raises(LedgerBrokenError, match=r"`facts/capacity.csv` is a link"):
        open_bundle(folder)


def test_a_linked_folder_is_refused(folder: Path) -> None:
    (folder / "reports").symlink_to("/usr")

    with pytest.raises(LedgerBrokenError, match=r"`reports` is a link"):
        open_bundle(folder)


def test_a_manifest_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "manifest.json").rename(tmp_path / "manifest.json")
    (folder / "manifest.json").symlink_to(tmp_path / "manifest.json")

    with pytest.raises(LedgerBrokenError, match=r"`manifest.json` is a link"):
        open_bundle(folder)


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "facts" / "pipe.csv")

    with pytest.raises(LedgerBrokenError, match=r"`facts/pipe.csv` is a link or a device"):
        open_bundle(folder)


def test_two_names_that_differ_only_in_case_are_refused(folder: Path) -> None:
    (folder / "Records.jsonl").write_bytes(b"{}\n")

    with pytest.raises(LedgerBrokenError, match="differ only in case"):
        open_bundle(folder)


def test_a_name_with_a_control_character_is_refused(folder: Path) -> None:
    (folder / "facts" / "a\x1b[31m.csv").write_bytes(b"")

    with pytest.raises(LedgerBrokenError, match="no name of a file"):
        open_bundle(folder)


def test_a_name_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "facts" / os.fsdecode(b"\xff.csv")).write_bytes(b"")

    with pytest.raises(LedgerBrokenError, match="no name of a file"):
        open_bundle(folder)


def test_what_is_too_large_too_many_or_too_deep_is_refused_in_bounded_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "facts" / "huge.csv").open("wb") as stream:
        stream.truncate(bundle.LARGEST_FILE_BYTES + 1)  # a sparse file: it takes no room on disk
    with monkeypatch.context() as smaller:
        smaller.setattr(bundle, "LARGEST_FILE_BYTES", 2**20)
        with pytest.raises(LedgerBrokenError, match=r"`facts/huge.csv` is too large"):
            open_bundle(folder)
    (folder / "facts" / "huge.csv").unlink()
    with monkeypatch.context() as smaller:
        smaller.setattr(bundle, "LARGEST_BUNDLE_BYTES", 10)
        with pytest.raises(LedgerBrokenError, match="too large"):
            open_bundle(folder)
    with monkeypatch.context() as smaller:
        smaller.setattr(bundle, "MOST_FILES", 3)
        with pytest.raises(LedgerBrokenError, match="more than 3 files"):
            open_bundle(folder)
    deep = folder.joinpath(*"abcdefghijkl")
    deep.mkdir(parents=True)
    with pytest.raises(LedgerBrokenError, match="nested too deep"):
        open_bundle(folder)
