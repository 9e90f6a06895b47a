"""The page of all codes of facts and configuration, made of the files that are wrong on purpose.

`PYTHONPATH=src python tests/input_code_page.py` writes it anew.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from asp_decide.diagnostics import Checked
from asp_decide.load.input_codes import CODES, Code
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.load.work_log import read_work_log
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.flows_by_kind import FLOWS
from workspace_builder import RUN_DAY, write_workspace

UNTIL = 2_000_000_000
"""After every event of the cases."""

ROOT = Path(__file__).parent.parent
CASES = tuple(sorted((ROOT / "tests" / "load" / "data").glob("[IW][0-9][0-9][0-9]-*")))
PAGE = ROOT / "docs" / "codes" / "input.md"

_HEAD = """\
# Codes of facts (I) and of the workspace (W)

Each problem is told as `file:line:column code name: message`, with the line, a caret and a line of
help; all problems of all files at once. In a workbook line and column are those of the sheet. An
*error* refuses the input, a *warning* and a *note* do not. The examples stand in an otherwise sound
workspace. This page is generated, and a test compares it.
"""


def case_code(case: Path) -> str:
    """The code that a case is named for."""
    return case.name[:4]


def read_case(case: Path, folder: Path) -> Checked[Snapshot]:
    """What the sound workspace is read as, with the files of the case in place of its own."""
    write_workspace(folder)
    for file in sorted(case.iterdir()):
        table = folder / "facts" / f"{file.stem}.csv"
        if file.name == "asp.yaml":
            shutil.copy(file, folder / file.name)
            continue
        if not (case / table.name).exists():
            table.unlink(missing_ok=True)
        shutil.copy(file, folder / "facts" / file.name)
    facts = read_snapshot(folder, as_of=RUN_DAY)
    log = read_work_log(folder, FLOWS, until=UNTIL, facts=facts.value)
    value = None if log.value is None else facts.value
    return Checked(value, tuple(sorted((*facts.diagnostics, *log.diagnostics))))


def page_of_codes() -> str:
    """The page as it must stand in the docs."""
    sections = (line for code in CODES.values() for line in _section(code))
    return "\n".join((_HEAD, *sections))


def _section(code: Code) -> Iterator[str]:
    yield f"## {code.code} {code.name}\n"
    yield f"*{code.level.capitalize()}*: {code.says}.\n"
    for case in CASES:
        if case_code(case) == code.code:
            yield from _example(case)
            return


def _example(case: Path) -> Iterator[str]:
    for file in sorted(case.iterdir()):
        place = file.name if file.name == "asp.yaml" else f"facts/{file.name}"
        yield f"`{place}`\n"
        text = file.read_bytes().decode("utf-8", "backslashreplace")
        yield "```\n" + _visible(text).rstrip("\n") + "\n```\n"
    with TemporaryDirectory() as folder:
        for told in read_case(case, Path(folder)).diagnostics:
            yield "```\n" + _visible(str(told)) + "\n```\n"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)


if __name__ == "__main__":
    PAGE.write_text(page_of_codes(), encoding="utf-8")
