"""What is in force on a day: rules, names that they use, values of parameters."""

from collections.abc import Iterable, Iterator
from datetime import date

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.effective import Period, in_force
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import (
    Bounded,
    DatedValue,
    Ordered,
    Parameter,
    Rule,
    Written,
)
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import (
    amounts_in,
    amounts_of,
    conditions_of,
    leaves,
    point_of,
)


def rules_on(policies: PolicySet, as_of: date) -> tuple[Rule, ...]:
    """The rules in force on a day, sorted by id."""
    rules = (declared.thing for declared in policies.rules.values())
    return tuple(
        sorted(
            (rule for rule in rules if in_force(rule.head, as_of)),
            key=lambda rule: rule.head.id.text,
        )
    )


def points_on(policies: PolicySet, as_of: date) -> tuple[Ordered, ...]:
    """The orders of decision points in force on a day, sorted by point."""
    return tuple(
        declared.thing
        for _, declared in sorted(policies.points.items())
        if in_force(declared.document, as_of)
    )


def value_on(parameter: Parameter, as_of: date) -> DatedValue | None:
    """The value in force on that day: the last that began, or None."""
    return next((value for value in parameter.values if in_force(value, as_of)), None)


def check_in_force(policies: PolicySet, as_of: date) -> tuple[Diagnostic, ...]:
    """Tell if nothing is in force on that day, or a rule in force uses a name that is not.

    A plan needs rules of the portfolio; a workspace may have none of the delivery layer.
    """
    rules = rules_on(policies, as_of)
    if not rules and policies.words.layer == "portfolio":
        place = policies.documents[0].place
        begins = min(document.effective.from_day for document in policies.documents)
        mend = f"the first policy is in force from {begins}"
        return (problem("P034", place, f"no rule is in force on {as_of}", mend=mend),)
    slips: list[Diagnostic] = []
    for rule in rules:
        at = rule.head.id
        for name, why in dict(_lapsed(rule, policies, as_of)).items():
            message = f"{at.text} is in force on {as_of} and `{name}`, which it uses, is not"
            slips.append(problem("P034", at.place, message, mend=why, width=at.width))
        for amount in amounts_of(rule):
            if isinstance(amount, Named):
                parameter = policies.parameters[amount.parameter].thing
                if value_on(parameter, as_of) is None:
                    message = f"`{amount.parameter}` has no value on {as_of}"
                    mend = f"add `{{from: {as_of}, value: ...}}`"
                    slips.append(problem("P113", at.place, message, mend=mend, width=at.width))
    return tuple(sorted(slips))


def _lapsed(rule: Rule, policies: PolicySet, as_of: date) -> Iterator[tuple[str, str]]:
    """The names that a rule uses and that are not in force, each with where it is declared."""
    names = {amount.parameter for amount in amounts_of(rule) if isinstance(amount, Named)}
    for name in sorted(names):
        yield from _outside(name, policies.parameters[name].document.effective, as_of)
    used = {leaf.name.text for part in conditions_of(rule) for leaf, _ in leaves(part)}
    if isinstance(rule, Bounded):
        used.add(rule.measure.text)
    for name in sorted(used):
        yield from _undeclared(name, policies, as_of)
    if name := point_of(rule):
        yield from _outside(name, policies.points[name].document.effective, as_of)


def lapsed_names(
    conditions: Iterable[Written], policies: PolicySet, as_of: date
) -> Iterator[tuple[str, str]]:
    """The names that conditions use and that are not in force, each with where it is declared."""
    found = [leaf for condition in conditions for leaf, _ in leaves(condition)]
    for leaf in found:
        yield from _undeclared(leaf.name.text, policies, as_of)
        for amount in amounts_in(leaf):
            if isinstance(amount, Named):
                declared = policies.parameters[amount.parameter]
                yield from _outside(amount.parameter, declared.document.effective, as_of)
                if value_on(declared.thing, as_of) is None:
                    yield amount.parameter, f"give it a value from {as_of}"


def _undeclared(name: str, policies: PolicySet, as_of: date) -> Iterator[tuple[str, str]]:
    """The name of a measure, conclusion or output that is not in force."""
    if (measure := policies.measures.get(name)) is not None:
        yield from _outside(name, measure.document.effective, as_of)
    if (conclusion := policies.conclusions.get(name)) is not None:
        yield from _outside(name, conclusion.thing.head.effective, as_of)
    if (output := policies.outputs.get(name)) is not None:
        yield from _outside(name, output.thing.table.head.effective, as_of)


def _outside(name: str, effective: Period, as_of: date) -> Iterator[tuple[str, str]]:
    if not in_force(effective, as_of):
        until = f" until {effective.until}" if effective.until else ""
        yield name, f"`{name}` is in force from {effective.from_day}{until}"
