"""Subjects drawn from a seed for given policies: their amounts lie at, under and over the limits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import CompiledPolicies, LimitClause, TableClause
from asp_decide.clauses.condition import Condition, QuantityTest, comparisons
from asp_decide.model.catalogue import Catalogue
from asp_decide.model.subject import (
    IN_STREAMS,
    PORTFOLIO,
    History,
    Layer,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
)
from asp_decide.policy.written.vocabulary import CATALOGUES
from drawn_deviations import IDS, STREAMS

_INTERVALS = tuple(f"2026Q{n}" for n in (1, 2, 3, 4))

type Near = Mapping[tuple[str, str], list[Fraction]]


@dataclass(frozen=True, slots=True)
class _World:
    """What may be measured, who is there, and the limits that amounts are drawn around."""

    catalogue: Catalogue
    ids: Mapping[SubjectKind, tuple[str, ...]]
    near: Near


def drawn_subjects(
    chance: Random, policies: CompiledPolicies, layer: Layer = "portfolio"
) -> list[Subject]:
    """Subjects of every kind of a layer, some of what is asked for missing."""
    world = _World(CATALOGUES.of(layer), _ids(chance, layer), _limits(policies))
    return [
        _subject(chance, SubjectKey(kind, name), world)
        for kind, names in world.ids.items()
        for name in names
    ]


def as_subjects(subjects: Iterable[Subject]) -> dict[SubjectKey, Subject]:
    """The subjects by their keys, in the order given."""
    return {subject.key: subject for subject in subjects}


def _ids(chance: Random, layer: Layer) -> dict[SubjectKind, tuple[str, ...]]:
    few = range(chance.randint(0, 2))
    many = range(chance.randint(1, 5))
    if layer == "portfolio":
        return {
            "signal": tuple(f"SIG-{n}" for n in few),
            "requirement": tuple(f"REQ-{n}" for n in range(chance.randint(0, 2))),
            "theme": tuple(f"THM-{n}" for n in range(chance.randint(0, 2))),
            "initiative": tuple(f"INI-{n}" for n in many),
            "value_stream": STREAMS,
            "portfolio": (PORTFOLIO,),
        }
    return {
        "feature": tuple(f"FEA-{n}" for n in many),
        "story": tuple(f"STO-{n}" for n in few),
        "improvement": tuple(f"IMP-{n}" for n in range(chance.randint(0, 2))),
        "flow_state": (IDS["flow_state"], "lending funnel")[: chance.randint(0, 2)],
        "team": tuple(f"TEA-{n}" for n in few),
        "value_stream": STREAMS,
    }


def _limits(policies: CompiledPolicies) -> Near:
    near: dict[tuple[str, str], list[Fraction]] = {}
    for clause in policies.clauses:
        for leaf in (leaf for one in _conditions(clause) for leaf in comparisons(one)):
            if isinstance(leaf.test, QuantityTest):
                for one in leaf.ratio_of or (leaf.name,):
                    found = near.setdefault((leaf.subject, one), [])
                    found += [v for v in (leaf.test.limit, leaf.test.upper) if v is not None]
        if isinstance(clause, LimitClause):
            bound = clause.at_most if clause.at_most is not None else clause.at_least
            assert bound is not None, "a limit has a bound"
            limits = [bound, *(own.limit for own in clause.own_limits)]
            near.setdefault((clause.per, clause.name), []).extend(limits)
            measure = clause.measure
            if isinstance(measure, SubjectMeasure) and measure.ratio_of:
                for part in measure.ratio_of:
                    near.setdefault((clause.per, part), []).extend(limits)
    return near


def _conditions(clause: object) -> Iterator[Condition | None]:
    if isinstance(clause, TableClause):
        yield from (row.when for row in clause.rows)
    for name in ("when", "that", "unless"):
        yield getattr(clause, name, None)


def _subject(chance: Random, key: SubjectKey, world: _World) -> Subject:
    catalogue, kind, near = world.catalogue, key.kind, world.near
    attributes: dict[str, str | None] = {
        spec.name: None if chance.random() < 0.2 else chance.choice(spec.words or ("some_word",))
        for spec in catalogue.attributes
        if spec.subject == kind and chance.random() < 0.9
    }
    fields = {f.name: chance.random() < 0.5 for f in catalogue.fields if f.subject == kind}
    links = {
        link.name: tuple(chance.sample(found, chance.randint(0, min(2, len(found)))))
        for link in catalogue.links
        if link.source == kind and (found := (*world.ids.get(link.target, ()), "NOWHERE"))
    }
    measures: dict[str, Measured | History] = {}
    for spec in catalogue.measures:
        if spec.subject == kind and chance.random() < 0.9:
            limits = near.get((kind, spec.name), [Fraction(1)])
            measures[spec.name] = _measured(chance, limits, history=spec.history)
    for group, defined in near:
        if group == kind and defined not in measures and chance.random() < 0.5:
            measures[defined] = _measured(chance, near[group, defined], history=False)
    streams = links.get("value_stream", ()) if kind in IN_STREAMS else ()
    own = tuple(stream for stream in streams if stream in STREAMS)
    return Subject(key, key.id, attributes, fields, measures, links, own)


def _measured(chance: Random, limits: Sequence[Fraction], *, history: bool) -> Measured | History:
    if not history or chance.random() < 0.1:
        return Measured(_value(chance, limits), "missing")
    values = tuple(_value(chance, limits) for _ in range(chance.randint(0, 4)))
    return History(_INTERVALS[len(_INTERVALS) - len(values) :], values)


def _value(chance: Random, limits: Sequence[Fraction]) -> Fraction | None:
    if chance.random() < 0.15:
        return None
    return chance.choice(limits) + chance.choice([-1, 0, 0, 1]) * Fraction(
        1, chance.choice([1, 700])
    )
