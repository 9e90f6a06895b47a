"""Whether exemptions could be meant: rule, subject, limit, rights and conditions of each."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from asp_decide.clauses.grant import objections
from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.effective import overlap
from asp_decide.model.quantity import Unit
from asp_decide.policy.checks.check_amounts import check_amount
from asp_decide.policy.checks.check_conditions import WIDEST, check_condition, ways
from asp_decide.policy.checks.check_rules import check_role
from asp_decide.policy.checks.objections_told import objection_told
from asp_decide.policy.compiling.compile_exemptions import grant_of
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Bounded, Rule
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import unit_of
from asp_decide.policy.written.rule_parts import force_of, right_of, subject_if_any
from asp_decide.policy.written.vocabulary import an
from asp_decide.strict_yaml import Scalar


def check_exemptions(policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell every exemption that could not be meant, or that its rule does not allow."""
    for written in policies.exemptions:
        check_role(written.by, policies, slips)
        declared = policies.rules.get(written.rule.text)
        if declared is None:
            if policies.complete:
                slips.append(_no_rule(written.rule, policies))
            continue
        _check_exemption(written, declared.thing, policies, slips)
    slips.extend(_at_once(policies.exemptions))


def _check_exemption(
    written: WrittenExemption, rule: Rule, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    before = len(slips)
    subject = subject_if_any(rule)
    kind = written.kind
    if subject and kind.text != subject:
        message = f"{written.rule.text} speaks of {an(subject)}, and this is for {an(kind.text)}"
        mend = f"write `for: {{{subject}: ...}}`"
        slips.append(problem("P022", kind.place, message, mend=mend, width=kind.width))
        return
    force = force_of(rule)
    enforce = None if force is None else force.enforce
    for objection in objections(grant_of(written), enforce, right_of(force)):
        if objection.about == "role" and written.by.text not in policies.roles:
            continue  # it is no role at all, and told as such
        slips.append(objection_told(objection, written, rule))
        if objection.about == "right":
            return
    _check_limit(written, rule, policies, slips)
    if not subject:
        return  # told where the rule stands
    for condition in written.lapses_when:
        check_condition(condition, subject, policies, slips)
    number = sum(ways(condition) for condition in written.lapses_when)
    if number > WIDEST and len(slips) == before:
        at = written.id
        message = f"this lapses in more than {WIDEST} ways"
        mend = "give a part of it a name with a `derive` rule"
        slips.append(problem("P015", at.place, message, mend=mend, width=at.width))


def _check_limit(
    written: WrittenExemption, rule: Rule, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    if written.replaced is None:
        return
    at = written.replaced.text
    if not isinstance(rule, Bounded):
        message = f"{written.rule.text} has no limit that could be replaced"
        slips.append(
            problem("P019", at.place, message, mend="write `does: suspend`", width=at.width)
        )
        return
    unit = unit_of_bound(rule, policies)
    if unit is not None:
        told = (f"the limit of {written.rule.text}", unit)
        check_amount(written.replaced.amount, at, expected=told, policies=policies, slips=slips)


def unit_of_bound(rule: Bounded, policies: PolicySet) -> Unit | None:
    """The unit in which the rule bounds; None where that is told at the rule."""
    declared = policies.measures.get(rule.measure.text)
    if declared is not None:
        return unit_of(declared.thing, policies)
    found = [s for s in policies.words.measure(rule.measure.text) if s.subject == rule.per.text]
    return unit_of(found[0], policies) if found else None


def _no_rule(rule: Scalar, policies: PolicySet) -> Diagnostic:
    mend = did_you_mean(rule.text, policies.rules, "name a rule of these policies")
    message = f"there is no rule `{shortened(rule.text)}`"
    return problem("P023", rule.place, message, mend=mend, width=rule.width)


def ids_told_twice(exemptions: Sequence[WrittenExemption]) -> Iterator[Diagnostic]:
    """Ids that stand twice: a renewal has an id of its own."""
    first: dict[str, Scalar] = {}
    for written in exemptions:
        at = written.id
        known = first.setdefault(at.text, at)
        if known is not at:
            message = f"`{at.text}` is declared here and in {known.place}"
            mend = "a renewal has a new id"
            yield problem("P024", at.place, message, mend=mend, width=at.width)


def _at_once(exemptions: Sequence[WrittenExemption]) -> Iterator[Diagnostic]:
    """Two exemptions of one rule and subject on one day."""
    by_rule: dict[tuple[str, str, str], list[WrittenExemption]] = {}
    for written in exemptions:
        key = written.rule.text, written.kind.text, written.subject.text
        by_rule.setdefault(key, []).append(written)
    for found in by_rule.values():
        ordered = sorted(found, key=lambda one: (one.effective.from_day, one.id.text))
        for before, after in pairwise(ordered):
            common = overlap(before.effective, after.effective)
            if common is not None and before.id.text != after.id.text:
                at = after.id
                message = (
                    f"{before.id.text} ({before.id.place}) exempts `{after.subject.text}` from"
                    f" {after.rule.text} on {common.from_day} too"
                )
                mend = "a renewal begins on the day after the one before it ends"
                yield problem("P120", at.place, message, mend=mend, width=at.width)
