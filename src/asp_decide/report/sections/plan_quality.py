"""How good a plan is, in words that claim no more than was proven."""

from fractions import Fraction

from asp_decide.model.plan import Objective
from asp_decide.report.amounts import known, money, percent


def gap_sentence(objective: Objective) -> str:
    """What the certificate proves of the plan, as a sentence."""
    loss, bound, gap = (known(n) for n in (objective.loss, objective.bound, objective.gap))
    if loss is None or bound is None:
        return "How good this plan is was not certified: its certificate was not made."
    if loss == bound:
        return "No plan that keeps these rules loses less: certified, checked by anyone offline."
    more = money(max(loss - bound, Fraction(0)), objective.currency, "up")
    if gap is None:
        return f"Nothing is captured; at most {more} could be, certified."
    return (
        f"No plan that keeps these rules captures more than {more} more, {percent(gap, 'up')} of "
        "the value captured: certified, checked by anyone offline. Smaller differences are no "
        "measurable difference."
    )


def gap_cell(objective: Objective) -> str:
    """The certified gap as a share of value captured, rounded away from a better claim."""
    gap = known(objective.gap)
    return "not certified" if gap is None else percent(gap, "up")


def stated_gap_cell(objective: Objective) -> str:
    """The solver's own figure, which nobody has checked."""
    gap = known(objective.gap_stated)
    return "none stated" if gap is None else percent(gap, "up")
