"""Whether a rule can be meant: its measure, group, point, answers, roles and message."""

from typing import assert_never

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.policy.checks.check_amounts import check_amount, check_where
from asp_decide.policy.checks.check_conditions import WIDEST, check_condition, ways
from asp_decide.policy.checks.check_messages import check_message
from asp_decide.policy.checks.check_points import check_at_point
from asp_decide.policy.checks.check_tables import check_table
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import (
    Bounded,
    Decide,
    DefinedMeasure,
    Derive,
    Escalate,
    Require,
    Rule,
    Table,
)
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import (
    bounded_per,
    is_count,
    unit_of,
    unknown_name,
    wrong_layer,
)
from asp_decide.policy.written.rule_parts import conditions_of
from asp_decide.strict_yaml import Scalar

_UNRESOLVED = frozenset({"P021", "P022", "P023", "P027"})


def check_rule(rule: Rule, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell everything in the rule that cannot be meant."""
    before = len(slips)
    check_role(rule.head.owner, policies, slips)
    for step in rule.to if isinstance(rule, Escalate) else ():
        check_role(step.role, policies, slips)
    subject = _spoken_of(rule, policies, slips)
    if subject is None:
        return
    check_where(rule.head.where, subject, policies, slips)
    if isinstance(rule, Escalate) and rule.force is not None and subject != "initiative":
        told = f"a decision is forced about an initiative, and this is for each {subject}"
        at, mend = rule.for_each, "write `for_each: initiative`, or leave `forces` out"
        slips.append(problem("P022", at.place, told, mend=mend, width=at.width))
    if isinstance(rule, Table):
        check_table(rule, subject, policies, slips)
    else:
        for condition in conditions_of(rule):
            check_condition(condition, subject, policies, slips)
        _check_ways(rule, slips)
    # Where a name could not be resolved, the message would only repeat it.
    if not any(slip.code in _UNRESOLVED for slip in slips[before:]):
        check_message(rule, subject, policies, slips)


def _spoken_of(rule: Rule, policies: PolicySet, slips: list[Diagnostic]) -> str | None:
    """The kind of subject that the rule speaks of, if its measure, point or subject is one."""
    match rule:
        case Bounded():
            return _check_bounded(rule, policies, slips)
        case Derive() | Escalate():
            return check_subject(rule.for_each, policies, slips)
        case Table(for_each=Scalar() as kind):
            return check_subject(kind, policies, slips)
        case Decide() | Require() | Table():
            return check_at_point(rule, policies, slips)
        case _:
            assert_never(rule)


def check_role(role: Scalar, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell if the workspace has no such role."""
    if role.text in policies.roles:
        return
    mend = did_you_mean(role.text, policies.roles, "the roles are " + ", ".join(policies.roles))
    message = f"nobody has the role `{shortened(role.text)}`"
    slips.append(problem("P023", role.place, message, mend=mend, width=role.width))


def _check_bounded(rule: Bounded, policies: PolicySet, slips: list[Diagnostic]) -> str | None:
    """The subject whose measure is bounded, if measure and group fit together."""
    name = rule.measure
    if name.text in policies.excused:
        return None
    measure = _measure(name.text, rule.per.text, policies)
    if measure is None:
        if not policies.is_excused(name.text):
            slips.append(_no_measure(rule, policies))
        return None
    if isinstance(measure, DefinedMeasure) and (unit_of(measure, policies)) is None:
        return None  # told where the measure is defined
    counts = is_count(measure)
    if counts != (rule.kind == "limit"):
        message = f"a `limit` bounds a number of subjects, and `{name.text}` is no `count`"
        mend = "write a `guardrail`"
        if counts:
            message = f"a `guardrail` bounds a share or an amount, and `{name.text}` is a number"
            mend = "write a `limit`"
        slips.append(problem("P027", name.place, message, mend=mend, width=name.width))
        return None
    if not _check_group(rule, measure, policies, slips):
        return None
    unit = unit_of(measure, policies)
    assert unit is not None, "a measure with a unit was asked for above"
    check_amount(
        rule.amount.amount,
        rule.amount.text,
        expected=(f"`{name.text}`", unit),
        policies=policies,
        slips=slips,
    )
    return rule.per.text


def _measure(name: str, per: str, policies: PolicySet) -> MeasureSpec | DefinedMeasure | None:
    if (declared := policies.measures.get(name)) is not None:
        return declared.thing
    found = policies.words.measure(name)
    return next((spec for spec in found if spec.subject == per), found[0] if found else None)


def _no_measure(rule: Bounded, policies: PolicySet) -> Diagnostic:
    spoken_of = rule.per.text if rule.per.text in policies.words.subjects else "value_stream"
    if policies.words.subjects_with(rule.measure.text):
        message = f"`{rule.measure.text}` is no measure, so it has no bound"
        mend = "bound a measure, and choose by attributes under `where`"
        return problem("P027", rule.measure.place, message, mend=mend, width=rule.measure.width)
    return unknown_name(rule.measure, spoken_of, policies, "measure")


def _check_group(
    rule: Bounded,
    measure: MeasureSpec | DefinedMeasure,
    policies: PolicySet,
    slips: list[Diagnostic],
) -> bool:
    """Whether the measure can be bounded per that group."""
    allowed = bounded_per(measure, policies)
    per = rule.per
    if per.text in allowed:
        return True
    if (wrong := wrong_layer(per, policies)) is not None:
        slips.append(wrong)
        return False
    if allowed:
        message = f"`{rule.measure.text}` is not measured per `{shortened(per.text)}`"
        mend = "write `per: " + "` or `per: ".join(allowed) + "`"
        slips.append(problem("P022", per.place, message, mend=mend, width=per.width))
    return False


def check_subject(name: Scalar, policies: PolicySet, slips: list[Diagnostic]) -> str | None:
    """The kind of subject of that name, or None with the reason told."""
    known = policies.words.subjects
    if name.text in known:
        return name.text
    if (wrong := wrong_layer(name, policies)) is not None:
        slips.append(wrong)
        return None
    mend = did_you_mean(name.text, known, "the subjects are " + ", ".join(known))
    message = f"there is no kind of subject `{shortened(name.text)}`"
    slips.append(problem("P023", name.place, message, mend=mend, width=name.width))
    return None


def _check_ways(
    rule: Bounded | Decide | Require | Derive | Escalate, slips: list[Diagnostic]
) -> None:
    match rule:
        case Bounded():
            number = ways(rule.when)
        case Require():
            number = max(ways(rule.that), ways(rule.unless))
        case Decide() | Derive() | Escalate():
            number = ways(rule.when) * ways(rule.unless, negated=True)
        case _:
            assert_never(rule)
    if number > WIDEST:
        message = f"this comes true in more than {WIDEST} ways"
        mend = "give a part of it a name with a `derive` rule"
        place = rule.head.key.place
        slips.append(problem("P015", place, message, mend=mend, width=rule.head.key.width))
