"""What is seen: colour on a terminal alone and never if unwanted, names as they are."""

import os
import pty
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from asp_decide.cli import console
from command_line import a_planned_workspace, asp, command, edit, plan


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("seen") / "mini")
    edit(folder, "facts/initiatives.csv", "Gift cards", "Gift [bold]cards[/bold] :gift: | more")
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


def _on_a_terminal(*call: str, folder: Path, **environment: str) -> str:
    """What a person sees: stdout is a terminal of 200 columns."""
    inside, outside = pty.openpty()
    ours: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}
    }
    with subprocess.Popen(
        command(*call),
        cwd=folder,
        stdout=outside,
        stderr=subprocess.DEVNULL,
        env={**ours, "TERM": "xterm-256color", "COLUMNS": "200", **environment},
    ):
        os.close(outside)
        seen = b""
        while True:
            try:
                part = os.read(inside, 65536)
            except OSError:  # the terminal is closed when its last writer has gone
                break
            if not part:
                break
            seen += part
    os.close(inside)
    return seen.decode()


def test_colour_is_seen_on_a_terminal_and_carries_no_meaning_alone(mini: Path) -> None:
    coloured = _on_a_terminal("show", "plan.json", folder=mini)
    plain = _on_a_terminal("show", "plan.json", folder=mini, NO_COLOR="1")

    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    assert _without_colour(coloured) == plain


def _without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_plain_text_can_be_asked_for(mini: Path) -> None:
    assert "\x1b" not in _on_a_terminal("show", "plan.json", "--no-color", folder=mini)


def test_in_a_pipe_nothing_is_cut_and_nothing_is_coloured(mini: Path) -> None:
    said = asp("-C", mini, "show", "plan.json")

    assert "\x1b" not in said.out
    assert "\u2026" not in said.out


def test_a_name_is_shown_as_it_is_written(mini: Path) -> None:
    """Neither markup of the terminal's library nor its pictures."""
    said = asp("-C", mini, "show", "plan.json")

    assert "Gift [bold]cards[/bold] :gift: | more" in said.out


def test_a_bar_in_a_name_does_not_end_a_cell(mini: Path) -> None:
    said = asp("-C", mini, "show", "plan.json", "--format", "md")

    (row,) = (line for line in said.out.splitlines() if "INI-4 |" in line)
    assert r"Gift [bold]cards[/bold] :gift: \| more" in row


def test_a_control_character_draws_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_text("over\x1b[2Jwritten \x07 and \u202e turned")
    console.talk("beside\x1b[1A")

    said = capsys.readouterr()
    assert said.out == "over?[2Jwritten ? and ? turned\n"
    assert said.err == "beside?[1A\n"


def test_figures_stand_to_the_right_and_words_to_the_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.print_rows("", ("name", "amount"), [("Ferries", "5"), ("Bus", "1,234.50")])

    lines = capsys.readouterr().out.splitlines()
    ferries, bus = (line for line in lines if "Ferries" in line or "Bus" in line)
    assert ferries.rstrip().endswith("       5")
    assert bus.index("Bus") == ferries.index("Ferries")


def test_a_narrow_terminal_breaks_lines_between_words(mini: Path) -> None:
    told = _on_a_terminal("explain", "INI-6", folder=mini, COLUMNS="80", NO_COLOR="1")

    lines = told.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert {"benefit", "effort,", "duration", "outlay:"} <= set(told.split()), "words stay whole"
    assert "basics.yaml" not in told, "there is room for files and lines from 100 columns on"
    assert "basics.yaml:" in _on_a_terminal("explain", "INI-6", folder=mini, COLUMNS="120")


def test_a_line_that_is_set_in_stays_set_in_where_it_is_broken(mini: Path) -> None:
    told = _on_a_terminal("explain", "INI-6", folder=mini, COLUMNS="50", NO_COLOR="1")

    because = told.partition("Because")[2].partition("Beside")[0].splitlines()
    lines = [line for line in because if line.strip()]
    assert len(lines) > 1
    assert all(line.startswith("  ") for line in lines)


def test_a_section_without_content_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    class Empty:
        title = "Findings"
        lines: tuple[str, ...] = ()
        columns = ("rule",)
        rows: tuple[tuple[str, ...], ...] = ()

    console.print_sections([Empty()])
    console.print_sections([Empty()], style="md")

    assert capsys.readouterr().out == ""


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with console.Progress("planning") as progress:
        progress("measuring")

    assert capsys.readouterr().err == ""


def test_a_signature_is_one_line_on_a_narrow_terminal_that_knows_no_dash(
    mini: Path, tmp_path: Path
) -> None:
    """What is pasted into minutes is read again from there."""
    key = tmp_path / "office.key"
    assert asp("ledger", "key", "office", "-o", key).code == 0

    seen = _on_a_terminal(
        *("ledger", "checkpoint", "--sign", str(key)),
        folder=mini,
        COLUMNS="40",
        PYTHONIOENCODING="ascii",
    )

    plain = asp("-C", mini, "ledger", "checkpoint", "--sign", key).out
    assert seen.replace("\r\n", "\n") == plain
    assert max(map(len, plain.splitlines())) > 100
