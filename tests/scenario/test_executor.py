"""Wherever many questions are asked, the answers are the same, to the byte."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import distributed
import pytest

from asp_decide.errors import NotInstalledError, UsageError
from asp_decide.scenario.executor import Where, ask_all
from command_line import Said, a_planned_workspace, asp
from workspace_builders import AS_OF, rewrite


def _in_silence(_: str) -> None:
    """Progress that nobody watches."""


def _squares(shared: int, numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(shared + number * number for number in numbers)


def test_answers_come_back_in_the_order_of_the_questions() -> None:
    told: list[str] = []

    found = ask_all(_squares, 5, range(20), where=Where(), progress=told.append)

    assert found == tuple(5 + n * n for n in range(20))
    assert told == ["8 of 20 answered", "16 of 20 answered", "20 of 20 answered"]


def test_a_cluster_without_its_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(NotInstalledError, match=r"pip install 'asp-decide\[cluster\]'"):
        ask_all(_squares, 5, [1], where=Where(cluster="tcp://x:1"), progress=_in_silence)


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with so little capacity that more of it is worth something."""
    folder = a_planned_workspace(tmp_path_factory.mktemp("worlds") / "mini")
    rewrite(folder, "capacity", lambda rows: [row | {"net": "7"} for row in rows])
    assert asp("-C", folder, "plan", "--as-of", AS_OF).code == 0
    return folder


def _simulated(folder: Path, *words: object) -> Said:
    said = asp(
        *("-C", folder, "simulate", "--runs", 20, "--spread", "25%", "--format", "json"), *words
    )
    assert said.code == 0, said.err
    return said


def _worth(folder: Path, *words: object) -> Said:
    said = asp("-C", folder, "worth", "--top", 2, "--format", "json", *words)
    assert said.code == 0, said.err
    return said


@pytest.mark.slow
def test_processes_of_this_machine_give_the_same_bytes(mini: Path) -> None:
    assert _simulated(mini, "--workers", 2).out == _simulated(mini).out


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("core", "--within", "5%"),
        ("worth", "--top", "2"),
        ("frontier", "--points", "3", "--as-of", AS_OF),
        ("policy", "price", "WIP-01", "--as-of", AS_OF),
    ],
)
def test_plans_that_are_found_in_processes_are_the_same(mini: Path, words: tuple[str, ...]) -> None:
    here, there = (
        asp("-C", mini, *words, "--workers", workers, "--format", "json") for workers in (1, 2)
    )

    assert (here.code, there.code) == (0, 0), there.err
    assert here.out == there.out


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_gives_the_same_bytes(mini: Path) -> None:
    a_cluster: Any = distributed.LocalCluster  # the library has no types
    with a_cluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        at = ("--cluster", cluster.scheduler_address)
        there = _simulated(mini, *at), _worth(mini, *at)

    assert [said.out for said in there] == [_simulated(mini).out, _worth(mini).out]
    assert len(json.loads(there[1].out)["worth"]) == 2


@pytest.mark.filterwarnings("default")
def test_where_no_scheduler_answers_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.scenario.executor._SECONDS_TO_CONNECT", 1)
    began = time.monotonic()

    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        ask_all(_squares, 5, [1], where=Where(cluster="tcp://127.0.0.1:1"), progress=_in_silence)

    assert time.monotonic() - began < 30


def test_questions_with_several_answers_each_are_counted_as_questions() -> None:
    told: list[str] = []

    found = ask_all(_twice, 0, range(3), where=Where(batch=1), progress=told.append)

    assert found == (0, 0, 1, 1, 2, 2)
    assert told == ["1 of 3 answered", "2 of 3 answered", "3 of 3 answered"]


def _twice(_: int, numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(number for number in numbers for _ in range(2))
