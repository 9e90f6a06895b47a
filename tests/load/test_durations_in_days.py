"""A duration may be stated in days: it is then an exact number of weeks, and no decimal one."""

from fractions import Fraction
from pathlib import Path

from workspace_builder import snapshot_of


def test_days_that_are_no_whole_weeks_stay_exact(tmp_path: Path) -> None:
    options = (
        "initiative_id,option,kind,value_stream_id,remaining_effort_likely,"
        "remaining_duration_likely,transition_cost\n"
        "INI-1,continue,continue,payments,15,1096 days,\n"
        "INI-1,pause,pause,payments,15,1096 days,2000\n"
        "INI-2,whole,whole,booking,6,8,\n"
    )

    snapshot = snapshot_of(tmp_path, options=options)

    durations = [option.remaining_duration_weeks for option in snapshot.options]
    assert [each.likely for each in durations if each is not None] == [
        Fraction(1096, 7),
        Fraction(1096, 7),
        8,
    ]
