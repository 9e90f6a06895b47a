"""Where an owner has a fact from moves no decision, only the records that name it."""

import json
from pathlib import Path
from typing import Any

from command_line import asp
from workspace_builders import Row, a_workspace, rewrite

SOURCE = "=HYPERLINK(1) <b>minutes</b>, item 4"


def planned(folder: Path) -> tuple[bytes, list[dict[str, Any]]]:
    said = asp("-C", folder, "plan", "--as-of", "2026-12-31", "-o", "plan.json")
    assert said.code == 0, said.err
    (draft,) = sorted((folder / "plans").glob("*/records.jsonl"))[-1:]
    records = [json.loads(line) for line in draft.read_text("utf-8").splitlines()]
    return (folder / "plan.json").read_bytes(), records


def without_sources(record: dict[str, Any]) -> dict[str, Any]:
    """The record as it is without what owners wrote, and without the digests of their files."""
    left_out = {"files"} if record["kind"] == "manifest" else set()
    told = {name: value for name, value in record.items() if name not in left_out}
    if "inputs" in told:
        told["inputs"] = [
            {n: v for n, v in one.items() if n != "origins"} for one in told["inputs"]
        ]
    return told


def test_a_source_changes_the_records_that_name_it_and_no_byte_of_the_plan(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    plan, records = planned(folder)

    def told(rows: list[Row]) -> list[Row]:
        return [{**row, "source": SOURCE, "noted_on": "2026-12-01"} for row in rows]

    for table in ("initiatives", "options"):
        rewrite(folder, table, told)
    plan_told, records_told = planned(folder)

    assert plan_told == plan
    assert list(map(without_sources, records_told)) == list(map(without_sources, records))
    changed = [
        (one, other) for one, other in zip(records, records_told, strict=True) if one != other
    ]
    assert {one["kind"] for one, _ in changed} == {"manifest", "rule"}
    assert all(
        {"source": SOURCE, "noted_on": "2026-12-01"} in row["origins"]
        for _, one in changed
        if one["kind"] == "rule"
        for row in one["inputs"]
        if row.get("row", "").startswith(("initiatives/", "options/"))
    )
