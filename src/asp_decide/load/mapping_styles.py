"""The part of a mapping that says how its cells are written: days, numbers, money, absence."""

from collections.abc import Iterable

from asp_decide.load.cell_values import Absence, in_a_row
from asp_decide.load.foreign_cells import DATE_STYLES
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.load.mapping import CellStyles, Wording
from asp_decide.load.mapping_fields import wordings
from asp_decide.strict_yaml import Scalar

_THOUSANDS = (",", ".", "'", " ")
_DECIMALS = (".", ",")
_ABSENCES: dict[str, Absence] = {
    "unknown": "empty",
    "withheld": "withheld",
    "not_applicable": "not applicable",
}


def read_styles(keys: KeyedValues | None) -> CellStyles:
    """How cells are written; without a word on it numbers are plain and nothing is absent."""
    if keys is None:
        return CellStyles((), "", ".", None, "", ())
    keys.expect(("dates", "numbers", "money", "absence"))
    thousands, decimal = _marks(keys.child("numbers"))
    money = keys.child("money")
    if money is not None:
        money.expect(("currency", "sign"), needed=("currency",))
    return CellStyles(
        date_styles=_dates(keys),
        thousands=thousands,
        decimal=decimal,
        currency=None if money is None else money.text("currency"),
        sign="" if money is None else money.text("sign") or "",
        absences=tuple(_absences(keys.child("absence"))),
    )


def _dates(keys: KeyedValues) -> tuple[str, ...]:
    """The styles of days. Two that read one text as two days cannot both be meant."""
    first: dict[str, Scalar] = {}
    dates = keys.texts("dates")
    for style in dates:
        if style.text not in DATE_STYLES:
            told = f"`{style.text}` is no way to write a day"
            mend = f"write {in_a_row(tuple(DATE_STYLES))}"
            keys.page.refuse("W014", style.place, told, mend=mend, width=style.width)
        before = first.setdefault("".join(sorted(style.text)), style)
        if before.text != style.text:
            told = f"`{style.text}` and `{before.text}` read one text as two days"
            keys.page.refuse("W014", style.place, told, mend="keep one", width=style.width)
    return tuple(style.text for style in dates)


def _marks(numbers: KeyedValues | None) -> tuple[str, str]:
    """What divides thousands, if anything does, and what begins the decimals."""
    if numbers is None:
        return "", "."
    numbers.expect(("thousands", "decimal"), needed=("decimal",))
    thousands = numbers.word("thousands", _THOUSANDS) or ""
    decimal = numbers.word("decimal", _DECIMALS) or "."
    if thousands == decimal:
        told = "one mark cannot divide thousands and begin the decimals"
        numbers.page.refuse("W014", numbers.node.place, told)
    return thousands, decimal


def _absences(keys: KeyedValues | None) -> Iterable[tuple[Wording, Absence]]:
    if keys is None:
        return
    keys.expect(tuple(_ABSENCES))
    for name, kind in _ABSENCES.items():
        for known in wordings(keys, keys.texts(name)):
            yield known, kind
