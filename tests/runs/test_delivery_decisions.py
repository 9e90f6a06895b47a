"""What a stream does next, asked on the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import Said, asp
from delivery_workspace import delivery_workspace, done, told
from workspace_builder import write_workspace

LINKS = "from_id,to_id,level,kind,needed_by\nFEA-30,FEA-21,feature,finish_start,2027-01-05\n"


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    planned: dict[str, Any] = {"commitment": "committed", "planned_interval": "2027Q1"}
    rows = [
        *(done(f"FEA-9{n}", took_days=20) for n in range(7)),
        told("FEA-01", "implementing", days_ago=40, blocked=6),
        told("FEA-21", "ready", value_likely=60_000, cost_of_delay_likely=7_000, **planned),
        told("FEA-22", "ready", value_likely=50_000, is_ready="no", **planned),
        told("FEA-23", "ready", value_likely=40_000, remaining_effort_likely=9),
        told("FEA-30", "ready", value_likely=1_000, value_stream_id="booking"),
    ]
    return delivery_workspace(tmp_path_factory.mktemp("delivery"), rows, dependencies=LINKS)


def _flow(folder: Path, *more: object) -> Said:
    return asp("-C", folder, "flow", *more, "--as-of", "2026-12-31")


def test_a_pull_says_what_to_help_what_to_pull_what_waits_and_who_is_asked(at_work: Path) -> None:
    said = _flow(at_work, "pull")

    assert said.code == 0
    assert said.out.splitlines()[0] == "1 to help finish, 0 to pull, 2 wait, as of 2026-12-31"
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert any(
        line.startswith(
            "payments help FEA-01 HELP-01 implementing, 40 days old, blocked for 6 days"
        )
        for line in lines
    )
    assert any(
        line.startswith("payments wait FEA-21 PULL-01 FEA-21 is not ready") for line in lines
    )
    assert any(line.startswith("payments FEA-01 2026-12-11 value_stream_owner") for line in lines)
    assert "nothing was moved" in said.err


def test_a_pull_of_one_stream_is_told_to_machines(at_work: Path) -> None:
    told_of = json.loads(_flow(at_work, "pull", "--stream", "payments", "--format", "json").out)

    (stream,) = told_of["streams"]
    assert [one["feature"] for one in stream["help"]] == ["FEA-01"]
    assert {one["feature"]: one["rules"] for one in stream["held"]} == {
        "FEA-21": ["PULL-01"],
        "FEA-22": ["PULL-01"],
    }
    (asked,) = stream["escalations"]
    assert (asked["since"], asked["role"]) == ("2026-12-11", "value_stream_owner")
    assert asked["due"] < told_of["as_of"], "its last time is over, and it stays asked"


def test_a_commitment_says_what_fits_how_sure_it_is_and_what_comes_too_late(at_work: Path) -> None:
    said = _flow(at_work, "commit")

    assert said.code == 0
    head, *lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert head == "2027Q1, 2027-01-01 to 2027-03-31, as of 2026-12-31: by value, proven best"
    assert any(
        line.startswith("payments: 4 of 9 team-weeks (COM-01), of which 2 go on; worth EUR 60,000")
        for line in lines
    )
    assert any(line.startswith("payments stretch FEA-23") for line in lines)
    assert any(
        line.startswith("FEA-30 booking FEA-21 payments 2027-01-05 2027-01-14") for line in lines
    )
    assert "nothing was committed" in said.err


def test_a_commitment_is_told_to_machines(at_work: Path) -> None:
    told_of = json.loads(_flow(at_work, "commit", "--stream", "payments", "--format", "json").out)

    (stream,) = told_of["streams"]
    assert {one["feature"]: one["place"] for one in stream["features"]} == {
        "FEA-01": "carry",
        "FEA-21": "commit",
        "FEA-22": "defer",
        "FEA-23": "stretch",
    }
    assert stream["replay"]["met"] >= 850
    assert (stream["may_commit"], stream["rule"], told_of["gap"]) == ("9", "COM-01", "0")
    (late,) = told_of["conflicts"]
    assert (late["weeks_late"], late["cost"]) == ("1.285714", "9000")


def test_limits_say_what_waiting_costs_and_what_is_missing_to_say_more(at_work: Path) -> None:
    said = _flow(at_work, "limits", "--weeks", "6", "--stream", "payments")
    told_of = json.loads(_flow(at_work, "limits", "--weeks", "6", "--format", "json").out)

    assert said.code == 0
    assert "How busy to be" in said.out
    assert "EUR 7,000, and 2 unstated" in said.out
    economics = {one["stream"]: one for one in told_of["economics"]}
    assert economics["payments"]["queue_cost_per_week"] == "7000"
    assert [one["of"] for one in economics["payments"]["batches"]] == ["release"]
    assert "`planning_transaction_cost` is missing" in economics["payments"]["lacking"]


def test_the_same_day_gives_the_same_bytes(at_work: Path) -> None:
    first, second = (_flow(at_work, "commit", "--format", "json").out for _ in range(2))

    assert first == second


@pytest.mark.parametrize("verb", ["pull", "commit"])
def test_a_stream_that_is_not_there_is_named_with_the_nearest(at_work: Path, verb: str) -> None:
    said = _flow(at_work, verb, "--stream", "payment")

    assert said.code == 2
    assert "did you mean `payments`?" in said.err


@pytest.mark.parametrize("verb", ["pull", "commit"])
def test_without_features_the_way_to_begin_is_told(tmp_path: Path, verb: str) -> None:
    folder = write_workspace(tmp_path / "still")
    shutil.copytree(Path(__file__).parents[2] / "policies", folder / "policies")

    said = _flow(folder, verb)

    assert said.code == 2
    assert "no feature is known" in said.err


def test_without_delivery_policies_nothing_is_decided(tmp_path: Path) -> None:
    folder = delivery_workspace(tmp_path / "lawless", [told("FEA-1", "ready")])
    shutil.rmtree(folder / "policies" / "delivery")

    said = _flow(folder, "pull")

    assert said.code == 2
    assert "no delivery policy is in force" in said.err
