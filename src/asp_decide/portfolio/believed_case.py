"""One initiative's case as it is believed: what it says, moved by the evidence that counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from asp_decide.canonical import decimal_text
from asp_decide.model.calibration import Calibration
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import DeadlineProfile, Demand, Initiative, Option
from asp_decide.model.outcome import Evidence, Grade
from asp_decide.portfolio.calibrated import value_factor, work_factors
from asp_decide.portfolio.counted_evidence import Counted, counted
from asp_decide.portfolio.posterior import (
    Likelihood,
    Shift,
    Sighting,
    posterior_probability,
    shift,
    shifted,
)

type Quantity = Literal["success", "benefit", "effort", "duration", "outlay"]

_IN_WORDS: Mapping[Quantity, str] = {
    "success": "probability of success",
    "benefit": "benefit a week",
    "effort": "remaining effort",
    "duration": "remaining duration in weeks",
    "outlay": "remaining outlay",
}
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Belief:
    """One amount on which evidence bears: what the case says, what is believed, by which rows.

    `option` is empty for what is the initiative's own. Amounts are means, and `stated` is what the
    case says as its reference class corrects it. `believed` is None where case and evidence cannot
    be weighed against each other, since one of them states no range.
    """

    initiative: InitiativeId
    option: str
    quantity: Quantity
    stated: Fraction
    believed: Fraction | None
    by: tuple[str, ...]

    def __str__(self) -> str:
        """The sentence that a plan lists among its assumptions."""
        whose = f"{self.initiative}/{self.option}" if self.option else self.initiative
        stated = decimal_text(self.stated, _PLACES)
        amount = f"{whose}: {_IN_WORDS[self.quantity]}"
        rows = ", ".join(self.by)
        if self.believed is None:
            return f"{amount} stays at {stated}: {rows} cannot be weighed without a range of both"
        believed = decimal_text(self.believed, _PLACES)
        return f"{amount} is taken as {believed}, not {stated}, by {rows}"


@dataclass(frozen=True, slots=True)
class Case:
    """An initiative as its facts state it, with all evidence about itself and how it is weighed.

    What the class of a forecast corrects is corrected first, and then weighed against what was
    seen; `calibration` does so to every amount that is found here. `beliefs` gathers what is made
    of the evidence, in the order in which it was asked.
    """

    initiative: Initiative
    rows: Sequence[Evidence]
    as_of: date
    weights: Mapping[Grade, Decimal]
    calibration: Calibration
    beliefs: list[Belief] = field(default_factory=list)

    def counting(self, quantity: Quantity, rows: Iterable[Evidence]) -> tuple[Counted, ...]:
        """The rows on one question that count."""
        asked = [row for row in rows if row.informs == quantity]
        told = counted(asked, self.initiative, as_of=self.as_of, weights=self.weights)
        return tuple(one for one in told if not one.why_not)


def believed_initiative(case: Case) -> Initiative:
    """Its chance of success and its benefit a week (of a deadline: the cost of a late week)."""
    initiative = case.initiative
    changes: dict[str, object] = {}
    if (prior := initiative.probability_of_success) is not None:
        changes["probability_of_success"] = _chance(case, "", prior, case.rows)
    profile = initiative.profile
    name = "late_cost_per_week" if isinstance(profile, DeadlineProfile) else "benefit_per_week"
    stated: Estimate | None = getattr(profile, name, None)
    if profile is not None and stated is not None:
        asked = _Asked("", "benefit", value_factor(initiative, case.calibration))
        by = _shift(case, asked, stated, case.rows)
        changes["profile"] = profile.model_copy(update={name: _moved(stated, by)})
    return initiative.model_copy(update=changes)


def believed_option(case: Case, option: Option, own: Sequence[Evidence], *, stands: bool) -> Option:
    """Its work, and its chance where that differs; `own` is the evidence about the option itself.

    What is said of the initiative's work is said of the option that `stands` for it.
    """
    name, changes = option.option, dict[str, object]()
    prior = option.probability_of_success
    if prior is None and any(row.informs == "success" for row in own):
        prior = case.initiative.probability_of_success
    if prior is not None:
        changes["probability_of_success"] = _chance(case, name, prior, (*case.rows, *own))
    rows = (*case.rows, *own) if stands else own
    factors = work_factors(option, case.calibration)
    if (duration := option.remaining_duration_weeks) is not None:
        by = _shift(case, _Asked(name, "duration", factors.duration), duration, rows)
        changes["remaining_duration_weeks"] = _moved(duration, by)
    if (outlay := option.remaining_outlay) is not None:
        by = _shift(case, _Asked(name, "outlay", factors.outlay), outlay, rows)
        changes["remaining_outlay"] = _moved(outlay, by)
    effort = option.remaining_effort
    if effort is not None and effort.mean > 0:
        by = _shift(case, _Asked(name, "effort", factors.effort), effort, rows)
        changes["demands"] = tuple(_demand(each, effort, by) for each in option.demands)
    return option.model_copy(update=changes)


def _chance(case: Case, option: str, prior: Decimal, rows: Iterable[Evidence]) -> Decimal:
    seen = case.counting("success", rows)
    likelihoods = [
        Likelihood(one.row.likelihood_ratio, one.weight)
        for one in seen
        if one.row.likelihood_ratio is not None
    ]
    posterior = posterior_probability(prior, likelihoods)
    if posterior != prior:
        stated, believed = Fraction(prior), Fraction(posterior)
        case.beliefs.append(
            Belief(case.initiative.id, option, "success", stated, believed, _ids(seen))
        )
    return posterior


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question about an option (or none), and by what its class multiplies the answer."""

    option: str
    quantity: Quantity
    factor: Fraction


def _shift(case: Case, asked: _Asked, prior: Estimate, rows: Iterable[Evidence]) -> Shift | None:
    """Where the corrected case and the evidence meet, told before its correction."""
    seen = case.counting(asked.quantity, rows)
    if not seen or not asked.factor:
        return None
    by = shift(
        prior,
        [
            Sighting(_over(one.row.estimate, asked.factor), one.weight)
            for one in seen
            if one.row.estimate is not None
        ],
    )
    corrected = prior.mean * asked.factor
    believed = None if by is None else by.mean * asked.factor
    case.beliefs.append(
        Belief(case.initiative.id, asked.option, asked.quantity, corrected, believed, _ids(seen))
    )
    return by


def _over(estimate: Estimate, factor: Fraction) -> Estimate:
    """What was seen as a share of the correction, to be set beside what is not yet corrected."""
    if estimate.low is None or estimate.high is None:
        return Estimate(likely=estimate.likely / factor)
    return Estimate(
        low=estimate.low / factor, likely=estimate.likely / factor, high=estimate.high / factor
    )


def _ids(seen: Iterable[Counted]) -> tuple[str, ...]:
    return tuple(one.row.id for one in seen)


def _moved(prior: Estimate, by: Shift | None) -> Estimate:
    return prior if by is None else shifted(prior, by)


def _demand(demand: Demand, whole: Estimate, by: Shift | None) -> Demand:
    """A part of the effort, moved as the whole moves."""
    effort = demand.remaining_effort
    if effort is None or by is None:
        return demand
    own = Shift(effort.mean * by.mean / whole.mean, by.narrowed)
    return demand.model_copy(update={"remaining_effort": shifted(effort, own)})
