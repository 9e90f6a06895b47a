"""The one door from what a report holds to the bytes that people are given."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, assert_never

from asp_decide.report.formats.html import write_html
from asp_decide.report.formats.markdown import write_markdown
from asp_decide.report.formats.pdf import Paper, write_pdf
from asp_decide.report.formats.workbook import write_workbook
from asp_decide.report.page import Report
from asp_decide.report.sheet import Sheet

type PageFormat = Literal["html", "md"]
type ReportFormat = Literal["html", "md", "pdf", "xlsx"]


def render(report: Report, *, format: PageFormat) -> bytes:  # noqa: A002 - the flag's name
    """The report as a page in that format, UTF-8; the same report gives the same bytes."""
    match format:
        case "html":
            return write_html(report).encode()
        case "md":
            return write_markdown(report).encode()
        case _:
            assert_never(format)


def render_pdf(report: Report, *, paper: Paper) -> bytes:
    """The report as a PDF on that paper. Raises NotInstalledError without the extra `[pdf]`."""
    return write_pdf(write_html(report), paper=paper)


def render_workbook(report: Report, sheets: Sequence[Sheet], *, as_of: date) -> bytes:
    """The sheets as a workbook that is called and traced as the report; same in, same bytes."""
    return write_workbook(sheets, as_of=as_of, title=report.title, foot=report.foot)
