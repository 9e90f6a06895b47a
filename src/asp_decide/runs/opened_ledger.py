"""The ledger of a workspace, opened to be read: reading it never makes one."""

from pathlib import Path

from asp_decide.ledger.log import Ledger
from asp_decide.ledger.sqlite_file import ledger_path
from asp_decide.runs.workspace import Workspace


def ledger_if_any(workspace: Workspace) -> Ledger | None:
    """The ledger, open, or None where nothing was ever recorded.

    Raises LedgerBrokenError if what lies there cannot be read as a ledger.
    """
    place = workspace.ledger_place
    return Ledger(place) if Path(ledger_path(place)).exists() else None
