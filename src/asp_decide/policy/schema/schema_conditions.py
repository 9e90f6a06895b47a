"""Conditions as JSON Schema: what may be asked of each kind of subject, with units and meanings."""

from collections.abc import Sequence

from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.policy.schema.schema_parts import (
    Schema,
    amounts_of,
    closed,
    matching,
    measure_pattern,
    one_of,
    ref,
    shown,
    some_of,
    words_pattern,
)
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import asked_subject, has_history, subjects_of, unit_of
from asp_decide.policy.written.vocabulary import words_of

_BOUNDS = ("below", "at most", "above", "at least")


def condition_definitions(policies: PolicySet, *, prefix: str = "") -> dict[str, Schema]:
    """For each kind of subject: a comparison, and a condition.

    Their names begin with `prefix`, where one schema holds those of both layers.
    """
    defined: dict[str, Schema] = {}
    for subject in policies.words.subjects:
        defined[f"{prefix}comparison_{subject}"] = _comparison(subject, policies)
        defined[f"{prefix}condition_{subject}"] = _condition(subject, policies, prefix)
    return defined


def where_definitions(policies: PolicySet) -> dict[str, Schema]:
    """For each kind of subject, how `where` chooses among them."""
    return {f"where_{kind}": where_schema(kind, policies) for kind in policies.words.subjects}


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
            properties[name] = _asked(name, told, unit, policies, history=history)
    for name, output in policies.outputs.items():
        if asked_subject(output.thing) == subject:
            told = f"given by {output.thing.table.head.id.text}"
            words = output.thing.words
            properties[name] = _one_of(name, told, words)
    for name, conclusion in policies.conclusions.items():
        if conclusion.thing.for_each.text == subject:
            told = f"concluded by {conclusion.thing.head.id.text}"
            properties[name] = _concluded(told)
    return closed(properties, minProperties=1, maxProperties=1)


def _phrase(spec: AttributeSpec | FieldSpec | MeasureSpec, policies: PolicySet) -> Schema:
    match spec:
        case AttributeSpec():
            words = words_of(spec)
            return _one_of(spec.name, spec.meaning, words)
        case FieldSpec():
            return one_of(("known", "missing"), spec.meaning)
        case MeasureSpec():
            unit = unit_of(spec, policies)
            assert unit is not None, "measures of the catalogue have units"
            told = f"{spec.meaning}, in {shown(unit, policies)}"
            if spec.history:
                told += "; one value for each closed interval"
            return _asked(spec.name, told, unit, policies, history=spec.history)


def _one_of(name: str, meaning: str, words: Sequence[str]) -> Schema:
    """What may be asked of a name that stands for a word."""
    wrong = f"write `is`, `is not` or `one of` and words that `{name}` has: {', '.join(words)}"
    offers = (*(f"is {word}" for word in words), "known", "missing")
    return matching(words_pattern(words), meaning, wrong=wrong, offers=offers)


def _asked(name: str, meaning: str, unit: Unit, policies: PolicySet, *, history: bool) -> Schema:
    """What may be asked of a name that stands for an amount."""
    written = shown(unit, policies)
    wrong = f"`{name}` is measured in {written}: write `below 0 {written}`, `at most`, `above` ..."
    if not history:
        wrong += "; it has no history, so no window of intervals"
    offers = [f"{word} {amount}" for amount in amounts_of(unit, policies) for word in _BOUNDS]
    pattern = measure_pattern(unit, policies, history=history)
    return matching(pattern, meaning, wrong=wrong, offers=(*offers, "known", "missing"))


def _concluded(meaning: str) -> Schema:
    """What may be asked of a conclusion."""
    wrong = "a conclusion `holds`, or it `does not hold`"
    return matching(
        "holds|does +not +hold", meaning, wrong=wrong, offers=("holds", "does not hold")
    )


def _condition(subject: str, policies: PolicySet, prefix: str) -> Schema:
    """A comparison, or a key that joins conditions or looks along a link."""
    again = ref(f"{prefix}condition_{subject}")
    joins = [
        closed({"all": some_of(again)}, ["all"]),
        closed({"any": some_of(again)}, ["any"]),
        closed({"not": again}, ["not"]),
    ]
    links = [
        closed(
            {quantifier: {"const": name}, "that": ref(f"{prefix}comparison_{link.target}")},
            [quantifier, "that"],
        )
        for (source, name), link in sorted(policies.words.links.items())
        if source == subject
        for quantifier in ("some", "every")
    ]
    words = ("all", "any", "not", "some", "every")
    comparison = ref(f"{prefix}comparison_{subject}")
    return {
        # Without one of these words it is a comparison. That the rest can stand there too says
        # nothing more, and makes an editor offer it.
        "if": {"type": "object", "anyOf": [{"required": [word]} for word in words]},
        "then": {"oneOf": [*joins, *links]},
        "else": {"anyOf": [comparison, *joins, *links]},
    }
