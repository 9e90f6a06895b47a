"""Editors find the schemas of a workspace, and lint tells when these say what no policy says."""

import re
import shutil
from pathlib import Path

import pytest

from asp_decide.policy.written.rule_kinds import KINDS
from asp_decide.runs.authoring.modelines import modeline, schema_for, with_modeline
from asp_decide.runs.opening.templates import Template, init_workspace
from command_line import asp, files_of
from workspace_builders import AS_OF, a_workspace

LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
BASICS = "policies/portfolio/basics.yaml"


@pytest.mark.parametrize("template", ["minimal", "demo", "gmpp"])
def test_every_file_of_policies_that_init_writes_finds_its_schema(
    tmp_path: Path, template: Template
) -> None:
    init_workspace(tmp_path / "ours", template=template)

    files = sorted((tmp_path / "ours" / "policies").rglob("*.yaml"))
    named = {file: LINE.match(file.read_text("utf-8")) for file in files}

    assert files
    for file, line in named.items():
        assert line is not None, file
        assert (file.parent / line[1]).is_file(), file


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("policies/portfolio/wip.yaml", "portfolio.schema.json"),
        ("policies/delivery/wip.yaml", "delivery.schema.json"),
        ("policies/delivery/wip.tests.yaml", "tests.schema.json"),
        ("policies/overlays/web.yaml", "overlay.schema.json"),
        ("policies/exceptions.yaml", "exceptions.schema.json"),
        ("asp.yaml", None),
        ("facts/themes.yaml", None),
    ],
)
def test_each_kind_of_file_has_its_schema(file: str, schema: str | None) -> None:
    assert schema_for(file) == schema


def test_a_file_that_has_the_line_keeps_it_and_one_without_a_schema_gets_none() -> None:
    body = modeline("policies/exceptions.yaml").encode() + b"asp: exceptions/v1\n"

    assert with_modeline("policies/exceptions.yaml", body) == body
    assert with_modeline("asp.yaml", b"name: ours\n") == b"name: ours\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_rule_finds_its_schemas_too(tmp_path: Path, kind: str) -> None:
    folder = a_workspace(tmp_path / "ours")
    shutil.rmtree(folder / ".asp")

    asp("-C", folder, "policy", "new", kind, "--id", "NEW-01")

    for name in ("new-01.yaml", "new-01.tests.yaml"):
        written = (folder / "policies" / "portfolio" / name).read_text("utf-8")
        assert written.startswith(modeline(f"policies/portfolio/{name}"))
        assert (folder / ".asp" / str(schema_for(f"policies/portfolio/{name}"))).is_file()


def test_lint_tells_when_the_policies_say_more_than_the_schemas(tmp_path: Path) -> None:
    """A new parameter is not known to an editor until somebody says `policy schema`."""
    folder = a_workspace(tmp_path / "ours")
    assert "W020" not in asp("-C", folder, "lint", "--as-of", AS_OF).out

    rename(folder, "wip_limit", "most_in_delivery")
    stale = asp("-C", folder, "lint", "--as-of", AS_OF)
    asp("-C", folder, "policy", "schema")
    fresh = asp("-C", folder, "lint", "--as-of", AS_OF)

    assert stale.code == 0
    assert ".asp:1:1 W020 stale-schema: editors do not know what the policies say now" in stale.out
    assert "W020" not in fresh.out


def test_prose_that_no_editor_shows_makes_no_schema_stale(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    path = folder / BASICS
    path.write_text(path.read_text("utf-8") + "# and so on\n", encoding="utf-8")

    assert "W020" not in asp("-C", folder, "lint", "--as-of", AS_OF).out


def test_a_schema_that_a_file_names_and_nobody_wrote_is_told(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    shutil.rmtree(folder / ".asp")
    assert "W020" in asp("-C", folder, "lint", "--as-of", AS_OF).out

    for file in (folder / "policies").rglob("*.yaml"):
        file.write_text(LINE.sub("", file.read_text("utf-8")), encoding="utf-8")
    assert "W020" not in asp("-C", folder, "lint", "--as-of", AS_OF).out, "nobody asked for it"


def test_lint_fix_brings_the_schemas_up_to_date_and_lint_alone_writes_nothing(
    tmp_path: Path,
) -> None:
    folder = a_workspace(tmp_path / "ours")
    before = files_of(folder / ".asp")
    rename(folder, "wip_limit", "most_in_delivery")

    asp("-C", folder, "lint", "--as-of", AS_OF)
    assert files_of(folder / ".asp") == before
    said = asp("-C", folder, "lint", "--fix", "--as-of", AS_OF)

    assert "editors know again what the policies say" in said.err
    assert files_of(folder / ".asp") != before


def test_while_a_policy_has_an_error_the_schemas_of_before_stay(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    before = files_of(folder / ".asp")
    path = folder / BASICS
    path.write_text(path.read_text("utf-8").replace("limit: wip", "limit: wap"), encoding="utf-8")

    said = asp("-C", folder, "lint", "--as-of", AS_OF)
    refused = asp("-C", folder, "policy", "schema")

    assert "W020" not in said.out
    assert refused.code == 2
    assert files_of(folder / ".asp") == before


def test_the_workspace_can_move(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    moved = tmp_path / "elsewhere" / "ours too"
    moved.parent.mkdir()
    folder.rename(moved)

    assert "W020" not in asp("-C", moved, "lint", "--as-of", AS_OF).out
    bodies = b"".join(files_of(moved / ".asp").values())
    assert str(tmp_path).encode() not in bodies


def rename(folder: Path, old: str, new: str) -> None:
    for file in (folder / "policies").rglob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
