"""The smallest single change that would have given a rule another result, from its record."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from asp_decide.clauses.clause import Clause
from asp_decide.model.called import called
from asp_decide.model.quantity import unit
from asp_decide.rules.wording import amount_in_words
from asp_decide.runs.explaining.rule_table import in_words
from asp_decide.runs.explaining.rules_of_draft import titled

type Record = Mapping[str, Any]

FLIP_COLUMNS = ("rule", "the smallest change", "then it")

_TURNS_AT = {"at most": "above", "above": "above", "at least": "below", "below": "below"}
"""On which side of its limit an amount turns a test, where it has to leave the limit itself."""


def flip_row(record: Record, currency: str, rules: Mapping[str, Clause]) -> tuple[str, str, str]:
    """The rule of a record that has a flip, the change, and what it would give."""
    return titled(record["rule"], rules), _change(record, currency), _given(record["flip"])


def _change(record: Record, currency: str) -> str:
    flip = record["flip"]
    compared = next(one for one in record["comparisons"] if one["k"] == flip["k"])
    counted_in = unit(compared["unit"], currency)
    assert counted_in is not None, "an amount is told in a unit that there is"
    now, then = (Fraction(flip[end]) * counted_in.factor for end in ("from", "to"))
    whose = "".join(f" of {name}" for name in flip.get("of", {}).values())
    when = f" of {flip['interval']}" if "interval" in flip else ""
    side = _side(compared["test"], now, then) if flip.get("beyond") else "at"
    told = amount_in_words(then, counted_in, currency)
    before = amount_in_words(now, counted_in, currency, beside=then)
    instead = "" if before == told else f" instead of {before}"
    return f"{called(compared['measure'])}{whose}{when} {side} {told}{instead}"


def _side(test: str, now: Fraction, then: Fraction) -> str:
    if now != then:
        return "above" if then > now else "below"
    return next((side for word, side in _TURNS_AT.items() if test.startswith(word)), "beyond")


def _given(flip: Record) -> str:
    """What the change would give: of a table its words, in the order of its columns."""
    words = [f"{name} {' and '.join(found)}" for name, found in flip.get("outputs", {}).items()]
    return ", ".join(words) or in_words(flip["would_give"])
