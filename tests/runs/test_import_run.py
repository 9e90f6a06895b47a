"""What `import` does to a workspace: all of it or nothing to plan with, and every loss told."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from asp_decide.errors import InvalidInputError, UsageError, WritingFailedError
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.snapshot import facts_digest
from asp_decide.runs.opening.import_run import LAST_TABLE, import_run, target
from asp_decide.runs.workspace import open_workspace
from command_line import Said, asp, files_of
from mapping_builder import CHARTER, COURT, SECTIONS, TUNNEL, in_columns, mapping_text

AS_OF = date(2022, 3, 31)

KILLED_AT_EVERY_CALL = """
import os, shutil, signal, sys
from pathlib import Path
from asp_decide.runs.opening.import_run import import_run
from asp_decide.runs.workspace import open_workspace

old, source, place = (Path(text) for text in sys.argv[1:4])
moment = 0

def an_import_that_dies(folder):
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    seen = 0
    def perhaps_die(event, _):
        nonlocal seen
        if event.split(".")[0] not in ("open", "os", "tempfile"):
            return
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(perhaps_die)
    import_run(source, mapping=folder / "mapping.yaml", into=open_workspace(folder))
    os._exit(0)

while True:
    moment += 1
    shutil.copytree(old, place / str(moment))
    if not an_import_that_dies(place / str(moment)):
        break
print(moment)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace without facts, a mapping in it and a source beside it."""
    home = tmp_path / "ours"
    home.mkdir()
    (home / "asp.yaml").write_text(CHARTER, encoding="utf-8")
    (home / "mapping.yaml").write_text(mapping_text(), encoding="utf-8")
    (tmp_path / "projects.csv").write_bytes(in_columns(COURT, TUNNEL))
    return home


def imported(folder: Path, *more: object) -> Said:
    source = folder.parent / "projects.csv"
    return asp("import", "csv", source, "--map", folder / "mapping.yaml", "--into", folder, *more)


def digest_of(folder: Path) -> str | None:
    """The digest of the facts of a workspace; None where they cannot be loaded."""
    checked = read_snapshot(folder, as_of=AS_OF)
    return None if checked.value is None else facts_digest(checked.value)


def test_an_import_writes_facts_that_can_be_planned_with(folder: Path) -> None:
    said = imported(folder)

    assert said.code == 0
    assert sorted(files_of(folder / "facts")) == [
        *("assumptions.yaml", "capacity.csv", "evidence.csv", "initiatives.csv", "options.csv"),
        "value_streams.csv",
    ]
    assert "2 initiatives; written: facts/assumptions.yaml, facts/capacity.csv" in said.out
    assert said.err.startswith("0 cells rejected")
    assert digest_of(folder) is not None


def test_every_rejected_cell_is_a_line_of_talk_and_the_rest_is_written(folder: Path) -> None:
    odd = (*COURT[:4], "Purple", *COURT[5:9], "a lot")
    (folder.parent / "projects.csv").write_bytes(in_columns(odd, TUNNEL))

    said = imported(folder)

    assert said.code == 0
    assert said.err.splitlines()[:3] == [
        "projects.csv:5:2: `Purple` is none of the words that belong here [I023]",
        "projects.csv:10:2: `a lot` is no number [I024]",
        "2 cells rejected; what they would say is unknown",
    ]
    assert "whole_life_cost" in said.out


def test_the_result_can_be_read_by_a_pipeline(folder: Path) -> None:
    said = imported(folder, "--format", "json")

    told = json.loads(said.out)
    assert told["schema_version"] == "1"
    assert told["initiatives"] == 2
    assert told["rejected"] == []
    assert told["fields"][0] == {
        "field": "id",
        "stated": "2",
        "withheld": "0",
        "not applicable": "0",
        "rejected": "0",
        "empty": "0",
    }


def test_importing_twice_writes_the_same_bytes(folder: Path) -> None:
    imported(folder)
    before = files_of(folder)

    imported(folder)

    assert files_of(folder) == before


def test_facts_that_the_source_does_not_state_are_left_as_they_are(folder: Path) -> None:
    (folder / "facts").mkdir()
    (folder / "facts" / "themes.yaml").write_text("- {id: THE-1}\n", encoding="utf-8")

    imported(folder)

    assert (folder / "facts" / "themes.yaml").read_text(encoding="utf-8") == "- {id: THE-1}\n"


def test_a_table_never_comes_to_stand_in_two_files(folder: Path) -> None:
    (folder / "facts").mkdir()
    (folder / "facts" / "initiatives.yaml").write_text("- {id: INI-1}\n", encoding="utf-8")
    before = files_of(folder)

    said = imported(folder)

    assert said.code == 2
    assert "`facts/initiatives.yaml` stands there, and `facts/initiatives.csv` would be" in said.err
    assert files_of(folder) == before


def test_a_mapping_that_is_wrong_writes_nothing_and_tells_all_of_it(folder: Path) -> None:
    wrong = mapping_text(names=SECTIONS["names"].replace("enabler", "engine")).replace(
        "v1", "v2", 1
    )
    (folder / "mapping.yaml").write_text(wrong, encoding="utf-8")

    said = imported(folder)

    assert said.code == 2
    assert [line.split()[1] for line in said.err.splitlines() if line.startswith("mapping")] == [
        "W014",
        "W014",
    ]
    assert not (folder / "facts").exists()


def test_a_workspace_in_another_currency_is_refused(folder: Path) -> None:
    (folder / "asp.yaml").write_text(CHARTER.replace("GBP", "EUR"), encoding="utf-8")

    with pytest.raises(InvalidInputError, match="two-currencies"):
        import_run(
            folder.parent / "projects.csv",
            mapping=folder / "mapping.yaml",
            into=open_workspace(folder),
        )


def test_without_a_folder_the_workspace_around_is_meant(folder: Path) -> None:
    assert target(None, start=folder).root == folder
    with pytest.raises(UsageError, match="is no workspace"):
        target(folder.parent, start=folder)


def test_a_source_that_is_not_there_is_named(folder: Path) -> None:
    said = asp("import", "csv", "no.csv", "--map", folder / "mapping.yaml", "--into", folder)

    assert (said.code, said.err.splitlines()[0]) == (
        2,
        "`no.csv` cannot be read: no such file or directory",
    )


def test_facts_that_cannot_be_written_are_told(folder: Path) -> None:
    (folder / "facts").write_text("a file where a folder belongs", encoding="utf-8")

    with pytest.raises(WritingFailedError, match="cannot be written"):
        import_run(
            folder.parent / "projects.csv",
            mapping=folder / "mapping.yaml",
            into=open_workspace(folder),
        )


@pytest.mark.slow
def test_a_killed_import_leaves_the_old_facts_the_new_ones_or_none_to_plan_with(
    folder: Path, tmp_path: Path
) -> None:
    """A workspace with the costs of one release and the dates of another would plan, and wrongly."""
    imported(folder)
    old = digest_of(folder)
    later = tmp_path / "later.csv"
    later.write_bytes(in_columns((*COURT[:7], "2027-03-31", "£15.00", "£1,500.00"), TUNNEL))
    killed = tmp_path / "killed"
    killed.mkdir()

    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_CALL, str(folder), str(later), str(killed)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    moments = int(done.stdout)
    found = [digest_of(killed / str(moment)) for moment in range(1, moments + 1)]
    new = found[-1]
    assert new not in {old, None}
    assert found == sorted(found, key=[old, None, new].index), "old, then none, then new"
    assert None in found
    unreadable = killed / str(found.index(None) + 1)
    assert not (unreadable / "facts" / LAST_TABLE).exists()
