"""How work flows, asked on the command line."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from asp_decide.runs.authoring.lint_run import lint_run
from command_line import Said, asp
from workspace_builder import CHARTER, RUN_DAY, TABLES, write_workspace

WAY = ("funnel", "analyzing", "ready", "implementing", "integrating", "verifying", "deploying")


def _events(*, torn: bool = False) -> str:
    """Six features released three weeks after their analysis began, one on its way."""
    lines = ["item_kind,item_id,event,from_state,to_state,at"]
    for number in range(1, 7):
        source = ""
        for step, target in enumerate((*WAY, "released")):
            day = f"2026-{number + 5:02}-{1 + 3 * step:02}"
            lines.append(f"feature,FEA-{number},moved,{source},{target},{day}T10:00:00Z")
            source = target
    lines.append("feature,FEA-9,moved,,funnel,2026-12-01T10:00:00Z")
    lines.append("feature,FEA-9,moved,funnel,analyzing,2026-12-03T23:59:59Z")
    if torn:
        lines.append("feature,FEA-9,moved,ready,implementing,2026-12-05T10:00:00Z")
    return "\n".join(lines) + "\n"


@pytest.fixture
def at_work(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "work", work_events=_events())


def _flow(folder: Path, *more: object) -> Said:
    return asp("-C", folder, "flow", *more, "--as-of", "2026-12-31")


def test_a_review_says_how_long_how_many_and_how_much_of_it_was_work(at_work: Path) -> None:
    (told,) = json.loads(_flow(at_work, "review", "--format", "json").out)["flows"]

    assert told["flow"] == "feature"
    assert (told["done"], told["per_week"]) == ("5", "0.19"), "the first was done before the window"
    assert told["flow_time_p50_days"] == told["flow_time_p85_days"] == "18"
    assert told["flow_efficiency"] == "83 %", "of eighteen days three were spent waiting"
    assert (told["under_way"], told["excluded"]) == (1, 0)


def test_a_review_is_a_table_for_people(at_work: Path) -> None:
    said = _flow(at_work, "review")

    assert said.code == 0
    assert said.out.splitlines()[0] == "2026-07-03 to 2026-12-31, from 50 events"
    assert said.out.split()[-10:] == [
        "feature",
        "all",
        "5",
        "0.19",
        "18",
        "18",
        "83",
        "%",
        "1",
        "0",
    ]


def test_row_33_an_age_is_held_against_the_class_that_rules_hold_it_against(
    at_work: Path, tmp_path: Path
) -> None:
    """Six that were done are too few to say what is usual; of seven the P85 is known."""
    seventh = "".join(
        f"feature,FEA-7,moved,{source},{target},2026-11-{1 + 3 * step:02}T10:00:00Z\n"
        for step, (source, target) in enumerate(pairwise(("", *WAY, "released")))
    )
    seven = write_workspace(tmp_path / "seven", work_events=_events() + seventh)

    (few,) = json.loads(_flow(at_work, "age", "--window", 40, "--format", "json").out)["under_way"]
    (old,) = json.loads(_flow(seven, "age", "--window", 40, "--format", "json").out)["under_way"]

    assert (old["item"], old["state"], old["age_days"], old["of_p85"]) == (
        "FEA-9",
        "analyzing",
        "28",
        "156 %",
    )
    assert few["of_p85"] is None
    assert old["blocked_days"] is None


def test_a_limit_follows_from_throughput_and_the_time_that_is_wanted(at_work: Path) -> None:
    (told,) = json.loads(_flow(at_work, "limits", "--weeks", "26", "--format", "json").out)[
        "limits"
    ]

    assert told["limit"] == "5", "five left in twenty-six weeks"
    assert "a limit alone shortens no wait" in _flow(at_work, "limits", "--weeks", "26").err


def test_a_torn_history_is_excluded_counted_and_told_by_lint(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "torn", work_events=_events(torn=True))

    said = _flow(folder, "review")

    assert said.out.split()[-10:] == [
        "feature",
        "all",
        "5",
        "0.19",
        "18",
        "18",
        "83",
        "%",
        "0",
        "1",
    ]
    assert "1 problems of events" in said.err
    linted = asp("-C", folder, "lint", "--as-of", "2026-12-31")
    assert "facts/work_events.csv:52:1 I084 missing-exit: feature `FEA-9`" in linted.out


def test_a_log_that_cannot_be_read_is_refused_line_by_line(tmp_path: Path) -> None:
    text = _events().replace("T23:59:59Z", "")
    folder = write_workspace(tmp_path / "broken", work_events=text)

    said = _flow(folder, "review")

    assert said.code == 2
    assert "facts/work_events.csv:51:38 I032 bad-moment: `2026-12-03` is no moment" in said.err


@pytest.mark.parametrize("verb", [("review",), ("age",), ("limits", "--weeks", "4")])
def test_where_nothing_has_happened_the_way_to_begin_is_told(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    said = _flow(write_workspace(tmp_path / "still"), *verb)

    assert said.code == 2
    assert "no event of work is known up to 2026-12-31" in said.err


FEATURES = "id,value_stream_id,team,flow_kind,state\n" + "".join(
    f"FEA-{n},{'booking' if n % 2 else 'payments'},t-{n % 3},{'defect' if n == 4 else 'feature'},"
    f"{'analyzing' if n == 9 else 'released'}\n"
    for n in (1, 2, 3, 4, 5, 6, 9)
)
RELEASES = "id,value_stream_id,deployed_at,committed_at,failed,feature_ids\n" + "".join(
    f"DEP-{n},{'booking' if n % 2 else 'payments'},2026-{n + 5:02}-22T09:00:00Z,"
    f"2026-{n + 5:02}-21T09:00:00Z,{'yes' if n == 4 else 'no'},FEA-{n}\n"
    for n in range(1, 7)
)


@pytest.fixture
def in_streams(tmp_path: Path) -> Path:
    return write_workspace(
        tmp_path / "streams", work_events=_events(), features=FEATURES, releases=RELEASES
    )


def test_each_value_stream_stands_beside_the_whole(in_streams: Path) -> None:
    flows = json.loads(_flow(in_streams, "review", "--format", "json").out)["flows"]

    assert [(one["flow"], one["of"], one["done"]) for one in flows] == [
        ("feature", "all", "5"),
        ("feature", "booking", "2"),
        ("feature", "payments", "3"),
    ]


def test_a_stream_is_held_against_its_own_window_before(in_streams: Path) -> None:
    """Row 32: unit, window, cases and what was left out stand beside every figure."""
    review = ("review", "--stream", "payments", "--window", "13", "--format", "json")

    found = json.loads(_flow(in_streams, *review).out)

    told = {(one["flow"], one["measure"]): one for one in found["figures"]}
    assert (found["since"], found["as_of"], found["stream"]) == (
        "2026-10-02",
        "2026-12-31",
        "payments",
    )
    assert told["feature", "flow time P50"] == {
        "flow": "feature",
        "measure": "flow time P50",
        "value": "18",
        "unit": "days",
        "n": 1,
        "excluded": 0,
        "window_before": "18",
    }
    lead = told["release", "change lead time"]
    assert (lead["value"], lead["unit"], lead["n"]) == ("24", "hours", 1)
    before = told["release", "change fail rate"]["window_before"]
    assert before == "0.5", "one of the two of summer failed"
    table = _flow(in_streams, *review[:-2]).out
    assert "flow time P85" in table
    assert "window before" in table


def test_published_groups_bear_their_year_and_make_no_grade(in_streams: Path) -> None:
    """Pitfall 33: thresholds are dated data, and a stream is held against itself first."""
    said = _flow(in_streams, "review", "--stream", "payments", "--published", "--format", "json")

    rows = json.loads(said.out)["published"]
    assert {(row["source"], row["published"]) for row in rows} == {
        ("Forsgren, Humble & Kim, Accelerate", "2018"),
        ("DORA report", "2024"),
        ("DORA report", "2025"),
    }
    assert [row["group"] for row in rows if row["confirmed"] == "no"] == ["medium", "low"]
    assert rows[-1]["change_fail_rate"] == "", "the groups were dropped"
    assert "grade" not in json.dumps(json.loads(said.out)["figures"])


def test_work_is_told_apart_by_team_and_never_by_person(in_streams: Path) -> None:
    """Pitfall 34."""
    flows = json.loads(_flow(in_streams, "review", "--by", "team", "--format", "json").out)["flows"]

    assert [one["of"] for one in flows] == ["all", "t-0", "t-1", "t-2"]
    refused = _flow(in_streams, "review", "--by", "person")
    assert (refused.code, refused.out) == (2, "")
    assert "what a person gets done is never measured" in refused.err


def test_a_stream_with_a_slip_is_refused_with_what_was_meant(in_streams: Path) -> None:
    said = _flow(in_streams, "review", "--stream", "paymets")

    assert said.code == 2
    assert "did you mean `payments`?" in said.err


def test_what_comes_is_replayed_from_what_was_done(in_streams: Path) -> None:
    ask = ("forecast", "--by", "2027-12-31", "--items", "6")

    told = json.loads(_flow(in_streams, *ask, "--format", "json").out)

    assert (told["done"], told["weeks"], told["runs"]) == (5, 26, 10_000)
    likely, safe, _ = told["forecast"]
    assert likely["done_at_least"] > safe["done_at_least"] > 0
    assert "2027-06-30" < likely["wanted_done_on"] < safe["wanted_done_on"]
    said = _flow(in_streams, *ask)
    assert said.out.startswith("features: 5 done in the 26 weeks up to 2026-12-31, replayed 10000")
    assert "in 21 of the 26 weeks nothing was done" in said.err
    assert said == _flow(in_streams, *ask)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--by", "2026-12-31"), "2026-12-31 is not after 2026-12-31"),
        (("--by", "2099-12-31"), "more than ten years ahead"),
        (("--by", "2027-03-31", "--kind", "epic"), "nothing flows as `epic`"),
        (("--by", "2027-03-31", "--kind", "story"), "no story was done in the 26 weeks"),
        (("--by", "2027-03-31", "--items", "0"), "0 items are none"),
    ],
)
def test_a_forecast_that_cannot_be_meant_is_refused(
    in_streams: Path, more: tuple[str, ...], why: str
) -> None:
    said = _flow(in_streams, "forecast", *more)

    assert said.code == 2
    assert why in said.err


def test_a_window_has_a_length(at_work: Path) -> None:
    assert "a window of 0 weeks has no length" in _flow(at_work, "review", "--window", "0").err


def test_a_strategic_initiative_in_the_log_never_enters_delivery(tmp_path: Path) -> None:
    """The facts say which initiative is strategic, and `asp.yaml` who holds a gate."""
    states = ("intake", "triage", "discovery_queue", "investigate", "investment_framing")
    way = (*states, "delivery_queue")
    lines = ["item_kind,item_id,event,from_state,to_state,at,actor,decision_id"]
    for item in ("INI-2", "INI-9"):
        lines += [
            f"initiative,{item},moved,{source},{target},2026-0{month}-01T09:00:00Z,finance/p1,DEC-1"
            for month, (source, target) in enumerate(zip(("", *states), way, strict=True), 1)
        ]
    columns, *rows = TABLES["initiatives"].splitlines()
    funded = [row.replace("investment_framing", "delivery_queue") for row in rows]
    kinds = [f"{row},initiative" for row in funded]
    kinds.append("INI-9,One account,investment_framing,standard,3500,104,strategic")
    folder = write_workspace(
        tmp_path / "work",
        charter=CHARTER
        + "rights: {intake: finance, gate_1: finance, analysis: finance, gate_2: finance}\n",
        initiatives="\n".join([f"{columns},kind", *kinds]) + "\n",
        work_events="\n".join(lines) + "\n",
    )

    problems = [
        d for d in lint_run(folder, as_of=RUN_DAY).diagnostics if d.code[:3] in {"I08", "I09"}
    ]

    assert [(d.code, d.message) for d in problems] == [
        (
            "I080",
            "strategic initiative `INI-9`: no strategic initiative stands in `delivery_queue`",
        )
    ]
