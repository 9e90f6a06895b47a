"""`lint --fix` mends what has one right answer, in policies and in the cases beside them."""

from pathlib import Path

import pytest

from command_line import asp, files_of
from workspace_builders import AS_OF, a_workspace

SLIPS = {
    "policies/portfolio/basics.yaml": [
        ("policy: portfolio/basics", "policy: portfolio/basis"),
        ("    limit: wip\n", "    limitt: wip  # how much runs\n"),
        ("owner: value_stream_owner", "owner: 'value_stream_owenr'"),
        ("gain_from_stopping: above", "gain_from_stoping: abov"),
    ],
    "policies/portfolio/basics.tests.yaml": [
        ("      STOP-02: {", "      STOP-2: {"),
    ],
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workspace with slips in a policy and in its cases, and comments beside them."""
    folder = a_workspace(tmp_path / "ours")
    for name, slips in SLIPS.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for right, wrong in slips:
            assert right in text, right
            text = text.replace(right, wrong, 1)
        path.write_text(text, encoding="utf-8")
    return folder


def test_what_is_mended_lints_clean_and_all_else_is_as_it_was(broken: Path, tmp_path: Path) -> None:
    sound = files_of(a_workspace(tmp_path / "sound"))

    said = asp("-C", broken, "lint", "--fix", "--as-of", AS_OF)

    assert said.code == 0, said.out
    after = files_of(broken)
    changed = {name for name, body in after.items() if sound[name] != body}
    assert changed == {"policies/portfolio/basics.yaml"}
    text = after["policies/portfolio/basics.yaml"].decode()
    assert "    limit: wip  # how much runs\n" in text
    assert "owner: 'value_stream_owner'" in text
    assert said.err.count(" is now ") == 6
    assert "`STOP-2` is now `STOP-02`" in said.err


def test_mending_again_changes_nothing(broken: Path) -> None:
    asp("-C", broken, "lint", "--fix", "--as-of", AS_OF)
    once = files_of(broken)

    said = asp("-C", broken, "lint", "--fix", "--as-of", AS_OF)

    assert files_of(broken) == once
    assert " is now " not in said.err


def test_a_look_at_what_would_change_changes_nothing(broken: Path) -> None:
    before = files_of(broken)

    said = asp("-C", broken, "lint", "--diff", "--as-of", AS_OF)

    assert said.code == 1
    assert files_of(broken) == before
    assert "-    limitt: wip  # how much runs" in said.out
    assert "+    limit: wip  # how much runs" in said.out


def test_what_could_mean_two_things_is_left_to_people(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    path = folder / "policies" / "portfolio" / "basics.yaml"
    text = path.read_text(encoding="utf-8").replace("at_most: $wip_limit", "at_most: 5 weeks")
    path.write_text(text, encoding="utf-8")

    said = asp("-C", folder, "lint", "--fix", "--as-of", AS_OF)

    assert said.code == 1
    assert "P108" in said.out
    assert path.read_text(encoding="utf-8") == text
