"""What a case gives, as JSON Schema: for each kind of subject its words, amounts and links."""

from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import PORTFOLIO
from asp_decide.policy.cases.case_subjects import MISSING
from asp_decide.policy.checks.check_points import REVIEW
from asp_decide.policy.schema.schema_parts import (
    SENTENCE,
    Schema,
    closed,
    matching,
    number_pattern,
    one_of,
    ref,
    shown,
)
from asp_decide.policy.written.document import DefinedMeasure
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import (
    groups_of,
    has_history,
    members_of,
    subjects_of,
    unit_of,
)


def fact_definitions(policies: PolicySet) -> dict[str, Schema]:
    """For each kind of subject, what may be said of one."""
    return {_name(kind, policies): _facts(kind, policies) for kind in policies.words.subjects}


def given_schema(policies: PolicySet) -> Schema:
    """What a case gives: facts by kind of subject and id."""
    kinds: dict[str, Schema] = {}
    for kind in policies.words.subjects:
        facts = ref(_name(kind, policies))
        by_id = {"type": "object", "additionalProperties": facts}
        kinds[kind] = closed({PORTFOLIO: facts}) if kind == PORTFOLIO else by_id
    return closed(kinds, description="the facts of the case, by kind of subject and id")


def background_schema(policies: PolicySet) -> Schema:
    """What holds of all subjects of a kind, unless a case says otherwise."""
    kinds: dict[str, Schema] = {}
    for kind in policies.words.subjects:
        kinds[kind] = ref(_name(kind, policies))
    return closed(kinds, description="what is given of all subjects of a kind in every case")


def _name(kind: str, policies: PolicySet) -> str:
    return f"{policies.words.layer}_facts_{kind}"


def _facts(kind: str, policies: PolicySet) -> Schema:
    properties: dict[str, Schema] = {}
    for (of, name), spec in sorted(policies.words.specs.items()):
        if of == kind:
            properties[name] = _fact(spec, policies)
    for name, declared in policies.measures.items():
        if kind in _given_of(declared.thing, policies):
            measure = declared.thing
            unit = unit_of(measure, policies)
            assert unit is not None, "a measure was checked to have a unit"
            told = f"{' over '.join(of.text for of in measure.of)}, in {shown(unit, policies)}"
            properties[name] = _amount(
                unit, told, policies, history=has_history(measure, kind, policies)
            )
    for point in policies.words.points.values():
        if point.subject == kind:
            words = one_of((*point.answers, REVIEW), "the answer of another file at this point")
            known = properties.get(point.name)
            properties[point.name] = words if known is None else {"anyOf": [known, words]}
    for (source, name), link in policies.words.links.items():
        if source == kind:
            told = f"the ids of each {link.target.replace('_', ' ')} that it leads to"
            properties[name] = {"type": "array", "items": SENTENCE, "description": told}
    return closed(properties)


def _given_of(measure: DefinedMeasure, policies: PolicySet) -> tuple[str, ...]:
    """The kinds of subject of which a case may give a measure that an author defined."""
    if measure.kind == "ratio":
        return subjects_of(measure, policies)
    return groups_of(members_of(measure, policies), policies)


def _fact(spec: AttributeSpec | FieldSpec | MeasureSpec, policies: PolicySet) -> Schema:
    match spec:
        case AttributeSpec():
            return one_of((*spec.words, MISSING), spec.meaning)
        case FieldSpec():
            return one_of(("known", MISSING), spec.meaning)
        case MeasureSpec():
            unit = unit_of(spec, policies)
            assert unit is not None, "measures of the catalogue have units"
            told = f"{spec.meaning}, in {shown(unit, policies)}"
            return _amount(unit, told, policies, history=spec.history)


def _amount(unit: Unit, told: str, policies: PolicySet, *, history: bool) -> Schema:
    """An amount, or that it is missing; of a history one for each interval."""
    pattern = rf"{number_pattern(unit, policies)}|{MISSING}"
    written = shown(unit, policies)
    wrong = f"write an amount in {written}, or `{MISSING}`"
    amount = matching(pattern, told, wrong=wrong, offers=(f"0 {written}", MISSING))
    if not history:
        return amount
    each = {"type": "array", "items": amount}
    return {"anyOf": [amount, each], "description": f"{told}; oldest first, `[..., ...]`"}
