"""The workspaces that ship: a demo, a minimal one, two rounds of learning, public projects."""

from pathlib import Path
from typing import Literal

import asp_decide
from asp_decide.errors import UsageError
from asp_decide.runs.authoring.modelines import with_modeline
from asp_decide.runs.authoring.schema_run import schema_run
from asp_decide.runs.workspace import open_workspace
from asp_decide.runs.writing import write_folder

type Template = Literal["demo", "minimal", "gmpp", "loop"]

_HOME = Path(asp_decide.__file__).parent


def init_workspace(folder: Path, *, template: Template) -> tuple[str, ...]:
    """Make a workspace in `folder` and return the names of its files, sorted.

    The demo brings the default pack of policies; the others have few rules of their own. Each file
    of policies begins with the line by which an editor finds its schema. A folder that holds
    anything is refused with UsageError, and nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"`{folder}` is not empty", mend="name a new folder, or empty this one")
    files = _read(_HOME / "shipped" / template)
    if template == "demo":
        files |= {f"policies/{name}": body for name, body in _read(default_policies()).items()}
    assert "asp.yaml" in files, "each template has a charter"
    root = folder.absolute()
    write_folder(root, {file: with_modeline(file, body) for file, body in files.items()})
    schemas = schema_run(open_workspace(root))
    return tuple(sorted((*files, *(path.relative_to(root).as_posix() for path in schemas))))


def default_policies() -> Path:
    """The folder of the default pack: in the wheel, or in the tree of an editable install."""
    shipped = _HOME / "shipped" / "policies"
    return shipped if shipped.is_dir() else _HOME.parents[1] / "policies"


def _read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".pyc"
    }
