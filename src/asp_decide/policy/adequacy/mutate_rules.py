"""A rule changed in one place, whatever its kind: what the cases beside it have to notice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from asp_decide.clauses.clause import Enforce
from asp_decide.diagnostics import Place
from asp_decide.model.catalogue import AttributeSpec
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.policy.adequacy.mutate_conditions import (
    DROPPED,
    ChangedCondition,
    changed_conditions,
    told_condition,
)
from asp_decide.policy.adequacy.mutate_tables import changed_tables
from asp_decide.policy.checks.check_points import REVIEW
from asp_decide.policy.written.document import (
    Bounded,
    Chosen,
    Decide,
    Derive,
    Escalate,
    Force,
    Require,
    Rule,
    Table,
)
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import point_of, subject_of
from asp_decide.policy.written.vocabulary import expanded
from asp_decide.strict_yaml import Scalar

_ANSWERED_BY_PLANS = frozenset({"relevance", "validation", "analysis", "gate_2", "start"})
"""Decision points whose binding answers decide what a plan may choose in a case."""

_LEFT_FREE = frozenset({"fund", "fund_tranche", "keep"})
"""Answers that bind nothing that the plan of a case could choose otherwise."""


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule with one change. `in_plan` says that a plan shows it, and no single answer."""

    rule: Rule
    place: Place
    was: str
    becomes: str
    in_plan: bool = False


def changed_rules(rule: Rule, policies: PolicySet) -> Iterator[ChangedRule]:
    """The rule with one thing changed, once for each way.

    Who is asked by an escalation, what it halts and forces is told beside the decisions, and no
    case states it; nor who may act against a rule. These are not changed.
    """
    match rule:
        case Bounded():
            yield from _of_bounded(rule, policies)
        case Decide():
            for one in changed_conditions(rule.when):
                yield _from(one, replace(rule, when=one.condition))
            yield from _answered(rule)
            yield from _enforced(rule, rule.force, ("mandatory", "overridable", "advisory"))
        case Require():
            for one in changed_conditions(rule.that):
                yield _from(one, replace(rule, that=one.condition))
            yield from _required(rule)
        case Derive() | Escalate():
            for one in changed_conditions(rule.when):
                yield _from(one, replace(rule, when=one.condition))
        case Table():
            yield from _of_table(rule)
        case _:
            assert_never(rule)
    yield from _spared(rule)
    yield from _chosen(rule, policies)


def _of_bounded(rule: Bounded, policies: PolicySet) -> Iterator[ChangedRule]:
    for one in changed_conditions(rule.when) if rule.when is not None else ():
        yield _from(one, replace(rule, when=one.condition))
    if _binds_a_plan(rule, policies):
        yield from _enforced(rule, rule.force, ("advisory", "mandatory"))


def _of_table(rule: Table) -> Iterator[ChangedRule]:
    for one in changed_tables(rule):
        yield ChangedRule(one.table, one.place, one.was, one.becomes)
    if rule.force is not None:
        yield from _enforced(rule, rule.force, ("mandatory", "overridable", "advisory"))


def _from(one: ChangedCondition, rule: Rule) -> ChangedRule:
    return ChangedRule(rule, one.place, one.was, one.becomes)


def _spared(rule: Rule) -> Iterator[ChangedRule]:
    if isinstance(rule, Bounded | Table) or rule.unless is None:
        return
    for one in changed_conditions(rule.unless):
        if one.becomes != "never true":
            yield _from(one, replace(rule, unless=one.condition))
    told = f"unless: {told_condition(rule.unless)}"
    yield ChangedRule(replace(rule, unless=None), rule.head.id.place, told, DROPPED)


