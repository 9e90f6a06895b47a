"""What it takes to act against a rule: `enforce`, and who may override it for how long."""

from collections.abc import Sequence
from typing import Literal, cast

from asp_decide.clauses.clause import Enforce, Need
from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.quantity import unit
from asp_decide.policy.written.document import Force, Override
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.phrase import Number, parse_amount
from asp_decide.strict_yaml import Node, Scalar

ENFORCE: tuple[Enforce, ...] = ("mandatory", "overridable", "advisory")
BINDING: tuple[Enforce, ...] = ("mandatory", "overridable")
"""What a requirement may be: an advisory one would require nothing."""

NEEDS = ("reason", "evidence", "recovery_plan", "second_approver")
"""What an override may have to carry."""


def parse_force(form: Form, allowed: Sequence[Enforce] = ENFORCE) -> Force:
    """What `enforce` and `override` of a rule say together."""
    enforce = cast("Enforce", form.word("enforce", allowed, default="mandatory"))
    place = form.keys["enforce"].place if form.has("enforce") else form.place
    if not form.has("override"):
        if enforce == "overridable":
            message = "an overridable rule has no `override`"
            mend = "add `override: {by: ..., longest: 1 interval, needs: [reason]}`"
            form.tell("P011", place, message, mend=mend)
        return Force(enforce, None, place)
    override = _override(form.values["override"], form.slips)
    if form.has("enforce") and enforce != "overridable":
        key = form.keys["override"]
        message = f"a rule that is {enforce} has no override"
        mend = "leave `override` out, or write `enforce: overridable`"
        form.tell("P040", key.place, message, mend=mend, width=key.width)
    return Force(enforce, override, place)


def _override(node: Node, slips: list[Diagnostic]) -> Override:
    form = open_form(node, slips, what="`override`", required=("by", "longest", "needs"))
    needs = form.scalars("needs")
    for need in needs:
        if need.text not in NEEDS:
            mend = did_you_mean(need.text, NEEDS, "one of " + ", ".join(NEEDS))
            message = f"`{shortened(need.text)}` is nothing that an override carries"
            form.tell("P019", need.place, message, mend=mend, width=need.width)
    longest = whole(form, "longest", of="intervals")
    return Override(
        form.scalar("by"), longest, tuple(cast("Need", need.text) for need in needs), node.place
    )


def whole(form: Form, key: str, *, of: Literal["days", "intervals"]) -> int:
    """The whole number, at least one, of days or intervals that a key states."""
    scalar = form.scalar(key)
    if not isinstance(form.values.get(key), Scalar):
        return 1
    amount = parse_amount(scalar.text)
    if isinstance(amount, Number):
        measured, counted = unit(amount.unit, "EUR"), unit(of, "EUR")
        assert counted is not None, "days and intervals are units"
        if measured is not None and measured.dimension == counted.dimension:
            number = amount.value * measured.factor / counted.factor
            if number.denominator == 1 and number >= 1:
                return int(number)
    message = f"`{key}` is a whole number of {of}"
    mend = f"write `14 {of}`" if of == "days" else "write `1 interval`"
    form.tell("P019", scalar.place, message, mend=mend, width=scalar.width)
    return 1
