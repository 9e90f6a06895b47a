"""How a parameter is used: on which side of bounds, in conditions, and of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from asp_decide.model.subject import IN_STREAMS
from asp_decide.policy.written.document import Bounded, Parameter, Rule
from asp_decide.policy.written.phrase import Bound, Named
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import conditions_of, leaves, subject_if_any

type Side = Literal["at_most", "at_least", "a condition"]

IN_A_STREAM = frozenset({"value_stream", *IN_STREAMS})
"""Kinds of subject that belong to value streams, so that a stream's own amount can hold for them.
"""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a rule names a parameter: on which side, and of which kind of subject."""

    rule: Rule
    side: Side
    subject: str


def uses_of(policies: PolicySet) -> dict[str, tuple[Use, ...]]:
    """Every use of every parameter, in the order of rule ids."""
    found: dict[str, list[Use]] = {}
    for declared in policies.rules.values():
        for name, use in _uses(declared.thing, policies):
            found.setdefault(name, []).append(use)
    return {name: tuple(uses) for name, uses in found.items()}


def settable_in_streams(policies: PolicySet) -> dict[str, Parameter]:
    """The parameters that a value stream may set for itself, as they are declared.

    Its policy allows it, and some rule uses the parameter of what belongs to a value stream.
    """
    uses = uses_of(policies)
    return {
        name: declared.thing
        for name, declared in policies.parameters.items()
        if declared.thing.overlays != "fixed"
        and any(use.subject in IN_A_STREAM for use in uses.get(name, ()))
    }


def _uses(rule: Rule, policies: PolicySet) -> Iterator[tuple[str, Use]]:
    if isinstance(rule, Bounded) and isinstance(rule.amount.amount, Named):
        yield rule.amount.amount.parameter, Use(rule, rule.side, rule.per.text)
    for condition in conditions_of(rule):
        for leaf, link in leaves(condition):
            if not isinstance(leaf.phrase, Bound):
                continue
            for amount in (leaf.phrase.limit, leaf.phrase.upper):
                if isinstance(amount, Named):
                    yield amount.parameter, Use(rule, "a condition", _asked(rule, link, policies))


def _asked(rule: Rule, link: str | None, policies: PolicySet) -> str:
    """The kind of subject whose value is compared: along a link that to which it leads."""
    subject = subject_if_any(rule)
    if link is None:
        return subject
    found = policies.words.links.get((subject, link))
    return found.target if found is not None else ""
