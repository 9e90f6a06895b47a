"""How a signal is filed: who may, what the table then says, and the whole of it read before."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from asp_decide.errors import InvalidInputError, UsageError
from asp_decide.load.entered_row import with_yaml_row
from asp_decide.load.portfolio_tables import READ_APART
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.person_act import Act, as_said
from asp_decide.runs.rights import refuse_right_to
from asp_decide.runs.workspace import CHARTER, Workspace

type Filed = Literal["need", "requirement", "theme_change", "assumption_change", "none"]
type Cells = Mapping[str, str | tuple[str, ...]]

_TABLE = "signals"
_BECOMES = {"need": "an initiative", "requirement": "a requirement", "theme_change": "a theme"}


@dataclass(frozen=True, slots=True)
class Filing:
    """What a signal is filed as, what it became, and by whom, in which role, on which day."""

    filed: Filed
    became: tuple[str, ...]
    person: str
    role: str
    on: date


def filing_cells(workspace: Workspace, filing: Filing) -> dict[str, str | tuple[str, ...]]:
    """The cells that say how it was filed.

    Raises NotPermittedError for a role without the right to file, UsageError for what lacks.
    """
    act = as_said(Act(filing.person, filing.role, filing.on))
    refuse_right_to("signal", workspace.charter, act)
    what = _BECOMES.get(filing.filed)
    if what is not None and not filing.became:
        told = f"a signal that is filed as {filing.filed} becomes {what}, or changes one"
        raise UsageError(told, mend="enter that first, and name it with --became")
    return {
        "disposition": filing.filed,
        "disposed_by": f"{act.role} {act.person}",
        "disposed_on": filing.on.isoformat(),
        "became_ids": filing.became,
    }


def facts_with(workspace: Workspace, files: Mapping[str, bytes], *, on: date) -> Snapshot:
    """The facts as they would be with these files in their folder.

    Raises InvalidInputError with every problem.
    """
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        shutil.copy(workspace.root / CHARTER, aside / CHARTER)
        apart = [f"{table}.*" for table in READ_APART]
        ignore = shutil.ignore_patterns(*apart)
        shutil.copytree(workspace.root / "facts", aside / "facts", ignore=ignore)
        for name, body in files.items():
            (aside / "facts" / name).write_bytes(body)
        checked = read_snapshot(aside, as_of=on)
    if checked.value is None:
        raise InvalidInputError(checked.errors)
    return checked.value


def signal_table(workspace: Workspace) -> Path:
    """Where the signals are; CSV where they are nowhere yet. Raises UsageError for a workbook."""
    facts = workspace.root / "facts"
    for suffix in (".yaml", ".yml", ".csv"):
        if (facts / f"{_TABLE}{suffix}").exists():
            return facts / f"{_TABLE}{suffix}"
    if (facts / f"{_TABLE}.xlsx").exists():
        shown = workspace.shown(facts / f"{_TABLE}.xlsx")
        raise UsageError(
            f"{shown} is a workbook, which its own program keeps best",
            mend="write in the row there; `asp-decide signal list` shows it",
        )
    return facts / f"{_TABLE}.csv"


def by_hand(row: Cells) -> str:
    """The cells as somebody would type them into a YAML table."""
    return with_yaml_row(b"", row).decode().replace("\n  ", ", ").removeprefix("- ").strip()


def csv_cells(row: Cells) -> dict[str, str]:
    """The cells as a CSV table has them."""
    return {name: ";".join(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
