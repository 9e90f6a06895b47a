"""In what order: cost of delay divided by duration, and its kin. An order is not a decision."""

from decimal import ROUND_HALF_EVEN, Context, localcontext
from fractions import Fraction

from asp_decide.model.initiative import Initiative
from asp_decide.portfolio.discounting import DIGITS, as_decimal


def cd3(cost_of_delay_per_week: Fraction, remaining_weeks: Fraction) -> Fraction | None:
    """Cost of delay per week of duration, in money per week per week; None without a duration.

    Highest first is optimal for one lane with linear delay cost (Smith 1956). Of work in progress
    it takes what remains, which is the remaining CD3; at an age, the slope of a convex delay cost
    there gives the dynamic index of Van Mieghem (1995).
    """
    return cost_of_delay_per_week / remaining_weeks if remaining_weeks > 0 else None


def atc_index(
    cost_of_delay_per_week: Fraction,
    remaining_weeks: Fraction,
    *,
    slack_weeks: Fraction,
    patience_weeks: Fraction,
) -> Fraction | None:
    """(w/p) exp(-max(0, slack) / patience): apparent tardiness cost (Vepsalainen & Morton 1987).

    `slack_weeks` is the time to the date less the duration, `patience_weeks` a factor of about 2
    times the mean duration. Without slack it is CD3; None without a duration.
    """
    ratio = cd3(cost_of_delay_per_week, remaining_weeks)
    if ratio is None or slack_weeks <= 0 or patience_weeks <= 0:
        return ratio
    with localcontext(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)):
        return ratio * Fraction((-as_decimal(slack_weeks / patience_weeks)).exp())


def relative_priority(initiative: Initiative) -> Fraction | None:
    """(value + urgency + risk) / size in points: WSJF as SAFe states it; None if one is missing.

    Low evidence: it orders within one backlog only, and never against money.
    """
    parts = (
        initiative.relative_value,
        initiative.relative_urgency,
        initiative.relative_risk,
        initiative.relative_size,
    )
    value, urgency, risk, size = (None if part is None else Fraction(part) for part in parts)
    if value is None or urgency is None or risk is None or size is None or size <= 0:
        return None
    return (value + urgency + risk) / size
