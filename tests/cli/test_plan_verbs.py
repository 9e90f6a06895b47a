"""`plan`, `show`: the result on stdout as people or machines want it, the talk on stderr."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from command_line import a_copy, a_planned_workspace, asp, files_of, plan
from families.parameters import Parameters
from families.portfolio import draw_portfolio


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


@pytest.fixture(scope="module")
def content(mini: Path) -> Any:
    said = plan(mini, "--format", "json")
    assert said.code == 0
    return json.loads(said.out)


def test_the_result_is_the_plan_and_nothing_else(mini: Path, content: Any) -> None:
    assert content == json.loads((mini / "plan.json").read_bytes())


def test_a_plan_has_every_part_that_was_promised(content: Any) -> None:
    assert content["schema_version"] == "1"
    assert content["run"].keys() >= {
        *("id", "as_of", "facts", "policies", "versions", "engine", "seed", "budget", "limits"),
        *("capacity_unit", "currency", "intervals"),
    }
    assert content["objective"].keys() >= {
        *("loss", "bound", "gap", "bound_stated", "gap_stated", "value_captured", "currency"),
    }
    assert content.keys() >= {"assumptions", "findings", "prices", "bounds", "brake"}
    for decision in content["decisions"]:
        assert decision.keys() >= {"initiative", "decision", "option", "start", "reasons"}
        assert decision["reasons"], "an answer without its reason is half an answer"
        for reason in decision["reasons"]:
            assert reason.keys() >= {"rule", "measured", "limit", "margin", "message"}
            assert reason["message"]
    for line in content["allocations"]:
        assert line.keys() >= {"value_stream", "interval", "initiative", "amount", "money"}
    for line in content["capacity"]:
        assert line.keys() >= {"value_stream", "interval", "net", "committed"}
    for part in ("decisions", "allocations", "capacity", "bounds", "assumptions"):
        assert content[part], part


WHOLE_COUNTS = {
    *("seed", "choices_times_nodes", "worlds", "fitting", "kept"),
    *("benefit", "effort", "duration", "outlay", "capacity"),
}
"""How much was searched, how many worlds were drawn, and how many amounts were held in them."""


def _numbers(content: Any, key: str = "") -> list[tuple[str, Any]]:
    match content:
        case dict():
            return [found for name, value in content.items() for found in _numbers(value, name)]
        case list():
            return [found for value in content for found in _numbers(value, key)]
        case bool() | None | str():
            return []
    return [(key, content)]


def test_every_number_of_the_trade_is_a_decimal_text(content: Any) -> None:
    assert {name for name, _ in _numbers(content)} <= WHOLE_COUNTS
    assert all(isinstance(value, int) for _, value in _numbers(content))
    money = [content["objective"][name] for name in ("loss", "bound", "value_captured")]
    amounts = [line["amount"] for line in content["allocations"]]
    for text in (*money, *amounts):
        assert str(Decimal(text)) == text, "shortest form"


def test_a_pipeline_reads_stdout_and_people_are_told_on_stderr(mini: Path) -> None:
    said = plan(mini, "--format", "json", "-o", "plan.json")

    json.loads(said.out)
    assert said.err.splitlines()[0].startswith("written: ")
    assert "next: asp-decide show plan.json" in said.err


def test_for_people_it_is_a_page_at_a_glance(mini: Path) -> None:
    said = plan(mini)

    assert said.code == 0
    assert "9 decisions; nothing is decided before a person applies this plan" in said.out
    (row,) = (line for line in said.out.splitlines() if "INI-6" in line)
    assert row.split()[:2] == ["fund", "(whole)"]
    assert "\x1b" not in said.out


def test_a_page_can_be_pasted_as_markdown(mini: Path) -> None:
    said = plan(mini, "--format", "md")

    assert "## Decisions" in said.out
    assert "| decision | initiative |" in said.out


def test_show_tells_the_same_plan_whole(mini: Path, content: Any) -> None:
    for place in ("plan.json", "plans/2027Q1-a"):
        assert json.loads(asp("-C", mini, "show", place, "--format", "json").out) == content
    whole = asp("-C", mini, "show", "plan.json")
    assert whole.code == 0
    assert len(whole.out) > len(plan(mini).out)


@pytest.mark.parametrize("name", ["nowhere.json", "facts", "asp.yaml"])
def test_what_is_no_plan_is_not_shown(mini: Path, name: str) -> None:
    said = asp("-C", mini, "show", name)

    assert (said.code, said.out) == (2, "")
    assert f"`{name}` " in said.err


@pytest.mark.parametrize("asked", ["0", "0%", "0.7%", "0.007", "5 %"])
def test_a_gap_as_good_as_asked_is_done(mini: Path, asked: str) -> None:
    said = plan(mini, "--max-gap", asked)

    assert said.code == 0
    assert "is worse than" not in said.err


@pytest.mark.slow
def test_a_gap_worse_than_asked_is_exit_4_and_the_plan_is_written(tmp_path: Path) -> None:
    """Forty initiatives and hardly any work: the workspace asks for more than that proves."""
    draw_portfolio(Parameters(initiatives=40, streams=5, intervals=4), seed=2).write(tmp_path)
    charter = tmp_path / "asp.yaml"
    told = json.loads(charter.read_bytes())
    told["solver"] = {"budget": "quick", "max_gap": "0.01 %"}
    charter.write_text(json.dumps(told), encoding="utf-8")

    missed = plan(tmp_path, "-o", "plan.json")
    kept = plan(tmp_path, "-o", "again.json", "--max-gap", "20%")

    assert (missed.code, kept.code) == (4, 0)
    assert "is worse than the 0.01 % asked for" in missed.err
    assert (tmp_path / "plan.json").read_bytes() == (tmp_path / "again.json").read_bytes()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--max-gap", "wide"), "`wide` of --max-gap is no share"),
        (("--max-gap", "-1"), "`-1` of --max-gap is no share"),
        (("--max-gap", "nan"), "`nan` of --max-gap is no share"),
        (("--max-gap", "100%"), "`100%` of --max-gap is no share"),
        (("--time-limit", "0"), "`0` of --time-limit leaves no time"),
        (("--time-limit", "-5"), "`-5` of --time-limit leaves no time"),
        (("--time-limit", "soon"), "--time-limit"),
        (("--workers", "0"), "`0` of --workers is none"),
        (("--budget", "endless"), 'choose from: "quick", "board", "deep"'),
        (("--pin", "INI-66"), "did you mean `INI-6`?"),
        (("--drop", "elephant"), "there is no open initiative `elephant`"),
        (("--pin",), "--pin needs a value"),
        (("--faster",), "unknown option: --faster"),
        (("-o", "facts"), "`facts` cannot be written: it is not a file"),
        (("-o", "asp.yaml/plan.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    mini: Path, tmp_path: Path, more: tuple[str, ...], told: str
) -> None:
    folder = a_copy(mini, tmp_path / "mini")
    before = files_of(folder)

    said = plan(folder, "--drop", "INI-3", *more)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert files_of(folder) == before


@pytest.mark.parametrize("text", ["tomorrow", "31.12.2026", "2026-02-30", ""])
def test_a_day_is_written_in_one_way(mini: Path, text: str) -> None:
    said = asp("-C", mini, "plan", "--as-of", text)

    assert said.code == 2
    assert f"`{text}` of --as-of is no day\n  help: write it as --as-of 2026-12-31" in said.err


@pytest.mark.parametrize(
    ("day", "told"),
    [("1999-12-31", "no rule is in force on 1999-12-31"), ("2031-01-01", "calendar-ended")],
)
def test_a_day_outside_of_the_calendar_is_bad_input(mini: Path, day: str, told: str) -> None:
    said = asp("-C", mini, "plan", "--as-of", day, "--engine", "reference")

    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_an_exploratory_plan_says_so(mini: Path, tmp_path: Path) -> None:
    folder = a_copy(mini, tmp_path / "mini")

    content = json.loads(plan(folder, "--time-limit", "60", "--format", "json").out)

    assert content["run"]["exploratory"] is True


def test_where_no_plan_exists_people_and_programs_are_told_what_would_have_to_give_way(
    mini: Path,
) -> None:
    pins = [word for one in ("INI-1", "INI-2", "INI-8") for word in ("--pin", one)]

    said, as_json = plan(mini, *pins), plan(mini, *pins, "--format", "json")

    assert (said.code, as_json.code) == (3, 3)
    assert said.out == ""
    assert "any one of these makes a plan possible:\n" in said.err
    assert "  1 team-week more in web, 2027Q1\n" in said.err
    told = json.loads(as_json.out)
    assert told["feasible"] is False
    assert told["smallest"] is True
    assert told["conflict"][-1] == "capacity web 2027Q1"
    assert told["ways_out"][-1]["concessions"] == [
        {
            "gives": "more",
            "kind": "fact",
            "id": "capacity",
            "group": "web",
            "interval": "2027Q1",
            "amount": "1",
            "unit": "team-weeks",
        }
    ]
    assert as_json.err == said.err
