"""What stands beside the policies is begun like a rule: it lacks what only its author can say."""

import re
from pathlib import Path

import pytest

from command_line import asp, edit, files_of
from workspace_builders import AS_OF, a_workspace

REGISTER = "policies/exceptions.yaml"
BASICS = "policies/portfolio/basics.yaml"
FILL = {
    "by: ...": "by: portfolio_board",
    "person: ...": "person: A. Person",
    "on: ...": "on: 2026-12-01",
    "until: ...": "until: 2027-03-31",
    "because: ...": "because: Two people left, and nobody has replaced them.",
    "reason: ...": "reason: The contract ends in spring in any case.",
    "rule: ...": "rule: STOP-02",
    "{initiative: ...}": "{initiative: INI-2}",
    "wip_limit: ...": "wip_limit: 2 initiatives",
}


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The minimal workspace, whose streams may tighten their limit."""
    folder = a_workspace(tmp_path / "mini")
    unit = "    unit: initiatives\n"
    edit(folder, BASICS, unit, unit + "    overlays: tighten_only\n")
    return folder


def new(folder: Path, *arguments: str) -> tuple[int, str]:
    said = asp("-C", folder, "policy", "new", *arguments, "--as-of", AS_OF)
    return said.code, said.out + said.err


def lint(folder: Path) -> tuple[int, str]:
    said = asp("-C", folder, "lint", "--as-of", AS_OF)
    return said.code, said.out


def fill(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for hole, value in FILL.items():
        text = text.replace(hole, value)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [(("overlay", "--id", "web"), "policies/overlays/web.yaml"), (("exemption",), REGISTER)],
)
def test_it_is_refused_until_it_is_filled_in(
    mini: Path, arguments: tuple[str, ...], written: str
) -> None:
    code, told = new(mini, *arguments)
    assert (code, told.splitlines()[0]) == (0, written)

    code, found = lint(mini)
    gaps = re.findall(r"^[^#\n]*(?<![`.])\.\.\.", (mini / written).read_text(), re.MULTILINE)
    assert code == 1
    assert set(re.findall(r" (P[0-9]{3}) ", found)) == {"P008"}
    assert found.count("P008") >= len(gaps) > 0
    assert asp("-C", mini, "plan", "--as-of", AS_OF).code == 2

    fill(mini / written)
    code, found = lint(mini)
    assert code == 0, found


def test_an_overlay_lists_what_a_stream_may_set_and_what_holds_for_all(mini: Path) -> None:
    new(mini, "overlay", "--id", "web")

    text = (mini / "policies/overlays/web.yaml").read_text(encoding="utf-8")
    assert "  # 5 initiatives for all; tighten_only\n  wip_limit: ...\n" in text
    assert "write a number and its unit" in lint(mini)[1]


def test_what_bounds_the_whole_portfolio_is_not_listed_for_a_stream(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "demo", "demo")

    new(folder, "overlay", "--id", "booking")

    text = (folder / "policies/overlays/booking.yaml").read_text(encoding="utf-8")
    assert "wip_limit: ..." in text
    assert "largest_bet" not in text, "the largest bet is one of the portfolio"


def test_exemptions_are_numbered_and_what_stands_in_the_register_stays(mini: Path) -> None:
    new(mini, "exemption")
    fill(mini / REGISTER)
    before = (mini / REGISTER).read_text(encoding="utf-8")

    new(mini, "exemption")

    after = (mini / REGISTER).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert re.findall(r"id: (EX-\S+)", after) == ["EX-2026-001", "EX-2026-002"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("overlay",), "an overlay is called as its value stream"),
        (("overlay", "--id", "../web"), "an overlay is called as its value stream"),
        (("exemption", "--id", "EX-1"), "`EX-1` is no id of an exemption"),
        (("exemptoin",), "did you mean `exemption`?"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_no_file_changes(
    mini: Path, arguments: tuple[str, ...], why: str
) -> None:
    before = files_of(mini)

    code, told = new(mini, *arguments)

    assert code == 2
    assert why in told
    assert files_of(mini) == before


def test_nothing_is_begun_twice_and_nothing_that_nobody_may_set(mini: Path) -> None:
    new(mini, "overlay", "--id", "web")
    assert new(mini, "overlay", "--id", "web")[0] == 2
    (mini / "policies/overlays/web.yaml").unlink()
    edit(mini, BASICS, "    overlays: tighten_only\n", "")

    code, told = new(mini, "overlay", "--id", "web")

    assert code == 2
    assert "no value stream may set a parameter of its own" in told
