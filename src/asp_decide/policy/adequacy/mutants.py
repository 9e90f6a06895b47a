"""The mutants of a policy file: it, changed in one place, each with its place and words.

Mutation of rules as of programs (DeMillo, Lipton and Sayward 1978): cases that cannot tell a
policy from one that says something else do not hold it to what it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.model.catalogue import AttributeSpec
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.quantity import CURRENCY
from asp_decide.policy.adequacy.mutant_changes import (
    Change,
    ChangedMeasure,
    ChangedOrder,
    ChangedWording,
    MovedBound,
)
from asp_decide.policy.adequacy.mutate_rules import changed_line, changed_rules, told_line
from asp_decide.policy.cases.case import Cases
from asp_decide.policy.checks.circles import check_circles
from asp_decide.policy.compiling.compile_scopes import compile_measure
from asp_decide.policy.written.dated import points_on, rules_on
from asp_decide.policy.written.document import Bounded, Derive, Ordered, Rule
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import members_of

A_HAIR = Fraction(1, 10**12)
"""How far a bound is moved to leave its limit out: nearer than any two amounts of a case."""

_TENTH = Fraction(1, 10)
"""By what part of itself a bound is moved where it is no whole number of things."""

_DIVISIBLE = frozenset({"%", "pp", "hours", "days", "weeks", "team-weeks", CURRENCY})
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a policy: of a rule, or of the order at a decision point, by its name.

    `in_plan` says that no answer shows it, but a plan may.
    """

    rule: str
    place: Place
    was: str
    becomes: str
    change: Change
    in_plan: bool = False

    def __str__(self) -> str:
        return f"`{self.was}` -> `{self.becomes}`"


def mutants_of(cases: Cases) -> tuple[Mutant, ...]:
    """Every mutant of the rules and orders that stand in the file under test, in their order.

    No plan of the delivery layer is made, so what only a plan would show is no mutant of it.
    """
    policies = cases.policies
    own = (
        rule
        for rule in rules_on(policies, cases.as_of)
        if policies.rules[rule.head.id.text].document.policy == cases.of
    )
    points = (
        ordered
        for ordered in points_on(policies, cases.as_of)
        if policies.points[ordered.point.text].document.policy == cases.of
    )
    every = (
        *(mutant for rule in own for mutant in _of_rule(rule, policies)),
        *(mutant for ordered in points for mutant in _of_order(ordered)),
    )
    planned = policies.words.layer == "portfolio"
    return tuple(mutant for mutant in every if planned or not mutant.in_plan)


def _of_rule(rule: Rule, policies: PolicySet) -> Iterator[Mutant]:
    name = rule.head.id.text
    for one in changed_rules(rule, policies):
        if _is_circular(one.rule, policies):
            continue  # no policy says that, so no case has to notice
        change = ChangedWording(one.rule)
        yield Mutant(name, one.place, one.was, one.becomes, change, one.in_plan)
    if isinstance(rule, Bounded):
        yield from _of_bound(rule, policies)
        yield from _of_measure(rule, policies)


def _is_circular(rule: Rule, policies: PolicySet) -> bool:
    if not isinstance(rule, Derive):
        return False
    name = rule.name.text
    drawn = {**policies.conclusions, name: replace(policies.conclusions[name], thing=rule)}
    slips: list[Diagnostic] = []
    check_circles(replace(policies, conclusions=drawn), slips)
    return bool(slips)


def _of_bound(rule: Bounded, policies: PolicySet) -> Iterator[Mutant]:
    """The limit itself left out, and moved: by one of what is counted, else by a tenth."""
    name, text = rule.head.id.text, rule.amount.text
    _, unit = compile_measure(rule, policies)
    was = f"{rule.side.replace('_', ' ')} {text.text}"
    outside, inward = ("below", -1) if rule.side == "at_most" else ("above", 1)
    strict = MovedBound(name, _NOTHING, inward * A_HAIR)
    yield Mutant(name, text.place, was, f"{outside} {text.text}", strict)
    divisible = unit.name.partition("/")[0] in _DIVISIBLE
    told = "a tenth" if divisible else "one"
    for sign, word in ((-1, "less"), (1, "more")):
        share = sign * _TENTH if divisible else _NOTHING
        moved = MovedBound(name, share, sign * unit.factor)
        yield Mutant(name, text.place, was, f"{was} and {told} {word}", moved)


def _of_measure(rule: Bounded, policies: PolicySet) -> Iterator[Mutant]:
    """Whom a measure is of, chosen otherwise; a share is looked at in a plan alone."""
    declared = policies.measures.get(rule.measure.text)
    if declared is None or "budget" in [one.text for one in declared.thing.of]:
        return
    defined = declared.thing
    is_told = defined.kind in {"count", "sum"}
    if not is_told and rule.force.enforce == "advisory":
        return  # it bounds no plan
    for number, line in enumerate(defined.where):
        spec = policies.words.spec(members_of(defined, policies), line.attribute.text)
        assert isinstance(spec, AttributeSpec), "`where` was checked to name attributes"
        for words, becomes in changed_line(line, spec):
            kept = (replace(line, words=words),) if words is not None else ()
            where = (*defined.where[:number], *kept, *defined.where[number + 1 :])
            yield Mutant(
                rule.head.id.text,
                line.attribute.place,
                f"{defined.name.text} of {told_line(line)}",
                becomes,
                ChangedMeasure(rule, replace(defined, where=where)),
                in_plan=not is_told,
            )


def _of_order(ordered: Ordered) -> Iterator[Mutant]:
    """Another word where no rule speaks, and neighbours of the order in each other's place."""
    point, otherwise = ordered.point.text, ordered.otherwise
    for word in POINTS_BY_NAME[point].otherwise:
        if word != otherwise.text:
            change = ChangedOrder(replace(ordered, otherwise=replace(otherwise, text=word)))
            told = f"otherwise: {otherwise.text}", f"otherwise: {word}"
            yield Mutant(point, otherwise.place, *told, change)
    for number, (first, second) in enumerate(zip(ordered.order, ordered.order[1:], strict=False)):
        order = (*ordered.order[:number], second, first, *ordered.order[number + 2 :])
        told = f"order: {first.text}, {second.text}", f"order: {second.text}, {first.text}"
        yield Mutant(point, first.place, *told, ChangedOrder(replace(ordered, order=order)))
