"""Portfolios with a past: judged initiatives whose forecasts were off in a known way."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.model.initiative import Initiative
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot
from builders import a_snapshot, an_initiative, an_option, an_outcome

type Amount = int | str | Decimal | Fraction


def a_judged(number: int, **changes: Any) -> Initiative:
    """An initiative whose hypothesis was judged, in the class `refunds` unless said otherwise."""
    told: dict[str, Any] = {"state": "assessed", "reference_class": "refunds"}
    return an_initiative(f"OLD-{number:03}", **(told | changes))


def judged_rows(
    number: int, foretold: Amount, actual: Amount | None, quantity: str = "value"
) -> tuple[Outcome, ...]:
    """What was foretold for the quarter and what came, with the verdict of November 2026."""
    amount = None if actual is None else Decimal(str(actual))
    return (
        an_outcome(
            f"OLD-{number:03}", "2026Q3", quantity=quantity, forecast=Decimal(str(foretold)),
            actual=amount,
        ),
        an_outcome(
            f"OLD-{number:03}", "2026Q3", quantity="success", verdict="confirmed",
            verdict_on=date(2026, 11, 2), verdict_by="portfolio_manager A. Judge",
        ),
    )  # fmt: skip


def a_past(
    cases: Sequence[tuple[Amount, Amount | None]],
    *candidates: Initiative,
    quantity: str = "value",
    reference_class: str = "refunds",
    **changes: Any,
) -> Snapshot:
    """Judged initiatives, one for each forecast and actual, beside candidates for the next run."""
    judged = [a_judged(n, reference_class=reference_class) for n in range(len(cases))]
    rows = [
        row
        for number, (foretold, actual) in enumerate(cases)
        for row in judged_rows(number, foretold, actual, quantity)
    ]
    offered = candidates or (an_initiative("INI-1", reference_class=reference_class),)
    options = [an_option(one.id) for one in offered]
    return a_snapshot([*judged, *offered], options, outcomes=rows, **changes)
