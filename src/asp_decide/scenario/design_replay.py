"""What so many worlds said of a change of the design, as it is kept, and the same found again."""

from decimal import Decimal

from asp_decide.model.design_change import DesignChange, DesignFigure
from asp_decide.scenario.organization_changes import changed
from asp_decide.scenario.organization_comparison import Comparison, Worlds, compare_designs

_PLACES = {"money": 2, "weeks": 3, "items": 3}
_SHARE_PLACES = 4


def figures_of(comparison: Comparison, currency: str) -> tuple[DesignFigure, ...]:
    """The measures as decimals: money to 0.01, weeks and items to 0.001, shares to 0.0001."""
    return tuple(
        DesignFigure(
            name=one.measure.name,
            unit=currency if one.measure.unit == "money" else one.measure.unit,
            **{
                name: _rounded(getattr(one, name), _PLACES[one.measure.unit])
                for name in ("as_it_is", "changed", "low", "high")
            },
            better_in=_rounded(one.better_in, _SHARE_PLACES),
            worse_in=_rounded(one.worse_in, _SHARE_PLACES),
        )
        for one in comparison.measures
    )


def played_again(change: DesignChange, currency: str) -> DesignChange:
    """The change as it follows from its own design, demand and seed.

    Raises UsageError for a change that is none.
    """
    other = changed(change.as_it_is, change.changes)
    worlds = Worlds(change.demand, change.runs, change.seed)
    found = compare_designs(change.as_it_is, other, worlds, progress=lambda _: None)
    return change.model_copy(update={"changed": other, "found": figures_of(found, currency)})


def _rounded(value: float, places: int) -> Decimal:
    """Half-even, and without a sign where nothing is left."""
    return Decimal(f"{value:.{places}f}") + 0
