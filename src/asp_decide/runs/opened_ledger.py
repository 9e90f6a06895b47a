"""The ledger of a workspace, opened to be read: reading it never makes one."""

from asp_decide.errors import UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.opening import open_if_any
from asp_decide.runs.workspace import Workspace


def ledger_if_any(workspace: Workspace) -> Ledger | None:
    """The ledger, open, or None where nothing was ever recorded.

    Raises LedgerBrokenError if what lies there cannot be read as a ledger.
    """
    return open_if_any(workspace.ledger_place)


def ledger_of(workspace: Workspace) -> Ledger:
    """The ledger, open. Raises UsageError where nothing was ever recorded, LedgerBrokenError."""
    ledger = ledger_if_any(workspace)
    if ledger is None:
        raise nothing_yet()
    return ledger


def nothing_yet() -> UsageError:
    """What is said to whoever asks for a run before there is one."""
    return UsageError(
        "nothing is recorded yet", mend="asp-decide apply plan.json --by NAME --role ROLE"
    )
