"""What stands against an exemption, as a problem of the register with its place."""

from dataclasses import replace
from typing import assert_never

from asp_decide.clauses.grant import Objection
from asp_decide.diagnostics import Diagnostic, Level
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Rule
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.rule_parts import force_of
from asp_decide.strict_yaml import Scalar


def objection_told(objection: Objection, written: WrittenExemption, rule: Rule) -> Diagnostic:
    """The problem that an objection is, at the word of the register that it is about."""
    return not_allowed(*_told(objection, written, rule))


def _told(objection: Objection, written: WrittenExemption, rule: Rule) -> tuple[Scalar, str, str]:
    """Where it is told, what is wrong, and how to mend it."""
    name, id_, last = written.rule.text, written.id, objection.last
    match objection.about:
        case "right":
            force = force_of(rule)
            says = f"is {force.enforce}" if force is not None else "binds nobody"
            message = f"{name} {says}, so that nobody can be exempted from it"
            at, mend = written.rule, f"change the policy, visibly: {rule.head.id.place}"
        case "role":
            message = f"{name} lets `{objection.holder}` grant exemptions, not `{written.by.text}`"
            at, mend = written.by, f"ask `{objection.holder}`"
        case "needs":
            asked = " and ".join(f"`{need}`" for need in objection.lacking)
            message = f"{id_.text} lacks {asked}, which {name} asks for"
            at, mend = id_, f"add `{objection.lacking[0]}: ...`"
        case "late":
            begins = written.effective.from_day
            message = f"{id_.text} was granted on {written.on} and began on {begins} already"
            at, mend = id_, "let it begin on the day of the grant or later"
        case "long" if last is None:
            message = "the calendar of this workspace ends before this exemption begins"
            at, mend = written.until, "add planning intervals to `asp.yaml`"
        case "long":
            message = f"{name} lets an exemption from then on last until {last}"
            at, mend = written.until, f"write `until: {last}`"
        case "cause":
            whose = f"{objection.part} of `{written.subject.text}`"
            message = f"`{written.person.text}` is {whose} and exempts it from nothing"
            at, mend = written.person, "somebody else grants it"
        case "approver":
            message = f"the second approver is another person than `{written.person.text}`"
            at, mend = written.second_approver or written.person, "name somebody else"
        case _:
            assert_never(objection.about)
    return at, message, mend


def not_allowed(at: Scalar, message: str, mend: str, *, level: Level = "error") -> Diagnostic:
    """A problem of an exemption that is well written and not allowed, or that is left over."""
    return replace(problem("P114", at.place, message, mend=mend, width=at.width), level=level)
