"""Which names a layer may use of each kind of subject: read off the catalogue, so no drift."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from asp_decide.diagnostics import nearest
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, LinkSpec, MeasureSpec
from asp_decide.model.decision_point import DECISION_POINTS, DecisionPoint
from asp_decide.model.delivery_catalogue import DELIVERY_LAYER
from asp_decide.model.portfolio_catalogue import PORTFOLIO_LAYER
from asp_decide.model.subject import Layer, SubjectKind

CATALOGUES = ByLayer(PORTFOLIO_LAYER, DELIVERY_LAYER)

_WAYS: dict[Layer, str] = {
    "portfolio": "delivery publishes {} upward",
    "delivery": "the portfolio publishes {} downward",
}
"""How what a layer is told by the other comes to it."""

type Spec = AttributeSpec | FieldSpec | MeasureSpec


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one layer: what may be named of which subject, and where links lead."""

    layer: Layer
    specs: Mapping[tuple[str, str], Spec]
    links: Mapping[tuple[str, str], LinkSpec]
    subjects: tuple[SubjectKind, ...]
    points: Mapping[str, DecisionPoint]

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

    @property
    def all_names(self) -> frozenset[str]:
        """Every word of the layer, whatever it is a word for."""
        return frozenset(
            (*self.subjects, *self.points, *(n for _, n in self.specs), *(n for _, n in self.links))
        )

    def nearest_point(self, name: str) -> str | None:
        """The decision point that was probably meant."""
        return nearest(name, self.points)

    def names_of(self, subject: str) -> tuple[str, ...]:
        """Everything that may be named of a subject, sorted."""
        return tuple(sorted(name for of, name in self.specs if of == subject))


def vocabulary(layer: Layer) -> Vocabulary:
    """The words that a policy of that layer may use."""
    return _VOCABULARIES.of(layer)


def published_to(layer: Layer) -> str:
    """What the other layer tells to this one, as a sentence for whoever names something else."""
    catalogue = CATALOGUES.of(layer)
    every: tuple[AttributeSpec | MeasureSpec, ...] = (*catalogue.attributes, *catalogue.measures)
    told = [f"`{spec.name}`" for spec in every if spec.published_by is not None]
    return _WAYS[layer].format(" and ".join(told)) + ", and nothing else"


def words_of(attribute: AttributeSpec) -> tuple[str, ...]:
    """The words that an attribute may be compared with; of a state also the groups of states."""
    return (*attribute.words, *attribute.groups)


def expanded(attribute: AttributeSpec, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are stored, sorted: a group of states stands for every state in it."""
    return tuple(sorted({one for word in words for one in attribute.groups.get(word, (word,))}))


def an(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun.lstrip('`')[:1] in 'aeiou' else 'a'} {noun}"


def _vocabulary(layer: Layer) -> Vocabulary:
    catalogue = CATALOGUES.of(layer)
    specs: dict[tuple[str, str], Spec] = {}
    every: tuple[Spec, ...] = (*catalogue.attributes, *catalogue.fields, *catalogue.measures)
    for spec in every:
        assert (spec.subject, spec.name) not in specs, f"`{spec.name}` has two meanings"
        specs[spec.subject, spec.name] = spec
    named = {subject for subject, _ in specs}
    subjects = tuple(kind for kind in get_args(SubjectKind.__value__) if kind in named)
    links: dict[tuple[str, str], LinkSpec] = {
        (link.source, link.name): link for link in catalogue.links
    }
    points = {point.name: point for point in DECISION_POINTS if point.layer == layer}
    return Vocabulary(layer, specs, links, subjects, points)


_VOCABULARIES = ByLayer(_vocabulary("portfolio"), _vocabulary("delivery"))
