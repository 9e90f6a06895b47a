"""What records, plans and facts say has a number: a field more or less is another form.

A run is checked years later by whatever version is at hand then. It must know whether the fields
that it misses were taken away, or were never there.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from asp_decide.canonical import digest
from asp_decide.clauses.record import KINDS, RECORD_VERSION
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from source_tree import SOURCES

SAID: dict[str, str] = {
    "record/1": "sha256:d09de9476d1da2f8e956f97c903d1535a3a5aed1d0db25d07fa8b19e607b6c22",
}
"""The digest of all that is said in each form; a form that was released keeps its own for good."""

HOW = (
    f"facts, plans or records say more or less than they did in {RECORD_VERSION}, so runs that were "
    "recorded before would fail as if somebody had forged them. Raise RECORD_VERSION in "
    "clauses/record.py and pin the new form here; as long as nothing was released in this one, pin "
    "it anew:"
)

WRITERS = ("clauses/*.py", "audit/certificate_file.py", "ledger/run_log.py", "ledger/*_file.py")
"""Modules that write evidence: every name of a field stands in a mapping there."""


PROSE = frozenset({"description", "title", "default"})


def test_a_form_says_what_it_says_for_good() -> None:
    told = digest(
        {
            "kinds": list(KINDS),
            "facts": _shape(Snapshot.model_json_schema(mode="serialization")),
            "plan": _shape(Plan.model_json_schema(mode="serialization")),
            "records": sorted(set(_fields())),
        }
    )

    assert told == SAID[RECORD_VERSION], f"{HOW} {told}"


def test_forms_are_counted_without_a_gap() -> None:
    assert [*SAID] == [f"record/{number}" for number in range(1, len(SAID) + 1)]
    assert [*SAID][-1] == RECORD_VERSION
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in SAID.values())


@pytest.mark.parametrize("field", ["decided", "margin", "capacity_prices", "salt", "proposed"])
def test_fields_of_evidence_are_found_where_they_are_written(field: str) -> None:
    assert field in {name for _, name in _fields()}


def test_prose_of_a_model_is_no_part_of_its_form() -> None:
    schema = Plan.model_json_schema(mode="serialization")

    assert "What is to be done" in str(schema)
    assert "What is to be done" not in str(_shape(schema))
    assert "cost_of_delay_per_week" in str(_shape(schema))


def _fields() -> Iterator[tuple[str, str]]:
    """Module and name of every key that is written into a mapping there."""
    for pattern in WRITERS:
        for path in sorted(SOURCES.glob(pattern)):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for key in _keys(node):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield path.name, key.value


def _keys(node: ast.AST) -> Iterable[ast.expr | None]:
    match node:
        case ast.Dict(keys=keys):
            return keys
        case ast.Subscript(slice=key, ctx=ast.Store()):
            return [key]
    return ()


def _shape(schema: Any) -> Any:
    """What may stand where, and what must: a schema without titles, descriptions and defaults."""
    match schema:
        case {"properties": dict(fields), **rest}:
            named = {name: _shape(inner) for name, inner in fields.items()}
            return {**_shape(rest), "properties": named}
        case dict():
            return {key: _shape(one) for key, one in schema.items() if key not in PROSE}
        case list():
            return [_shape(one) for one in schema]
        case _:
            return str(schema)
