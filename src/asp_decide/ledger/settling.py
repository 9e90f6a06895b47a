"""What became of a transaction whose connection broke: the old end of the log, or the new one."""

from collections.abc import Callable

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.entry import Head


def settle(error: LedgerBrokenError, head: Callable[[], Head], noted: Checkpoint | None) -> None:
    """Find out what became of a transaction whose connection broke: old end, or new.

    `head` tells where the log ends now, `noted` where it was to end. Raises LedgerBrokenError that
    says which, unless it is the new one.
    """
    try:
        found = head()
    except LedgerBrokenError:
        raise LedgerBrokenError(
            f"{error}\n  help: whether the run was recorded is not known; apply the same plan"
            " again, which says so or records it",
            lost=True,
        ) from error
    if noted is None or found != (noted.size, noted.root):
        raise LedgerBrokenError(f"{error}; nothing was written", lost=True) from error
