"""Amounts in a file of tests: written out, with the unit of what they are amounts of."""

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.quantity import Unit
from asp_decide.policy.checks.check_amounts import check_amount
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.parse_conditions import tell_phrase
from asp_decide.policy.written.phrase import Number, parse_amount
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.strict_yaml import Scalar


def amount_written_out(
    text: Scalar, what: str, wanted: Unit, policies: PolicySet, slips: list[Diagnostic]
) -> Number | None:
    """The amount of `what` that a case states; None if it is none, which is told.

    A parameter cannot stand for it: what a case gives and expects is what its reader sees.
    """
    amount = parse_amount(text.text)
    if isinstance(amount, BadPhrase):
        tell_phrase(amount, text, slips)
        return None
    if not isinstance(amount, Number):
        message = f"{what} is an amount here, and no parameter"
        mend = "write the amount out"
        slips.append(problem("P019", text.place, message, mend=mend, width=text.width))
        return None
    check_amount(amount, text, expected=(what, wanted), policies=policies, slips=slips)
    return amount
