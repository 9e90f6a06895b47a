"""A ledger whose writer died, or met a full disk, or a rival: it is at the old or the new end."""

import subprocess
import sys
from pathlib import Path

import pytest

from asp_decide.ledger.log import Ledger
from ledger_builders import a_ledger, append_run
from ledger_rivals import RIVAL, let_loose, start

TESTS = Path(__file__).resolve().parents[1]

# One process forks a writer for each moment at which it is to die. A fork costs no start-up where
# what only the making of a ledger loads is loaded before.
KILLED_AT_EVERY_STATEMENT = """
import os, shutil, signal, sys
import alembic.command, alembic.config, mako.template, sqlalchemy.dialects.sqlite
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from asp_decide.ledger.log import Ledger
from ledger_builders import append_run

whole, folder = Path(sys.argv[1]), Path(sys.argv[2])
moment, seen = 0, 0

def perhaps_die(*_):
    global seen
    seen += 1
    if seen == moment:
        os.kill(os.getpid(), signal.SIGKILL)

for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
    event.listen(Engine, name, perhaps_die)

def a_writer_that_dies(place):
    writer = os.fork()
    if writer == 0:
        with Ledger(place) as ledger:
            if sys.argv[3] == "append":
                append_run(ledger, "2026Q3")
        os._exit(0)
    _, how = os.waitpid(writer, 0)
    return os.WIFSIGNALED(how)

while True:
    moment += 1
    place = folder / f"{moment:03}.sqlite"
    if sys.argv[3] == "append":
        shutil.copy(whole, place)
    if not a_writer_that_dies(place):
        break
print(moment)
"""

SMALL_DISK = """
import resource, signal, sys
from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.log import Ledger
from ledger_builders import append_run

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger(sys.argv[1]) as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        append_run(ledger, "2026Q3", 300)
    except LedgerBrokenError as error:
        print(error)
"""

READ_ONLY = """
import os, sys
from pathlib import Path
import sqlalchemy.dialects.sqlite  # nobody may not read where the libraries are
from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.log import Ledger
from ledger_builders import append_run

if os.getuid() == 0:
    os.setuid(65534)  # nobody: for root no folder is read-only
try:
    with Ledger(sys.argv[1]) as ledger:
        append_run(ledger, "2026Q3")
except LedgerBrokenError as error:
    print(error)
"""

NEWCOMER = """
import sys
from asp_decide.ledger.log import Ledger

print("ready", flush=True)
sys.stdin.readline()
with Ledger(sys.argv[1]) as ledger:
    print(ledger.head().size)
"""


def _run(script: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(TESTS)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_writer_killed_at_any_statement_leaves_the_old_end_or_the_new_one(tmp_path: Path) -> None:
    whole = a_ledger(tmp_path / "whole.sqlite", runs=2)
    with Ledger(whole) as ledger:
        old = ledger.head()
    places = tmp_path / "killed"
    places.mkdir()

    moments = int(_run(KILLED_AT_EVERY_STATEMENT, whole, places, "append"))

    assert moments > 20, "opening, one transaction, reading back"
    found = []
    for place in sorted(places.glob("*.sqlite")):
        with Ledger(place) as ledger:
            head = ledger.head()
            runs = [line.id for line in ledger.runs()]
            assert sum(len(ledger.entries(run)) for run in runs) == head.size
            for run in runs:
                assert len(ledger.files(run)) == 2
                assert ledger.run_log(run).size <= head.size
            found.append(head)
            if head == old:
                assert runs == ["2026Q1", "2026Q2"]
                append_run(ledger, "2026Q3")
            assert ledger.head().size == 13
    new = found[-1]
    assert set(found) == {old, new}
    assert found == sorted(found, key=[old, new].index), "it is old until it is new, once"


@pytest.mark.slow
def test_a_ledger_whose_making_was_killed_is_made_the_next_time(tmp_path: Path) -> None:
    moments = int(_run(KILLED_AT_EVERY_STATEMENT, tmp_path / "none", tmp_path, "make"))

    assert moments > 10
    for place in sorted(tmp_path.glob("*.sqlite")):
        with Ledger(place) as ledger:
            assert ledger.head().size == 0
            append_run(ledger, "2026Q1")


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_end_and_says_so(tmp_path: Path) -> None:
    place = a_ledger(tmp_path / "ledger.sqlite", runs=2)
    with Ledger(place) as ledger:
        old = ledger.head()

    told = _run(SMALL_DISK, place, 16384)

    assert "nothing was written" in told
    with Ledger(place) as ledger:
        assert ledger.head() == old
        append_run(ledger, "2026Q3")


@pytest.mark.slow
def test_a_ledger_that_may_not_be_written_says_so_and_stays(tmp_path: Path) -> None:
    place = a_ledger(tmp_path / "ledger.sqlite", runs=2)
    before = place.read_bytes()
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    place.chmod(0o444)
    tmp_path.chmod(0o555)

    told = _run(READ_ONLY, place)

    tmp_path.chmod(0o755)
    assert "may not be written" in told or "cannot be opened" in told
    assert place.read_bytes() == before


@pytest.mark.slow
def test_of_two_who_apply_against_the_same_end_one_gets_in(tmp_path: Path) -> None:
    place = a_ledger(tmp_path / "ledger.sqlite", runs=1)
    rivals = [start(RIVAL, place, f"2026Q{number}") for number in (2, 3)]

    told = let_loose(rivals)

    assert sorted(told) == ["8", "in"], "the other one is told the new size"
    with Ledger(place) as ledger:
        assert ledger.head().size == 8
        assert len(ledger.runs()) == 2
        for line in ledger.runs():
            assert len(ledger.entries(line.id)) == 4


@pytest.mark.slow
def test_four_who_open_a_new_ledger_at_once_make_one(tmp_path: Path) -> None:
    newcomers = [start(NEWCOMER, tmp_path / "ledger.sqlite") for _ in range(4)]

    assert let_loose(newcomers) == ["0"] * 4
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        append_run(ledger, "2026Q1")
