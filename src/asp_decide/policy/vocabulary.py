"""Which names a layer may use of each kind of subject: read off the catalogue, so no drift."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from asp_decide.diagnostics import nearest
from asp_decide.model.catalogue import (
    ATTRIBUTES,
    DELIVERY_NAMES,
    FIELDS,
    LINKS,
    MEASURES,
    AttributeSpec,
    FieldSpec,
    LinkSpec,
    MeasureSpec,
)
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.subject import Layer, SubjectKind

PUBLISHED = "delivery publishes `demonstrated_capacity` upward and nothing else"
"""What is said to whoever names something of the other layer."""

DELIVERY_SUBJECTS = frozenset({"feature", "story", "improvement", "flow_state", "team"})
DELIVERY_POINTS = frozenset(
    {"quality_brake", "improvement", "admit", "commit", "expedite_feature", "help", "pull"}
)

type Spec = AttributeSpec | FieldSpec | MeasureSpec


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one layer: what may be named of which subject, and where links lead."""

    layer: Layer
    specs: Mapping[tuple[str, str], Spec]
    links: Mapping[tuple[str, str], LinkSpec]
    subjects: tuple[SubjectKind, ...]

    def spec(self, subject: str, name: str) -> Spec | None:
        """What the catalogue says of a name of that subject."""
        return self.specs.get((subject, name))

    def subjects_with(self, name: str) -> tuple[str, ...]:
        """The kinds of subject that have something of that name, sorted."""
        return tuple(sorted(subject for subject, known in self.specs if known == name))

    def measure(self, name: str) -> tuple[MeasureSpec, ...]:
        """The measures of that name, one for each kind of subject that has it."""
        found = (self.specs[subject, name] for subject in self.subjects_with(name))
        return tuple(spec for spec in found if isinstance(spec, MeasureSpec))

    def names_of(self, subject: str) -> tuple[str, ...]:
        """Everything that may be named of a subject, sorted."""
        return tuple(sorted(name for of, name in self.specs if of == subject))


def vocabulary(layer: Layer) -> Vocabulary:
    """The words that a policy of that layer may use."""
    assert layer == "portfolio", "only the portfolio layer has a catalogue"
    specs: dict[tuple[str, str], Spec] = {}
    every: tuple[Spec, ...] = (*ATTRIBUTES, *FIELDS, *MEASURES)
    for spec in every:
        assert (spec.subject, spec.name) not in specs, f"`{spec.name}` has two meanings"
        specs[spec.subject, spec.name] = spec
    named = {subject for subject, _ in specs}
    subjects = tuple(kind for kind in get_args(SubjectKind.__value__) if kind in named)
    links: dict[tuple[str, str], LinkSpec] = {(link.source, link.name): link for link in LINKS}
    return Vocabulary(layer, specs, links, subjects)


def words_of(attribute: AttributeSpec) -> tuple[str, ...]:
    """The words that an attribute may be compared with; of a state also the groups of states."""
    return (*attribute.words, *(STATE_GROUPS if _is_state(attribute) else ()))


def expanded(attribute: AttributeSpec, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are stored, sorted: a group of states stands for every state in it."""
    if not _is_state(attribute):
        return tuple(sorted(set(words)))
    return tuple(sorted({state for word in words for state in STATE_GROUPS.get(word, (word,))}))


def belongs_to_delivery(name: str) -> bool:
    """Whether the name is one of the delivery layer."""
    return name in DELIVERY_NAMES or name in DELIVERY_SUBJECTS


def nearest_point(name: str) -> str | None:
    """The decision point that was probably meant."""
    return nearest(name, POINTS_BY_NAME)


def an(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun.lstrip('`')[:1] in 'aeiou' else 'a'} {noun}"


def _is_state(attribute: AttributeSpec) -> bool:
    return attribute.name == "state" and attribute.subject == "initiative"
