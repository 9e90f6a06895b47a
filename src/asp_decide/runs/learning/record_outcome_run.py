"""A verdict on a hypothesis, entered among the facts, from where the next run puts it on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from asp_decide.clauses.outcome_records import Verdict, objection_to
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError, unwrap
from asp_decide.load.entered_rows import Entered, with_entered
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.ids import IntervalId
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.person_act import Act, as_said
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

type Judgement = Literal["confirmed", "partly", "refuted", "not_measurable"]
type Method = Literal["experiment", "comparison", "before_after", "none"]

_TABLE = "outcomes"
_HELD = {"confirmed": "1", "refuted": "0"}
"""Whether the hypothesis held, where the verdict says it outright."""


@dataclass(frozen=True, slots=True)
class OutcomeOrder:
    """A verdict as a person gives it: on what, by what method, by whom, in which role, when.

    `interval` closes the hypothesis; it is asked for only where the facts do not say it.
    `realised` is the money that came in that interval, as the table writes amounts.
    """

    initiative: str
    verdict: Judgement
    method: Method
    person: str
    role: str
    on: date
    interval: str | None = None
    realised: str | None = None


@dataclass(frozen=True, slots=True)
class EnteredOutcome:
    """What was entered, and where."""

    initiative: str
    verdict: str
    interval: str
    by: str
    shown_table: str

    @property
    def summary(self) -> str:
        """One sentence of what happened, and of what follows."""
        verdict = self.verdict.replace("_", " ")
        return (
            f"{self.initiative} is {verdict} ({self.interval}), by {self.by}: written to "
            f"{self.shown_table}; the next plan has it, and the run that applies it records it"
        )

    def as_json(self) -> dict[str, str]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "initiative": self.initiative,
            "verdict": self.verdict,
            "interval": self.interval,
            "by": self.by,
            "table": self.shown_table,
        }


def record_outcome_run(workspace: Workspace, order: OutcomeOrder) -> EnteredOutcome:
    """Write the verdict into the outcomes table, in its closing row.

    Raises UsageError, with nothing written, where the initiative or its closing interval is not
    known, where it has a verdict already, where the person or role may not give it, and where the
    table is no CSV file. Raises InvalidInputError for facts that cannot be read.
    """
    said = as_said(Act(order.person, order.role, order.on))
    snapshot = unwrap(read_snapshot(workspace.root, as_of=order.on))
    rows = _rows_of(order.initiative, snapshot)
    interval = _closing(order, rows, snapshot)
    by = f"{said.role} {said.person}"
    given = _given(order, interval, rows, by)
    wrong = objection_to(Verdict(given, None, (), snapshot.charter.currency), snapshot)
    if wrong:
        raise UsageError(wrong, mend="say --role, --by and --method as the rights allow")
    told = _entered(order, given)
    path = _table(workspace, told)
    body = path.read_bytes() if path.exists() else b""
    write_file(path, with_entered(body, told))
    return EnteredOutcome(order.initiative, order.verdict, interval, by, workspace.shown(path))


def _rows_of(initiative: str, snapshot: Snapshot) -> tuple[Outcome, ...]:
    known = [one.id for one in snapshot.initiatives]
    if initiative not in known:
        near = nearest(initiative, known)
        raise UsageError(
            f"there is no initiative `{initiative}`", mend=f"did you mean `{near}`?" if near else ""
        )
    return tuple(one for one in snapshot.outcomes if one.initiative_id == initiative)


def _closing(order: OutcomeOrder, rows: Sequence[Outcome], snapshot: Snapshot) -> IntervalId:
    """The interval at whose end the hypothesis was to be judged."""
    known = [one.id for one in snapshot.charter.calendar.intervals]
    if order.interval is not None:
        if order.interval not in known:
            raise UsageError(f"`{order.interval}` is no interval of the calendar")
        return IntervalId(order.interval)
    closing = {one.interval for one in rows if one.quantity == "success"}
    if len(closing) != 1:
        told = "several rows" if closing else "no row"
        raise UsageError(
            f"{told} of `success` say when `{order.initiative}` was to be judged",
            mend="say it with --interval",
        )
    return closing.pop()


def _given(order: OutcomeOrder, interval: IntervalId, rows: Sequence[Outcome], by: str) -> Outcome:
    """The closing row with the verdict in it."""
    found = [one for one in rows if (one.quantity, one.interval) == ("success", interval)]
    row = found[-1] if found else None
    if row is not None and row.verdict is not None:
        raise UsageError(
            f"`{order.initiative}` was judged `{row.verdict}` for {interval} by {row.verdict_by}",
            mend=f"what is wrong in it is mended in the table `{_TABLE}` itself",
        )
    first = row or Outcome(initiative_id=order.initiative, quantity="success", interval=interval)
    given = {"verdict": order.verdict, "verdict_on": order.on, "verdict_by": by}
    return first.model_copy(update={**given, "method": order.method})


def _entered(order: OutcomeOrder, given: Outcome) -> list[Entered]:
    held = _HELD.get(order.verdict)
    cells = {
        "status": "open" if held is None else "measured",
        "actual": held or "",
        "method": order.method,
        "verdict": order.verdict,
        "verdict_on": order.on.isoformat(),
        "verdict_by": str(given.verdict_by),
    }
    if order.verdict == "not_measurable":
        cells["status"] = "not_measured"
    key = {"initiative_id": order.initiative, "quantity": "success", "interval": given.interval}
    if given.forecast_made_on is not None:
        key["forecast_made_on"] = given.forecast_made_on.isoformat()
    told = [Entered(key, cells)]
    if order.realised is not None:
        money = {"status": "measured", "actual": order.realised, "method": order.method}
        paid = {name: key[name] for name in ("initiative_id", "interval")}
        told.append(Entered({**paid, "quantity": "value"}, money))
    return told


def _table(workspace: Workspace, told: Sequence[Entered]) -> Path:
    """The table as a CSV file. Raises UsageError, with the row to type, where it is another."""
    facts = workspace.root / "facts"
    for suffix in (".yaml", ".yml", ".xlsx"):
        other = facts / f"{_TABLE}{suffix}"
        if other.exists():
            cells = {**told[0].key, **told[0].cells}
            row = ", ".join(f"{name}: {value}" for name, value in cells.items() if value)
            raise UsageError(
                f"`{workspace.shown(other)}` is written by hand", mend=f"set in it {row}"
            )
    return facts / f"{_TABLE}.csv"
