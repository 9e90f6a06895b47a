"""Capacity that is known turns a ranking into decisions: what starts, what waits, what is declined."""

from pathlib import Path

from workspace_builders import a_workspace, planned

CAPACITY = "value_stream_id,interval,net\n" + "".join(
    f"web,{interval},25\n" for interval in ("2027Q1", "2027Q2", "2027Q3", "2027Q4")
)
INITIATIVES = (
    "id,name,state,urgency,benefit_per_week_likely,benefit_life\n"
    + "".join(
        f"INI-{n},Ranked {n},delivery_queue,standard,{10000 - 1000 * n},156\n" for n in (1, 2, 3, 4)
    )
    + "INI-5,Not worth it,investment_framing,standard,10,52\n"
)
OPTIONS = (
    "initiative_id,value_stream_id,remaining_effort_likely,remaining_duration_likely,"
    "remaining_outlay_likely\n"
    + "".join(f"INI-{n},web,10,8,0\n" for n in (1, 2, 3, 4))
    + "INI-5,web,3,8,90000\n"
)


def test_a_demand_of_forty_team_weeks_on_twenty_five_is_decided_and_not_ranked(
    tmp_path: Path,
) -> None:
    """Row 20: two start, two wait for a day that is foreseen, and one is declined."""
    folder = a_workspace(tmp_path / "forty")
    for name, text in (
        ("capacity", CAPACITY),
        ("initiatives", INITIATIVES),
        ("options", OPTIONS),
    ):
        (folder / "facts" / f"{name}.csv").write_text(text, encoding="utf-8")

    plan = planned(folder)

    told = {one.initiative: (one.decision, one.start) for one in plan.decisions}
    assert told == {
        "INI-1": ("start", "2027Q1"),
        "INI-2": ("start", "2027Q1"),
        "INI-3": ("wait", "2027Q2"),
        "INI-4": ("wait", "2027Q2"),
        "INI-5": ("decline", None),
    }
    first = next(line for line in plan.capacity if line.interval == "2027Q1")
    assert (first.committed, first.net) == ("20", "25")
