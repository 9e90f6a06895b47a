"""The one door from a report as data to the bytes that people are given."""

from typing import Literal, assert_never

from asp_decide.report.html import write_html
from asp_decide.report.markdown import write_markdown
from asp_decide.report.page import BoardReport

type ReportFormat = Literal["html", "md"]


def render(report: BoardReport, *, format: ReportFormat) -> bytes:  # noqa: A002 - the flag's name
    """The report in that format, UTF-8; the same report gives the same bytes."""
    match format:
        case "html":
            return write_html(report).encode()
        case "md":
            return write_markdown(report).encode()
        case _:
            assert_never(format)
