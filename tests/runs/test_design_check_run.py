"""The organization checked on the command line: a page for a board, every row for machines."""

import json
from pathlib import Path

import pytest

from command_line import asp


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("design") / "demo"
    assert asp("init", folder, "--template", "demo").code == 0
    return folder


def test_the_demo_is_a_delivery_system_that_does_not_always_say_when_it_judges(demo: Path) -> None:
    told = json.loads(
        asp("-C", demo, "design", "check", "--as-of", "2026-12-31", "--format", "json").out
    )
    scores = {one["name"]: one["score"] for one in told["dimensions"]}

    assert scores["team structure"] == scores["funding"] == scores["planning"] == "1"
    assert not [one for one in told["findings"] if one["code"].startswith(("FUND", "LAYER"))]
    assert {one["about"] for one in told["findings"] if one["code"] == "LEARN-1"} == {
        "INI-02",
        "INI-08",
    }
    for one in told["dimensions"]:
        assert bool(one["evidence"]) == (one["score"] is not None)


def test_the_page_names_each_principle_with_its_checks(demo: Path) -> None:
    page = asp("-C", demo, "design", "check", "--as-of", "2026-12-31", "--format", "md").out

    assert "| flow over push | 04, 05 | FLOW-1, FLOW-2, FLOW-3 |" in page
    assert "| value stream funding | 01, 04 | FUND-1, FUND-2, FUND-3, FUND-4 | 0 |" in page
    assert "| LEARN-1 | INI-02, INI-08 | in delivery, and no outcome says" in page


def test_an_initiative_that_ended_in_the_log_is_known_to_have_ended(
    demo: Path, tmp_path: Path
) -> None:
    """A team halved as its initiative stops: the log says when, and the capacity table who left."""
    capacity = demo / "facts" / "capacity.csv"
    before = capacity.read_text(encoding="utf-8")
    columns, *rows = before.splitlines()
    shrunk = [f"{r},6,4" if r.startswith("booking,2026Q4,delivery") else f"{r},," for r in rows]
    capacity.write_text("\n".join([f"{columns},members,left", *shrunk]) + "\n", encoding="utf-8")
    states = ("intake", "triage", "discovery_queue", "investigate", "investment_framing")
    way = zip(("", *states), (*states, "declined"), strict=True)
    lines = ["item_kind,item_id,event,from_state,to_state,at,reason,decision_id"]
    lines += [
        f"initiative,INI-01,moved,{source},{target},2026-10-{day:02}T09:00:00Z,not_feasible,DEC"
        for day, (source, target) in enumerate(way, 1)
    ]
    log = demo / "facts" / "work_events.csv"
    kept = log.read_text(encoding="utf-8") if log.exists() else None
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")

    said = asp("-C", demo, "design", "check", "--as-of", "2026-12-31", "--format", "json")
    capacity.write_text(before, encoding="utf-8")
    log.unlink() if kept is None else log.write_text(kept, encoding="utf-8")

    found = [one for one in json.loads(said.out)["findings"] if one["code"] == "FUND-3"]
    assert [(one["about"], one["told"]) for one in found] == [
        ("booking", "4 of 6 left in 2026Q4, as INI-01 ended")
    ]


def test_a_start_after_the_interval_of_the_newest_recorded_plan_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "minimal"
    assert asp("init", folder, "--template", "minimal").code == 0
    table = folder / "facts" / "initiatives.csv"
    columns, first, *rows = table.read_text(encoding="utf-8").splitlines()
    dated = [f"{columns},state_since", f"{first},2026-10-05", *(f"{row}," for row in rows)]
    table.write_text("\n".join(dated) + "\n", encoding="utf-8")
    (folder / "runs" / "2026Q3").mkdir(parents=True)

    said = asp("-C", folder, "design", "check", "--as-of", "2026-12-31", "--format", "json")

    found = [one for one in json.loads(said.out)["findings"] if one["code"] == "CAP-4"]
    assert [(one["about"], one["told"]) for one in found] == [
        ("INI-1", "began on 2026-10-05, by a plan whose interval ended on 2026-09-30")
    ]
