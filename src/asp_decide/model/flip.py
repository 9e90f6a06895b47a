"""The nearest flip of a result: one value that would have to be another to turn it."""

from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.finding import Result
from asp_decide.model.ids import RuleId
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import SubjectKey

type Given = tuple[tuple[str, tuple[str, ...]], ...]
"""The words that a table gives, by output."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One value that would have to be another, and the result that it would give.

    `subject` is the thing whose value it is: that of the finding, or one along a link. `beyond`
    is true where the value has to pass `to_value` and not only reach it. Values are in base units.
    `gives` are the words that a table would then give.
    """

    key: str
    name: str
    subject: SubjectKey
    interval: str
    from_value: Fraction
    to_value: Fraction
    beyond: bool
    unit: Unit
    would_give: Result
    gives: Given = ()

    @property
    def share(self) -> Fraction:
        """The size of the change against the larger of both values: comparable across units."""
        larger = max(abs(self.from_value), abs(self.to_value))
        return abs(self.to_value - self.from_value) / larger if larger else Fraction(0)


type FindingKey = tuple[RuleId, SubjectKey | None]
"""What tells the findings of a run apart: rule and subject."""
