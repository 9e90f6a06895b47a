"""The rows of the facts from which a subject was measured, with what their owners wrote."""

from collections.abc import Iterable, Mapping
from typing import Any

from asp_decide.report.amounts import NONE_GIVEN

type Record = Mapping[str, Any]

SOURCE_COLUMNS = ("row", "source", "noted on", "read for")


def source_rows(records: Iterable[Record]) -> tuple[tuple[str, ...], ...]:
    """Each row of the facts once, a line for each source that it names, by its name.

    The last column has the measures of the rules that were read from it.
    """
    read: dict[str, list[str]] = {}
    stated: dict[str, list[Record]] = {}
    for record in records:
        names = {one["k"]: one["measure"] for one in record["comparisons"]}
        for one in record.get("inputs", ()):
            if "row" in one:
                stated[one["row"]] = one.get("origins") or [{}]
                read.setdefault(one["row"], []).extend(names[k] for k in one["k"])
    return tuple(
        (
            name if first else "",
            origin.get("source") or NONE_GIVEN,
            origin.get("noted_on") or NONE_GIVEN,
            ", ".join(sorted(set(read[name]))) if first else "",
        )
        for name in sorted(stated)
        for first, origin in _with_first(stated[name])
    )


def _with_first(origins: Iterable[Record]) -> Iterable[tuple[bool, Record]]:
    return ((place == 0, one) for place, one in enumerate(origins))
