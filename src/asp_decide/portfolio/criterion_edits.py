"""Kill criteria that are not what was agreed at Gate 2: goalposts that have moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from asp_decide.canonical import decimal_text
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import STATE_GROUPS, Initiative
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

_CLOSED = frozenset(STATE_GROUPS["closed"])
_TERMS = ("kill_if", "kill_threshold", "kill_action", "kill_min_grade", "kill_agreed_on")


@dataclass(frozen=True, slots=True)
class CriterionEdit:
    """A criterion that was agreed by the day of an earlier run, and what stands in its place now.

    `now` is None where no criterion does.
    """

    agreed: Outcome
    now: Outcome | None

    def __str__(self) -> str:
        """What it was and what it is, in a sentence."""
        of = f"the kill criterion on `{self.agreed.quantity}` in {self.agreed.interval}"
        was = f"agreed on {self.agreed.kill_agreed_on} as {_in_words(self.agreed)}"
        now = "is gone" if self.now is None else f"is now {_in_words(self.now)}"
        return f"{self.agreed.initiative_id}: {of}, {was}, {now}"


def criterion_edits(before: Snapshot, now: Snapshot) -> tuple[CriterionEdit, ...]:
    """Agreed criteria that are changed or gone since an earlier run, in the order of its facts.

    What became another version of its case has been through Gate 2 again, with criteria of its
    own; what is closed or no longer there needs none.
    """
    were = {one.id: one for one in before.initiatives}
    held = {one.id for one in now.initiatives if _stands(one, were.get(one.id))}
    return tuple(
        CriterionEdit(row, _in_place_of(row, now.outcomes))
        for row in before.outcomes
        if row.initiative_id in held
        and _is_agreed(row, before.as_of)
        and not any(_same(row, other) for other in now.outcomes)
    )


def _stands(now: Initiative, before: Initiative | None) -> bool:
    if before is None or now.state in _CLOSED:
        return False
    return now.case_version == before.case_version


def _is_agreed(row: Outcome, by: date) -> bool:
    agreed = row.kill_agreed_on
    return row.kill_if is not None and agreed is not None and agreed <= by


def _same(agreed: Outcome, other: Outcome) -> bool:
    return _subject(agreed) == _subject(other) and all(
        getattr(agreed, term) == getattr(other, term) for term in _TERMS
    )


def _in_place_of(agreed: Outcome, rows: Iterable[Outcome]) -> Outcome | None:
    found = (r for r in rows if _subject(r) == _subject(agreed) and r.kill_if is not None)
    return next(found, None)


def _subject(row: Outcome) -> tuple[InitiativeId, str, str]:
    return row.initiative_id, row.quantity, row.interval


def _in_words(row: Outcome) -> str:
    limit = "?" if row.kill_threshold is None else decimal_text(row.kill_threshold)
    told = f"{row.kill_action or 'review'} if {row.kill_if} {limit}"
    graded = f"{told} by {row.kill_min_grade}" if row.kill_min_grade else told
    return graded if row.kill_agreed_on is None else f"{graded} ({row.kill_agreed_on})"
