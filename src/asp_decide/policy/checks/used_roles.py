"""The roles that policies name: owners, approvers, whom rules ask, who may override."""

from collections.abc import Iterator

from asp_decide.policy.written.document import Escalate, Rule
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import force_of
from asp_decide.strict_yaml import Scalar


def used_roles(policies: PolicySet) -> frozenset[str]:
    """The names of all roles that files, rules, overlays and exemptions of the set name."""
    return frozenset(scalar.text for scalar in _named(policies))


def _named(policies: PolicySet) -> Iterator[Scalar]:
    for document in policies.documents:
        yield document.owner
        yield document.approved_by
        for rule in document.rules:
            yield from _of_rule(rule)
    for overlay in policies.overlays:
        yield overlay.owner
        yield overlay.approved_by
    for exemption in policies.exemptions:
        yield exemption.by


def _of_rule(rule: Rule) -> Iterator[Scalar]:
    yield rule.head.owner
    force = force_of(rule)
    if force is not None and force.override is not None:
        yield force.override.by
    if isinstance(rule, Escalate):
        yield from (step.role for step in rule.to)
