"""What could not be meant is refused: names, units, circles, rights, over all files at once."""

from collections.abc import Iterator
from dataclasses import replace

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.checks.check_exemptions import check_exemptions
from asp_decide.policy.checks.check_measures import check_measure, check_parameter
from asp_decide.policy.checks.check_overlays import check_overlays
from asp_decide.policy.checks.check_points import check_ordered
from asp_decide.policy.checks.check_rules import (
    check_role,
    check_rule,
)
from asp_decide.policy.checks.circles import check_circles
from asp_decide.policy.checks.said_alone import check_said_alone
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.directions import uses_of
from asp_decide.policy.written.document import (
    Bounded,
    PolicyDocument,
    Rule,
)
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import (
    amounts_in,
    amounts_of,
    conditions_of,
    force_of,
    leaves,
)
from asp_decide.strict_yaml import Scalar

MOST_RULES = 500
MOST_PARAMETERS = 200
MOST_MEASURES = 200
"""Of one policy set: nobody owns more than this, and everything is checked against everything."""


def check_policies(policies: PolicySet) -> tuple[Diagnostic, ...]:
    """Every problem of the set that its files do not show one by one, sorted by place."""
    slips: list[Diagnostic] = []
    policies = replace(policies, excused=policies.excused | _check_declared(policies, slips))
    for document in policies.documents:
        _check_rights(document, policies, slips)
        for ordered in document.decisions:
            check_ordered(ordered, policies, slips)
        for rule in document.rules:
            check_rule(rule, policies, slips)
            _check_override(rule, policies, slips)
    check_circles(policies, slips)
    check_said_alone(policies, slips)
    _check_directions(policies, slips)
    check_overlays(policies, slips)
    check_exemptions(policies, slips)
    _check_sizes(policies, slips)
    return tuple(sorted(slips))


def _check_declared(policies: PolicySet, slips: list[Diagnostic]) -> set[str]:
    """The names of parameters and measures with a problem: not told where they are used."""
    faulty: set[str] = set()
    for document in policies.documents:
        for parameter in document.parameters:
            before = len(slips)
            check_parameter(parameter, document, policies, slips)
            faulty.update({parameter.name.text} if len(slips) > before else ())
        for measure in document.measures:
            before = len(slips)
            check_measure(measure, policies, slips)
            faulty.update({measure.name.text} if len(slips) > before else ())
    return faulty


def _check_rights(document: PolicyDocument, policies: PolicySet, slips: list[Diagnostic]) -> None:
    for role in (document.owner, document.approved_by):
        if role.text:
            check_role(role, policies, slips)
    by = document.approved_by
    if by.text and by.text == document.owner.text:
        message = f"`{by.text}` owns this file and approves it"
        mend = "another role approves"
        slips.append(problem("P042", by.place, message, mend=mend, width=by.width))


def _check_override(rule: Rule, policies: PolicySet, slips: list[Diagnostic]) -> None:
    force = force_of(rule)
    override = force.override if force is not None else None
    if override is None:
        return
    check_role(override.by, policies, slips)
    if override.by.text == rule.head.owner.text:
        message = f"`{override.by.text}` owns this rule and grants its overrides"
        mend = "another role grants them"
        slips.append(
            problem("P041", override.by.place, message, mend=mend, width=override.by.width)
        )


def _check_directions(policies: PolicySet, slips: list[Diagnostic]) -> None:
    """A parameter that streams may only tighten is used on one side of bounds, and nowhere else."""
    uses = uses_of(policies)
    for name, declared_parameter in policies.parameters.items():
        parameter = declared_parameter.thing
        used = {use.side for use in uses.get(name, ())}
        if parameter.overlays == "tighten_only" and (len(used) > 1 or "a condition" in used):
            told = " and ".join(f"`{side}`" if "_" in side else side for side in sorted(used))
            message = f"which way `{name}` is tighter is unclear: it is used in {told}"
            mend = "write `overlays: fixed`, or use two parameters"
            at = parameter.name
            slips.append(problem("P032", at.place, message, mend=mend, width=at.width))


def _check_sizes(policies: PolicySet, slips: list[Diagnostic]) -> None:
    for found, most, what in (
        (policies.rules, MOST_RULES, "rules"),
        (policies.parameters, MOST_PARAMETERS, "parameters"),
        (policies.measures, MOST_MEASURES, "measures"),
    ):
        if len(found) > most:
            place = policies.documents[-1].place
            message = f"{len(found)} {what}; at most {most} are read"
            slips.append(problem("P003", place, message, mend="merge what says the same"))


def _outputs_for_rules(policies: PolicySet) -> Iterator[Scalar]:
    """Outputs that are words for other rules, and that no message tells to people."""
    for declared in policies.outputs.values():
        output = declared.thing
        texts = output.table.head.message.texts
        if not any(f"{{{output.name.text}}}" in text.text for _, text in texts):
            yield output.name


def unused(policies: PolicySet) -> Iterator[Diagnostic]:
    """What no rule uses. To be asked of a set without errors: a broken rule uses nothing."""
    used: set[str] = set()
    for declared in policies.rules.values():
        rule = declared.thing
        used.update(a.parameter for a in amounts_of(rule) if isinstance(a, Named))
        if isinstance(rule, Bounded):
            used.add(rule.measure.text)
        for condition in conditions_of(rule):
            used.update(leaf.name.text for leaf, _ in leaves(condition))
    for written in policies.exemptions:
        for condition in written.lapses_when:
            for leaf, _ in leaves(condition):
                used.add(leaf.name.text)
                used.update(one.parameter for one in amounts_in(leaf) if isinstance(one, Named))
    names: list[tuple[str, Scalar]] = [
        *(("parameter", d.thing.name) for d in policies.parameters.values()),
        *(("measure", d.thing.name) for d in policies.measures.values()),
        *(("conclusion", d.thing.name) for d in policies.conclusions.values()),
        *(("output", name) for name in _outputs_for_rules(policies)),
    ]
    for what, name in names:
        if name.text not in used:
            message = f"{what} `{name.text}` is used by no rule"
            mend = "use it, or delete it"
            yield problem("P112", name.place, message, mend=mend, width=name.width)
