"""Whether parameters and the measures that authors define have units and values."""

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.policy.checks.check_amounts import check_amount, check_where
from asp_decide.policy.checks.check_sums import check_added
from asp_decide.policy.checks.unit_mends import a_unit
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import DefinedMeasure, Parameter, PolicyDocument
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import (
    counted_in,
    members_of,
    no_unit,
    subjects_of,
    unit_of,
    unknown_name,
    work_of,
    wrong_layer,
)
from asp_decide.policy.written.vocabulary import published_to
from asp_decide.strict_yaml import Scalar

_QUOTIENTS = {
    ("money", "time"): "money per week",
    ("money per week", "time"): "money per week per week",
    ("money", "team-weeks"): "money per team-week",
}


def check_parameter(
    parameter: Parameter,
    document: PolicyDocument,
    policies: PolicySet,
    slips: list[Diagnostic],
) -> None:
    """Tell if a parameter's values are of another unit, or if a day of its file has none."""
    unit = policies.unit(parameter.unit.text)
    if unit is None:
        message = no_unit(parameter.unit.text, policies.currency)
        at, meant = parameter.unit, a_unit(parameter.unit.text, policies.currency)
        slips.append(problem("P108", at.place, message, mend=meant, width=at.width))
        return
    for value in parameter.values:
        check_amount(
            value.number,
            value.text,
            expected=(f"`{parameter.name.text}`", unit),
            policies=policies,
            slips=slips,
        )
    begins, first = document.effective.from_day, parameter.values[0].from_day
    if first > begins:
        message = f"`{parameter.name.text}` has no value from {begins} to {first}"
        mend = f"add `{{from: {begins}, value: ...}}`"
        name = parameter.name
        slips.append(problem("P113", name.place, message, mend=mend, width=name.width))


