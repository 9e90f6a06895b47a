"""The command as people and pipelines call it, and whole runs made with it."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asp_decide.clauses.masked_fields import open_records
from asp_decide.cli.main import run
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.openings_file import read_openings
from asp_decide.runs.opening.templates import Template
from workspace_builders import AS_OF, a_workspace

ON = "2027-01-11"
"""The day on which the board meets."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, its result, and its talk."""

    code: int
    out: str
    err: str


def asp(*arguments: object) -> Said:
    """Call the command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    return Said(code, _text(out), _text(err))


def a_process(
    *arguments: object, folder: Path | None = None, **environment: str
) -> "subprocess.Popen[str]":
    """The command in a process of its own, running."""
    return subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def command(*arguments: object) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "asp_decide.cli.main", *map(str, arguments)]


def plan(folder: Path, *more: object) -> Said:
    """Plan the workspace by the reference evaluator, which starts no process."""
    return asp("-C", folder, "plan", "--as-of", AS_OF, "--engine", "reference", *more)


def a_planned_workspace(folder: Path, template: Template = "minimal") -> Path:
    """A new workspace with one draft, which `plan.json` holds as well."""
    a_workspace(folder, template)
    said = plan(folder, "-o", "plan.json")
    assert said.code == 0, said.err
    return folder


def a_workspace_applied_twice(folder: Path) -> Path:
    """A small workspace with two recorded runs of one quarter, the second without `INI-4`."""
    a_planned_workspace(folder)
    assert apply(folder).code == 0
    plan(folder, "--drop", "INI-4", "-o", "plan.json")
    assert apply(folder).code == 0
    return folder


def a_copy(folder: Path, to: Path) -> Path:
    """The same workspace elsewhere."""
    shutil.copytree(folder, to)
    return to


def apply(
    folder: Path, *more: object, role: str = "portfolio_board", by: str = "A. Person"
) -> Said:
    """Apply `plan.json` of the workspace."""
    return asp("-C", folder, "apply", "plan.json", "--by", by, "--role", role, "--on", ON, *more)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Change what stands in a file of the workspace, once."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"`{old}` stands in `{name}`"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def logged(folder: Path, run: str = "2027Q1") -> list[dict[str, Any]]:
    """The records of a run as they were exported: names and prices are masked."""
    lines = (folder / "runs" / run / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def recorded(folder: Path, run: str = "2027Q1") -> list[dict[str, Any]]:
    """The records of a run as whoever has the openings reads them."""
    openings = read_openings((folder / "runs" / run / "openings.json").read_bytes())
    return list(open_records(logged(folder, run), openings))


def content_of(folder: Path) -> Mapping[str, Any]:
    """The records of every exported run as they are opened, and the files that they speak of.

    Salts are drawn anew for each act, so roots differ, and with them whatever tells a root.
    """
    found: dict[str, Any] = {}
    for bundle in sorted((folder / "runs").iterdir()):
        records = [{**one, "previous": None} for one in recorded(folder, bundle.name)]
        found |= {f"{bundle.name}/{path}": None for path in files_of(bundle)}
        kept = {one["path"]: (bundle / one["path"]).read_bytes() for one in records[0]["files"]}
        found[bundle.name] = (records, kept)
    return found


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Every file below the folder, byte for byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def records_in(folder: Path) -> int:
    """How many records the workspace's ledger holds; it must be whole."""
    with Ledger(folder / "ledger.sqlite") as ledger:
        assert ledger.examine() == ()
        return ledger.head().size


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
