"""Figures of flow as rows of a table and as JSON."""

from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.delivery.flow_figure import FlowFigure

NONE_GIVEN = "–"
FIGURES = ("flow", "measure", "value", "unit", "n", "left out", "window before")


def figure_row(flow: str, figure: FlowFigure, before: FlowFigure | None) -> tuple[str, ...]:
    """A figure as people read it: shares in percent, what cannot be measured as a dash."""
    return (
        flow,
        figure.name,
        _value(figure),
        "%" if figure.unit == "share" else figure.unit,
        str(figure.n),
        str(figure.excluded),
        NONE_GIVEN if before is None else _value(before),
    )


def _value(figure: FlowFigure) -> str:
    if figure.value is None:
        return NONE_GIVEN
    if figure.unit == "share":
        return decimal_text(figure.value * 100, 0)
    return decimal_text(figure.value, 2 if figure.unit.endswith("/week") else 1)


def figure_as_json(flow: str, figure: FlowFigure, before: FlowFigure | None) -> dict[str, Any]:
    """A figure for machines: shares as shares, what cannot be measured as null."""
    exact = figure.value, None if before is None else before.value
    value, earlier = (None if one is None else decimal_text(one, 4) for one in exact)
    return {
        "flow": flow,
        "measure": figure.name,
        "value": value,
        "unit": figure.unit,
        "n": figure.n,
        "excluded": figure.excluded,
        "window_before": earlier,
    }
