"""A signal entered among the facts: the whole table is read again before anything is written."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from asp_decide.errors import InvalidInputError, UsageError
from asp_decide.load.entered_row import with_yaml_row
from asp_decide.load.entered_rows import Entered, with_entered
from asp_decide.load.portfolio_tables import READ_APART
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.signal import Signal
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.signals import Reached, reached_by
from asp_decide.runs.person_act import Act, as_said
from asp_decide.runs.rights import refuse_right_to
from asp_decide.runs.signal_run import reached_json
from asp_decide.runs.workspace import CHARTER, Workspace
from asp_decide.runs.writing import write_file

type Kind = Literal["market", "regulatory", "strategic", "other"]
type Origin = Literal["environment", "organization"]
type Filing = Literal["need", "requirement", "theme_change", "assumption_change", "none"]

_TABLE = "signals"
_BECOMES = {"need": "an initiative", "requirement": "a requirement", "theme_change": "a theme"}


@dataclass(frozen=True, slots=True)
class SignalOrder:
    """A signal as a person tells it; lists name ids. `filed` is None while it is a question.

    Who files it says who, in which role; both are None where it stays open.
    """

    id: str
    kind: Kind
    origin: Origin
    describes: str
    observed_on: date
    effective_on: date | None = None
    holds_continuously: bool | None = None
    affects: Mapping[str, tuple[str, ...]] | None = None
    filed: Filing | None = None
    became: tuple[str, ...] = ()
    person: str | None = None
    role: str | None = None
    on: date = date.min


@dataclass(frozen=True, slots=True)
class EnteredSignal:
    """What was entered, where, and whom it reaches as it is filed."""

    signal: Signal
    shown_table: str
    reached: tuple[Reached, ...]

    @property
    def summary(self) -> str:
        """One sentence of what happened."""
        filed = self.signal.disposition or "open"
        told = "open: nobody has filed it" if filed == "open" else f"filed as {filed}"
        return f"{self.signal.id} is {told}; written to {self.shown_table}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "signal": self.signal.id,
            "table": self.shown_table,
            "filed_as": self.signal.disposition,
            "reaches": [reached_json(one) for one in self.reached],
        }


def signal_add_run(workspace: Workspace, order: SignalOrder) -> EnteredSignal:
    """Write the signal as a row of its table, in the form of that file; CSV where there is none.

    Raises, with nothing written, UsageError for an id that is there already and for what a filing
    lacks, NotPermittedError for a role without the right to file, and InvalidInputError with every
    problem of the facts as they would be.
    """
    filing = _filing(workspace, order)
    row = _row(order, filing)
    path = _table(workspace)
    body = path.read_bytes() if path.exists() else b""
    known = read_snapshot(workspace.root, as_of=order.on).value
    if known is not None and any(one.id == order.id for one in known.signals):
        raise UsageError(
            f"there is a signal `{order.id}` already",
            mend=f"what is to change of it is changed in {workspace.shown(path)}",
        )
    candidate = _with_row(path, body, row)
    snapshot = _read_with(workspace, path.name, candidate, on=order.on)
    added = next((one for one in snapshot.signals if one.id == order.id), None)
    if added is None:
        raise UsageError(
            f"{workspace.shown(path)} has a form that no row can be added to",
            mend="write it there by hand: " + _by_hand(row),
        )
    write_file(path, candidate)
    return EnteredSignal(added, workspace.shown(path), reached_by(added, snapshot))


def _filing(workspace: Workspace, order: SignalOrder) -> dict[str, str | tuple[str, ...]]:
    """The cells that say how it was filed, or that it was not."""
    if order.filed is None:
        if order.became or order.person or order.role:
            raise UsageError("--became, --by and --role belong to a filing", mend="add --filed-as")
        return {"disposition": "open"}
    if not order.person or not order.role:
        raise UsageError("a filing says by whom", mend="add --by NAME --role ROLE")
    act = as_said(Act(order.person, order.role, order.on))
    refuse_right_to("signal", workspace.charter, act)
    what = _BECOMES.get(order.filed)
    if what is not None and not order.became:
        told = f"a signal that is filed as {order.filed} becomes {what}, or changes one"
        raise UsageError(told, mend="enter that first, and name it with --became")
    return {
        "disposition": order.filed,
        "disposed_by": f"{act.role} {act.person}",
        "disposed_on": order.on.isoformat(),
        "became_ids": order.became,
    }


def _row(
    order: SignalOrder, filing: Mapping[str, str | tuple[str, ...]]
) -> dict[str, str | tuple[str, ...]]:
    continuous = {True: "yes", False: "no", None: ""}[order.holds_continuously]
    return {
        "id": order.id,
        "kind": order.kind,
        "origin": order.origin,
        "observed_on": order.observed_on.isoformat(),
        "effective_on": "" if order.effective_on is None else order.effective_on.isoformat(),
        "description": " ".join(order.describes.split()),
        "holds_continuously": continuous,
        **{f"affects_{name}": ids for name, ids in (order.affects or {}).items()},
        **filing,
    }


def _with_row(path: Path, body: bytes, row: Mapping[str, str | tuple[str, ...]]) -> bytes:
    if path.suffix != ".csv":
        return with_yaml_row(body, row)
    cells = {
        name: ";".join(cell) if isinstance(cell, tuple) else cell
        for name, cell in row.items()
        if cell
    }
    return with_entered(body, [Entered({"id": cells.pop("id")}, cells)])


def _read_with(workspace: Workspace, name: str, body: bytes, *, on: date) -> Snapshot:
    """The facts as they would be with this file. Raises InvalidInputError with every problem."""
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        shutil.copy(workspace.root / CHARTER, aside / CHARTER)
        apart = [f"{table}.*" for table in READ_APART]
        ignore = shutil.ignore_patterns(*apart)
        shutil.copytree(workspace.root / "facts", aside / "facts", ignore=ignore)
        (aside / "facts" / name).write_bytes(body)
        checked = read_snapshot(aside, as_of=on)
    if checked.value is None:
        raise InvalidInputError(checked.errors)
    return checked.value


def _table(workspace: Workspace) -> Path:
    facts = workspace.root / "facts"
    for suffix in (".yaml", ".yml", ".csv"):
        if (facts / f"{_TABLE}{suffix}").exists():
            return facts / f"{_TABLE}{suffix}"
    if (facts / f"{_TABLE}.xlsx").exists():
        shown = workspace.shown(facts / f"{_TABLE}.xlsx")
        raise UsageError(
            f"{shown} is a workbook, which its own program keeps best",
            mend="add the row there; `asp-decide signal list` shows it",
        )
    return facts / f"{_TABLE}.csv"


def _by_hand(row: Mapping[str, str | tuple[str, ...]]) -> str:
    return with_yaml_row(b"", row).decode().replace("\n  ", ", ").strip()
