"""Verdicts on what was foretold as records, each in the run in which it is first known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.clauses.grant import own_cause
from asp_decide.model.ids import InitiativeId
from asp_decide.model.outcome import OF_THE_MODEL, Outcome
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey

POINT = "outcome"
"""The decision point whose holder records verdicts."""

_PLACES = 9
_FUNDING = frozenset({"fund", "fund_tranche"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a hypothesis, as the facts say: the row that closes it, and what was measured.

    `realised` is the money that was measured, and what was foretold for the same intervals.
    """

    row: Outcome
    realised: tuple[Fraction, Fraction] | None
    metrics: tuple[Outcome, ...]
    currency: str

    @property
    def initiative(self) -> InitiativeId:
        """Whose hypothesis it is."""
        return self.row.initiative_id

    @property
    def role(self) -> str:
        """The role in which it was given: the first word of who gave it."""
        return (self.row.verdict_by or "").partition(" ")[0]

    @property
    def person(self) -> str:
        """Who gave it."""
        return (self.row.verdict_by or "").partition(" ")[2]

    @property
    def known_as(self) -> dict[str, Any]:
        """What the close of a run says of it, by which the next run knows that it is not new."""
        return {
            "initiative": self.row.initiative_id,
            "interval": self.row.interval,
            "verdict": self.row.verdict,
            "on": None if self.row.verdict_on is None else self.row.verdict_on.isoformat(),
        }


def verdicts(snapshot: Snapshot) -> tuple[Verdict, ...]:
    """The verdicts that are known on the day of the snapshot, by initiative and interval."""
    by_initiative: dict[InitiativeId, list[Outcome]] = {}
    for row in snapshot.outcomes:
        by_initiative.setdefault(row.initiative_id, []).append(row)
    closing = {
        (row.initiative_id, row.interval): row
        for row in snapshot.outcomes
        if row.quantity == "success"
        and row.verdict is not None
        and (row.verdict_on is None or row.verdict_on <= snapshot.as_of)
    }
    return tuple(
        _verdict(row, by_initiative[row.initiative_id], snapshot)
        for _, row in sorted(closing.items())
    )


def objection_to(verdict: Verdict, snapshot: Snapshot) -> str:
    """What is wrong with how a verdict was given, in words; nothing if all is well.

    It is given in the role that holds `outcome`, by somebody who neither leads nor sponsors the
    work, on a day, and with the method by which what came was put down to it.
    """
    row, charter = verdict.row, snapshot.charter
    if not verdict.person or row.verdict_on is None:
        return "it is not said by whom, in which role and on which day it was given"
    holder = charter.rights.get(POINT)
    if verdict.role not in charter.roles:
        return f"`{verdict.role}` is no role of this workspace"
    if holder is not None and verdict.role != holder:
        return f"`{POINT}` is decided by `{holder}`, and `{verdict.role}` gave it"
    parts = own_cause(snapshot, SubjectKey("initiative", verdict.initiative))
    for part, name in parts.items():
        if name.casefold() == verdict.person.casefold():
            return f"`{verdict.person}` is {part} of `{verdict.initiative}` and judged it"
    if row.verdict != "not_measurable" and row.method in {None, "none"}:
        return "the method is not stated by which what came was put down to it"
    return ""


def new_verdicts(known: Iterable[Verdict], before: Mapping[str, Any] | None) -> tuple[Verdict, ...]:
    """Those that the run before did not know; `before` is the record that closed it."""
    told = [] if before is None else list(before.get("outcomes", ()))
    return tuple(one for one in known if one.known_as not in told)


def outcome_records(found: Iterable[Verdict], funded_in: Mapping[str, int]) -> list[dict[str, Any]]:
    """A record for each verdict; `funded_in` is where the log has the decision that funded it."""
    return [
        {
            "kind": "outcome",
            "initiative": one.initiative,
            "hypothesis": {
                "interval": one.row.interval,
                "forecast_probability": _number(one.row.forecast_probability),
            },
            "verdict": one.row.verdict,
            "realised": _realised(one),
            "metrics": [_metric(row) for row in one.metrics],
            "method": one.row.method,
            "by": one.role,
            "person": one.person,
            "on": one.known_as["on"],
            "decided_in": funded_in.get(one.initiative),
        }
        for one in found
    ]


def funds(record: Mapping[str, Any]) -> bool:
    """Whether a record is the approval by which an initiative got its money."""
    return (
        record.get("kind") == "approval"
        and record.get("point") == "gate_2"
        and record.get("decided") in _FUNDING
    )


def _verdict(row: Outcome, rows: Iterable[Outcome], snapshot: Snapshot) -> Verdict:
    order = {one.id: place for place, one in enumerate(snapshot.charter.calendar.intervals)}
    end = order.get(row.interval, -1)
    until = [one for one in rows if order.get(one.interval, end) <= end]
    paid = [(one.actual, one.forecast) for one in until if one.quantity == "value"]
    sums = [
        (Fraction(actual), foretold.mean)
        for actual, foretold in paid
        if actual is not None and foretold is not None
    ]
    realised = (sum((a for a, _ in sums), Fraction(0)), sum((f for _, f in sums), Fraction(0)))
    metrics = tuple(one for one in until if one.quantity not in OF_THE_MODEL)
    return Verdict(row, realised if sums else None, metrics, snapshot.charter.currency)


def _realised(one: Verdict) -> dict[str, str] | None:
    if one.realised is None:
        return None
    value, foretold = one.realised
    return {
        "value": decimal_text(value, _PLACES),
        "foretold": decimal_text(foretold, _PLACES),
        "unit": one.currency,
    }


def _metric(row: Outcome) -> dict[str, Any]:
    """An outcome metric: where it was, where it was to be, and where it is."""
    return {
        "quantity": row.quantity,
        "unit": row.unit,
        "interval": row.interval,
        "baseline": _number(row.baseline),
        "foretold": None
        if row.forecast is None
        else decimal_text(Fraction(row.forecast.likely), _PLACES),
        "actual": _number(row.actual),
    }


def _number(amount: Any) -> str | None:
    return None if amount is None else decimal_text(Fraction(amount), _PLACES)
