"""The rows of the facts from which a subject was measured, with what their owners wrote."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from asp_decide.model.called import called
from asp_decide.report.amounts import NONE_GIVEN

type Record = Mapping[str, Any]

SOURCE_COLUMNS = ("row", "source", "noted on", "read for")


def source_rows(records: Iterable[Record]) -> tuple[tuple[str, ...], ...]:
    """Each row of the facts once, a line for each source that it names, by its name.

    Rows that follow each other in a table, of one source and read for the same, stand in one line.
    The last column has the measures of the rules that were read from them.
    """
    read: dict[str, list[str]] = {}
    stated: dict[str, list[Record]] = {}
    for record in records:
        names = {one["k"]: one["measure"] for one in record["comparisons"]}
        for one in record.get("inputs", ()):
            if "row" in one:
                stated[one["row"]] = one.get("origins") or [{}]
                read.setdefault(one["row"], []).extend(names[k] for k in one["k"])
    alike = groupby(
        sorted(stated),
        key=lambda name: (name.rpartition("/")[0], stated[name], sorted(set(read[name]))),
    )
    return tuple(
        (
            _rows(list(names)) if first else "",
            origin.get("source") or NONE_GIVEN,
            origin.get("noted_on") or NONE_GIVEN,
            ", ".join(map(called, measures)) if first else "",
        )
        for (_, origins, measures), names in alike
        for first, origin in _with_first(origins)
    )


def _rows(names: Sequence[str]) -> str:
    """One row by its name; the others by what tells them apart from the first."""
    return ", ".join((names[0], *(name.rpartition("/")[2] for name in names[1:])))


def _with_first(origins: Iterable[Record]) -> Iterable[tuple[bool, Record]]:
    return ((place == 0, one) for place, one in enumerate(origins))
