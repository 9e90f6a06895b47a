"""Reports read back: what a reader of HTML or Markdown sees, as rows of cells."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input"}


@dataclass
class PageReader(HTMLParser):
    """Tags with their attributes in order, and every table as rows of text."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    tables: list[list[tuple[str, ...]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._cells: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open_tags.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self._cells = []
        if tag in {"td", "th"}:
            self._cells.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag, f"`{tag}` closes what it did not open"
        if tag == "tr":
            cells = tuple(" ".join("".join(cell).split()) for cell in self._cells)
            self.tables[-1].append(cells)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if {"td", "th"} & set(self.open_tags) and self._cells:
            self._cells[-1].append(data)

    @property
    def text(self) -> str:
        """All text of the page on one line."""
        return " ".join(" ".join(self.texts).split())

    def attributes(self, name: str) -> list[str]:
        """Every value of one attribute, in order."""
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def read_page(body: bytes) -> PageReader:
    """The page, well nested or not at all."""
    reader = PageReader()
    reader.feed(body.decode())
    reader.close()
    assert reader.open_tags == []
    return reader


def read_markdown_tables(body: bytes) -> list[list[tuple[str, ...]]]:
    """Every table as rows of text; rows of dashes and emphasis are left out."""
    tables: list[list[tuple[str, ...]]] = []
    lines = body.decode().splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if not line.startswith("| "):
            continue
        if not before.startswith("| "):
            tables.append([])
        cells = tuple(_plain(cell) for cell in re.split(r" (?<!\\)\|(?: |$)", line[2:])[:-1])
        if not all(re.fullmatch(r"-+:?", cell) for cell in cells):
            # A title spans all columns: what follows it is empty.
            titled = line.startswith("| **")
            tables[-1].append(cells[:1] if titled else cells)
    return tables


def lines_that_state(body: bytes) -> list[str]:
    """Every line of a report in Markdown that states something.

    Headings, heads of tables, captions, commands and what introduces them state nothing, and the
    foot says only where the page comes from.
    """
    lines = body.decode().splitlines()
    heads = {n - 1 for n, line in enumerate(lines) if re.match(r"\| --", line)}
    return [
        line
        for n, line in enumerate(lines[:-1])
        if line
        and n not in heads
        and not line.endswith(":")
        and not re.match(r"#|\| --|    |\*[^*]|---", line)
    ]


def _plain(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell.replace("**", "")).strip()
