"""What the ledger of a workspace holds, for people."""

import base64
from collections.abc import Mapping
from pathlib import Path

from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.merkle import EMPTY_ROOT
from asp_decide.ledger.opening import upgrade
from asp_decide.runs.auditing.keys_run import secret_key
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import Workspace


def recorded_runs(workspace: Workspace) -> tuple[Mapping[str, str], ...]:
    """Each run with its first record, its number of records, and the root after it."""
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return ()
    with ledger:
        noted = ledger.checkpoints()
        return tuple(
            {
                "run": line.id,
                "first": str(line.first),
                "records": str(line.size - line.first),
                "root": base64.b64encode(noted[line.id].root).decode(),
            }
            for line in ledger.runs()
        )


def ledger_checkpoint(workspace: Workspace, sign: Path | None = None) -> str:
    """The text for the minutes: origin, number of records, root; signed with a key in a file.

    Raises UsageError if the file holds no key, NotInstalledError.
    """
    key = None if sign is None else secret_key(sign)
    text = _newest(workspace).text
    return text if key is None else key.sign(text)


def _newest(workspace: Workspace) -> Checkpoint:
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return Checkpoint(workspace.charter.origin, 0, EMPTY_ROOT)
    with ledger:
        head = ledger.head()
        return Checkpoint(workspace.charter.origin, head.size, head.root)


def upgrade_ledger(workspace: Workspace) -> str:
    """Bring the tables of the ledger to the form of this version, and say what was done.

    Raises UsageError if there is no ledger.
    """
    before, now = upgrade(workspace.ledger_place)
    if before == now:
        return f"the ledger has form {now} already; nothing was done"
    return f"the ledger had form {before} and has {now}; its entries are as they were"