def check_measure(measure: DefinedMeasure, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell if a defined measure is not of the unit, the subjects or the parts that it needs."""
    unit = policies.unit(measure.unit.text)
    if unit is None:
        message = no_unit(measure.unit.text, policies.currency)
        at, mend = measure.unit, a_unit(measure.unit.text, policies.currency)
        slips.append(problem("P108", at.place, message, mend=mend, width=at.width))
    if measure.kind == "ratio":
        _check_ratio(measure, unit, policies, slips)
        return
    if measure.kind == "count":
        if not _check_counted(measure, unit, policies, slips):
            return
    elif measure.kind == "sum":
        if not _check_summed(measure, unit, policies, slips):
            return
    elif not _check_shared(measure, unit, policies, slips):
        return
    check_where(measure.where, members_of(measure, policies), policies, slips)


def _check_shared(
    measure: DefinedMeasure, unit: Unit | None, policies: PolicySet, slips: list[Diagnostic]
) -> bool:
    """Whether there is such a quantity in the layer, going to such members."""
    shared, by = measure.of[0], measure.by
    if shared.text == "budget" and policies.words.layer == "delivery":
        message = "`budget` belongs to the portfolio layer; this file states `layer: delivery`"
        mend = published_to("delivery")
        slips.append(problem("P021", shared.place, message, mend=mend, width=shared.width))
        return False
    if by is not None and by.text != members_of(measure, policies):
        wrong = wrong_layer(by, policies)
        slips.append(wrong or unknown_name(by, members_of(measure, policies), policies, "name"))
        return False
    if unit is not None and unit.dimension != "share":
        message = f"`{measure.name.text}` is a share, and its unit is %"
        at, mend = measure.unit, 'write `unit: "%"`'
        slips.append(problem("P108", at.place, message, mend=mend, width=at.width))
    return True


def _check_counted(
    measure: DefinedMeasure, unit: Unit | None, policies: PolicySet, slips: list[Diagnostic]
) -> bool:
    """Whether the kind of subject can be counted, and in this unit."""
    counted = measure.of[0]
    wanted = counted_in(counted.text, policies)
    if wanted is None:
        slips.append(_not_counted(counted, policies))
        return False
    if unit is not None and unit.dimension != wanted:
        message = f"`{measure.name.text}` counts {wanted}, and not {measure.unit.text}"
        place, width = measure.unit.place, measure.unit.width
        slips.append(problem("P108", place, message, mend=f"write `unit: {wanted}`", width=width))
    return True


def _check_summed(
    measure: DefinedMeasure, unit: Unit | None, policies: PolicySet, slips: list[Diagnostic]
) -> bool:
    added = measure.of[0]
    if counted_in(added.text, policies) is None:
        slips.append(_not_counted(added, policies))
        return False
    return check_added(measure, unit, policies, slips)


def _not_counted(counted: Scalar, policies: PolicySet) -> Diagnostic:
    if (wrong := wrong_layer(counted, policies)) is not None:
        return wrong
    known = tuple(kind for kind in policies.words.subjects if counted_in(kind, policies))
    if counted.text in policies.words.subjects:
        message = f"there is no number of `{counted.text}` in a value stream or portfolio"
        mend = "count " + " or ".join(f"`{kind}`" for kind in known)
        return problem("P022", counted.place, message, mend=mend, width=counted.width)
    near = did_you_mean(counted.text, known, "count " + " or ".join(known))
    message = f"there is no kind of subject `{shortened(counted.text)}`"
    return problem("P023", counted.place, message, mend=near, width=counted.width)


def _check_ratio(
    measure: DefinedMeasure, unit: Unit | None, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    parts: list[MeasureSpec] = []
    for of in measure.of:
        found = policies.words.measure(of.text)
        if found:
            parts.append(found[0])
        elif policies.words.subjects_with(of.text):
            message = f"`{of.text}` is no measure"
            mend = "a ratio is of two measures of the catalogue"
            slips.append(problem("P027", of.place, message, mend=mend, width=of.width))
        else:
            slips.append(unknown_name(of, work_of(policies), policies, "measure"))
    if len(parts) < 2:
        return
    subjects = subjects_of(measure, policies)
    above, below = measure.of
    if not subjects:
        message = f"`{above.text}` and `{below.text}` are not measured of the same subject"
        mend = "take two measures of one kind of subject"
        slips.append(problem("P022", below.place, message, mend=mend, width=below.width))
        return
    specs = [
        spec
        for of in measure.of
        for spec in policies.words.measure(of.text)
        if spec.subject == subjects[0]
    ]
    if specs[0].history != specs[1].history:
        message = f"one of `{above.text}` and `{below.text}` has a history and one has none"
        mend = "take two that have a history, or two that have none"
        slips.append(problem("P027", below.place, message, mend=mend, width=below.width))
    _check_quotient(measure, unit, (specs[0], specs[1]), policies=policies, slips=slips)


def _check_quotient(
    measure: DefinedMeasure,
    unit: Unit | None,
    parts: tuple[MeasureSpec, MeasureSpec],
    *,
    policies: PolicySet,
    slips: list[Diagnostic],
) -> None:
    above, below = (unit_of(part, policies) for part in parts)
    assert above is not None, "a measure of the catalogue has a unit"
    assert below is not None, "a measure of the catalogue has a unit"
    if above.dimension == below.dimension:
        wanted = "share"
    else:
        wanted = _QUOTIENTS.get((above.dimension, below.dimension), "")
    if not wanted:
        message = f"nothing is measured in {above.dimension} per {below.dimension}"
        mend = "take two measures of one unit, or one that is per week"
        name = measure.name
        slips.append(problem("P108", name.place, message, mend=mend, width=name.width))
    elif unit is not None and unit.dimension != wanted:
        message = (
            f"`{measure.name.text}` is {wanted}, and `{measure.unit.text}` is {unit.dimension}"
        )
        mend = f"write the unit of {wanted}"
        slips.append(
            problem("P108", measure.unit.place, message, mend=mend, width=measure.unit.width)
        )
