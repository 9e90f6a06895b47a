"""Whether a total can be meant: of which subjects, of which of their measures, in which unit."""

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import DefinedMeasure
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import unit_of, unknown_name
from asp_decide.policy.written.vocabulary import an

_NO_TOTAL = frozenset({"share", "percentage points"})
"""Dimensions whose amounts do not add up."""


def adds_up(spec: MeasureSpec, policies: PolicySet) -> bool:
    """Whether amounts of several subjects have a total: no shares, and no histories."""
    own = unit_of(spec, policies)
    return own is not None and not spec.history and own.dimension not in _NO_TOTAL


def check_added(
    measure: DefinedMeasure, unit: Unit | None, policies: PolicySet, slips: list[Diagnostic]
) -> bool:
    """Whether the amounts of these subjects add up to something in that unit."""
    counted, of = measure.of
    spec = policies.words.spec(counted.text, of.text)
    if spec is None:
        slips.append(unknown_name(of, counted.text, policies, "measure"))
        return False
    if not isinstance(spec, MeasureSpec):
        message = f"`{of.text}` of {an(counted.text)} is no measure"
        mend = "a sum is of a measure of the catalogue"
        slips.append(problem("P027", of.place, message, mend=mend, width=of.width))
        return False
    own = unit_of(spec, policies)
    assert own is not None, "a measure of the catalogue has a unit"
    if not adds_up(spec, policies):
        what = "has one value per interval" if spec.history else f"is measured in {own.name}"
        message = f"`{of.text}` {what}, and these do not add up"
        mend = "sum amounts of money, capacity or time"
        slips.append(problem("P027", of.place, message, mend=mend, width=of.width))
        return False
    if unit is not None and unit.dimension != own.dimension:
        shown = own.name.replace("¤", policies.currency)
        message = f"`{of.text}` is measured in {shown}, and not in {measure.unit.text}"
        at, mend = measure.unit, f"write `unit: {shown}`"
        slips.append(problem("P108", at.place, message, mend=mend, width=at.width))
    return True
