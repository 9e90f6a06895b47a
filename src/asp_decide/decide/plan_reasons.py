"""Why the optimizer answered as it did: what a choice brings, what keeps a better one out."""

from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.outlook import Outlook
from asp_decide.decide.words import Verdict
from asp_decide.model.choice import Choice
from asp_decide.model.plan import Reason
from asp_decide.model.quantity import CURRENCY
from asp_decide.optimize.blockers import Blocked, Shortage, blockers

PLACES = 6
_SHOWN = 2
"""Decimal places of amounts in sentences; the exact ones stand beside."""

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
        message += f", {_money(taken.loss, currency)} less than the most"
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
        return [_nothing_better(outlook, taken)] if taken.kind == "leave" else []
    nearest = planned[0]
    told = sorted(nearest.shortages, key=lambda s: (s.row.origin.kind != "rule", s.row.origin))
    return [_short(nearest, shortage, outlook) for shortage in told[:_MOST]]


def _begins_in_the_plan(blocked: Blocked, outlook: Outlook) -> bool:
    start = blocked.choice.start
    grid = outlook.prepared.inputs.choice_set.grid
    return start is not None and not grid[start].is_tail


def _short(blocked: Blocked, shortage: Shortage, outlook: Outlook) -> Reason:
    row, missing = shortage.row, shortage.missing
    start = blocked.choice.start
    when = "" if start is None else outlook.prepared.inputs.choice_set.grid[start].id
    unit = _unit(shortage, outlook)
    what = f"to begin `{blocked.choice.option}` in {when}" if when else "to do more"
    if row.origin.kind in {"fact", "rule"} and row.sense == "<=":
        message = f"{row.origin} has {decimal_text(missing, _SHOWN)} {unit} too little {what}"
    else:
        message = f"{row.origin} stands against it {what}".rstrip()
    return Reason(
        rule=str(row.origin),
        result="binds",
        measure=row.origin.id,
        measured=decimal_text(row.limit + missing, PLACES),
        limit=decimal_text(row.limit, PLACES),
        margin=decimal_text(missing, PLACES),
        unit=unit,
        message=message,
    )


def _unit(shortage: Shortage, outlook: Outlook) -> str:
    origin, reading = shortage.row.origin, shortage.row.reading
    if reading is not None:
        counted = reading.unit.dimension not in {"share", "percentage points"}
        if counted:
            return reading.unit.name.replace(CURRENCY, _currency(outlook))
    if origin.id == "budget":
        return _currency(outlook)
    charter = outlook.prepared.inputs.snapshot.charter
    return charter.currency if charter.capacity_unit == "money" else "team-weeks"


def _money(amount: Fraction, currency: str) -> str:
    return f"{currency} {round(amount):,}"


def _currency(outlook: Outlook) -> str:
    return outlook.prepared.inputs.snapshot.charter.currency
