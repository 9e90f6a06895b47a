"""Which rules a file of tests judges, and which conclusions come along with them."""

from dataclasses import replace

from asp_decide.policy.cases.case import Judged
from asp_decide.policy.written.document import Bounded, Derive, Table
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import conditions_of, leaves, point_of


def select(policies: PolicySet, tested: frozenset[str]) -> PolicySet:
    """The rules of these files, with the conclusions and outputs that they name, drawn anywhere.

    Cases hold a policy to its own words: what value streams set, and who is exempted, are left out.
    """
    rules = {
        name: declared
        for name, declared in policies.rules.items()
        if declared.document.policy in tested
    }
    waiting = [declared.thing for declared in rules.values()]
    while waiting:
        rule = waiting.pop()
        for condition in conditions_of(rule):
            for leaf, _ in leaves(condition):
                drawn = _drawn_by(leaf.name.text, policies)
                if drawn is not None and drawn.head.id.text not in rules:
                    rules[drawn.head.id.text] = policies.rules[drawn.head.id.text]
                    waiting.append(drawn)
    asked = {point_of(declared.thing) for declared in rules.values()}
    points = {
        name: declared
        for name, declared in policies.points.items()
        if name in asked or declared.document.policy in tested
    }
    return replace(
        policies, rules=dict(sorted(rules.items())), points=points, overlays=(), exemptions=()
    )


def _drawn_by(name: str, policies: PolicySet) -> Derive | Table | None:
    """The rule that draws a conclusion, or the table that gives an output."""
    if (conclusion := policies.conclusions.get(name)) is not None:
        return conclusion.thing
    output = policies.outputs.get(name)
    return output.thing.table if output is not None else None


def judged_of(policies: PolicySet, tested: frozenset[str]) -> Judged:
    """The rules of these files, which a case must account for."""
    own = {n: d.thing for n, d in policies.rules.items() if d.document.policy in tested}
    bounds = frozenset(name for name, rule in own.items() if isinstance(rule, Bounded))
    return Judged(frozenset(own), bounds)
