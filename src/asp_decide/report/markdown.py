"""A report as Markdown: the same sentences and the same numbers, without the pictures."""

import re
from collections.abc import Iterator
from typing import assert_never

from asp_decide.report.page import (
    Block,
    Command,
    Figure,
    Paragraph,
    Report,
    Sentences,
    Table,
)

# An underscore inside a word is no emphasis; escaping it there would only hurt the eye.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|&(?=#?\w+;)")
_OPENS_A_BLOCK = re.compile(r"^\d+(?=[.)] )|^(?=[#+-]+(?: |$))")


def write_markdown(report: Report) -> str:
    """The report as Markdown with tables in the form that GitHub reads."""
    return "\n\n".join(_parts(report)) + "\n"


def escaped(text: str) -> str:
    r"""The text so that nothing in it is read as Markdown or HTML.

    >>> print(escaped("a|b *c* <d> snake_case"))
    a\|b \*c\* \<d\> snake_case
    """
    plain = _SPECIAL.sub(lambda match: "\\" + match.group(), text)
    return _OPENS_A_BLOCK.sub(lambda match: match.group() + "\\", plain)


def _parts(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield escaped(report.subtitle)
    for paragraph in report.lead:
        yield _paragraph(paragraph)
    heads = ("Headline", "Value", "Which means")
    rows = tuple((h.label, h.value, h.note) for h in report.headlines)
    yield _grid(heads, [False, True, False], rows)
    number = 0
    for section in report.sections:
        yield f"## {escaped(section.title)}"
        for block in section.blocks:
            number += isinstance(block, Figure)
            yield _block(block, number)
    yield f"---\n\n{escaped(report.foot)}"


def _block(block: Block, number: int) -> str:
    match block:
        case Paragraph():
            return _paragraph(block)
        case Sentences(entries):
            return "\n".join(f"- {escaped(entry)}" for entry in entries)
        case Command(text):
            return "\n".join(f"    {line}" for line in text.splitlines())
        case Table():
            return _table(block)
        case Figure(caption, _, shown):
            return f"**Figure {number}.** {escaped(caption)}\n\n{_table(shown)}"
        case _:
            assert_never(block)


def _paragraph(paragraph: Paragraph) -> str:
    told = escaped(paragraph.text)
    return f"> **{told}**" if paragraph.tone == "alert" else told


def _table(shown: Table) -> str:
    heads = tuple(column.title for column in shown.columns)
    rows: list[tuple[str, ...]] = []
    for group in shown.groups:
        if group.title:
            told = f"**{escaped(group.title)}**" + (f" {escaped(group.note)}" if group.note else "")
            rows.append((told, *[""] * (len(heads) - 1)))
        rows += [tuple(escaped(cell) for cell in row.cells) for row in group.rows]
    aligned = [column.kind == "number" for column in shown.columns]
    return f"*{escaped(shown.caption)}*\n\n" + _written(heads, aligned, rows)


def _grid(heads: tuple[str, ...], aligned: list[bool], rows: tuple[tuple[str, ...], ...]) -> str:
    return _written(heads, aligned, [tuple(escaped(cell) for cell in row) for row in rows])


def _written(heads: tuple[str, ...], aligned: list[bool], rows: list[tuple[str, ...]]) -> str:
    told = [tuple(escaped(head) for head in heads), tuple("--:" if a else "---" for a in aligned)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [*told, *rows])
