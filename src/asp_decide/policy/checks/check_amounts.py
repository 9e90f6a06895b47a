"""Whether amounts have the unit, and words are among those, of what they are compared with."""

from asp_decide.diagnostics import Diagnostic, Mend, did_you_mean
from asp_decide.model.catalogue import AttributeSpec
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.policy.checks.unit_mends import in_unit
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Chosen
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.parse_conditions import inside
from asp_decide.policy.written.phrase import (
    Amount,
    Named,
    amount_in_words,
)
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import (
    no_unit,
    unknown_name,
    unknown_parameter,
)
from asp_decide.policy.written.vocabulary import an, words_of
from asp_decide.strict_yaml import Scalar


def check_where(
    where: tuple[Chosen, ...], subject: str, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    """Tell which lines of `where` name no attribute of the subject, or no word of it."""
    for chosen in where:
        spec = policies.words.spec(subject, chosen.attribute.text)
        if isinstance(spec, AttributeSpec):
            for word in chosen.words:
                check_word(word, word.text, spec, slips)
        elif spec is None:
            slips.append(unknown_name(chosen.attribute, subject, policies, "attribute"))
        else:
            message = f"`where` chooses by attributes, and `{spec.name}` is none"
            mend = "put it under `when`"
            name = chosen.attribute
            slips.append(problem("P027", name.place, message, mend=mend, width=name.width))


def check_amount(
    amount: Amount,
    text: Scalar,
    *,
    expected: tuple[str, Unit],
    policies: PolicySet,
    slips: list[Diagnostic],
) -> None:
    """Tell if an amount is not measured in the unit of what it is compared with."""
    what, wanted = expected
    place = inside(text, amount.column)
    shown = wanted.name.replace(CURRENCY, policies.currency)
    if isinstance(amount, Named):
        if amount.parameter in policies.excused:
            return
        declared = policies.parameters.get(amount.parameter)
        if declared is None:
            if not policies.is_excused(amount.parameter):
                slips.append(unknown_parameter(amount, text, policies))
            return
        written = declared.thing.unit.text
        message = f"`${amount.parameter}` is measured in {written} and {what} in {shown}"
        mend = Mend(f"use a parameter whose unit is {shown}")
    else:
        written = amount.unit
        message = f"`{amount_in_words(amount)}` is measured in {written} and {what} in {shown}"
        whole = text.text[amount.column : amount.column + amount.width]
        mend = in_unit(whole, amount, wanted, policies.currency)
        if not written:
            message = f"`{amount_in_words(amount)}` has no unit; {what} is measured in {shown}"
    found = policies.unit(written)
    if found is not None and found.dimension == wanted.dimension:
        return
    if found is None and written:
        if isinstance(amount, Named):
            return  # told where the parameter is declared
        message = f"{no_unit(written, policies.currency)}; {what} is measured in {shown}"
    slips.append(problem("P108", place, message, mend=mend, width=amount.width))


def check_word(at: Scalar, word: str, spec: AttributeSpec, slips: list[Diagnostic]) -> None:
    """Tell if an attribute is never that word."""
    known = words_of(spec)
    if word not in known:
        mend = did_you_mean(word, known, "its words are " + ", ".join(known))
        message = f"`{spec.name}` of {an(spec.subject)} is never `{shortened(word)}`"
        slips.append(problem("P023", at.place, message, mend=mend, width=at.width))
