"""Quantities and tests in words, written so that no figure contradicts the result beside it."""

import re
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.quantity import CURRENCY, Unit, singular, with_unit

USUAL_PLACES = 2
"""Decimal places of an amount in a sentence, where more are not needed to tell it from a limit."""

ROW_NOT_KNOWN = "not known which row holds"
"""Why nobody can tell what a table gives."""

WHOLE_FROM = 100
"""From here on money is told in whole units, unless a limit asks for more."""

TOO_YOUNG = "too young"
"""Why a window of intervals is not full, and its comparison therefore false."""

MOST_PLACES = 12
"""Beyond this nobody reads digits: the sentence then says `just under` or `just over`."""


def amount_in_words(
    value: Fraction, unit: Unit, currency: str, *, beside: Fraction | None = None
) -> str:
    """A base value in its unit, rounded half-even, but never onto or across the limit `beside`.

    39.96 % of a limit of 40 % stays `39.96 %`; 39.999 % does too, with a place more.
    """
    shown = value / unit.factor
    usual = usual_places(shown, unit)
    if beside is None or value == beside:
        return _with_unit(decimal_text(shown, usual), unit, currency)
    limit = beside / unit.factor
    for places in range(usual, MOST_PLACES + 1):
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


def asked_in_words(test: str, unit: Unit, currency: str) -> str:
    """A test as rules record it, its amounts as people read them."""
    name = unit_in_words(unit, currency)
    amounts = rf"(-?[\d.]+) (?:{re.escape(name)}|{re.escape(singular(name))})(?!\S)"
    return re.sub(amounts, lambda one: _with_unit(one[1], unit, currency), test)


def usual_places(shown: Fraction, unit: Unit) -> int:
    """Decimal places of an amount in a sentence: none of money from a hundred on."""
    return 0 if unit.name.startswith(CURRENCY) and abs(shown) >= WHOLE_FROM else USUAL_PLACES


def _with_unit(figure: str, unit: Unit, currency: str) -> str:
    """The figure with its thousands apart and its unit; money with its currency in front."""
    whole, point, part = figure.partition(".")
    apart = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    if unit.name.startswith(CURRENCY) and part:
        part = part.ljust(USUAL_PLACES, "0")
    return with_unit(f"{apart}{point}{part}", unit_in_words(unit, currency), currency)
