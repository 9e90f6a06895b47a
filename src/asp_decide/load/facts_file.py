"""Tables and sentences to the bytes of files of facts, the same for the same content."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@")
_NUMBER = re.compile(r"-?[0-9.]+")


def table_body(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table as CSV in UTF-8: its columns in this order, its rows as they come.

    A text that a spreadsheet would run as a formula gets a TAB before it, which reading takes off.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row[column]) for column in columns])
    return out.getvalue().encode()


def sentences_body(sentences: Iterable[str]) -> bytes:
    """Sentences as a list in YAML, each in double quotes."""
    lines = ["# Printed with every plan and report of this workspace."]
    for sentence in sentences:
        quoted = sentence.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'- "{quoted}"')
    return ("\n".join(lines) + "\n").encode()


def _guarded(text: str) -> str:
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"\t{text}"
    return text
