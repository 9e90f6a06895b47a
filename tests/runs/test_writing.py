"""A file is as it was or as it shall be; whoever kills us in between leaves nothing half."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from asp_decide.errors import WritingFailedError
from asp_decide.runs.writing import write_file, write_folder

KILLED_AT_EVERY_CALL = """
import os, signal, sys
from pathlib import Path
from asp_decide.runs.writing import write_file, write_folder

kind, place = sys.argv[1], Path(sys.argv[2])
moment = 0

def a_writer_that_dies(folder):
    writer = os.fork()
    if writer:
        return os.WIFSIGNALED(os.waitpid(writer, 0)[1])
    seen = 0
    def perhaps_die(event, _):
        nonlocal seen
        if event.split(".")[0] not in ("open", "os", "tempfile", "shutil"):
            return
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(perhaps_die)
    if kind == "file":
        write_file(folder / "plan.json", b"new" * 100_000)
    else:
        write_folder(folder / "2027Q1-a", {"plan.json": b"new", "facts/a.csv": b"b"})
    os._exit(0)

while True:
    moment += 1
    folder = place / str(moment)
    folder.mkdir()
    if kind == "file":
        (folder / "plan.json").write_bytes(b"old")
    if not a_writer_that_dies(folder):
        break
print(moment)
"""


def _killed_at_every_call(kind: str, place: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_CALL, kind, str(place)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_file_is_written_whole_into_folders_that_are_made(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "2027" / "board.html"

    write_file(path, b"first")
    write_file(path, b"second")

    assert path.read_bytes() == b"second"
    assert [one.name for one in path.parent.iterdir()] == ["board.html"]
    assert path.stat().st_mode & 0o777 == 0o644, "for the team, not for its writer alone"


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    moments = _killed_at_every_call("file", tmp_path)

    assert moments >= 4
    found = [(tmp_path / str(n) / "plan.json").read_bytes() for n in range(1, moments + 1)]
    assert set(found) == {b"old", b"new" * 100_000}
    assert found == sorted(found, key=len), "old until it is new, once"


def test_a_killed_writer_leaves_no_folder_or_a_whole_one(tmp_path: Path) -> None:
    moments = _killed_at_every_call("folder", tmp_path)

    assert moments >= 6
    found = []
    for number in range(1, moments + 1):
        folder = tmp_path / str(number) / "2027Q1-a"
        found.append(folder.exists())
        if folder.exists():
            assert (folder / "plan.json").read_bytes() == b"new"
            assert (folder / "facts" / "a.csv").read_bytes() == b"b"
    assert found == sorted(found)
    assert set(found) == {False, True}


def test_a_write_that_fails_leaves_the_old_file_and_says_why(tmp_path: Path) -> None:
    """A disk without room, as far as this process is concerned."""
    path = tmp_path / "plan.json"
    write_file(path, b"old")
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(WritingFailedError) as failed:
            write_file(path, b"new" * 1000)
        with pytest.raises(WritingFailedError):
            write_folder(tmp_path / "draft", {"plan.json": b"new" * 1000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)

    assert failed.value.why == os.strerror(27)
    assert str(path) in str(failed.value)
    assert [one.name for one in tmp_path.iterdir()] == ["plan.json"]
    assert path.read_bytes() == b"old"


def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for name in (".", "pipe"):
        with pytest.raises(WritingFailedError, match="is not a file"):
            write_file(tmp_path / name, b"plan")


def test_a_folder_with_content_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_folder(folder, {"a.txt": b"a"})

    with pytest.raises(WritingFailedError):
        write_folder(folder, {"b.txt": b"b"})

    assert [one.name for one in folder.iterdir()] == ["a.txt"]
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()

    write_folder(folder, {"facts/a.csv": b"a", "asp.yaml": b"b"})

    assert (folder / "facts" / "a.csv").read_bytes() == b"a"
