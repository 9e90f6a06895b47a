"""A signal entered among the facts: the whole table is read again before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from asp_decide.errors import UsageError
from asp_decide.load.entered_row import with_yaml_row
from asp_decide.load.entered_rows import Entered, with_entered
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.signal import Signal
from asp_decide.portfolio.signals import Reached, reached_by
from asp_decide.runs.sensing.signal_filing import (
    Cells,
    Filed,
    Filing,
    by_hand,
    csv_cells,
    facts_with,
    filing_cells,
    signal_table,
)
from asp_decide.runs.sensing.signal_run import reached_json
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

type Kind = Literal["market", "regulatory", "strategic", "other"]
type Origin = Literal["environment", "organization"]


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
    filed: Filed | None = None
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
    path = signal_table(workspace)
    body = path.read_bytes() if path.exists() else b""
    known = read_snapshot(workspace.root, as_of=order.on).value
    if known is not None and any(one.id == order.id for one in known.signals):
        raise UsageError(
            f"there is a signal `{order.id}` already",
            mend=f"`asp-decide signal file {order.id}` files it; all else is changed in"
            f" {workspace.shown(path)}",
        )
    candidate = _with_row(path, body, row)
    snapshot = facts_with(workspace, {path.name: candidate}, on=order.on)
    added = next((one for one in snapshot.signals if one.id == order.id), None)
    if added is None:
        raise UsageError(
            f"{workspace.shown(path)} has a form that no row can be added to",
            mend="write it there by hand: " + by_hand(row),
        )
    write_file(path, candidate)
    return EnteredSignal(added, workspace.shown(path), reached_by(added, snapshot))


def _filing(workspace: Workspace, order: SignalOrder) -> Cells:
    """The cells that say how it was filed, or that it was not."""
    if order.filed is None:
        if order.became or order.person or order.role:
            raise UsageError("--became, --by and --role belong to a filing", mend="add --filed-as")
        return {"disposition": "open"}
    if not order.person or not order.role:
        raise UsageError("a filing says by whom", mend="add --by NAME --role ROLE")
    filing = Filing(order.filed, order.became, order.person, order.role, order.on)
    return filing_cells(workspace, filing)


def _row(order: SignalOrder, filing: Cells) -> Cells:
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


def _with_row(path: Path, body: bytes, row: Cells) -> bytes:
    if path.suffix != ".csv":
        return with_yaml_row(body, row)
    cells = {name: cell for name, cell in csv_cells(row).items() if cell}
    return with_entered(body, [Entered({"id": cells.pop("id")}, cells)])
