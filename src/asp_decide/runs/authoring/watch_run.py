"""Lint again whenever a file of the workspace is saved."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from asp_decide.memory import Memory
from asp_decide.runs.authoring.lint_run import Linted, lint_run
from asp_decide.runs.workspace import CHARTER, workspace_folder

POLL_MILLISECONDS = 200
"""How often the files are looked at: soon enough for whoever saved one, and no load."""

_WATCHED = ("facts", "policies")

type _Stamps = tuple[tuple[str, int, int], ...]


def watch(
    start: Path, *, as_of: date, pause: Callable[[int], object] | None = None
) -> Iterator[Linted]:
    """What is wrong with the workspace around `start`, now and after each save, without end.

    What was found before and depends on nothing that was saved is not found out again: one memory
    goes from look to look, and what is told is what a lint of these files tells. `pause` waits so
    many milliseconds between two looks. Raises UsageError if there is no workspace.
    """
    pause = pause or _sleep
    folder = workspace_folder(start)
    seen: _Stamps | None = None
    memory = Memory()
    while True:
        try:
            now = _stamps(folder)
            if now != seen:
                memory.turn()
                linted = lint_run(folder, as_of=as_of, memory=memory)
                seen = now
                yield linted
        except FileNotFoundError:
            pass  # an editor puts the new file in the place of the old one: look again
        pause(POLL_MILLISECONDS)


def _sleep(milliseconds: int) -> None:
    time.sleep(milliseconds / 1000)


def _stamps(folder: Path) -> _Stamps:
    """Which files there are, when each was written, and how large it is."""
    files = [folder / CHARTER]
    files += (path for inside in _WATCHED for path in (folder / inside).rglob("*"))
    stated = ((str(path), path.stat()) for path in sorted(files))
    return tuple((path, one.st_mtime_ns, one.st_size) for path, one in stated)
