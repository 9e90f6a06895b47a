"""Processes that want the same ledger at the same moment."""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent

RIVAL = """
import sys
from asp_decide.errors import StalePlanError
from asp_decide.ledger.log import Ledger
from ledger_builders import ORIGIN, some_records

with Ledger(sys.argv[1]) as ledger:
    head = ledger.head()
    print("ready", flush=True)
    sys.stdin.readline()
    run = sys.argv[2]
    try:
        ledger.append(run, some_records(run), {}, expect=head, origin=ORIGIN)
        print("in")
    except StalePlanError as error:
        print(error.found)
"""
"""A program that reads the head, waits for a line, then appends a run behind that head."""


def start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """A program in a process of its own, with what the tests may import and pipes to talk by."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
    )


def let_loose(rivals: list["subprocess.Popen[str]"]) -> list[str]:
    """What each of them says, once all of them are ready and were let go at once."""
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    return [rival.communicate(timeout=60)[0].strip() for rival in rivals]
