"""The register on a day and among the facts: what has ended, for whom, and whose cause it is."""

from collections.abc import Iterator
from datetime import date

from asp_decide.clauses.exempting import renewals
from asp_decide.clauses.exemption_lines import MOST_RENEWALS
from asp_decide.clauses.grant import objections, own_cause
from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.effective import in_force
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import PORTFOLIO, SubjectKey
from asp_decide.policy.checks.objections_told import not_allowed, objection_told
from asp_decide.policy.compiling.compile_exemptions import compile_exemptions, grant_of
from asp_decide.policy.compiling.compile_scopes import kind_of
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.dated import lapsed_names
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import force_of, right_of


def check_register(
    policies: PolicySet, as_of: date, facts: Snapshot | None
) -> Iterator[Diagnostic]:
    """Tell what of a checked register is wrong on a day and, with facts, for whom it is.

    An exemption that has ended and was not renewed is a warning, and so is one that was renewed
    again and again.
    """
    compiled = {one.id: one for one in compile_exemptions(policies, as_of)}
    renewed = {
        (one.rule, one.subject, before.id)
        for one in compiled.values()
        for before in compiled.values()
        if one.effective.from_day > before.effective.from_day
    }
    for written in policies.exemptions:
        one = compiled[written.id.text]
        at = written.id
        if _is_over(written, as_of):
            if (one.rule, one.subject, one.id) not in renewed:
                message = f"{one.id} ended on {written.effective.until}: {one.rule} holds again"
                mend = "take it out, or renew it under a new id"
                yield not_allowed(at, message, mend, level="warning")
            continue
        number = renewals(one, compiled.values())
        if number > MOST_RENEWALS and in_force(written, as_of):
            message = f"{one.id} is renewal {number} in a row of one exemption from {one.rule}"
            mend = "change the rule, or end the habit"
            yield not_allowed(at, message, mend, level="warning")
        if in_force(written, as_of):
            yield from _names(written, policies, as_of)
        if facts is not None:
            yield from _among(written, policies, facts)


def _is_over(written: WrittenExemption, as_of: date) -> bool:
    return not in_force(written, as_of) and written.effective.from_day <= as_of


def _names(written: WrittenExemption, policies: PolicySet, as_of: date) -> Iterator[Diagnostic]:
    """Names in what ends it early that are not in force while it is."""
    for name, why in lapsed_names(written.lapses_when, policies, as_of):
        at = written.id
        message = f"{at.text} is in force on {as_of} and `{name}`, which it uses, is not"
        yield problem("P034", at.place, message, mend=why, width=at.width)


def _among(written: WrittenExemption, policies: PolicySet, facts: Snapshot) -> Iterator[Diagnostic]:
    """Whether the subject is there, how long the calendar lets it last, and whose cause it is."""
    key = SubjectKey(kind_of(written.kind.text, policies), written.subject.text)
    known = _known(facts).get(key.kind)
    if known is not None and key.id not in known:
        at = written.subject
        mend = did_you_mean(at.text, known, "name one that the facts have")
        message = f"the facts have no {key.kind.replace('_', ' ')} `{shortened(at.text)}`"
        yield problem("P023", at.place, message, mend=mend, width=at.width)
        return
    rule = policies.rules[written.rule.text].thing
    force = force_of(rule)
    assert force is not None, "an exemption was checked to be of a rule that can be overridden"
    found = objections(
        grant_of(written),
        force.enforce,
        right_of(force),
        calendar=facts.charter.calendar,
        own=own_cause(facts, key),
    )
    for objection in found:
        if objection.about in {"long", "cause"}:
            yield objection_told(objection, written, rule)


def _known(facts: Snapshot) -> dict[str, tuple[str, ...]]:
    return {
        "initiative": tuple(one.id for one in facts.initiatives),
        "value_stream": tuple(one.id for one in facts.value_streams),
        "requirement": tuple(one.id for one in facts.requirements),
        "theme": tuple(one.id for one in facts.themes),
        "signal": tuple(one.id for one in facts.signals),
        "portfolio": (PORTFOLIO,),
    }
