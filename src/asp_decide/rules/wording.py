"""Quantities and tests in words, written so that no figure contradicts the result beside it."""

from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.quantity import CURRENCY, Unit, singular

USUAL_PLACES = 2
"""Decimal places of an amount in a sentence, where more are not needed to tell it from a limit."""

ROW_NOT_KNOWN = "not known which row holds"
"""Why nobody can tell what a table gives."""

MOST_PLACES = 12
"""Beyond this nobody reads digits: the sentence then says `just under` or `just over`."""


def amount_in_words(
    value: Fraction, unit: Unit, currency: str, *, beside: Fraction | None = None
) -> str:
    """A base value in its unit, rounded half-even, but never onto or across the limit `beside`.

    39.96 % of a limit of 40 % stays `39.96 %`; 39.999 % does too, with a place more.
    """
    shown = value / unit.factor
    if beside is None or value == beside:
        return _with_unit(decimal_text(shown, USUAL_PLACES), unit, currency)
    limit = beside / unit.factor
    for places in range(USUAL_PLACES, MOST_PLACES + 1):
        figure = decimal_text(shown, places)
        rounded = Fraction(figure)
        if rounded != limit and (rounded < limit) == (shown < limit):
            return _with_unit(figure, unit, currency)
    side = "under" if shown < limit else "over"
    return f"just {side} {limit_in_words(beside, unit, currency)}"


def bound_in_words(clause: LimitClause, limit: Fraction, currency: str) -> str:
    """The bound of a limit or guardrail at that limit: `at most 5 initiatives`."""
    word = "at most" if clause.at_most is not None else "at least"
    return f"{word} {limit_in_words(limit, clause.unit, currency)}"


def bound_key(clause: LimitClause) -> str:
    """The name under which the bound of a limit stands among the comparisons of its rule."""
    return f"{clause.heading.rule}/0"


def limit_in_words(limit: Fraction, unit: Unit, currency: str) -> str:
    """A limit as its author wrote it: a finite decimal in the author's unit."""
    return _with_unit(decimal_text(limit / unit.factor, MOST_PLACES), unit, currency)


def unit_in_words(unit: Unit, currency: str) -> str:
    """The unit's name with the workspace's currency in it."""
    return unit.name.replace(CURRENCY, currency)


def _with_unit(figure: str, unit: Unit, currency: str) -> str:
    name = unit_in_words(unit, currency)
    return f"{figure} {singular(name) if figure in {'1', '-1'} else name}"
