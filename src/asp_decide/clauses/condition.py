"""Comparisons and what joins them. Types and words only: they are decided elsewhere, twice."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.quantity import Unit
from asp_decide.model.subject import SubjectKind

type Word = Literal["below", "at most", "above", "at least", "between"]


@dataclass(frozen=True, slots=True)
class Window:
    """At least `at_least` of the last `of_last` closed intervals; all of them is `in a row`."""

    at_least: int
    of_last: int

    @property
    def in_a_row(self) -> bool:
        """Whether every interval of the window must satisfy the comparison."""
        return self.at_least == self.of_last


@dataclass(frozen=True, slots=True)
class KnownTest:
    """`known`, or `missing` where `known` is false. Never unknown itself."""

    known: bool


@dataclass(frozen=True, slots=True)
class WordTest:
    """`is`, `is not` or `one of`: the attribute is one of `words`, or none where `negated`."""

    words: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class HoldsTest:
    """Whether a conclusion drawn by a `derive` rule `holds`, or `does not hold`."""

    holds: bool


@dataclass(frozen=True, slots=True)
class QuantityTest:
    """A measure against a limit in base units; `upper` is the far end of `between`.

    `limit_from` names the parameter that gave the limit and the day of its value
    (`hurdle@2026-01-01`), or is empty. `unit` is the unit in which the limit was written.
    """

    word: Word
    limit: Fraction
    unit: Unit
    upper: Fraction | None = None
    window: Window | None = None
    limit_from: str = ""


type Test = KnownTest | WordTest | HoldsTest | QuantityTest


@dataclass(frozen=True, slots=True)
class Comparison:
    """The leaf of a condition: one name of one kind of subject, put to one test.

    `key` is unique in the policy set: the rule and the number of the comparison in it. `what`
    says what the name is; a `ratio` is a measure that an author defined from two others, an
    `output` a word that a table gives.
    `in_streams` holds the comparison as value streams have it whose overlays set another amount.
    """

    key: str
    subject: SubjectKind
    what: Literal["attribute", "field", "measure", "ratio", "conclusion", "output"]
    name: str
    test: Test
    phrase: str
    ratio_of: tuple[str, str] | None = None
    in_streams: tuple[tuple[str, "Comparison"], ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """`some` or `every` subject along a link satisfies one comparison."""

    quantifier: Literal["some", "every"]
    link: str
    that: Comparison


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


type Condition = Comparison | Linked | All | AnyOf | Not


def comparisons(condition: Condition | None) -> tuple[Comparison, ...]:
    """Every comparison of the condition, those along links included, in the order written."""
    match condition:
        case None:
            return ()
        case Comparison():
            return (condition,)
        case Linked():
            return (condition.that,)
        case All() | AnyOf():
            return tuple(c for part in condition.parts for c in comparisons(part))
        case Not():
            return comparisons(condition.part)
