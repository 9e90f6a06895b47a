"""Links are read as stated; a circle of them is told with its whole path."""

from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.dependency_table import circles
from workspace_builder import problem_of, problems_of, snapshot_of

INITIATIVES = "id,name,state\n" + "".join(f"INI-{n},N,triage\n" for n in range(1, 6))


def test_a_link_is_kept_with_its_lag_in_weeks(tmp_path: Path) -> None:
    rows = (
        "from_id,to_id,level,kind,lag,needed_by,needed_probability,agreed\n"
        "INI-1,INI-2,initiative,finish_start,10 days,2027-04-30,80 %,no\n"
    )

    (link,) = snapshot_of(tmp_path, dependencies=rows).dependencies

    assert (link.from_id, link.to_id, link.kind) == ("INI-1", "INI-2", "finish_start")
    assert link.lag_weeks * 7 == 10
    assert link.needed_probability * 5 == 4
    assert link.agreed is False


def test_what_links_do_not_state_is_the_usual(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, dependencies="from_id,to_id\nINI-1,INI-2\n")

    (link,) = snapshot.dependencies
    assert (link.level, link.kind) == ("initiative", "finish_start")
    assert link.lag_weeks == 0
    assert any("waits for its predecessor" in sentence for sentence in snapshot.assumptions)


FEATURES = "id,value_stream_id\nFEA-1,payments\nFEA-2,payments\n"


def test_links_of_features_and_of_initiatives_stay_apart(tmp_path: Path) -> None:
    rows = "from_id,to_id,level\nFEA-1,FEA-2,feature\nINI-1,INI-2,initiative\n"

    snapshot = snapshot_of(tmp_path, dependencies=rows, features=FEATURES)

    assert [link.from_id for link in snapshot.dependencies] == ["INI-1"]
    assert [link.from_id for link in snapshot.delivery.dependencies] == ["FEA-1"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("FEA-1,FEA-9", "I041"),
        ("INI-1,FEA-2", "I041"),
        ("FEA-1,FEA-2\nFEA-2,FEA-1", "I049"),
        ("FEA-1,FEA-1", "I050"),
    ],
)
def test_a_link_of_features_leads_from_one_that_is_there_to_another(
    rows: str, code: str, tmp_path: Path
) -> None:
    links = "from_id,to_id,level\n" + "".join(f"{row},feature\n" for row in rows.split("\n"))

    assert problem_of(tmp_path, dependencies=links, features=FEATURES).code == code


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("INI-1,INI-1,finish_start", "I050"),
        ("INI-1,INI-1,excludes", "I050"),
        ("INI-1,INI-9,finish_start", "I041"),
        ("INI-1,INI-2,finish_start\nINI-1,INI-2,finish_start", "I040"),
        ("INI-1,INI-2,start_finish", "I023"),
        ("INI-1,,finish_start", "I022"),
    ],
)
def test_a_link_that_cannot_be_meant_is_refused(rows: str, code: str, tmp_path: Path) -> None:
    assert problem_of(tmp_path, dependencies=f"from_id,to_id,kind\n{rows}\n").code == code


def test_a_circle_is_told_once_with_its_whole_path(tmp_path: Path) -> None:
    rows = "from_id,to_id\nINI-4,INI-2\nINI-2,INI-3\nINI-3,INI-4\nINI-1,INI-2\nINI-4,INI-5\n"

    told = problem_of(tmp_path, dependencies=rows, initiatives=INITIATIVES)

    assert told.code == "I049"
    path = "`INI-2` → `INI-3` → `INI-4` → `INI-2`"
    assert told.message == f"none of these can ever start: {path}"
    assert told.place.line == 2


def test_what_excludes_each_other_is_no_circle(tmp_path: Path) -> None:
    rows = "from_id,to_id,kind\nINI-1,INI-2,excludes\nINI-2,INI-1,finish_start\n"

    assert problems_of(tmp_path, dependencies=rows) == []


_links = st.sets(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=12)


@given(_links)
def test_a_circle_is_found_exactly_where_one_exists(links: set[tuple[str, str]]) -> None:
    follows: dict[str, list[str]] = {}
    for start, end in sorted(links, reverse=True):
        follows.setdefault(start, []).append(end)

    found = circles(follows)

    for path in found:
        assert path[0] == path[-1]
        assert all(link in links for link in pairwise(path))
    on_a_circle = {
        name
        for length in range(2, 7)
        for path in permutations("ABCDEF", length)
        if all(link in links for link in zip(path, (*path[1:], path[0]), strict=True))
        for name in path
    }
    assert bool(found) == bool(on_a_circle)
    assert {name for path in found for name in path} <= on_a_circle


@given(_links)
def test_the_order_of_links_does_not_show(links: set[tuple[str, str]]) -> None:
    def told(order: list[tuple[str, str]]) -> list[tuple[str, ...]]:
        follows: dict[str, list[str]] = {}
        for start, end in order:
            follows.setdefault(start, []).append(end)
        return circles(follows)

    assert told(sorted(links)) == told(sorted(links, reverse=True))


def test_a_chain_longer_than_the_interpreters_stack_is_walked() -> None:
    chain = {f"{n:05}": [f"{n + 1:05}"] for n in range(20_000)}

    assert circles(chain) == []
    assert len(circles(chain | {"20000": ["00000"]})[0]) == 20_002
