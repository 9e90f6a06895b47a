"""What `init` makes: a workspace that works at once, and never on top of somebody's files."""

from pathlib import Path

import pytest

from asp_decide.errors import UsageError, WritingFailedError
from asp_decide.runs.authoring.modelines import modeline
from asp_decide.runs.opening.templates import Template, default_policies, init_workspace
from command_line import asp, files_of
from workspace_builders import AS_OF


@pytest.mark.parametrize("template", ["minimal", "demo"])
def test_what_is_made_can_be_checked_and_tested_at_once(tmp_path: Path, template: Template) -> None:
    folder = tmp_path / "ours"

    names = init_workspace(folder, template=template)

    assert sorted(files_of(folder)) == list(names)
    assert asp("-C", folder, "lint", "--as-of", AS_OF).code == 0


def test_the_demo_is_governed_by_the_default_pack(tmp_path: Path) -> None:
    init_workspace(tmp_path / "demo", template="demo")

    found = files_of(tmp_path / "demo" / "policies")
    own = {"overlays/freight.yaml", "exceptions.yaml"}
    assert found.keys() - files_of(default_policies()).keys() == own, "nothing but what it may add"
    for name, body in files_of(default_policies()).items():
        assert found[name] == modeline(f"policies/{name}").encode() + body


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()

    assert asp("init", tmp_path / "ours").code == 0
    assert (tmp_path / "ours" / "asp.yaml").is_file()


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("ours", encoding="utf-8")

    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(UsageError, match="is not empty"):
            init_workspace(place, template="minimal")

    said = asp("init", tmp_path, "--template", "demo")
    assert (said.code, said.out) == (2, "")
    assert list(files_of(tmp_path)) == ["letter.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("ours", encoding="utf-8")

    with pytest.raises(WritingFailedError, match="cannot be written"):
        init_workspace(tmp_path / "letter.txt" / "mine", template="minimal")
