"""Workspaces for tests of whole runs: the shipped ones, with their tables changed."""

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from asp_decide.model.plan import Plan, plan_bytes
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.opening.templates import Template, init_workspace
from asp_decide.runs.workspace import Workspace, open_workspace, read_sources

AS_OF = date(2026, 12, 31)

type Row = dict[str, str]


def a_workspace(folder: Path, template: Template = "minimal") -> Path:
    """A new workspace in `folder`, which must not exist yet; returns it.

    Its plans are held against no other worlds: whoever asks of them says how many.
    """
    init_workspace(folder, template=template)
    charter = folder / "asp.yaml"
    stated = re.sub(r"(?m)^worlds: .*\n", "", charter.read_text(encoding="utf-8"))
    charter.write_text(f"{stated}worlds: 0\n", encoding="utf-8")
    return folder


def opened(folder: Path) -> Workspace:
    """The workspace of that folder."""
    return open_workspace(folder)


def rewrite(folder: Path, table: str, change: Callable[[list[Row]], list[Row]]) -> None:
    """Change the rows of one CSV table of the workspace."""
    path = folder / "facts" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        rows = change(list(reader))
    columns += sorted({name for row in rows for name in row} - set(columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows_of(folder: Path, table: str) -> tuple[Row, ...]:
    """The rows of one CSV table of the workspace."""
    with (folder / "facts" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def set_cell(folder: Path, table: str, key: tuple[str, str], column: str, value: str) -> None:
    """Set one cell: of the first row whose column `key[0]` says `key[1]`."""

    def change(rows: list[Row]) -> list[Row]:
        next(row for row in rows if row[key[0]] == key[1])[column] = value
        return rows

    rewrite(folder, table, change)


def planned(folder: Path, order: PlanOrder | None = None) -> Plan:
    """The plan of the workspace, by the reference evaluator alone unless said otherwise."""
    asked = order or PlanOrder(as_of=AS_OF, engine="reference")
    return make_plan(read_sources(opened(folder), AS_OF), asked).plan


def bytes_of(plan: Plan) -> bytes:
    """The bytes of its `plan.json`."""
    return plan_bytes(plan)


def decided(plan: Plan) -> dict[str, tuple[str, str | None, str | None]]:
    """Word, option and start of each decision, by initiative."""
    return {one.initiative: (one.decision, one.option, one.start) for one in plan.decisions}
