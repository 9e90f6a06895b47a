"""The register of exemptions, `exceptions.yaml`: who may deviate from which rule, until when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.model.effective import Period
from asp_decide.policy.written.document import Written, WrittenAmount
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.parse_conditions import parse_condition, parse_written_amount
from asp_decide.policy.written.phrase import Named
from asp_decide.strict_yaml import Mapping, Node, Scalar

REGISTER_GRAMMAR = "exceptions/v1"
"""The version of the grammar of the register that is read."""

SHORTEST_REASON = 10
"""Characters of a `reason`: less is no reason."""

EXEMPTION_ID = re.compile(r"EX-[0-9]{4}-[0-9]{3,}")
"""How exemptions are called: the year, and a number in it."""

_REQUIRED = ("id", "rule", "for", "does", "granted", "effective", "reason")
_OPTIONAL = ("evidence", "recovery_plan", "second_approver", "lapses_when")


@dataclass(frozen=True, slots=True)
class WrittenExemption:
    """One exemption as written. `replaced` is None where it suspends its rule."""

    id: Scalar
    rule: Scalar
    kind: Scalar
    subject: Scalar
    does: Scalar
    replaced: WrittenAmount | None
    by: Scalar
    person: Scalar
    on: date
    effective: Period
    until: Scalar
    reason: str
    evidence: tuple[str, ...]
    recovery_plan: str | None
    second_approver: Scalar | None
    lapses_when: tuple[Written, ...]


def parse_register(node: Node) -> Checked[tuple[WrittenExemption, ...]]:
    """The exemptions of a register, in the order written, with every problem of its form."""
    slips: list[Diagnostic] = []
    form = open_form(node, slips, what="the register", required=("asp", "exceptions"))
    grammar = form.scalar("asp")
    if form.has("asp") and grammar.text != REGISTER_GRAMMAR:
        message = f"`asp` is `{shortened(grammar.text)}`, and this file is `{REGISTER_GRAMMAR}`"
        mend = f"write `asp: {REGISTER_GRAMMAR}`"
        form.tell("P020", grammar.place, message, mend=mend, width=grammar.width)
    return Checked(tuple(_exemptions(form)), tuple(slips))


def _exemptions(register: Form) -> Iterator[WrittenExemption]:
    """The exemptions without a problem of form; those with one are told."""
    for node in register.listed("exceptions"):
        before = len(register.slips)
        form = open_form(
            node, register.slips, what="an exemption", required=_REQUIRED, optional=_OPTIONAL
        )
        found = _exemption(form)
        if len(register.slips) == before:
            yield found


def _exemption(form: Form) -> WrittenExemption:
    id_ = form.scalar("id")
    if form.has("id") and not EXEMPTION_ID.fullmatch(id_.text):
        message = f"`{shortened(id_.text)}` is no id of an exemption"
        mend = "the year and a number in it: `EX-2026-014`"
        form.tell("P019", id_.place, message, mend=mend, width=id_.width)
    kind, subject = _subject(form)
    does, replaced = _does(form)
    granted = _part(form, "granted", ("by", "person", "on"))
    effective = _part(form, "effective", ("from", "until"))
    return WrittenExemption(
        id_,
        form.scalar("rule"),
        kind,
        subject,
        does,
        replaced,
        granted.scalar("by"),
        granted.scalar("person"),
        granted.day("on"),
        _period(effective),
        effective.scalar("until"),
        form.sentence("reason", least=SHORTEST_REASON),
        tuple(" ".join(one.text.split()) for one in form.scalars("evidence")),
        form.sentence("recovery_plan") if form.has("recovery_plan") else None,
        form.scalar("second_approver") if form.has("second_approver") else None,
        tuple(parse_condition(node, form.slips) for node in form.listed("lapses_when")),
    )


def _subject(form: Form) -> tuple[Scalar, Scalar]:
    """The one subject under `for`: its kind and its id."""
    node = form.values.get("for")
    if node is None:
        return Scalar("", form.place), Scalar("", form.place)
    if isinstance(node, Mapping) and len(node.entries) == 1:
        (kind, value) = node.entries[0]
        return kind, form.as_scalar(value, f"`{kind.text}`")
    mend = "write `for: {initiative: INI-1}`"
    form.tell("P018", node.place, "an exemption is for one subject", mend=mend)
    return Scalar("", node.place), Scalar("", node.place)


def _does(form: Form) -> tuple[Scalar, WrittenAmount | None]:
    """What the exemption does, and the limit that it puts in place of the rule's."""
    node = form.values.get("does")
    match node:
        case None:
            return Scalar("", form.place), None
        case Scalar(text="suspend"):
            return node, None
        case Mapping():
            inner = open_form(node, form.slips, what="`does`", required=("replace_limit",))
            amount = parse_written_amount(inner, "replace_limit")
            if isinstance(amount.amount, Named):
                at = amount.text
                message = "an exemption replaces a limit by a number, and not by a parameter"
                inner.tell("P019", at.place, message, mend="write it out", width=at.width)
            return amount.text, amount
        case _:
            message = "an exemption does `suspend`, or `{replace_limit: ...}`"
            form.tell("P019", node.place, message, mend="write `does: suspend`")
            return Scalar("", node.place), None


def _part(form: Form, key: str, required: tuple[str, ...]) -> Form:
    node = form.values.get(key)
    if node is None:
        return Form(form.slips, f"`{key}`", form.place, {}, {})
    return open_form(node, form.slips, what=f"`{key}`", required=required)


def _period(form: Form) -> Period:
    begins, until = form.day("from"), form.day("until")
    if until < begins:
        if begins != date.min and form.has("until"):
            message = f"`until` {until} is before `from` {begins}"
            form.tell("P017", form.keys["until"].place, message, mend="the earlier day comes first")
        return Period(from_day=begins)
    return Period(from_day=begins, until=until)
