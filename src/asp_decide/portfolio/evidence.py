"""How fresh and how strong the evidence is, and what it says of duties and assumptions."""

from collections.abc import Sequence
from datetime import date

from asp_decide.model.duty import duties_broken, is_in_scope
from asp_decide.model.initiative import Initiative
from asp_decide.model.interval import weeks_until
from asp_decide.model.outcome import GRADES, Evidence, Grade
from asp_decide.model.signal import Requirement
from asp_decide.model.subject import Measured, counted_by_name
from asp_decide.portfolio.dossier import Dossiers

_ABOUT_OUTCOME = frozenset({"success", "benefit"})


def evidence_age(rows: Sequence[Evidence], as_of: date) -> Measured:
    """Weeks since the last evidence about the outcome: its success or its benefit."""
    days = [row.observed_on for row in rows if row.informs in _ABOUT_OUTCOME]
    known = [day for day in days if day is not None]
    return weeks_since(max(known), as_of) if known else Measured(None, "no evidence")


def best_grade(rows: Sequence[Evidence]) -> Grade | None:
    """The best grade of evidence about success; None without any."""
    grades = [row.grade for row in rows if row.informs == "success" and row.grade is not None]
    return min(grades, key=GRADES.index, default=None)


def weeks_since(day: date | None, as_of: date) -> Measured:
    """Weeks from a past day to the run; a day that is still to come tells nothing yet."""
    if day is None:
        return Measured(None, "missing")
    if day > as_of:
        return Measured(None, f"{day} lies behind the day of the run")
    return Measured(-weeks_until(day, as_of))


def requirements_violated(
    initiative: Initiative,
    requirements: Sequence[Requirement],
    rows: Sequence[Evidence],
    *,
    streams: Sequence[str],
    as_of: date,
) -> Measured:
    """How many requirements in its scope the latest evidence says it breaks.

    Unknown while there is no evidence about one of them and none that says it breaks another.
    """
    in_scope = (
        requirement
        for requirement in requirements
        if is_in_scope(
            requirement,
            checked_at="gate_2",
            category=initiative.category,
            streams=streams,
            as_of=as_of,
        )
    )
    return duties_broken(in_scope, rows)


def assumptions_changed(initiative: Initiative, told: Dossiers) -> Measured:
    """How many of its assumptions broke since its case was agreed (or ever, if it was not yet)."""
    agreed = initiative.case_agreed_on
    changed = [
        assumption
        for assumption in set(initiative.assumption_ids)
        if any(agreed is None or day > agreed for day in told.broken.get(assumption, ()))
    ]
    return counted_by_name(changed)
