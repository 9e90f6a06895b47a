"""The same report gives the same bytes, in another process and after other reports too."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from asp_decide.canonical import bytes_digest
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.formats.render import render
from builders import a_charter
from plan_builders import a_board_plan, a_plan, a_record, an_override

IN_ANOTHER_PROCESS = """
from test_render import digests
print(*digests())
"""


def digests() -> tuple[str, str]:
    """The digests of the board's report as HTML and as Markdown."""
    record = a_record(overrides=(an_override(),))
    report = board_appendix(a_board_plan(), charter=a_charter(), recorded=record)
    return bytes_digest(render(report, format="html")), bytes_digest(render(report, format="md"))


def test_other_processes_render_the_same_bytes() -> None:
    here = Path(__file__).parent
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            capture_output=True,
            check=True,
            text=True,
            env=os.environ
            | {
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)]),
            },
        )

        assert tuple(told.stdout.split()) == digests()


@pytest.mark.parametrize("form", ["html", "md"])
def test_what_was_rendered_before_does_not_show(form: Literal["html", "md"]) -> None:
    report = board_appendix(a_board_plan(), charter=a_charter(), recorded=None)
    first = render(report, format=form)
    render(board_appendix(a_plan(), charter=a_charter(), recorded=None), format=form)

    assert render(report, format=form) == first


def test_no_path_of_this_machine_is_in_a_report() -> None:
    report = board_appendix(a_board_plan(), charter=a_charter(), recorded=None)

    assert str(Path.cwd()) not in render(report, format="html").decode()
