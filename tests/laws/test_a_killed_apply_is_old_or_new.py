"""Whoever pulls the plug while a decision is recorded finds it recorded, or not: never half."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from asp_decide.ledger.log import Ledger
from command_line import (
    ON,
    a_copy,
    a_planned_workspace,
    a_process,
    apply,
    asp,
    content_of,
    plan,
    records_in,
)

TESTS = Path(__file__).resolve().parents[1]
MOMENTS = 36
DELAYS = 4

KILLED_AT_MOMENTS = """
import importlib, os, random, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from asp_decide.cli import decision_verbs
from asp_decide.cli.main import run

planned, places, on, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}

def a_writer_that_dies(moment):
    # A process of its own: a fork costs no start-up. It returns how many moments it saw.
    folder = places / f"{moment:04}"
    shutil.copytree(planned, folder)
    reading, writing = os.pipe()
    writer = os.fork()
    if writer == 0:
        seen = 0
        def perhaps_die(*_):
            nonlocal seen
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
        def written(name, arguments):
            if name == "open":
                path, flags = arguments[0], arguments[2]
                if isinstance(flags, int) and flags & WRITES and str(path).startswith(str(folder)):
                    perhaps_die()
            elif name in CHANGES and str(arguments[0]).startswith(str(folder)):
                perhaps_die()
        sys.addaudithook(written)
        for statement in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, statement, perhaps_die)
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        code = run(["-C", str(folder), "apply", "plan.json", "--by", "A. Person",
                    "--role", "portfolio_board", "--on", on])
        with os.fdopen(writing, "w") as told:
            print(code, seen, *sys.modules, file=told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as reader:
        told = reader.read()
    _, how = os.waitpid(writer, 0)
    return how, told

how, told = a_writer_that_dies(10**6)
assert how == 0, how
code, moments, *loaded = told.split()
assert code == "0"
moments = int(moments)
# What one writer had to load, those after it are born with. Loading starts no thread.
for name in loaded:
    if name != "__main__":
        importlib.import_module(name)
shutil.rmtree(places / "1000000")
chosen = random.Random(7).sample(range(1, moments + 1), min(wanted, moments))
for moment in sorted(chosen):
    how, told = a_writer_that_dies(moment)
    assert os.WIFSIGNALED(how), (moment, told)
print(moments)
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose ledger holds a run already; another plan of it is to be applied."""
    folder = a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")
    assert apply(folder).code == 0
    plan(folder, "--drop", "INI-4", "-o", "plan.json")
    return folder


@pytest.fixture(scope="module")
def whole(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, applied by somebody whom nobody killed."""
    folder = a_copy(planned, tmp_path_factory.mktemp("whole") / "mini")
    assert apply(folder).code == 0
    return folder


def _is_old_or_new(folder: Path, planned: Path, whole: Path) -> str:
    """Which of the two the ledger is at; and that applying again makes it the new one."""
    old, new = records_in(planned), records_in(whole)
    size = records_in(folder)
    assert size in {old, new}
    with Ledger(folder / "ledger.sqlite") as ledger:
        runs = [line.id for line in ledger.runs()]
    assert runs == (["2027Q1"] if size == old else ["2027Q1", "2027Q1-2"])

    said = apply(folder)

    assert said.code == 0, said.err
    assert ("nothing was added" in said.out) == (size == new)
    assert records_in(folder) == new
    assert content_of(folder) == content_of(whole)
    return "old" if size == old else "new"


@pytest.mark.slow
def test_killed_at_any_write_or_statement_it_is_old_or_new_and_can_be_done_again(
    planned: Path, whole: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-c", KILLED_AT_MOMENTS),
            *(str(planned), str(tmp_path), ON, str(MOMENTS)),
        ],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(TESTS)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200, "statements of reading and of the one transaction, and files"
    folders = sorted(tmp_path.iterdir())
    assert len(folders) == MOMENTS

    found = [_is_old_or_new(folder, planned, whole) for folder in folders]

    assert found == sorted(found, reverse=True), "old until it is new, once"
    assert set(found) == {"old", "new"}
    assert asp("verify", folders[0] / "runs" / "2027Q1-2").code == 0


@pytest.mark.slow
def test_killed_after_any_time_it_is_old_or_new(planned: Path, whole: Path, tmp_path: Path) -> None:
    """From outside, at moments that nobody chose for their meaning."""
    delays = random.Random(11)
    for number in range(DELAYS):
        folder = a_copy(planned, tmp_path / str(number))
        with a_process(
            *("apply", "plan.json", "--by", "A. Person", "--role", "portfolio_board", "--on", ON),
            folder=folder,
        ) as process:
            time.sleep(delays.uniform(0.3, 2.0))
            process.kill()
            process.communicate()
        _is_old_or_new(folder, planned, whole)
