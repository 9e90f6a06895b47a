"""Why the optimizer answered as it did: what a choice brings, what keeps a better one out."""

from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.outlook import Outlook
from asp_decide.decide.row_amounts import enough, measured_in
from asp_decide.decide.words import Verdict
from asp_decide.model.choice import Choice
from asp_decide.model.plan import Reason
from asp_decide.model.quantity import Unit
from asp_decide.optimize.blockers import Blocked, Shortage, blockers
from asp_decide.optimize.programme import Origin
from asp_decide.rules.wording import amount_in_words, unit_in_words

PLACES = 6
_MOST = 3
"""Rows that are named for one initiative: what else is short is in the explanation."""


def plan_reasons(outlook: Outlook, taken: Choice, word: Verdict) -> tuple[Reason, ...]:
    """What the taken choice brings; and for work that waits, what a better choice would need.

    The nearest better choice is told: the one that needs least to be let in while everybody else
    stays. Where all that it needs is free and it was not taken, others would have had to move.
    """
    reasons: list[Reason] = []
    if taken.kind != "leave":
        reasons.append(_brings(outlook, taken))
    if word.word == "decline":
        reasons.append(_declined(outlook, taken))
    elif taken.start != 0:
        reasons += _what_is_missing(outlook, taken)
    return tuple(reasons)


def _brings(outlook: Outlook, taken: Choice) -> Reason:
    currency = _currency(outlook)
    message = f"`{taken.option}` brings {_money(taken.value, currency)}"
    if taken.loss > 0:
        message += f", {_money(taken.loss, currency)} less than it could at best"
    return Reason(
        rule="plan",
        result="chosen",
        measure="value",
        measured=decimal_text(taken.value, PLACES),
        unit=currency,
        message=message,
    )


def _declined(outlook: Outlook, taken: Choice) -> Reason:
    currency = _currency(outlook)
    best = outlook.prepared.inputs.choice_set.best_value[taken.initiative]
    message = f"it would cost more than the {_money(best, currency)} that it could bring"
    if best == 0:
        message = "nothing that could be done with it brings anything"
    return Reason(
        rule="plan",
        result="declined",
        measure="value",
        measured=decimal_text(best, PLACES),
        unit=currency,
        message=message,
    )


def _never_offered(outlook: Outlook, taken: Choice) -> Reason | None:
    """Why a start within the plan is nothing to choose: it would not even fit alone."""
    for removal in outlook.prepared.inputs.choice_set.removed:
        if removal.initiative == taken.initiative and removal.start is not None:
            return Reason(rule="plan", result="not offered", message=removal.reason)
    return None


def _nothing_better(outlook: Outlook, taken: Choice) -> Reason:
    message = "nothing that could begin in this plan brings more than it costs"
    return Reason(
        rule="plan",
        result="chosen",
        measure="loss",
        measured=decimal_text(taken.loss, PLACES),
        unit=_currency(outlook),
        message=message,
    )


def _what_is_missing(outlook: Outlook, taken: Choice) -> list[Reason]:
    programme = outlook.prepared.programme
    found = blockers(programme, [c.id for c in outlook.taken], taken.initiative)
    planned = [b for b in found if _begins_in_the_plan(b, outlook)] or list(found)
    if not planned:
        never = _never_offered(outlook, taken)
        if never is not None:
            return [never]
        return [_nothing_better(outlook, taken)] if taken.kind == "leave" else []
    nearest = planned[0]
    told = sorted(nearest.shortages, key=lambda s: (s.row.origin.kind != "rule", s.row.origin))
    return [_short(nearest, shortage, outlook) for shortage in told[:_MOST]]


def _begins_in_the_plan(blocked: Blocked, outlook: Outlook) -> bool:
    start = blocked.choice.start
    grid = outlook.prepared.inputs.choice_set.grid
    return start is not None and not grid[start].is_tail


def _short(blocked: Blocked, shortage: Shortage, outlook: Outlook) -> Reason:
    """One row that leaves the nearest better choice too little room, and how much is missing."""
    row, currency = shortage.row, _currency(outlook)
    unit, scale = measured_in(row, outlook.prepared.inputs.snapshot.charter)
    missing, limit = shortage.missing / scale, row.limit / scale
    start = blocked.choice.start
    when = "" if start is None else f" from {outlook.prepared.inputs.choice_set.grid[start].id}"
    what = f"`{blocked.choice.option}`{when}"
    if row.origin.kind in {"fact", "rule"} and row.sense == "<=":
        more = amount_in_words(enough(missing, unit), unit, currency)
        message = f"{what} needs {more} more {_than(row.origin)}"
    else:
        message = f"{row.origin} stands against {what}"
    return Reason(
        rule=str(row.origin),
        result="binds",
        measure=row.origin.id,
        measured=_text(limit + missing, unit),
        limit=_text(limit, unit),
        margin=_text(missing, unit),
        unit=unit_in_words(unit, currency),
        message=message,
    )


def _than(origin: Origin) -> str:
    """What more of it would be needed of."""
    where = ", ".join(part for part in (origin.group, origin.interval) if part)
    if origin.kind == "rule":
        return f"than {origin.id} allows in {where}"
    return f"budget by {origin.interval}" if origin.id == "budget" else f"in {where}"


def _text(value: Fraction, unit: Unit) -> str:
    return decimal_text(value / unit.factor, PLACES)


def _money(amount: Fraction, currency: str) -> str:
    return f"{currency} {round(amount):,}"


def _currency(outlook: Outlook) -> str:
    return outlook.prepared.inputs.snapshot.charter.currency
