"""Every single value on record, changed and everything hashed anew: which ones does nobody miss?

What no check sees must be listed here, and be something that only the minutes can hold.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from asp_decide.audit.verification import verify
from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle
from audit_builders import a_bundle, a_world, hashed_anew, records_of, with_evidence

type Path = tuple[str | int, ...]

READING = a_world().reading

# Words of a person that nothing contradicts, and a price that only a solver could find again.
HELD_BY_THE_MINUTES_ALONE = {
    ("override", "needs", "evidence", 0),
    ("override", "needs", "recovery_plan"),
    ("override", "needs", "second_approver"),
    ("override", "price", "low"),
    ("override", "price", "high"),
    ("override", "price", "measurable"),
}

# Sentences, and what the solver says of itself.
NOT_MADE_AGAIN = {
    ("schema_version",),
    ("decisions", "reasons"),
    ("objective", "gap_stated"),
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


@pytest.mark.slow
def test_no_value_of_a_record_can_be_another_one_unnoticed(bundle: Bundle) -> None:
    records = records_of(bundle)
    unseen = {
        (record["kind"], *path)
        for number, record in enumerate(records)
        for path in _leaves(record)
        if verify(_with_record(bundle, records, number, path), READING).passed(strict=False)
    }

    assert unseen == HELD_BY_THE_MINUTES_ALONE


@pytest.mark.slow
def test_no_value_of_a_plan_can_be_another_one_unnoticed(bundle: Bundle) -> None:
    plan = a_world().plan.model_dump(mode="json")
    unseen = {
        _without_numbers(path)
        for path in _leaves(plan)
        if verify(_with_plan(bundle, plan, path), READING).passed(strict=False)
    }

    assert {path[:2] for path in unseen} == NOT_MADE_AGAIN


def _with_record(bundle: Bundle, records: list[dict[str, Any]], number: int, path: Path) -> Bundle:
    changed = [*records[:number], _changed(records[number], path), *records[number + 1 :]]
    return hashed_anew(bundle, changed)


def _with_plan(bundle: Bundle, plan: dict[str, Any], path: Path) -> Bundle:
    return with_evidence(bundle, plan=canonical_json(_changed(plan, path)))


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _leaves(inner, (*path, name))
        case list():
            for number, inner in enumerate(value):
                yield from _leaves(inner, (*path, number))
        case _:
            yield path


def _changed(record: dict[str, Any], path: Path) -> dict[str, Any]:
    """The record with another value of the same type at the path."""
    copy = deepcopy(record)
    inner: Any = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = _another(inner[path[-1]])
    return copy


def _another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str() if value.isdecimal():
            return str(int(value) + 1)
        case str():
            return value + "x"
        case None:
            return "x"
        case _:
            raise AssertionError(f"{value!r} is no leaf")


def _without_numbers(path: Path) -> Path:
    return tuple(step for step in path if isinstance(step, str))
