"""Checked rules to clauses, for a day. After the checks nothing here can fail."""

from datetime import date
from fractions import Fraction
from functools import partial
from typing import assert_never

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    DeriveClause,
    EscalateClause,
    EscalationStep,
    Heading,
    LimitClause,
    PointOrder,
    PolicyFile,
    RequireClause,
)
from asp_decide.clauses.condition import All, Condition
from asp_decide.memory import Memory, Same
from asp_decide.model.effective import in_force
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.quantity import Unit
from asp_decide.policy.compiling.compile_conditions import Numbered, compile_condition
from asp_decide.policy.compiling.compile_exemptions import compile_exemptions
from asp_decide.policy.compiling.compile_overlays import overlaid_on, overlays_on, own_limits
from asp_decide.policy.compiling.compile_scopes import (
    compile_chosen,
    compile_measure,
    compile_scope,
    kind_of,
)
from asp_decide.policy.compiling.compile_tables import compile_table
from asp_decide.policy.compiling.compiled_before import CompiledBefore
from asp_decide.policy.compiling.meaning import (
    exemption_meanings,
    meaning_of_overlay,
    meaning_of_set,
)
from asp_decide.policy.written import document
from asp_decide.policy.written.dated import points_on, rules_on, value_on
from asp_decide.policy.written.document import PolicyDocument, Rule
from asp_decide.policy.written.overlay import Overlay
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import right_of, subject_of


def compile_policies(
    policies: PolicySet, *, as_of: date, memory: Memory | None = None
) -> CompiledPolicies:
    """The clauses of every rule in force on that day, sorted by rule, with their meaning.

    The set has been checked, for that day too. With a `memory` what was compiled before is the
    same clause again, not an equal one, and so is the whole.
    """
    memory = memory or Memory()
    return memory.recall(
        ("compiled", Same(policies), as_of),
        lambda: _compiled(policies, as_of, CompiledBefore(policies, memory)),
    )


def _compiled(policies: PolicySet, as_of: date, before: CompiledBefore) -> CompiledPolicies:
    rules = rules_on(policies, as_of)
    points = points_on(policies, as_of)
    meanings = {rule.head.id.text: before.meaning(rule) for rule in rules}
    return CompiledPolicies(
        tuple(
            before.clause(
                rule,
                as_of,
                partial(
                    compile_rule, rule, policies, as_of=as_of, meaning=meanings[rule.head.id.text]
                ),
            )
            for rule in rules
        ),
        {
            ordered.point.text: PointOrder(
                ordered.point.text,
                tuple(answer.text for answer in ordered.order),
                ordered.otherwise.text,
                ordered.point.place,
            )
            for ordered in points
        },
        meaning_of_set(meanings, points, exemption_meanings(policies)),
        _files(policies, as_of, before),
        _parameters(policies, as_of),
        overlaid_on(policies, as_of),
        compile_exemptions(policies, as_of),
    )


def compile_rule(rule: Rule, policies: PolicySet, *, as_of: date, meaning: str) -> Clause:
    """The clause that means the rule on that day."""
    numbered = Numbered(rule.head.id.text, policies, as_of)
    heading = _heading(rule, policies, meaning)
    match rule:
        case document.Bounded():
            return _limit(rule, heading, numbered)
        case document.Decide():
            return _decide(rule, heading, numbered)
        case document.Require():
            return _require(rule, heading, numbered)
        case document.Derive():
            return _derive(rule, heading, numbered)
        case document.Escalate():
            return _escalate(rule, heading, numbered)
        case document.Table():
            return compile_table(rule, heading, numbered, right_of(rule.force))
        case _:
            assert_never(rule)


def _heading(rule: Rule, policies: PolicySet, meaning: str) -> Heading:
    head = rule.head
    return Heading(
        RuleId(head.id.text),
        head.title,
        Role(head.owner.text),
        head.because,
        " ".join(head.message.told_in(policies.language).text.split()),
        policies.words.layer,
        head.id.place,
        head.severity,
        meaning,
    )


