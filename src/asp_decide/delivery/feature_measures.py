"""Everything that a rule of the delivery layer may name of a feature."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.delivery.ageing import age, age_against_p85, time_blocked
from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.feature_worth import expedite_gain, net_value
from asp_decide.delivery.interval_capacity import capacity_of
from asp_decide.model.called import named
from asp_decide.model.duty import duties_broken, is_in_scope
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId
from asp_decide.model.subject import Measured, Subject, SubjectKey, counted_by_name

VERIFIED = frozenset({"deploying", "released"})
"""States in which others may rely on a feature: it was held against its criteria and passed."""


def measure_features(grounds: DeliveryGrounds) -> tuple[Subject, ...]:
    """Every feature as rules see it, in the order of their ids."""
    before = predecessors(grounds)
    return tuple(
        Subject(
            key=SubjectKey("feature", one.id),
            name=one.name,
            attributes=_attributes(grounds, one),
            fields={
                "hypothesis": bool(one.hypothesis),
                "acceptance": bool(one.acceptance),
                "initiative_id": one.initiative_id is not None,
            },
            measures=_measures(grounds, one, before.get(one.id, ())),
            links={
                "value_stream": (one.value_stream_id,),
                "predecessor": before.get(one.id, ()),
            },
            streams=(one.value_stream_id,),
        )
        for one in grounds.of_kind("feature")
    )


def predecessors(grounds: DeliveryGrounds) -> Mapping[FeatureId, tuple[FeatureId, ...]]:
    """What each feature has to wait for, sorted."""
    found: dict[FeatureId, set[FeatureId]] = {}
    for link in grounds.dependencies:
        if link.kind == "finish_start":
            found.setdefault(FeatureId(link.to_id), set()).add(FeatureId(link.from_id))
    return {one: tuple(sorted(before)) for one, before in found.items()}


def _attributes(grounds: DeliveryGrounds, one: Feature) -> Mapping[str, str | None]:
    initiative = one.initiative_id
    return {
        "state": grounds.state(one),
        "category": one.category,
        "flow_kind": one.flow_kind,
        "commitment": one.commitment,
        "is_ready": "yes" if one.is_ready else "no",
        "expedite": "yes" if one.expedite else "no",
        "initiative_state": None
        if initiative is None
        else grounds.published.states.get(initiative),
    }


def _measures(
    grounds: DeliveryGrounds, one: Feature, before: tuple[FeatureId, ...]
) -> Mapping[str, Measured]:
    return {
        "age": age(grounds, one),
        "age_against_p85": age_against_p85(grounds, one),
        "days_blocked": time_blocked(grounds, one),
        "unmet_predecessors": _unmet(grounds, before),
        "requirements_violated": _requirements_violated(grounds, one),
        "size_against_interval": _size_against_interval(grounds, one),
        "net_value": net_value(grounds, one),
        "expedite_gain": expedite_gain(grounds, one),
        "initiative_order": _place(grounds, one),
    }


def _unmet(grounds: DeliveryGrounds, before: tuple[FeatureId, ...]) -> Measured:
    """Predecessors that are not verified; one that was given up is met by nobody."""
    states = {one: grounds.by_id.get(one) for one in before}
    standing = {name: None if one is None else grounds.state(one) for name, one in states.items()}
    unknown = [name for name, state in standing.items() if state is None]
    if unknown:
        return Measured(None, f"where {', '.join(unknown)} stands is not known")
    return counted_by_name(
        named(name, grounds.by_id[name].name)
        for name, state in standing.items()
        if state not in VERIFIED
    )


def _requirements_violated(grounds: DeliveryGrounds, one: Feature) -> Measured:
    in_scope = (
        requirement
        for requirement in grounds.requirements
        if is_in_scope(
            requirement,
            checked_at="verify",
            category=one.category,
            streams=(one.value_stream_id,),
            as_of=grounds.as_of,
        )
    )
    return duties_broken(in_scope, grounds.evidence.get(one.id, ()))


def _size_against_interval(grounds: DeliveryGrounds, one: Feature) -> Measured:
    capacity = capacity_of(grounds, one.value_stream_id)
    if one.remaining_effort is None:
        return Measured(None, "its remaining effort is missing")
    if capacity.likely is None:
        return Measured(None, capacity.why)
    if capacity.likely == 0:
        return Measured(None, "its stream has no capacity in the interval")
    return Measured(one.remaining_effort.mean / capacity.likely)


def _place(grounds: DeliveryGrounds, one: Feature) -> Measured:
    if one.initiative_id is None:
        return Measured(None, "it is traced to no initiative")
    place = grounds.published.places.get(one.initiative_id)
    if place is None:
        return Measured(None, f"{one.initiative_id} has no place among the funded")
    return Measured(Fraction(place))
