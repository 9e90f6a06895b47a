"""Checked exemptions to what rules and records know of them."""

from datetime import date

from asp_decide.clauses.exemption import Exemption, Grant
from asp_decide.model.effective import in_force
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.compiling.compile_conditions import Numbered, compile_condition
from asp_decide.policy.compiling.compile_scopes import kind_of
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.phrase import Number, amount_in_words
from asp_decide.policy.written.policy_set import PolicySet


def compile_exemptions(policies: PolicySet, as_of: date) -> tuple[Exemption, ...]:
    """The exemptions of the register on all days, by id.

    What ends one early is compiled for those that are in force on `as_of`: on other days the
    names that it uses may not be.
    """
    return tuple(
        sorted((_exemption(one, policies, as_of) for one in policies.exemptions), key=_by_id)
    )


def grant_of(written: WrittenExemption) -> Grant:
    """Who granted an exemption, when, for how long, and what they brought."""
    second = written.second_approver
    return Grant(
        Role(written.by.text),
        " ".join(written.person.text.split()),
        written.on,
        written.effective,
        written.reason,
        written.evidence,
        written.recovery_plan,
        None if second is None else " ".join(second.text.split()),
    )


def _exemption(written: WrittenExemption, policies: PolicySet, as_of: date) -> Exemption:
    kind = written.kind.text
    numbered = Numbered(written.id.text, policies, as_of)
    replaced = None if written.replaced is None else written.replaced.amount
    assert replaced is None or isinstance(replaced, Number), "a replaced limit is a number"
    return Exemption(
        written.id.text,
        RuleId(written.rule.text),
        SubjectKey(kind_of(kind, policies), written.subject.text),
        "suspend" if replaced is None else amount_in_words(replaced),
        None if replaced is None else policies.converted(replaced),
        grant_of(written),
        written.id.place,
        tuple(compile_condition(one, kind, numbered) for one in written.lapses_when)
        if in_force(written, as_of)
        else (),
    )


def _by_id(exemption: Exemption) -> str:
    return exemption.id
