"""A part of a page: what console and Markdown lay out alike."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading with lines of text, then rows under columns; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
