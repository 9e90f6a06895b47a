"""Which file of a workspace holds which table, and what else lies among the facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from asp_decide.diagnostics import Checked, Diagnostic, Place, nearest
from asp_decide.load.csv_source import read_csv
from asp_decide.load.facts_table import MOST_BYTES, Table
from asp_decide.load.input_codes import problem
from asp_decide.load.portfolio_tables import NEEDED_TABLES, READ_APART, TABLES
from asp_decide.load.stated_assumptions import STATED_ASSUMPTIONS
from asp_decide.load.workbook_source import read_workbook
from asp_decide.load.yaml_source import read_yaml_table

_READERS: dict[str, Callable[..., Checked[Table]]] = {
    ".csv": read_csv,
    ".xlsx": read_workbook,
    ".yaml": read_yaml_table,
    ".yml": read_yaml_table,
}


@dataclass(frozen=True, slots=True)
class FactsFolder:
    """The tables of a workspace by name; None for one that stands there and cannot be read."""

    tables: dict[str, Table | None] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def read_tables(folder: Path) -> FactsFolder:
    """Every table under `facts/` of the workspace, and every file there that is none."""
    read = FactsFolder()
    facts = folder / "facts"
    files = sorted(path for path in facts.iterdir() if path.is_file()) if facts.is_dir() else []
    found: dict[str, str] = {}
    for path in files:
        shown = f"facts/{path.name}"
        if path.name.startswith((".", "~")) or path.name == STATED_ASSUMPTIONS:
            continue  # an editor's own, or no table
        if path.suffix not in _READERS:
            told = f"`{path.name}` is no table"
            read.problems.append(problem("I062", Place(shown), told, "keep tables as csv or yaml"))
        elif path.stem not in (*TABLES, *READ_APART):
            read.problems.append(_unknown(path.stem, shown))
        elif path.stem in found:
            told = f"the table `{path.stem}` stands here and in {found[path.stem]}"
            mend = "keep one of the two files"
            read.problems.append(problem("I011", Place(shown), told, mend))
        else:
            found[path.stem] = shown
            if path.stem in TABLES:  # the others have readers of their own
                checked = _table(path, shown)
                read.tables[path.stem] = checked.value
                read.problems.extend(checked.diagnostics)
    for name in NEEDED_TABLES:
        if name not in found:
            told = f"there is no table `{name}`"
            mend = f"write `facts/{name}.csv`"
            read.problems.append(problem("I010", Place(f"facts/{name}.csv"), told, mend))
    return read


def read_one_table(folder: Path, name: str) -> Table | None:
    """One table of the workspace as its file holds it; None where it is not there or not readable.

    What is wrong with it is told by `read_tables`.
    """
    for suffix in _READERS:
        path = folder / "facts" / f"{name}{suffix}"
        if path.is_file():
            return _table(path, f"facts/{path.name}").value
    return None


def _table(path: Path, shown: str) -> Checked[Table]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            told = f"the file has {size} bytes; at most {MOST_BYTES} are read"
            return Checked(None, (problem("I003", Place(shown), told, "divide the table"),))
        body = path.read_bytes()
    except OSError as error:
        told = f"the file cannot be read: {error.strerror}".lower()
        return Checked(None, (problem("I014", Place(shown), told),))
    return _READERS[path.suffix](body, shown, name=path.stem)


def _unknown(stem: str, shown: str) -> Diagnostic:
    known = (*TABLES, *READ_APART)
    near = nearest(stem, known)
    mend = f"did you mean `{near}`?" if near else "facts are " + ", ".join(known)
    return problem("I012", Place(shown), f"unknown table `{stem}`", mend)
