"""A business case as a record holds it: its version, its promises, what was agreed to end it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

type Terms = Mapping[str, Any]
"""A kill criterion as it stands in a record."""

_PLACES = 9
_SUBJECT = ("quantity", "interval")


@dataclass(frozen=True, slots=True)
class Case:
    """The business case of an open initiative, as the facts have it on the day of the run.

    `criteria` are those that were agreed by then, `promises` everything that was foretold.
    """

    initiative: InitiativeId
    version: int | None
    agreed_on: str | None
    criteria: tuple[Terms, ...]
    promises: tuple[Mapping[str, Any], ...]

    @property
    def is_stated(self) -> bool:
        """Whether the facts have a version of it, or a criterion."""
        return self.version is not None or bool(self.criteria)

    @property
    def known_as(self) -> dict[str, Any]:
        """What the close of a run keeps of it, to which the next run is held."""
        return {
            "initiative": self.initiative,
            "version": self.version,
            "agreed_on": self.agreed_on,
            "criteria": [dict(one) for one in self.criteria],
        }


def case_of(initiative: Initiative, rows: Sequence[Outcome], snapshot: Snapshot) -> Case:
    """The case of an initiative, of which these are the outcome rows."""
    agreed = initiative.case_agreed_on
    criteria = [
        terms_of(row)
        for row in rows
        if row.kill_if is not None
        and row.kill_agreed_on is not None
        and row.kill_agreed_on <= snapshot.as_of
    ]
    promises = [_promise(row) for row in rows if row.forecast or row.forecast_probability]
    return Case(
        initiative=initiative.id,
        version=initiative.case_version,
        agreed_on=None if agreed is None else agreed.isoformat(),
        criteria=tuple(sorted(criteria, key=about)),
        promises=tuple(sorted(promises, key=about)),
    )


def criterion_in_words(terms: Terms) -> str:
    """A criterion as people say it: `stop if above 45 by before_after (2026-12-15)`."""
    told = f"{terms['action'] or 'review'} if {terms['if']} {terms['threshold'] or '?'}"
    graded = f"{told} by {terms['min_grade']}" if terms["min_grade"] else told
    return graded if terms["agreed_on"] is None else f"{graded} ({terms['agreed_on']})"


def about(terms: Mapping[str, Any]) -> tuple[str, ...]:
    """What a criterion or a promise is about: the quantity and the interval."""
    return tuple(str(terms[name]) for name in _SUBJECT)


def terms_of(row: Outcome) -> dict[str, Any]:
    """The kill criterion of a row."""
    return {
        "quantity": row.quantity,
        "interval": row.interval,
        "if": row.kill_if,
        "threshold": _number(row.kill_threshold),
        "action": row.kill_action,
        "min_grade": row.kill_min_grade,
        "agreed_on": None if row.kill_agreed_on is None else row.kill_agreed_on.isoformat(),
    }


def _promise(row: Outcome) -> dict[str, Any]:
    foretold = row.forecast
    points = (
        (None, None, None) if foretold is None else (foretold.low, foretold.likely, foretold.high)
    )
    low, likely, high = map(_number, points)
    made = row.forecast_made_on
    return {
        "quantity": row.quantity,
        "interval": row.interval,
        "unit": row.unit,
        "baseline": _number(row.baseline),
        "low": low,
        "likely": likely,
        "high": high,
        "probability": _number(row.forecast_probability),
        "made_on": None if made is None else made.isoformat(),
    }


def _number(amount: Any) -> str | None:
    return None if amount is None else decimal_text(Fraction(amount), _PLACES)
