"""Whom a rule asked about, and what it found: a line for each of whom it has something to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from asp_decide.model.called import named
from asp_decide.model.plan import Plan
from asp_decide.runs.explaining.rule_table import in_words

type Record = Mapping[str, Any]

SPOKE = frozenset({"fires", "spared", "unmet", "broken", "holds", "gives", "unknown"})
"""Results with which a rule has something to say."""


def subject_rows(found: Sequence[Record], plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """The subjects with their names; those of whom nothing is to be said in one line a result."""
    names = {one.initiative: one.name for one in plan.decisions}
    quiet: dict[str, list[str]] = {}
    rows: list[tuple[str, str, str]] = []
    for record in found:
        id_, result = _subject(record), record["result"]
        if result in SPOKE:
            rows.append((named(id_, names.get(id_, "")), in_words(result), record["message"]))
        else:
            quiet.setdefault(result, []).append(id_)
    rows += [(", ".join(ids), in_words(result), "") for result, ids in sorted(quiet.items())]
    return tuple(rows)


def _subject(record: Record) -> str:
    subject = record["subject"]
    return "nobody" if subject is None else next(iter(subject.values()))
