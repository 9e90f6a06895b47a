"""Amounts as people read them, never rounded across a limit."""

import math
from fractions import Fraction
from typing import Literal

from asp_decide.canonical import whole_steps
from asp_decide.model.quantity import singular, with_unit

NONE_GIVEN = "–"

type Rounding = Literal["nearest", "down", "up"]


def money(amount: Fraction, currency: str, rounding: Rounding = "nearest") -> str:
    """An amount of money, whole from a hundred on: `EUR 1,234,567`.

    >>> money(Fraction(12345675, 10), "EUR"), money(Fraction(1, 2), "EUR")
    ('EUR 1,234,568', 'EUR 0.50')
    """
    return f"{currency} {figures(amount, rounding)}"


def figures(amount: Fraction, rounding: Rounding = "nearest") -> str:
    """An amount of money without its currency, for a column whose head names it."""
    whole = abs(amount) >= 100 or amount.denominator == 1
    return _rounded(amount, 0 if whole else 2, rounding)


def money_between(low: Fraction, high: Fraction, currency: str) -> str:
    """An interval of money, rounded outwards so that it still holds what it held.

    >>> money_between(Fraction(10001, 10), Fraction(20001, 10), "EUR")
    'EUR 1,000 to 2,001'
    """
    return f"{currency} {figures_between(low, high)}"


def figures_between(low: Fraction, high: Fraction) -> str:
    """The same without its currency, for a column whose head names it."""
    if low == high:
        return figures(low)
    return f"{figures(low, 'down')} to {figures(high, 'up')}"


def percent(share: Fraction, rounding: Rounding = "nearest") -> str:
    """A share with one decimal, more where it would be shown as nothing or as all.

    >>> percent(Fraction(2, 5)), percent(Fraction(9996, 10000)), percent(Fraction(1, 10000))
    ('40 %', '99.96 %', '0.01 %')
    """
    places = places_apart(share * 100, Fraction(100), 1)
    return f"{_plain(_rounded(share * 100, places, rounding))} %"


def number(value: Fraction, places: int = 1) -> str:
    """A number with thousands apart and at most so many decimals; what is not zero stays so.

    >>> number(Fraction(12345, 10)), number(Fraction(40)), number(Fraction(1, 3), 2)
    ('1,234.5', '40', '0.33')
    """
    return _plain(_rounded(value, places, "nearest"))


def beside_limit(value: Fraction, limit: Fraction, unit: str, currency: str) -> tuple[str, str]:
    """A value and its limit, with as many decimals as it takes to see on which side it stands.

    >>> beside_limit(Fraction("39.96"), Fraction(40), "%", "EUR")
    ('39.96 %', '40 %')
    """
    places = places_apart(value, limit, _usual_places(unit, currency))
    return quantity(value, unit, currency, places), quantity(limit, unit, currency, places)


def quantity(value: Fraction, unit: str, currency: str, places: int | None = None) -> str:
    """An amount with its unit, money with its currency in front.

    >>> quantity(Fraction(1), "initiatives", "EUR"), quantity(Fraction(1500), "EUR/week", "EUR")
    ('1 initiative', 'EUR 1,500 a week')
    """
    if places is None:
        places = _usual_places(unit, currency)
    return with_unit(_plain(_rounded(value, places, "nearest")), unit, currency)


def counted(count: int, plural: str) -> str:
    """A count with its noun.

    >>> counted(1, "initiatives"), counted(0, "value streams")
    ('1 initiative', '0 value streams')
    """
    return f"{count} {singular(plural) if count == 1 else plural}"


def places_apart(value: Fraction, limit: Fraction, places: int) -> int:
    """The fewest decimals, `places` or more, that show value and limit as they truly compare."""
    side = _sign(value - limit)
    while side != _sign(whole_steps(value, places) - whole_steps(limit, places)):
        places += 1
    return places


def known(text: str | None) -> Fraction | None:
    """The number of a plan's text, or None where the plan has none."""
    return None if text is None else Fraction(text)


def figures_or_none(text: str | None) -> str:
    """Money of a plan's text without its currency, or a dash where the plan has none."""
    return NONE_GIVEN if text is None else figures(Fraction(text))


def cd3_or_none(text: str | None) -> str:
    """A CD3 in whole units of money, or a dash where the plan has none."""
    return NONE_GIVEN if text is None else number(Fraction(text), 0)


_COUNTED = frozenset({"initiatives", "features", "criteria", "requirements", "value_streams"})


def _usual_places(unit: str, currency: str) -> int:
    return 0 if unit in _COUNTED or _is_money(unit, currency) else 1


def _is_money(unit: str, currency: str) -> bool:
    return unit == currency or unit.startswith(f"{currency}/")


def _rounded(value: Fraction, places: int, rounding: Rounding) -> str:
    while value and not whole_steps(value, places):
        places += 1
    match rounding:
        case "nearest":
            steps = whole_steps(value, places)
        case "down":
            steps = math.floor(value * 10**places)
        case "up":
            steps = math.ceil(value * 10**places)
    whole, part = divmod(abs(steps), 10**places)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole:,}.{part:0{places}d}" if places else f"{sign}{whole:,}"


def _plain(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)
