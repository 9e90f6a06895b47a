"""A report as one page that needs nothing else: no script, no other file, no address."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from asp_decide.report.formats.svg import draw_svg
from asp_decide.report.page import Report, Table
from asp_decide.report.record_numbers import Records, cited


def write_html(report: Report) -> str:
    """The report as HTML; every text of it is escaped, every figure is drawn into it."""
    drawings = {
        number: draw_svg(figure.chart, figure=f"fig-{number}", caption=f"fig-{number}-caption")
        for number, figure in enumerate(report.figures(), start=1)
    }
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            report=report,
            drawings=drawings,
            foot=style_text(report.foot),
            cited=cited,
            filled=filled,
            shared=shared,
        )
    )


def style_text(text: str) -> str:
    r"""The text as it may stand between quotes in a style sheet: all but letters is escaped.

    >>> print(style_text('Q4"; }'))
    Q4\000022\00003b\000020\00007d
    """
    return re.sub(r"[^A-Za-z0-9]", lambda match: f"\\{ord(match.group()):06x}", text)


def filled(cell: str) -> int:
    """How far the cell of a share is filled, in per cent: to its end where it is more than full.

    >>> filled("93 %"), filled("▲ 120 %"), filled("▲ 12.5"), filled("–"), filled("93")
    (93, 100, 100, 0, 0)
    """
    if cell.startswith("▲"):
        return 100
    told = re.match(r"(\d+)[.\d]* %$", cell)
    return min(100, int(told.group(1))) if told else 0


def shared(shown: Table) -> Records:
    """The records on which every row of a table rests alike: they are named once, above it."""
    behind = [row.records for group in shown.groups for row in group.rows]
    return behind[0] if len(behind) > 1 and len(set(behind)) == 1 else ()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("asp_decide.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[],
    )
