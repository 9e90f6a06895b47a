"""What an auditor waits: recorded runs of growing size, all checks, from the folder alone.

The portfolio is the shipped demo several times over: each copy has its own value streams and
teams, money and rules are everybody's. Plan and act are made by the program as by anybody;
`verify` has a process of its own for each size, so that memory is that size's. Seconds are
those of the CPU.
"""

import contextlib
import csv
import gc
import io
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from asp_decide.cli.main import run
from asp_decide.runs.auditing.verify_place import verify_place
from asp_decide.runs.opening.templates import init_workspace
from places import HERE

OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""As the command has it."""

AS_OF, ON = date(2026, 12, 31), date(2027, 1, 11)
HEAD = (
    "| initiatives | rules | records | plan, s | apply, s | verify, s | memory, MB | bundle, MB |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_NAMES = {
    "id": "initiatives value_streams evidence",
    "initiative_id": "options outcomes",
    "value_stream_id": "options capacity",
    "about_id": "evidence",
    "from_id": "dependencies",
    "to_id": "dependencies",
}
"""Columns that name an initiative, a value stream or a row of evidence, with their tables."""


DECIDED_BY_NAME = (
    *("--override", "INI-07=continue", "--reason", "The cut-over is in March"),
    *("--until", "2027-03-31"),
)
"""What has been worked on for so long that nobody may let it go on without a word."""


def verify_at_scale(copies: list[int]) -> Iterator[str]:
    """A line of the table for each number of copies."""
    yield HEAD
    for number in copies:
        with TemporaryDirectory() as folder:
            yield _measured(Path(folder) / "demo", number)


def _measured(workspace: Path, copies: int) -> str:
    write_copies(workspace, copies)
    plan = workspace / "plan.json"
    planned = _called(workspace, "plan", "--as-of", AS_OF, "--engine", "reference", "-o", plan)
    by = ("--by", "A. Person", "--role", "portfolio_board", "--on", ON, "--confirm")
    applied = _called(workspace, "apply", plan, *by, *DECIDED_BY_NAME)
    bundle = workspace / "runs" / "2027Q1"
    command = [sys.executable, str(HERE / "verify_at_scale.py"), str(bundle)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    lines = (bundle / "records.jsonl").read_text(encoding="utf-8").splitlines()
    decided = len(json.loads(plan.read_text(encoding="utf-8"))["decisions"])
    rules = json.loads(lines[0])["expected"]["rules"]
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file()) / 2**20
    return (
        f"| {decided} | {rules} | {len(lines):,} | {planned:.1f} | {applied:.1f} | "
        f"{told['seconds']:.1f} | {told['megabytes']} | {size:.1f} |"
    )


def write_copies(folder: Path, copies: int) -> None:
    """The demo workspace so many times over; the first copy bears the names of the demo."""
    init_workspace(folder, template="demo")
    (folder / "policies" / "overlays" / "freight.yaml").unlink()
    for path in sorted((folder / "facts").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            columns, found = list(rows.fieldnames or ()), list(rows)
        judged = {row["initiative_id"] for row in found if row.get("verdict")}
        told = io.StringIO()
        table = csv.DictWriter(told, columns, lineterminator="\n")
        table.writeheader()
        for number in range(1, copies + 1):
            # The same case judged eight times would teach more than there is to learn.
            # Nor is the work of delivery copied, and what was seen of it.
            kept = [
                row
                for row in found
                if number == 1
                or (
                    row.get("initiative_id") not in judged
                    and row.get("about_kind", "initiative") == "initiative"
                )
            ]
            stated = kept if number == 1 else [_stated(row, found) for row in kept]
            copied = [
                (row, _copied(one, path.stem, number))
                for row, one in zip(kept, stated, strict=True)
            ]
            table.writerows(one for row, one in copied if one != row or number == 1)
        path.write_text(told.getvalue(), encoding="utf-8")
    charter = folder / "asp.yaml"
    text = charter.read_text(encoding="utf-8")
    charter.write_text(
        re.sub(r"(?m)^(  \d{4}Q\d: )(\d+)$", lambda m: m[1] + str(int(m[2]) * copies), text),
        encoding="utf-8",
    )


def _stated(row: dict[str, str], rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """A row that asks the log for its capacity states the one before, as no log is copied."""
    if row.get("basis") != "throughput":
        return row
    stream, interval = row["value_stream_id"], row["interval"]
    before = [
        one
        for one in rows
        if one["value_stream_id"] == stream
        and one["basis"] != "throughput"
        and one["interval"] < interval
    ]
    own = {column: text for column, text in row.items() if text and column != "basis"}
    return before[-1] | own | {"stated_on": max(one["stated_on"] for one in rows)}


def _copied(row: Mapping[str, str], table: str, number: int) -> dict[str, str]:
    if number == 1:
        return dict(row)
    named = {column for column, tables in _NAMES.items() if table in tables.split()}
    told = {
        column: f"{text}-{number}" if column in named and text else text
        for column, text in row.items()
    }
    if told.get("teams"):
        told["teams"] = ";".join(f"{team}-{number}" for team in told["teams"].split(";"))
    return told


def _called(workspace: Path, *words: object) -> float:
    """The CPU seconds of one command of the program, which must succeed."""
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        code = run(["-C", str(workspace), *(str(word) for word in words)])
    assert code == 0, words
    return time.process_time() - began


def main(bundle: Path) -> None:
    """Verify one bundle in this process, and say what it took, as JSON."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    began = time.process_time()
    passed = verify_place(bundle, checkpoints=(), keys=(), resolve=False).passed(strict=True)
    seconds = time.process_time() - began
    assert passed, "what was just recorded is as it was"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
