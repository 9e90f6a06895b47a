"""The files that belong to a run: byte for byte what it was decided on."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from asp_decide.canonical import bytes_digest
from asp_decide.clauses.record import RunBefore, RunInputs
from asp_decide.decide.outlook import Outlook
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import CHARTER, Workspace

_KEPT = ("facts", "policies")


def source_files(workspace: Workspace) -> dict[str, bytes]:
    """`asp.yaml`, facts and policies by their place in the workspace, sorted."""
    files = {CHARTER: (workspace.root / CHARTER).read_bytes()}
    for folder in _KEPT:
        for path in sorted((workspace.root / folder).rglob("*")):
            if path.is_file() and not _is_hidden(path, workspace.root):
                files[path.relative_to(workspace.root).as_posix()] = path.read_bytes()
    return dict(sorted(files.items()))


def run_inputs(outlook: Outlook, files: Mapping[str, bytes], workspace: Workspace) -> RunInputs:
    """What the record of a run says beside what was judged, as of where the ledger ends now."""
    runs, before = _so_far(workspace)
    return RunInputs(
        number=runs + 1,
        origin=workspace.charter.origin,
        files={path: bytes_digest(body) for path, body in sorted(files.items())},
        subjects=dict(sorted(Counter(key.kind for key in outlook.prepared.subjects).items())),
        previous=before,
    )


def _is_hidden(path: Path, root: Path) -> bool:
    # Editors and spreadsheets leave files of their own beside those of the workspace.
    return any(part.startswith((".", "~")) for part in path.relative_to(root).parts)


def _so_far(workspace: Workspace) -> tuple[int, RunBefore | None]:
    """How many runs the ledger holds, and the last one; a ledger that is not there holds none."""
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return 0, None
    with ledger:
        runs = ledger.runs()
        if not runs:
            return 0, None
        noted = ledger.checkpoints()[runs[-1].id]
        return len(runs), RunBefore(runs[-1].id, noted.size, f"sha256:{noted.root.hex()}")
