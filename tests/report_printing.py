"""Whether pages can be printed here: WeasyPrint is an extra, and needs libraries of the system."""

import contextlib
import re
import zlib

from asp_decide.errors import NotInstalledError
from asp_decide.report.formats.pdf import write_pdf

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


def opened(body: bytes) -> bytes:
    """The file with all that it compresses: what it does is told by objects inside of streams."""
    told = [body]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        with contextlib.suppress(zlib.error):
            told.append(zlib.decompress(stream))
    return b"\n".join(told)


def sheets_of(body: bytes) -> int:
    """How many sheets of paper the file is printed on."""
    return len(re.findall(rb"/Type\s*/Page\b", opened(body)))
