"""The text of one cell to its value: numbers with units, days, words, and the kinds of absence."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from asp_decide.canonical import decimal_text
from asp_decide.diagnostics import nearest
from asp_decide.model.quantity import UNIT_NAMES, Unit, unit

type Absence = Literal["empty", "withheld", "not applicable"]

MOST_DIGITS = 18
"""More digits than any amount of money has; so that nobody waits for a number of a million."""

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a text is no value of its column: a code, a message and the mend."""

    code: str
    message: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a number is measured in: a dimension of units, and the bounds of what can be meant.

    `takes` is the dimension as `model.quantity` names it, empty for a bare number; `shown` is an
    example for the mend. `least` and `most` are in the base unit, both included.
    """

    takes: str
    shown: str
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False


def absence_of(text: str) -> Absence | None:
    """The kind of absence that a cell states, or None if it states a value."""
    if not text:
        return "empty"
    folded = text.casefold()
    if folded == "withheld":
        return "withheld"
    return "not applicable" if folded == "not applicable" else None


_NUMBER = re.compile(r"([+-]?[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)
_OTHER_SCRIPT = re.compile(r"[$€£¥(]?\s*-?[0-9]+([.,'’\s][0-9]+)+\)?.*", re.DOTALL)
_CURRENCY = re.compile(r"[A-Z]{3}(?=/|$)")
HOW_TO_WRITE_MOMENTS = "write day, time and offset, as 2026-12-14T10:20:00+01:00"
_ABSENT = "leave the cell empty if it is unknown, or write `withheld` or `not applicable`"


def read_number(text: str, scale: Scale, currency: str | None) -> Fraction | Misfit:
    """The number in the base unit of its scale, exactly: `18 weeks`, `84 days`, `20 %`, `-3.5`.

    Without a unit the base unit is meant. `currency` is the workspace's one; None if unknown.
    """
    found = _NUMBER.fullmatch(text)
    if found is None or (found[2] and found[2][0] in ".,'’0123456789"):
        return _no_number(text)
    digits, unit_name = found[1].replace("_", ""), found[2].rstrip()
    if sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return Misfit("I024", f"`{_short(text)}` has more than {MOST_DIGITS} digits")
    if not unit_name:
        return _bounded(Fraction(digits), text, scale)
    known = unit(unit_name, currency) if currency is not None else _in_any_currency(unit_name)
    if known is None or known.dimension != scale.takes:
        return _wrong_unit(text, unit_name, scale, currency)
    return _bounded(Fraction(digits) * known.factor, text, scale)


def read_day(text: str) -> date | Misfit:
    """A day as `2027-01-31`."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Misfit("I029", f"`{text}` is no day of the calendar")
    return Misfit("I029", f"`{_short(text)}` is no day", f"write it as `2027-01-31`; {_ABSENT}")


def seconds_of(text: str) -> int | None:
    """Seconds since 1970 of a day and time with its offset: without one it is two moments."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else int(moment.timestamp() // 1)


def read_moment(text: str) -> int | Misfit:
    """A moment as `2026-12-14T10:20:00+01:00`, in whole seconds since 1970."""
    at = seconds_of(text)
    return (
        Misfit("I032", f"`{_short(text)}` is no moment", HOW_TO_WRITE_MOMENTS) if at is None else at
    )


def read_word(text: str, words: Collection[str]) -> str | Misfit:
    """One of the words that a column takes."""
    if text in words:
        return text
    near = nearest(text, words) if len(text) <= LONGEST_ID else None
    mend = f"did you mean `{near}`?" if near else "write " + in_a_row(words)
    return Misfit("I023", f"`{_short(text)}` is none of the words that belong here", mend)


def read_yes_no(text: str) -> bool | Misfit:
    """`yes` or `no`."""
    if text in {"yes", "no"}:
        return text == "yes"
    return Misfit("I023", f"`{_short(text)}` is neither `yes` nor `no`", "write `yes` or `no`")


def read_id(text: str) -> str | Misfit:
    """A name for something: one line without TAB, and without `;`, which divides a list."""
    if len(text) > LONGEST_ID:
        return Misfit("I030", f"an id of {len(text)} characters; at most {LONGEST_ID}")
    if any(character in text for character in ";\n\t"):
        return Misfit("I030", f"`{_short(text)}` is no id", "an id is one line without `;` or TAB")
    return text


def plain_decimal(value: Fraction) -> Decimal:
    """The number as a decimal in its one form: `15` for `15.0`. It must be a finite decimal."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    return Decimal(decimal_text(value))


def in_a_row(words: Collection[str]) -> str:
    """Words as a sentence names them: `` `low`, `likely` or `high` ``."""
    told = [f"`{word}`" for word in words]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


def _bounded(value: Fraction, text: str, scale: Scale) -> Fraction | Misfit:
    if scale.least is not None and value < scale.least:
        what = "below zero" if scale.least == 0 else f"below {scale.least}"
        return Misfit("I028", f"`{text}` is {what}", f"write a number such as `{scale.shown}`")
    if scale.most is not None and value > scale.most:
        return Misfit("I028", f"`{text}` is above {scale.most}", f"write it as `{scale.shown}`")
    if scale.whole and value.denominator != 1:
        return Misfit("I028", f"`{text}` is no whole number", f"write it as `{scale.shown}`")
    return value


def _no_number(text: str) -> Misfit:
    if text.startswith("="):
        return Misfit("I024", f"`{_short(text)}` is a formula", "write the number itself")
    if _OTHER_SCRIPT.fullmatch(text) or re.fullmatch(r"[$€£¥(].*[0-9].*", text, re.DOTALL):
        mend = "write the number as `12500.50`, its unit behind it"
        return Misfit("I025", f"`{_short(text)}` can be read in two ways", mend)
    return Misfit("I024", f"`{_short(text)}` is no number", _ABSENT)


def _wrong_unit(text: str, name: str, scale: Scale, currency: str | None) -> Misfit:
    mend = f"write it as `{scale.shown.replace('¤', currency or 'EUR')}`"
    foreign = _CURRENCY.match(name)
    if foreign and currency is not None and foreign[0] != currency:
        told = f"`{_short(text)}` is not in {currency}, the currency of the workspace"
        return Misfit("I027", told, mend)
    if scale.takes == "":
        return Misfit("I026", f"`{_short(text)}` has a unit where a bare number belongs", mend)
    near = nearest(name, UNIT_NAMES) if len(name) <= LONGEST_ID else None
    known = unit(name, currency or "EUR") is not None
    told = f"`{_short(name)}` is not what this column is measured in"
    if not known:
        told = f"unknown unit `{_short(name)}`"
        mend = f"did you mean `{near}`?" if near and "¤" not in near else mend
    return Misfit("I026", told, mend)


def _in_any_currency(name: str) -> Unit | None:
    found = _CURRENCY.match(name)
    return unit(name, found[0]) if found else unit(name, "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
