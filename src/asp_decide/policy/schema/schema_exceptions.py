"""The register of exemptions as JSON Schema: each rule with whoever may grant what against it."""

from collections.abc import Iterable

from asp_decide.model.by_layer import ByLayer
from asp_decide.model.subject import PORTFOLIO
from asp_decide.policy.checks.check_exemptions import unit_of_bound
from asp_decide.policy.schema.schema_conditions import condition_definitions
from asp_decide.policy.schema.schema_parts import (
    DAY,
    DRAFT,
    REASON,
    SENTENCE,
    Schema,
    closed,
    matching,
    named,
    number_pattern,
    one_of,
    ref,
    shown,
    some_of,
    when_key,
)
from asp_decide.policy.written.document import Bounded, Rule
from asp_decide.policy.written.exemptions import EXEMPTION_ID, REGISTER_GRAMMAR
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import force_of, right_of, subject_of

SUSPEND: Schema = {"const": "suspend", "description": "the rule is not applied to the subject"}


def exceptions_schema(sets: ByLayer[PolicySet]) -> Schema:
    """The schema of the register, for the rules of both layers that may be acted against."""
    head = {
        "asp": {"const": REGISTER_GRAMMAR},
        "exceptions": some_of(ref("exemption")),
    }
    conditions: dict[str, Schema] = {}
    for policies in sets:
        conditions |= condition_definitions(policies, prefix=f"{policies.words.layer}_")
    return {
        "$schema": DRAFT,
        "title": "The register of exemptions: who may deviate from which rule, until when",
        **closed(head, head),
        "$defs": {"exemption": _exemption(sets), **conditions},
    }


def rules_acted_against(policies: PolicySet) -> dict[str, Rule]:
    """The rules that may be acted against, by id."""
    return {
        name: declared.thing
        for name, declared in policies.rules.items()
        if (force := force_of(declared.thing)) is not None and force.enforce == "overridable"
    }


def replaced_limit(rule: Rule, policies: PolicySet) -> Schema:
    """What an exemption may do to the rule: suspend it or, if it bounds, put another limit."""
    unit = unit_of_bound(rule, policies) if isinstance(rule, Bounded) else None
    if unit is None:
        return SUSPEND
    told = f"the limit in the place of the rule's, in {shown(unit, policies)}"
    limit = matching(number_pattern(unit, policies), told, wrong=told)
    return {"anyOf": [SUSPEND, closed({"replace_limit": limit}, ["replace_limit"])]}


def _exemption(sets: ByLayer[PolicySet]) -> Schema:
    rules = [
        (rule, policies) for policies in sets for rule in rules_acted_against(policies).values()
    ]
    roles = sets.portfolio.roles
    role = one_of(roles, "the role that granted it")
    properties = {
        "id": matching(EXEMPTION_ID.pattern, "the year, and a number in it: EX-2026-014"),
        "rule": named(
            {rule.head.id.text: rule.head.title for rule, _ in rules},
            "a rule that may be acted against",
        ),
        "for": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "does": {"type": ["string", "object"]},
        "granted": closed({"by": role, "person": SENTENCE, "on": DAY}, ["by", "person", "on"]),
        "effective": closed({"from": DAY, "until": DAY}, ["from", "until"]),
        "reason": REASON,
        "evidence": some_of(SENTENCE),
        "recovery_plan": SENTENCE,
        "second_approver": SENTENCE,
        "lapses_when": some_of({"type": "object"}),
    }
    required = ("id", "rule", "for", "does", "granted", "effective", "reason")
    return closed(properties, required, allOf=[_of_rule(rule, own) for rule, own in rules])


def _of_rule(rule: Rule, policies: PolicySet) -> Schema:
    """What holds of an exemption from this rule: for whom, what, by whom, with what."""
    right = right_of(force_of(rule))
    assert right is not None, "a rule that may be acted against says by whom"
    subject = subject_of(rule)
    condition = ref(f"{policies.words.layer}_condition_{subject}")
    then: Schema = {
        "properties": {
            "for": closed({subject: _id(subject)}, [subject]),
            "does": replaced_limit(rule, policies),
            "granted": {"properties": {"by": {"const": str(right.by)}}},
            "lapses_when": {"items": condition},
        },
        "required": _needed(right.needs),
    }
    return when_key("rule", rule.head.id.text, then)


def _id(subject: str) -> Schema:
    if subject == PORTFOLIO:
        return {"const": PORTFOLIO}
    return SENTENCE | {"description": f"the id of the {subject.replace('_', ' ')}"}


def _needed(needs: Iterable[str]) -> list[str]:
    """The keys that carry what the rule's override needs; `reason` is there always."""
    return sorted(need for need in needs if need != "reason")
