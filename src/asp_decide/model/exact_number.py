"""A number of the facts that must stay exact even where no finite decimal can hold it."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from asp_decide.canonical import decimal_text


def exact_text(value: Fraction) -> str:
    """The number as its shortest decimal, or as a ratio where no finite decimal is equal to it.

    >>> exact_text(Fraction(12)), exact_text(Fraction(5, 2)), exact_text(Fraction(10, 7))
    ('12', '2.5', '10/7')
    """
    if value.denominator == 1:
        return str(value.numerator)
    try:
        return decimal_text(value)
    except ValueError:
        return str(value)


def _exactly(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise ValueError(f"{value!r} is no exact number; a float is none")


type ExactNumber = Annotated[
    Fraction, PlainValidator(_exactly), PlainSerializer(exact_text, return_type=str)
]
"""Ten days are 10/7 weeks: read from a decimal, an integer, a fraction or the text of one."""
