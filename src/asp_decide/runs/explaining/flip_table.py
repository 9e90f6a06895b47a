"""The smallest single change that would have given a rule another result, from its record."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from asp_decide.model.quantity import unit
from asp_decide.rules.wording import amount_in_words
from asp_decide.runs.explaining.rule_table import in_words

type Record = Mapping[str, Any]

FLIP_COLUMNS = ("rule", "the smallest change", "would give")


def flip_row(record: Record, currency: str) -> tuple[str, str, str]:
    """The rule of a record that has a flip, the change, and what it would give."""
    return record["rule"], _change(record, currency), _given(record["flip"])


def _change(record: Record, currency: str) -> str:
    flip = record["flip"]
    compared = next(one for one in record["comparisons"] if one["k"] == flip["k"])
    counted_in = unit(compared["unit"], currency)
    assert counted_in is not None, "an amount is told in a unit that there is"
    now, then = (Fraction(flip[end]) * counted_in.factor for end in ("from", "to"))
    whose = "".join(f" of {name}" for name in flip.get("of", {}).values())
    when = f" of {flip['interval']}" if "interval" in flip else ""
    word = "beyond" if flip.get("beyond") else "at"
    told = amount_in_words(then, counted_in, currency)
    before = amount_in_words(now, counted_in, currency, beside=then)
    return f"{compared['measure']}{whose}{when} {word} {told}, not {before}"


def _given(flip: Record) -> str:
    """What the change would give: of a table its words, in the order of its columns."""
    words = [f"{name} {' and '.join(found)}" for name, found in flip.get("outputs", {}).items()]
    return ", ".join(words) or in_words(flip["would_give"])