def _chosen(rule: Rule, policies: PolicySet) -> Iterator[ChangedRule]:
    """Each line of `where` dropped, and turned round."""
    where, subject = rule.head.where, subject_of(rule)
    for number, line in enumerate(where):
        spec = policies.words.spec(subject, line.attribute.text)
        assert isinstance(spec, AttributeSpec), "`where` was checked to name attributes"
        for words, becomes in changed_line(line, spec):
            kept = (replace(line, words=words),) if words is not None else ()
            others = (*where[:number], *kept, *where[number + 1 :])
            other = replace(rule, head=replace(rule.head, where=others))
            yield ChangedRule(other, line.attribute.place, told_line(line), becomes)


def changed_line(
    line: Chosen, spec: AttributeSpec
) -> Iterator[tuple[tuple[Scalar, ...] | None, str]]:
    """What a line of `where` may become: none at all, and all words that it does not name."""
    yield None, DROPPED
    named = expanded(spec, tuple(word.text for word in line.words))
    rest = [word for word in spec.words if word not in named]
    if rest:
        words = tuple(replace(line.words[0], text=word) for word in rest)
        yield words, f"{line.attribute.text}: none of {', '.join(w.text for w in line.words)}"


def told_line(line: Chosen) -> str:
    """A line of `where` as its author wrote it."""
    return f"{line.attribute.text}: {', '.join(word.text for word in line.words)}"


def _answered(rule: Decide) -> Iterator[ChangedRule]:
    """The next answer of the point in place of the rule's own."""
    answers = (*POINTS_BY_NAME[rule.at.text].answers, REVIEW)
    other = answers[(answers.index(rule.answer.text) + 1) % len(answers)]
    changed = replace(rule, answer=replace(rule.answer, text=other))
    yield ChangedRule(changed, rule.answer.place, f"decide: {rule.answer.text}", f"decide: {other}")


_SET_BY_PLANS = frozenset({"requirement_slack", "load", "demand", "stopped_share", "moved_share"})
"""Measures that a plan of a case sets."""


def _required(rule: Require) -> Iterator[ChangedRule]:
    """Each answer dropped that the requirement stands before, and another `else`."""
    for number, answer in enumerate(rule.before):
        rest = (*rule.before[:number], *rule.before[number + 1 :])
        told = f"before: {answer.text}"
        yield ChangedRule(replace(rule, before=rest), answer.place, told, DROPPED)
    safe = (*POINTS_BY_NAME[rule.at.text].otherwise, REVIEW)
    other = next(word for word in safe if word not in {"plan", rule.otherwise.text})
    changed = replace(rule, otherwise=replace(rule.otherwise, text=other))
    was = f"else: {rule.otherwise.text}"
    yield ChangedRule(changed, rule.otherwise.place, was, f"else: {other}")


def _enforced(
    rule: Bounded | Decide | Table, force: Force, words: tuple[Enforce, ...]
) -> Iterator[ChangedRule]:
    """Another enforcement: among rules another authority, in a plan a bound or none."""
    was = force.enforce
    for word in words:
        binds_otherwise = (was == "advisory") is not (word == "advisory")
        if word == was or (isinstance(rule, Bounded) and not binds_otherwise):
            continue
        in_plan = binds_otherwise and (isinstance(rule, Bounded) or _decides_in_plan(rule))
        changed = replace(rule, force=replace(force, enforce=word, override=None))
        yield ChangedRule(changed, force.place, f"enforce: {was}", f"enforce: {word}", in_plan)


def _decides_in_plan(rule: Decide | Table) -> bool:
    answers = (rule.answer,) if isinstance(rule, Decide) else [row.then[0] for row in rule.rows]
    binds = any(answer.text not in _LEFT_FREE for answer in answers)
    return point_of(rule) in _ANSWERED_BY_PLANS and binds


def _binds_a_plan(rule: Bounded, policies: PolicySet) -> bool:
    """Whether the bound becomes rows of a plan that a case can give the facts of."""
    declared = policies.measures.get(rule.measure.text)
    if declared is None:
        return rule.measure.text in _SET_BY_PLANS
    if declared.thing.kind == "sum":
        return declared.thing.of[1].text in _SET_BY_PLANS
    of = [one.text for one in declared.thing.of]
    return declared.thing.kind != "ratio" and "budget" not in of
