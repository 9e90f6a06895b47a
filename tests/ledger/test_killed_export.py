"""An export that was killed leaves the folder whole, old or new, or leaves none: never a part."""

import subprocess
import sys
from pathlib import Path

import pytest

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.bundle import open_bundle, write_bundle

OLD = {"manifest.json": b"old", "facts/a.csv": b"old"}
NEW = {"manifest.json": b"new", "facts/a.csv": b"new", "facts/b.csv": b"new", "plan.json": b"new"}

# Every file opened, folder made and name moved is told to an audit hook of the interpreter.
KILLED_AT_EVERY_WRITE = """
import os, signal, sys
from pathlib import Path
from asp_decide.ledger.bundle import write_bundle

folder, files, old = Path(sys.argv[1]), eval(sys.argv[2]), eval(sys.argv[3])
moment, seen, counting = 0, 0, False

def perhaps_die(name, arguments):
    global seen
    if counting and name in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(perhaps_die)
while True:
    moment += 1
    target = folder / f"{moment:03}" / "2026Q4"
    if old:
        write_bundle(target, old)
    writer = os.fork()
    if writer == 0:
        counting = True
        write_bundle(target, files)
        counting = False
        os._exit(0)
    if not os.WIFSIGNALED(os.waitpid(writer, 0)[1]):
        break
print(moment)
"""


@pytest.mark.slow
@pytest.mark.parametrize("old", [{}, OLD])
def test_an_export_killed_at_any_write_is_whole_or_not_there(
    tmp_path: Path, old: dict[str, bytes]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_WRITE, str(tmp_path), repr(NEW), repr(old)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > len(NEW)

    found = []
    for place in sorted(tmp_path.iterdir()):
        found.append(_files(place / "2026Q4"))
        write_bundle(place / "2026Q4", NEW)
        assert open_bundle(place / "2026Q4").files == NEW
        assert [path.name for path in place.iterdir()] == ["2026Q4"]
    allowed = [old, {}, NEW]
    assert all(files in allowed for files in found)
    assert found[-1] == NEW
    assert old in found


def _files(folder: Path) -> dict[str, bytes]:
    try:
        return dict(open_bundle(folder).files)
    except LedgerBrokenError:
        assert not folder.exists()
        return {}
