"""Every call of the command that a page shows is one that the command takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import CycloptsError, MissingArgumentError

from asp_decide.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md"))
    if "asp-decide " in page.read_text(encoding="utf-8")
)
_IN_A_BLOCK = re.compile(r"^(?:\$ )?asp-decide ((?:[^\n\\]|\\\n)+)", re.MULTILINE)
_IN_A_SENTENCE = re.compile(r"`asp-decide ([^`]+)`")
_REST_OF_THE_SHELL = {"#", "|", "||", "&&", ">", "2>&1", ";"}


@pytest.mark.parametrize("page", PAGES)
def test_every_call_on_a_page_is_one_that_the_command_takes(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    refused = {said: why for said in _calls(text) if (why := _refusal(said))}

    assert refused == {}


def test_a_call_that_the_command_does_not_take_is_noticed() -> None:
    (said,) = _calls("Ask `asp-decide explain INI-1 --why-never`, it says.")

    assert _refusal(said)
    assert _refusal("explian INI-1")


def _calls(text: str) -> Iterator[str]:
    yield from _IN_A_BLOCK.findall(text)
    yield from _IN_A_SENTENCE.findall(text)


def _refusal(said: str) -> str:
    """Why the command refuses the words; a sentence may leave out what has to be added."""
    words: list[str] = []
    for word in shlex.split(said.replace("\\\n", " ")):
        if word in _REST_OF_THE_SHELL:
            break
        words.append(word)
    if words[:1] == ["-C"]:
        words = words[2:]
    try:
        app.parse_args(words, print_error=False, exit_on_error=False)
    except MissingArgumentError:
        return ""
    except CycloptsError as refused:
        return str(refused)
    return ""
