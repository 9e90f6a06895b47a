"""A report as Markdown: the same sentences and the same numbers, without the pictures."""

import re
from collections.abc import Iterator
from typing import assert_never

from asp_decide.report.page import (
    Block,
    Command,
    Figure,
    Headline,
    Paragraph,
    Report,
    Sentences,
    Table,
)
from asp_decide.report.record_numbers import Records, cited

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
    yield _paragraph(report.subtitle)
    for paragraph in report.lead:
        yield _paragraph(paragraph)
    yield _headlines(report.headlines)
    if report.guide:
        yield escaped(report.guide)
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
        case Sentences(entries, records):
            return "\n".join(f"- {escaped(entry)}{_behind(records)}" for entry in entries)
        case Command(text, purpose):
            command = "\n".join(f"    {line}" for line in text.splitlines())
            return f"{escaped(purpose)}\n\n{command}" if purpose else command
        case Table():
            return _table(block)
        case Figure(caption, _, shown, records):
            told = f"**Figure {number}.** {escaped(caption)}{_behind(records)}"
            return f"{told}\n\n{_table(shown)}"
        case _:
            assert_never(block)


def _paragraph(paragraph: Paragraph) -> str:
    told = escaped(paragraph.text)
    behind = _behind(paragraph.records)
    return f"> **{told}**{behind}" if paragraph.tone == "alert" else told + behind


def _behind(records: Records) -> str:
    """The records that a sentence rests on, behind it."""
    return f" {cited(records)}" if records else ""


def _headlines(headlines: tuple[Headline, ...]) -> str:
    heads = ("Headline", "Value", "Which means")
    rows: list[tuple[str, ...]] = [
        (escaped(h.label), escaped(h.value), escaped(h.note) + _behind(h.records))
        for h in headlines
    ]
    return _written(heads, [False, True, False], rows)


def _table(shown: Table) -> str:
    heads = tuple(column.title for column in shown.columns)
    rows: list[tuple[str, ...]] = []
    records: list[Records] = []
    for group in shown.groups:
        if group.title:
            told = f"**{escaped(group.title)}**" + (f" {escaped(group.note)}" if group.note else "")
            rows.append((told, *[""] * (len(heads) - 1)))
            records.append(group.records)
        rows += [tuple(escaped(cell) for cell in row.cells) for row in group.rows]
        records += [row.records for row in group.rows]
    aligned = [column.kind in {"number", "share"} for column in shown.columns]
    if any(records):
        heads, aligned = (*heads, "Record"), [*aligned, False]
        rows = [(*row, cited(own)) for row, own in zip(rows, records, strict=True)]
    return f"*{escaped(shown.caption)}*\n\n" + _written(heads, aligned, rows)


def _written(heads: tuple[str, ...], aligned: list[bool], rows: list[tuple[str, ...]]) -> str:
    told = [tuple(escaped(head) for head in heads), tuple("--:" if a else "---" for a in aligned)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [*told, *rows])
