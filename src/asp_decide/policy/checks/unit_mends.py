"""How an amount or a unit that does not fit is mended."""

from asp_decide.diagnostics import Mend, did_you_mean
from asp_decide.model.quantity import CURRENCY, UNIT_NAMES, Unit, spellings, unit
from asp_decide.policy.written.phrase import Number


def in_unit(written: str, amount: Number, wanted: Unit, currency: str) -> Mend:
    """How to write an amount, written as `5 initatives`, in the unit that is wanted.

    What to write instead is certain where the unit is only misspelt, or is missing and no other
    fits.
    """
    digits = written.removesuffix(amount.unit).rstrip()
    names = spellings(wanted, currency)
    told = f"write `{digits} {_for_number(digits, wanted, names, currency)}`"
    if amount.unit:
        near = None if _is_known(amount.unit, currency) else did_you_mean(amount.unit, names)
        name = near.instead if near else None
    else:
        only = len({unit(name, currency) for name in names}) == 1
        name = _for_number(digits, wanted, names, currency) if only else None
    return Mend(told, f"{digits} {name}" if name else None)


def a_unit(written: str, currency: str) -> Mend:
    """How to write a unit that is none: as the one that is near, or one of a kind."""
    otherwise = f"a unit is `%`, `initiatives`, `weeks`, `team-weeks`, `{currency}/week` ..."
    if _is_known(written, currency):
        return Mend(otherwise)
    every = (unit(name.replace(CURRENCY, currency), currency) for name in UNIT_NAMES)
    names = {name for one in every if one for name in spellings(one, currency)}
    return did_you_mean(written, names, otherwise)


def _is_known(written: str, currency: str) -> bool:
    """Whether it is a unit, or money in a currency: nobody is told to mean another one."""
    head = written.partition("/")[0]
    other = len(head) == len(currency) and head.isupper() and head != currency
    return other or unit(written, currency) is not None


def _for_number(digits: str, wanted: Unit, names: tuple[str, ...], currency: str) -> str:
    """The singular for one, else the name of the unit."""
    plural = wanted.name.replace(CURRENCY, currency)
    same = [name for name in names if unit(name, currency) == wanted and name != plural]
    return same[0] if digits == "1" and same else plural
