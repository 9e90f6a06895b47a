"""The text of a cell as somebody else wrote it: their days, their numbers, their absences."""

import re
from datetime import date
from fractions import Fraction

from asp_decide.load.cell_values import MOST_DIGITS, Absence, Misfit, absence_of
from asp_decide.load.mapping import CellStyles, Wording, folded

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

DATE_STYLES: dict[str, str] = {
    "yyyy-mm-dd": r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    "dd/mm/yyyy": r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
    "mm/dd/yyyy": r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
    "dd.mm.yyyy": r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    "dd-mon-yy": r"(?P<day>\d{1,2})-(?P<name>[a-z]{3})-(?P<short>\d{2})",
    "dd-mon-yyyy": r"(?P<day>\d{1,2})-(?P<name>[a-z]{3})-(?P<year>\d{4})",
    "dd/mon/yy": r"(?P<day>\d{1,2})/(?P<name>[a-z]{3})/(?P<short>\d{2})",
}
"""Ways to write a day, by their names; a year of two digits lies in 2000 to 2099."""

LAST_YEAR = 2999
"""A later year is a stand-in for no day at all."""

MOST = 10**15
"""More money than any work costs, and more weeks: a slip of the scale."""

_SIGNS = "$€£¥"
_AMOUNT = re.compile(r"[-+]?[0-9][0-9.,'\s]*")


def absence_in(text: str, styles: CellStyles, unknown: tuple[Wording, ...] = ()) -> Absence | None:
    """The kind of absence that a cell states, or None if it states something else.

    An empty cell is unknown; so are the texts in `unknown`, which the field alone reads so. The
    words by which our own tables say it mean the same in theirs.
    """
    known = folded(text)
    if any(wording.fits(known) for wording in unknown):
        return "empty"
    declared = (kind for wording, kind in styles.absences if wording.fits(known))
    return next(declared, None) or absence_of(known)


def read_foreign_day(text: str, styles: CellStyles) -> date | Misfit:
    """The day, written in one of the styles that the mapping names."""
    for style in styles.date_styles:
        found = re.fullmatch(DATE_STYLES[style], folded(text), re.ASCII)
        if found is None:
            continue
        parts = found.groupdict()
        month = _month(parts)
        year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
        try:
            day = date(year, month, int(parts["day"]))
        except ValueError:
            return Misfit("I029", f"`{_short(text)}` is no day of the calendar")
        if day.year > LAST_YEAR:
            mend = "say under `absence` of the mapping what it means"
            return Misfit("I028", f"`{_short(text)}` lies behind the year {LAST_YEAR}", mend)
        return day
    written = " or ".join(styles.date_styles) or "no style: the mapping names none"
    mend = f"days are written {written}; name another style, or say what it means as `absence`"
    return Misfit("I029", f"`{_short(text)}` is no day", mend)


def read_foreign_number(text: str, styles: CellStyles, factor: Fraction) -> Fraction | Misfit:
    """The number times `factor`, exactly; it is not below zero."""
    return _read(text, styles, factor)


def read_foreign_money(text: str, styles: CellStyles, factor: Fraction) -> Fraction | Misfit:
    """The amount of money times `factor`, exactly; its sign is the one that the mapping names."""
    bare = " ".join(text.split())
    if styles.sign:
        bare = bare.removeprefix(styles.sign).removesuffix(styles.sign).strip()
        bare = re.sub(rf"^([-(]) ?{re.escape(styles.sign)}", r"\1", bare)
    if any(sign in bare for sign in _SIGNS):
        told = f"`{_short(text)}` is not in {styles.currency}"
        return Misfit("I027", told, f"amounts bear `{styles.sign}`" if styles.sign else "")
    return _read(text, styles, factor, bare=bare)


def _read(
    text: str, styles: CellStyles, factor: Fraction, *, bare: str | None = None
) -> Fraction | Misfit:
    shown = _short(text)
    number = " ".join(text.split()) if bare is None else bare
    if re.fullmatch(r"\(.*\)", number):  # bookkeepers put what is below zero in brackets
        number = "-" + number[1:-1].strip()
    digits = _plain(number, styles)
    if digits is None:
        if _AMOUNT.fullmatch(number):
            mend = "name `thousands` and `decimal` of its numbers in the mapping"
            return Misfit("I025", f"`{shown}` is not written as the mapping says", mend)
        mend = "say under `absence` of the mapping what it means"
        return Misfit("I024", f"`{shown}` is no number", mend)
    if sum(character.isdigit() for character in digits) > MOST_DIGITS:
        return Misfit("I024", f"`{shown}` has more than {MOST_DIGITS} digits")
    value = Fraction(digits) * factor
    if value < 0:
        return Misfit("I028", f"`{shown}` is below zero")
    if value > MOST:
        return Misfit("I028", f"`{shown}` is more than anything costs", "check its `scale`")
    return value


def _plain(number: str, styles: CellStyles) -> str | None:
    """The number with a decimal point and nothing between its digits; None if it is no number."""
    grouped = r"[0-9]+"
    if styles.thousands:
        mark = re.escape(styles.thousands)
        grouped = rf"(?:[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+)"
    pattern = (
        rf"(?P<minus>-?) ?(?P<whole>{grouped})(?:{re.escape(styles.decimal)}(?P<part>[0-9]+))?"
    )
    found = re.fullmatch(pattern, number)
    if found is None:
        return None
    whole = found["whole"].replace(styles.thousands, "") if styles.thousands else found["whole"]
    return f"{found['minus']}{whole}.{found['part'] or '0'}"


def _month(parts: dict[str, str | None]) -> int:
    """The month by its number or by the first letters of its English name; 0 if it is neither."""
    if (number := parts.get("month")) is not None:
        return int(number)
    name = parts.get("name") or ""
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
