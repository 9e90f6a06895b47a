"""Tables into the page of figures, each between its markers; nothing else of the page changes."""

from pathlib import Path

from places import HERE

PAGE = HERE.parent / "docs" / "performance.md"


def write(part: str, text: str, *, page: Path = PAGE) -> None:
    """Put the text in the place of whatever stood between the markers of that part.

    KeyError if the page has no such part.
    """
    begin, end = f"<!-- {part}: as printed -->", f"<!-- {part}: end -->"
    told = page.read_text(encoding="utf-8")
    before, found, rest = told.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise KeyError(f"`{page.name}` has no part `{part}`")
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
