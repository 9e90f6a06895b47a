"""A kill criterion that was on record when the board decided is held to by whoever edits tables."""

from pathlib import Path

import pytest

from command_line import apply, asp, edit, plan
from workspace_builders import AS_OF, a_workspace

OUTCOMES = """\
initiative_id,quantity,interval,kill_if,kill_threshold,kill_action,kill_min_grade,kill_agreed_on
INI-1,returns_by_phone,2027Q4,above,45,stop,before_after,2026-12-15
"""


@pytest.mark.slow
def test_a_threshold_that_was_moved_after_the_run_is_told_with_what_was_agreed(
    tmp_path: Path,
) -> None:
    folder = a_workspace(tmp_path / "mini")
    (folder / "facts" / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
    assert plan(folder, "-o", folder / "plan.json").code == 0
    assert apply(folder).code == 0
    untouched = asp("-C", folder, "lint", "--as-of", AS_OF)
    edit(folder, "facts/outcomes.csv", "above,45", "above,60")

    told = asp("-C", folder, "lint", "--as-of", AS_OF)

    assert "W021" not in untouched.out
    assert "facts/outcomes.csv:1:1 W021 criterion-changed: INI-1: the kill criterion" in told.out
    assert "stop if above 45 by before_after" in told.out
    assert "is now stop if above 60" in told.out
