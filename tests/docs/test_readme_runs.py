"""Every block of the README and of the demo's README runs as written, and says what it says."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {
    "README.md": ROOT / "README.md",
    "demo": ROOT / "src" / "asp_decide" / "shipped" / "demo" / "README.md",
}
TOUR = (
    "policy new",
    "lint",
    "policy test",
    "policy show",
    "diff",
    "policy price",
    "plan",
    "explain",
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LANGUAGES = {"sh", "python", "text", "console"}


@dataclass(frozen=True)
class Block:
    language: str
    body: str
    said: str


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_newcomer_can_follow_every_step(page: str, tmp_path: Path) -> None:
    """The blocks of a page share one shell: a `cd` of one holds for the next."""
    place = tmp_path
    for block in _blocks(PAGES[page].read_text(encoding="utf-8")):
        answer, place = _run(block, place)
        output = " ".join((answer.stdout + answer.stderr).split())

        assert answer.returncode == 0, f"{block.body}\n{answer.stderr}"
        for line in block.said.strip().splitlines():
            assert " ".join(line.split()) in output, f"{block.body}\nsays nothing of: {line}"


def test_from_an_empty_workspace_to_a_rule_in_a_plan_it_takes_at_most_fifteen_commands() -> None:
    section = PAGES["README.md"].read_text(encoding="utf-8").partition("## A rule of your own")[2]
    section = section.partition("\n## ")[0]

    commands = [
        line
        for block in _blocks(section)
        if block.language == "sh"
        for line in _without_files(block.body).splitlines()
    ]

    assert commands[0].startswith("asp-decide init")
    assert all(any(f"asp-decide {verb}" in line for line in commands) for verb in TOUR)
    assert len(commands) <= 15


def _without_files(body: str) -> str:
    """The commands without what is written into files."""
    return re.sub(r"<<'YAML'\n.*?^YAML$", "", body, flags=re.MULTILINE | re.DOTALL)


def _blocks(text: str) -> list[Block]:
    found = _BLOCK.findall(text)
    assert {language for language, _ in found} <= _LANGUAGES
    blocks = []
    for number, (language, body) in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else ("", "")
        if language in {"sh", "python"}:
            blocks.append(Block(language, body, after[1] if after[0] == "text" else ""))
    assert blocks
    return blocks


def _run(block: Block, place: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Run one block in a folder; where its shell ends is where the next one begins."""
    programs = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": programs + os.pathsep + os.environ["PATH"],
        "COLUMNS": "200",
    }
    if block.language == "python":
        call = [sys.executable, "-c", block.body]
    else:
        call = ["bash", "-e", "-c", block.body + '\npwd > "$ASP_TEST_PLACE"\n']
        environment["ASP_TEST_PLACE"] = str(place / ".place")
    answer = subprocess.run(
        call, cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    told = place / ".place"
    if block.language == "sh" and told.exists():
        ended = Path(told.read_text(encoding="utf-8").strip())
        told.unlink()
        return answer, ended
    return answer, place
