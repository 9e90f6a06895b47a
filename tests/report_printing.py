"""Whether pages can be printed here: WeasyPrint is an extra, and needs libraries of the system."""

from asp_decide.errors import NotInstalledError
from asp_decide.report.pdf import write_pdf

ONE = '<html lang="en"><title>One</title><p>One</p></html>'
"""The shortest page that may be printed for everybody to read."""


def _why_not() -> str:
    try:
        write_pdf(ONE, paper="a4")
    except NotInstalledError as error:
        return str(error)
    return ""


WHY_NOT = _why_not()
"""What is missing; nothing where pages can be printed."""
