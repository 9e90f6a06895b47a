"""What a rule asked of a subject, what was measured, and whether it was so: a line each."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from asp_decide.clauses.clause import Clause
from asp_decide.model.called import called
from asp_decide.model.quantity import unit
from asp_decide.policy.written.vocabulary import CATALOGUES
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.rules.wording import amount_in_words, asked_in_words
from asp_decide.runs.explaining.rules_of_draft import titled

type Record = Mapping[str, Any]

WHERE = "at"
"""The column of files and lines, for which a narrow terminal has no room."""

RULE_COLUMNS = ("rule", "result", "asked", "measured", "true?", WHERE)

_UNITS = {one.name: one.unit for own in CATALOGUES for one in own.measures}
"""What a measure is counted in, where a rule only asks whether it is known."""


def rule_rows(
    record: Record, currency: str, rules: Mapping[str, Clause] = MappingProxyType({})
) -> list[tuple[str, ...]]:
    """A line for each thing that the rule asks, in the order of the rule.

    `rules` are those whose titles are known.
    """
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(record["comparisons"] or [{}]):
        first = place == 0
        rows.append(
            (
                titled(record["rule"], rules) if first else "",
                _result(record) if first else "",
                _asked(one, currency) if one else "",
                measured_values(one, currency) if one else "",
                one.get("truth", "") + (f" ({one['why']})" if one.get("why") else ""),
                record["at"].rpartition("/")[2] if first else "",
            )
        )
    return rows


def _asked(comparison: Record, currency: str) -> str:
    """The measure in words, and what is asked of it."""
    unless = "unless " if comparison.get("unless") else ""
    of = ", ".join(name for link in comparison.get("via", ()) for name in link.values())
    name = called(comparison["measure"])
    return f"{unless}{name}{of and f' of {of}'}: {asked_test(comparison, currency)}"


def _result(record: Record) -> str:
    """The result, and what a table gives."""
    given = [f"{name}: {', '.join(words)}" for name, words in record.get("outputs", {}).items()]
    result = in_words(record["result"])
    return f"{result} {'; '.join(given)}" if given else result


def asked_test(comparison: Record, currency: str) -> str:
    """What is asked, its amounts as people read them."""
    counted_in = unit(comparison["unit"], currency) if comparison.get("unit") else None
    test: str = comparison["test"]
    return test if counted_in is None else asked_in_words(test, counted_in, currency)


def in_words(result: str) -> str:
    """A word of the records as people write it."""
    return result.replace("_", " ")


def measured_values(comparison: Record, currency: str) -> str:
    """What was measured, in each interval that was looked at; amounts with their unit."""
    name = comparison.get("unit") or _UNITS.get(comparison["measure"], "")
    seen = [one["value"] for one in comparison["seen"]]
    told = ("missing" if one is None else _value(one, comparison, name, currency) for one in seen)
    return ", ".join(told) or NONE_GIVEN


def _value(value: str, comparison: Record, name: str, currency: str) -> str:
    try:
        amount = Fraction(value)
    except ValueError:  # a word, as of a state
        return value
    counted_in = unit(name, currency)
    assert counted_in is not None, "an amount is told in a unit that there is"
    limit = None if comparison.get("limit") is None else Fraction(comparison["limit"])
    beside = None if limit is None else limit * counted_in.factor
    return amount_in_words(amount * counted_in.factor, counted_in, currency, beside=beside)
