"""A page on paper: the HTML as PDF, for whoever prints or files it. Extra `[pdf]`, and Pango."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from asp_decide.canonical import bytes_digest
from asp_decide.errors import NotInstalledError

type Paper = Literal["a4", "letter"]

_SIZES: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}

# A column of amounts with words in them must not push the others off the paper.
_STYLE = "@page {{ size: {size}; }} td.number {{ white-space: normal !important; }}"


def write_pdf(html: str, *, paper: Paper) -> bytes:
    """The page as PDF/UA-1 on that paper; the same page gives the same bytes with the same fonts.

    It carries no day, and its identifier is the digest of the page. Nothing is fetched from
    anywhere. Raises NotInstalledError where WeasyPrint or its system libraries are missing.
    """
    printer = _weasyprint()
    nowhere = printer.urls.URLFetcher(allowed_protocols=())
    page = printer.HTML(string=html, url_fetcher=nowhere)
    style = printer.CSS(string=_STYLE.format(size=_SIZES[paper]), url_fetcher=nowhere)
    printed = page.write_pdf(
        stylesheets=[style],
        pdf_variant="pdf/ua-1",
        pdf_identifier=bytes_digest(html.encode()).encode(),
    )
    assert isinstance(printed, bytes), "what is written to no file is given back"
    return printed


def _weasyprint() -> Any:
    if find_spec("weasyprint") is None:
        raise NotInstalledError(
            "a PDF is printed by WeasyPrint, which is not installed"
            "\n  help: pip install 'asp-decide[pdf]'; or print the HTML page from a browser"
        )
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise NotInstalledError(
            f"WeasyPrint finds no Pango on this system: {str(error).splitlines()[0]}"
            "\n  help: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
            "brew install pango; or print the HTML page from a browser"
        ) from error
