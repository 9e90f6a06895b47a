"""What a limit bounds: a number of members, their total, their share, or a measure of each."""

from dataclasses import dataclass
from typing import Literal

from asp_decide.model.subject import SubjectKind


@dataclass(frozen=True, slots=True)
class Scope:
    """Which subjects a rule speaks of, by stored attributes alone; all must match.

    A subject whose attribute is missing is inside, with the result unknown.
    """

    subject: SubjectKind
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class CountOf:
    """Number of members."""

    members: Scope


@dataclass(frozen=True, slots=True)
class SumOf:
    """Total of one measure over members; who touches several groups counts in full in each."""

    members: Scope
    of: str


@dataclass(frozen=True, slots=True)
class ShareOf:
    """Part of a group's capacity or budget that goes to members, of what is `basis`."""

    quantity: Literal["capacity", "budget"]
    basis: Literal["available", "allocated"]
    members: Scope


@dataclass(frozen=True, slots=True)
class LargestShareOf:
    """Share of a group's capacity that goes to the single largest member."""

    basis: Literal["available", "allocated"]
    members: Scope


@dataclass(frozen=True, slots=True)
class SubjectMeasure:
    """A measure of the catalogue (or a ratio of two) of each subject by itself."""

    members: Scope
    name: str
    ratio_of: tuple[str, str] | None = None


type Bounded = CountOf | SumOf | ShareOf | LargestShareOf | SubjectMeasure