def _limit(rule: document.Bounded, heading: Heading, numbered: Numbered) -> LimitClause:
    """One bound, read three times: a row before, a check after, a price in the report.

    The `where` of a bound over a group chooses groups, so it becomes a condition on them.
    """
    policies = numbered.policies
    measure, unit = compile_measure(rule, policies)
    limit, _, limit_from = numbered.amount(rule.amount.amount)
    conditions: list[Condition] = []
    if not isinstance(measure, SubjectMeasure):
        conditions += [compile_chosen(chosen, rule, numbered) for chosen in rule.head.where]
    if rule.when is not None:
        conditions.append(compile_condition(rule.when, rule.per.text, numbered))
    when: Condition | None = None
    if conditions:
        when = conditions[0] if len(conditions) == 1 else All(tuple(conditions))
    return LimitClause(
        heading,
        rule.measure.text,
        measure,
        kind_of(rule.per.text, policies),
        unit,
        rule.force.enforce,
        limit if rule.side == "at_most" else None,
        limit if rule.side == "at_least" else None,
        limit_from,
        when,
        right_of(rule.force),
        own_limits(rule.amount.amount, rule.per.text, policies, numbered.as_of),
    )


def _decide(rule: document.Decide, heading: Heading, numbered: Numbered) -> DecideClause:
    subject = subject_of(rule)
    return DecideClause(
        heading,
        rule.at.text,
        rule.answer.text,
        compile_scope(rule, numbered.policies),
        compile_condition(rule.when, subject, numbered),
        numbered.optional(rule.unless, subject),
        rule.missing,
        rule.force.enforce,
        right_of(rule.force),
    )


def _require(rule: document.Require, heading: Heading, numbered: Numbered) -> RequireClause:
    subject = subject_of(rule)
    return RequireClause(
        heading,
        rule.name.text,
        rule.at.text,
        tuple(sorted({answer.text for answer in rule.before})),
        compile_condition(rule.that, subject, numbered),
        rule.otherwise.text,
        compile_scope(rule, numbered.policies),
        numbered.optional(rule.unless, subject),
        rule.force.enforce,
        right_of(rule.force),
    )


def _derive(rule: document.Derive, heading: Heading, numbered: Numbered) -> DeriveClause:
    subject = rule.for_each.text
    return DeriveClause(
        heading,
        rule.name.text,
        compile_scope(rule, numbered.policies),
        compile_condition(rule.when, subject, numbered),
        numbered.optional(rule.unless, subject),
    )


def _escalate(rule: document.Escalate, heading: Heading, numbered: Numbered) -> EscalateClause:
    subject = rule.for_each.text
    return EscalateClause(
        heading,
        rule.name.text,
        compile_scope(rule, numbered.policies),
        compile_condition(rule.when, subject, numbered),
        numbered.optional(rule.unless, subject),
        tuple(EscalationStep(Role(step.role.text), step.within_days) for step in rule.to),
        rule.halts_apply,
        None if rule.force is None else rule.force.enforce,
        right_of(rule.force),
    )


def _files(policies: PolicySet, as_of: date, before: CompiledBefore) -> tuple[PolicyFile, ...]:
    """The policies in force on a day by name, then the overlays by value stream."""
    documents = sorted(policies.documents, key=lambda file: file.policy)
    return (
        *(
            _file(one.policy, one.title, one, before.meaning_of_document(one))
            for one in documents
            if in_force(one, as_of)
        ),
        *(
            _file(one.name, one.because, one, meaning_of_overlay(one, policies))
            for one in overlays_on(policies, as_of)
        ),
    )


def _file(name: str, title: str, file: PolicyDocument | Overlay, meaning: str) -> PolicyFile:
    return PolicyFile(
        name,
        file.path,
        file.digest,
        title,
        Role(file.owner.text),
        Role(file.approved_by.text),
        file.approved_on.isoformat(),
        meaning,
    )


def _parameters(policies: PolicySet, as_of: date) -> dict[str, tuple[Fraction, Unit]]:
    found: dict[str, tuple[Fraction, Unit]] = {}
    for name, declared in sorted(policies.parameters.items()):
        value = value_on(declared.thing, as_of)
        if value is not None and in_force(declared.document, as_of):
            unit = policies.unit(value.number.unit)
            assert unit is not None, "a parameter's value was checked to have a unit"
            found[name] = (value.number.value * unit.factor, unit)
    return found
