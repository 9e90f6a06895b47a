"""Conditions as JSON Schema: what may be asked of each kind of subject, with units and meanings."""

from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.policy.policy_set import PolicySet
from asp_decide.policy.resolution import has_history, subjects_of, unit_of
from asp_decide.policy.schema_parts import (
    Schema,
    closed,
    matching,
    measure_pattern,
    one_of,
    ref,
    shown,
    some_of,
    words_pattern,
)
from asp_decide.policy.vocabulary import words_of


def condition_definitions(policies: PolicySet) -> dict[str, Schema]:
    """For each kind of subject: a comparison, a condition, and how `where` chooses among them."""
    defined: dict[str, Schema] = {}
    for subject in policies.words.subjects:
        defined[f"comparison_{subject}"] = _comparison(subject, policies)
        defined[f"condition_{subject}"] = _condition(subject, policies)
        defined[f"where_{subject}"] = where_schema(subject, policies)
    return defined


def where_schema(subject: str, policies: PolicySet) -> Schema:
    """Attributes of the subject, each with a word or several."""
    properties: dict[str, Schema] = {}
    for (of, name), spec in sorted(policies.words.specs.items()):
        if of == subject and isinstance(spec, AttributeSpec):
            words = words_of(spec)
            word = one_of(words) if words else matching("[A-Za-z][A-Za-z0-9_]*")
            properties[name] = {"anyOf": [word, some_of(word)], "description": spec.meaning}
    return closed(properties, minProperties=1)


def _comparison(subject: str, policies: PolicySet) -> Schema:
    properties: dict[str, Schema] = {}
    for (of, name), spec in sorted(policies.words.specs.items()):
        if of == subject:
            properties[name] = _phrase(spec, policies)
    for name, declared in policies.measures.items():
        measure = declared.thing
        unit = unit_of(measure, policies)
        if subject in subjects_of(measure, policies) and unit is not None:
            history = has_history(measure, subject, policies)
            told = f"{' over '.join(of.text for of in measure.of)}, in {shown(unit, policies)}"
            pattern = measure_pattern(unit, policies, history=history)
            properties[name] = matching(pattern, told)
    for name, conclusion in policies.conclusions.items():
        if conclusion.thing.for_each.text == subject:
            told = f"concluded by {conclusion.thing.head.id.text}"
            properties[name] = matching("holds|does +not +hold", told)
    return closed(properties, minProperties=1, maxProperties=1)


def _phrase(spec: AttributeSpec | FieldSpec | MeasureSpec, policies: PolicySet) -> Schema:
    match spec:
        case AttributeSpec():
            return matching(words_pattern(words_of(spec)), spec.meaning)
        case FieldSpec():
            return matching("known|missing", spec.meaning)
        case MeasureSpec():
            unit = unit_of(spec, policies)
            assert unit is not None, "measures of the catalogue have units"
            told = f"{spec.meaning}, in {shown(unit, policies)}"
            if spec.history:
                told += "; one value for each closed interval"
            return matching(measure_pattern(unit, policies, history=spec.history), told)


def _condition(subject: str, policies: PolicySet) -> Schema:
    """A comparison, or a key that joins conditions or looks along a link."""
    again = ref(f"condition_{subject}")
    joins = [
        closed({"all": some_of(again)}, ["all"]),
        closed({"any": some_of(again)}, ["any"]),
        closed({"not": again}, ["not"]),
    ]
    links = [
        closed(
            {quantifier: {"const": name}, "that": ref(f"comparison_{link.target}")},
            [quantifier, "that"],
        )
        for (source, name), link in sorted(policies.words.links.items())
        if source == subject
        for quantifier in ("some", "every")
    ]
    words = ("all", "any", "not", "some", "every")
    return {
        "if": {"anyOf": [{"required": [word]} for word in words]},
        "then": {"oneOf": [*joins, *links]},
        "else": ref(f"comparison_{subject}"),
    }
