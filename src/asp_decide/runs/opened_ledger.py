"""The ledger of a workspace, opened to be read: reading it never makes one."""

from asp_decide.ledger.log import Ledger, open_if_any
from asp_decide.runs.workspace import Workspace


def ledger_if_any(workspace: Workspace) -> Ledger | None:
    """The ledger, open, or None where nothing was ever recorded.

    Raises LedgerBrokenError if what lies there cannot be read as a ledger.
    """
    return open_if_any(workspace.ledger_place)
