"""The work of the demo is drawn by a script, and its streams differ as a reader is told they do."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from asp_decide.delivery.flow_time import flow_times
from asp_decide.delivery.stream_work import StreamWork
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.work_event import SECONDS_A_DAY
from asp_decide.runs.flows_of_work import work_beside, work_log
from asp_decide.runs.workspace import open_workspace
from draw_demo_initiatives import ways
from draw_demo_work import ENDS, FACTS, STREAMS, draw

DEMO = FACTS.parent
HALF_A_YEAR = 26 * 7 * SECONDS_A_DAY


@cache
def _work() -> StreamWork:
    facts = read_snapshot(DEMO, as_of=ENDS).value
    assert facts is not None
    work = work_beside(open_workspace(DEMO), facts)
    assert work is not None
    return work


@pytest.mark.parametrize("name", sorted(draw()))
def test_what_ships_is_what_the_script_draws(name: str) -> None:
    assert (FACTS / f"{name}.csv").read_text(encoding="utf-8") == draw()[name]


def test_nothing_in_two_years_of_work_cannot_have_happened() -> None:
    facts = read_snapshot(DEMO, as_of=ENDS).value

    checked = work_log(open_workspace(DEMO), as_of=ENDS, facts=facts)

    assert checked.diagnostics == ()
    assert checked.value is not None
    assert 2000 < checked.value.events < 4000


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        ("history/2026Q2", date(2026, 3, 31)),
        ("history/2026Q3", date(2026, 6, 30)),
        ("history/2026Q4", date(2026, 9, 30)),
        (".", ENDS),
    ],
)
def test_the_log_tells_of_each_initiative_what_the_table_of_that_day_states(
    quarter: str, day: date
) -> None:
    with (DEMO / quarter / "facts" / "initiatives.csv").open(encoding="utf-8") as table:
        stated = {row["id"]: (row["submitted_on"], row["state"]) for row in csv.DictReader(table)}

    moved = {
        name: [(at.date(), step.to) for step, at in walked if at.date() <= day]
        for name, walked in ways().items()
    }
    assert stated == {name: (moved[name][0][0].isoformat(), moved[name][-1][1]) for name in stated}


def test_a_feature_is_traced_to_what_was_in_delivery_while_somebody_worked_on_it() -> None:
    work = _work()
    begun = {one.item_id: one.first("implementing") for one in work.histories["initiative"]}
    traced = [(one, work.rows[one.item_id].initiative_id) for one in work.histories["feature"]]

    found = [(one.first("implementing"), begun[name]) for one, name in traced if name is not None]
    assert len(found) > 100
    assert all(since is not None and (at is None or at >= since) for at, since in found)


@pytest.mark.parametrize("stream", [one.id for one in STREAMS])
def test_every_stream_has_two_years_of_work_traced_to_what_it_is_for(stream: str) -> None:
    own = _work().of_stream(stream)

    done = [item.done for item in own.board("feature").done_since(0)]
    assert max(filter(None, done)) - min(filter(None, done)) > 18 * 30 * SECONDS_A_DAY
    features = [one for one in own.rows.values() if one.item == "feature"]
    assert all(
        one.initiative_id or one.category in {"run", "technical_quality", "improvement"}
        for one in features
    )
    assert any(one.initiative_id for one in features)


def test_the_streams_flow_in_ways_of_their_own() -> None:
    since = _work().until - HALF_A_YEAR
    boards = {one.id: _work().of_stream(one.id).board("feature") for one in STREAMS}
    times = {stream: flow_times(board, since=since) for stream, board in boards.items()}
    p85 = {stream: spread.p85 for stream, spread in times.items() if spread is not None}

    assert p85["traveller"] < p85["booking"] < p85["payments"] < p85["operations"]
    under_way = {stream: len(board.on_their_way) for stream, board in boards.items()}
    assert max(under_way, key=lambda stream: under_way[stream]) == "operations"
    deployed = {one.id: len(_work().of_stream(one.id).facts.releases) for one in STREAMS}
    assert min(deployed, key=lambda stream: deployed[stream]) == "freight"


def test_a_path_of_the_machine_stands_in_none_of_it() -> None:
    assert not any(str(Path(__file__).parents[2]) in text for text in draw().values())
