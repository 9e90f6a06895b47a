"""How firm the answers of a plan are as a whole, in a few sentences."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from asp_decide.model.firmness import Firmness, Hold
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import counted, money, percent

_ORDER: tuple[Hold, ...] = ("core", "contested", "out", "not resolved")
_MOST_NAMES = 4


def firmness_in_short(plan: Plan) -> tuple[str, ...]:
    """What drawn worlds leave of the answers, what deciding otherwise loses, what fails together.

    Nothing where no answer could be another.
    """
    told = plan.firmness
    if told is None or not told.initiatives:
        return ()
    return (_counted(told), *_losing(told, plan), *_failing(told, plan))


def _counted(told: Firmness) -> str:
    could = counted(len(told.initiatives), "answers")
    if not told.worlds:
        return f"{could} could be others; no other worlds were drawn."
    counts = Counter(one.hold for one in told.initiatives)
    parts = [f"{counts[hold]} {hold}" for hold in _ORDER if counts[hold]]
    contested = [one.initiative for one in told.initiatives if one.hold == "contested"]
    if contested:
        more = len(contested) - _MOST_NAMES
        names = ", ".join(contested[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
        parts[parts.index(f"{len(contested)} contested")] += f" ({names})"
    worlds = counted(told.worlds, "drawn worlds")
    held = sum(told.held.values())
    kept = f" ({held} amounts without a range did not vary)" if held else ""
    return f"{could} could be others; in {worlds}{kept} they are: {', '.join(parts)}."


def _losing(told: Firmness, plan: Plan) -> Iterator[str]:
    """The least and the most that a plan loses more which decides one of them otherwise."""
    known = sorted(
        (Fraction(one.loses), one.initiative) for one in told.initiatives if one.loses is not None
    )
    if not known:
        return
    ends = [f"{money(amount, plan.run.currency, 'down')} ({one})" for amount, one in known]
    most = f" to {ends[-1]}" if len(ends) > 1 else ""
    yield f"Deciding one of them otherwise loses at least {ends[0]}{most} more."


def _failing(told: Firmness, plan: Plan) -> Iterator[str]:
    """The shared assumption that takes most with it."""
    if not told.assumptions:
        return
    worst = max(told.assumptions, key=lambda one: Fraction(one.captured_less))
    lost, whole = Fraction(worst.captured_less), Fraction(plan.objective.value_captured)
    if lost > 0:
        share = f", {percent(lost / whole)} of it all" if whole > 0 else ""
        holders = counted(len(worst.holders), "initiatives")
        yield (
            f"If {worst.id} fails, {money(lost, plan.run.currency)} less is captured{share}, "
            f"by {holders} at once."
        )
