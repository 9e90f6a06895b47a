"""What a rule asked of a subject, what was measured, and whether it was so: a line each."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from asp_decide.model.quantity import CURRENCY, singular
from asp_decide.policy.written.vocabulary import CATALOGUES
from asp_decide.report.amounts import NONE_GIVEN, number, places_apart

type Record = Mapping[str, Any]

WHERE = "at"
"""The column of files and lines, for which a narrow terminal has no room."""

RULE_COLUMNS = ("rule", "result", "asked", "measured", "true?", WHERE)

_UNITS = {one.name: one.unit for own in CATALOGUES for one in own.measures}
"""What a measure is counted in, where a rule only asks whether it is known."""


def rule_rows(record: Record, currency: str) -> list[tuple[str, ...]]:
    """A line for each thing that the rule asks, in the order of the rule."""
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(record["comparisons"] or [{}]):
        first = place == 0
        rows.append(
            (
                record["rule"] if first else "",
                _result(record) if first else "",
                _asked(one) if one else "",
                _values(one, currency) if one else "",
                one.get("truth", "") + (f" ({one['why']})" if one.get("why") else ""),
                record["at"].rpartition("/")[2] if first else "",
            )
        )
    return rows


def _asked(comparison: Record) -> str:
    """The measure and the comparison, as the policy file has them."""
    unless = "unless " if comparison.get("unless") else ""
    of = ", ".join(name for link in comparison.get("via", ()) for name in link.values())
    return f"{unless}{comparison['measure']}{of and f' of {of}'} {comparison['test']}"


def _result(record: Record) -> str:
    """The result, and what a table gives."""
    given = [f"{name}: {', '.join(words)}" for name, words in record.get("outputs", {}).items()]
    result = in_words(record["result"])
    return f"{result} {'; '.join(given)}" if given else result


def in_words(result: str) -> str:
    """A word of the records as people write it."""
    return result.replace("_", " ")


def _values(comparison: Record, currency: str) -> str:
    """What was measured, in each interval that was looked at; amounts with their unit."""
    unit = comparison.get("unit") or _UNITS.get(comparison["measure"], "")
    unit = unit.replace(CURRENCY, currency)
    seen = [one["value"] for one in comparison["seen"]]
    told = ("missing" if one is None else _value(one, comparison, unit) for one in seen)
    return ", ".join(told) or NONE_GIVEN


def _value(value: str, comparison: Record, unit: str) -> str:
    try:
        amount = Fraction(value)
    except ValueError:  # a word, as of a state
        return value
    limit = amount if comparison.get("limit") is None else Fraction(comparison["limit"])
    # As many decimals as it takes to see how it compares.
    told = number(amount, places_apart(amount, limit, 2))
    return f"{told} {singular(unit) if amount == 1 else unit}".rstrip()
