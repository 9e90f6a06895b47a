"""What a rule looks at: subjects with their attributes, fields, measures and links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

type Layer = Literal["portfolio", "delivery"]
type SubjectKind = Literal[
    "signal",
    "requirement",
    "theme",
    "initiative",
    "value_stream",
    "portfolio",
    "feature",
    "story",
    "improvement",
    "flow_state",
    "team",
]

IN_STREAMS: frozenset[SubjectKind] = frozenset(
    {"initiative", "feature", "story", "improvement", "flow_state", "team"}
)
"""Kinds of subject that belong to value streams: an initiative to several, the others to one."""

PORTFOLIO = "portfolio"
"""The id of the one subject of kind portfolio."""


@dataclass(frozen=True, slots=True, order=True)
class SubjectKey:
    """Which thing is meant: its kind and its id."""

    kind: SubjectKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class Measured:
    """An exact amount in base units, or unknown with the reason why.

    `value` is None if unknown; `why` then says so in a few words (`missing`,
    `divided by zero`). `counted` are the things of which an amount is the number, as people call
    them, where there are any and they have names: what they are called is no part of the measure.
    """

    value: Fraction | None
    why: str = ""
    counted: tuple[str, ...] = field(default=(), compare=False)


def counted_by_name(names: Iterable[str]) -> Measured:
    """How many there are, and which, sorted."""
    counted = tuple(sorted(names))
    return Measured(Fraction(len(counted)), counted=counted)


@dataclass(frozen=True, slots=True)
class History:
    """One value per closed planning interval, oldest first; None is a hole.

    It begins with the first interval that the subject was in, so a young subject has a short one.
    """

    intervals: tuple[str, ...]
    values: tuple[Fraction | None, ...]


UNKNOWN = Measured(None, "missing")


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that rules may speak of, with everything they may name of it.

    `attributes` hold one word each, None if missing; `fields` say whether something is known;
    `measures` hold amounts in base units or histories of them; `links` lead to ids of the linked
    kind. A name that is absent from `attributes` or `measures` is missing.
    """

    key: SubjectKey
    name: str = ""
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    fields: Mapping[str, bool] = field(default_factory=dict)
    measures: Mapping[str, Measured | History] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    streams: tuple[str, ...] = ()


type Subjects = Mapping[SubjectKey, Subject]
