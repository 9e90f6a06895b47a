"""JSON Schemas of a workspace's policies, generated from what loading itself goes by.

An editor with a YAML language server completes measures, rules, roles and parameters by them and
shows what they mean. They are closed, and stricter only than nothing: what a schema refuses,
loading refuses too.
"""

from collections.abc import Sequence

from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.model.quantity import CURRENCY, UNIT_NAMES, spellings, unit
from asp_decide.policy.checks.check_sums import adds_up
from asp_decide.policy.schema.schema_conditions import condition_definitions, where_definitions
from asp_decide.policy.schema.schema_parts import (
    DAY,
    DRAFT,
    NAME,
    REASON,
    SENTENCE,
    Schema,
    closed,
    matching,
    number_pattern,
    one_of,
    ref,
    shown,
    some_of,
)
from asp_decide.policy.schema.schema_rules import rule_definitions
from asp_decide.policy.written.directions import settable_in_streams
from asp_decide.policy.written.overlay import OVERLAY_GRAMMAR
from asp_decide.policy.written.parse import GRAMMAR
from asp_decide.policy.written.policy_set import PolicySet


def policy_schema(policies: PolicySet) -> Schema:
    """The schema of the policy files of a layer, for the names that this set declares."""
    layer = policies.words.layer
    head = {
        "asp": {"const": GRAMMAR},
        "policy": matching(f"{layer}/[A-Za-z0-9_.-]+", "the file's path without its ending"),
        "layer": {"const": layer},
        "title": SENTENCE,
        "owner": one_of(policies.roles, "the role that answers for the file"),
        "approved": ref("approved"),
        "effective": ref("period"),
        "parameters": {"type": "object", "additionalProperties": ref("parameter")},
        "measures": {"type": "object", "additionalProperties": ref("measure")},
        "decisions": _decisions(policies),
        "rules": some_of(ref("rule")),
    }
    required = ("asp", "policy", "layer", "title", "owner", "approved", "effective", "rules")
    return {
        "$schema": DRAFT,
        "title": f"Policies of the {layer} layer",
        **closed(head, required),
        "$defs": {
            **_shared(policies),
            "parameter": _parameter(policies),
            "measure": _measure(policies),
            **condition_definitions(policies),
            **where_definitions(policies),
            **rule_definitions(policies),
        },
    }


def overlay_schema(layers: Sequence[PolicySet]) -> Schema:
    """The schema of overlays: the parameters that may be set, each in its own unit."""
    policies = layers[0]
    settings: dict[str, Schema] = {}
    settable = (pair for layer in layers for pair in settable_in_streams(layer).items())
    for name, parameter in settable:
        measured = policies.unit(parameter.unit.text)
        if measured is not None:
            told = f"an amount in {shown(measured, policies)} ({parameter.overlays})"
            settings[name] = matching(number_pattern(measured, policies), told, wrong=told)
    head = {
        "asp": {"const": OVERLAY_GRAMMAR},
        "overlay": SENTENCE,
        "layer": one_of(layer.words.layer for layer in layers if layer.documents),
        "title": SENTENCE,
        "for": closed({"value_stream": SENTENCE}, ["value_stream"]),
        "owner": one_of(policies.roles),
        "approved": ref("approved"),
        "effective": ref("period"),
        "because": REASON,
        "set": closed(settings, minProperties=1),
    }
    required = [key for key in head if key != "title"]
    return {
        "$schema": DRAFT,
        "title": "Overlays: parameters as one value stream sets them",
        **closed(head, required),
        "$defs": _shared(policies),
    }


def _shared(policies: PolicySet) -> dict[str, Schema]:
    return {
        "period": closed({"from": DAY, "until": DAY}, ["from"]),
        "approved": closed(
            {"by": one_of(policies.roles), "on": DAY, "person": SENTENCE}, ["by", "on"]
        ),
    }


def _parameter(policies: PolicySet) -> Schema:
    """A parameter whose dated values are in its own unit."""
    units = {name: unit(name, policies.currency) for name in _unit_names(policies)}
    branches = []
    for name, measured in sorted(units.items()):
        if measured is not None:
            values = {
                "items": {"properties": {"value": matching(number_pattern(measured, policies))}}
            }
            then = {"properties": {"values": values}}
            branches.append({"if": {"properties": {"unit": {"const": name}}}, "then": then})
    value = closed(
        {"from": DAY, "value": {"type": "string"}, "because": SENTENCE}, ["from", "value"]
    )
    return closed(
        {
            "title": SENTENCE,
            "unit": one_of(units),
            "overlays": one_of(("fixed", "tighten_only", "free")),
            "values": some_of(value),
        },
        ["unit", "values"],
        allOf=branches,
    )


def _measure(policies: PolicySet) -> Schema:
    """One of the kinds of measure that an author may define."""
    shared = {"title": SENTENCE, "unit": one_of(_unit_names(policies))}
    basis = one_of(("available", "allocated"), "of what there is, or of what the plan uses")
    where: Schema = {"anyOf": [ref(f"where_{subject}") for subject in policies.words.subjects]}
    kinds: dict[str, dict[str, Schema]] = {
        "count": {"count": one_of(policies.words.subjects), "where": where},
        "sum": {
            "sum": one_of(policies.words.subjects),
            "of": one_of(_added(policies), "a measure whose amounts add up"),
            "where": where,
        },
        "share_of": {"share_of": one_of(("capacity", "budget")), "basis": basis, "where": where},
        "largest_share_of": {
            "largest_share_of": {"const": "capacity"},
            "by": one_of(("initiative", "feature")),
            "basis": basis,
            "where": where,
        },
        "ratio": {"ratio": {"type": "array", "items": NAME, "minItems": 2, "maxItems": 2}},
    }
    optional = {"title", "where"}
    return {
        "type": "object",
        "oneOf": [{"required": [kind]} for kind in kinds],
        "allOf": [
            {
                "if": {"required": [kind]},
                "then": closed(
                    {**shared, **own}, [k for k in (*shared, *own) if k not in optional]
                ),
            }
            for kind, own in kinds.items()
        ],
    }


def _added(policies: PolicySet) -> list[str]:
    """The measures whose amounts add up, of any kind of subject."""
    specs = (spec for spec in policies.words.specs.values() if isinstance(spec, MeasureSpec))
    return sorted({spec.name for spec in specs if adds_up(spec, policies)})


def _decisions(policies: PolicySet) -> Schema:
    """The points of the layer, each with its own answers."""
    return closed(
        {
            point.name: closed(
                {
                    "order": {
                        "type": "array",
                        "items": one_of((*point.answers, "review")),
                        "uniqueItems": True,
                        "minItems": len(point.answers) - len(point.optional),
                    },
                    "otherwise": one_of(point.otherwise),
                },
                ["order", "otherwise"],
            )
            for point in DECISION_POINTS
            if point.layer == policies.words.layer
        }
    )


def _unit_names(policies: PolicySet) -> list[str]:
    """Every way to write a unit, singular and plural."""
    names = [name.replace(CURRENCY, policies.currency) for name in UNIT_NAMES]
    units = [found for name in names if (found := unit(name, policies.currency))]
    return sorted({name for one in units for name in spellings(one, policies.currency)})
