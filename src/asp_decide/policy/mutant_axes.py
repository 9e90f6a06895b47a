"""The cells of what a rule compares: each axis cut where its comparisons turn, one fact a cell.

A measure is below, at, between and above its limits, or missing; over a window that is so of each
interval, and the subject may be too young; a word is each that is named, any other, or missing.
Within a cell no comparison changes, so that one fact stands for all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from asp_decide.canonical import decimal_text
from asp_decide.clauses.condition import Comparison, QuantityTest, WordTest
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.model.subject import UNKNOWN, History, Measured

MOST_FACTS = 20_000
"""Facts on one axis; beyond that it is not decided whether a mutant is equivalent."""

_PLACES = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """What is so of one name, in words and as a subject has it."""

    told: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    fields: dict[str, bool] = field(default_factory=dict)
    measures: dict[str, Measured | History] = field(default_factory=dict)


def facts_of(comparisons: Sequence[Comparison], currency: str) -> Iterator[Fact]:
    """One fact for each cell of a name, from all comparisons that name it."""
    first = comparisons[0]
    name = first.name
    match first.what:
        case "field":
            yield Fact(f"{name} known", fields={name: True})
            yield Fact(f"{name} missing", fields={name: False})
        case "attribute":
            tests = [one.test for one in comparisons]
            named = {word for test in tests if isinstance(test, WordTest) for word in test.words}
            for word in (*sorted(named), "another word"):
                yield Fact(f"{name} {word}", attributes={name: word})
            yield Fact(f"{name} missing", attributes={name: None})
        case _:
            yield from _amounts(name, comparisons, currency)


def facts_are_few(comparisons: Sequence[Comparison]) -> bool:
    """Whether the cells of a name can be gone through."""
    tests = [one.test for one in comparisons if isinstance(one.test, QuantityTest)]
    values = len(_cuts(tests)) + 1
    longest = _longest(tests)
    facts = sum(int(values**length) for length in range(longest + 1))
    return facts <= MOST_FACTS


def _amounts(name: str, comparisons: Sequence[Comparison], currency: str) -> Iterator[Fact]:
    tests = [one.test for one in comparisons if isinstance(one.test, QuantityTest)]
    values: list[Fraction | None] = [*_cuts(tests), None]
    unit = tests[0].unit if tests else None
    longest = _longest(tests)
    if not longest:
        for value in values:
            measured = UNKNOWN if value is None else Measured(value)
            yield Fact(f"{name} {_told(value, unit, currency)}", measures={name: measured})
        return
    for length in range(longest, -1, -1):
        intervals = tuple(f"interval {number + 1}" for number in range(length))
        for history in product(values, repeat=length):
            told = ", ".join(_told(value, unit, currency) for value in history)
            measures: dict[str, Measured | History] = {name: History(intervals, history)}
            yield Fact(f"{name} [{told}]", measures=measures)


def _longest(tests: Sequence[QuantityTest]) -> int:
    return max((test.window.of_last for test in tests if test.window is not None), default=0)


def _cuts(tests: Sequence[QuantityTest]) -> list[Fraction]:
    """A value at each limit, between each two, below all and above all."""
    ends = (end for test in tests for end in (test.limit, test.upper) if end is not None)
    limits = sorted(set(ends))
    if not limits:
        return [Fraction(1)]
    step = max(tests[0].unit.factor, abs(limits[-1]) / 10)
    found = [limits[0] - step]
    for limit, following in zip(limits, [*limits[1:], limits[-1] + 2 * step], strict=True):
        found += [limit, (limit + following) / 2]
    return found


def _told(value: Fraction | None, unit: Unit | None, currency: str) -> str:
    if value is None:
        return "missing"
    if unit is None:
        return "known"
    return f"{decimal_text(value / unit.factor, _PLACES)} {unit.name.replace(CURRENCY, currency)}"
