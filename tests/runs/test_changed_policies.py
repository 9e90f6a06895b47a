"""What means something else in the policies of two runs is read off the files that they keep."""

from pathlib import Path

from asp_decide.runs.auditing.changed_policies import changed_policies
from workspace_builders import AS_OF, a_workspace, opened


def test_a_limit_that_moved_is_told_with_both_amounts(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    then = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".yaml", ".csv"}
    }
    basics = "policies/portfolio/basics.yaml"
    now = {**then, basics: then[basics].replace(b"value: 5 initiatives", b"value: 6 initiatives")}

    lines = changed_policies(then, now, opened(folder), AS_OF)

    assert ("5 initiatives", "6 initiatives") in {line[2:] for line in lines}
    assert changed_policies(then, then, opened(folder), AS_OF) == ()
