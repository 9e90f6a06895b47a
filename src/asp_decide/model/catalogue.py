"""Everything a policy may name of a subject: attributes, fields, measures and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from asp_decide.model.subject import Layer, SubjectKind


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One word about a subject; `words` is closed, and empty where the words are the user's.

    `groups` are names of several words at once, as of states. `published_by` is the other layer,
    where the word is its fact.
    """

    name: str
    subject: SubjectKind
    words: tuple[str, ...]
    meaning: str
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    published_by: Layer | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """Something about a subject that is known or missing, and can be asked for."""

    name: str
    subject: SubjectKind
    meaning: str


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """An amount computed from facts, with its unit.

    `history`: one value per closed interval, so it takes a window. `planned`: also computed of
    the plan, so a bound on it may become rows of the optimizer. `counts`: how much work is open
    at once, which a `limit` bounds. `published_by` is the other layer, where it states the amount.
    `alone`: it is said of its own subject, and never looked at along a link.
    """

    name: str
    subject: SubjectKind
    unit: str
    meaning: str
    history: bool = False
    planned: bool = False
    counts: bool = False
    alone: bool = False
    published_by: Layer | None = None


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A way from one subject to others of a kind."""

    name: str
    source: SubjectKind
    target: SubjectKind


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that policies of one layer may name, in the order in which people meet it."""

    layer: Layer
    attributes: tuple[AttributeSpec, ...]
    fields: tuple[FieldSpec, ...]
    measures: tuple[MeasureSpec, ...]
    links: tuple[LinkSpec, ...]


def attribute(
    subject: SubjectKind,
    name: str,
    words: str,
    meaning: str,
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> AttributeSpec:
    """An attribute whose words stand in one text, separated by blanks."""
    return AttributeSpec(name, subject, tuple(words.split()), meaning, groups or {})


def measure(
    subject: SubjectKind,
    name: str,
    unit: str,
    meaning: str,
    kind: Literal["", "H", "P", "HP"] = "",
) -> MeasureSpec:
    """A measure; `kind` says whether it has a history (H) and is planned (P)."""
    return MeasureSpec(name, subject, unit, meaning, history="H" in kind, planned="P" in kind)
