"""A ledger that may lie at a place, or not: opened, or brought to the form of this version."""

from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.ledger.database import Database, database_at
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.store import Store
from asp_decide.ledger.tables import NEWEST_FORM


def open_if_any(place: str | Path) -> Ledger | None:
    """The ledger at a place, open, or None where there is none: none is made.

    Raises LedgerBrokenError if what lies there cannot be read as a ledger.
    """
    return Ledger(place) if is_any(database_at(place)) else None


def upgrade(place: str | Path) -> tuple[str, str]:
    """Bring the tables of a ledger to the form of this version; the form before, and the new one.

    Entries stay as they are. Raises UsageError if there is none, LedgerBrokenError.
    """
    database = database_at(place)
    if not is_any(database):
        raise UsageError(f"there is no ledger at `{database.shown}`", mend="apply makes one")
    made = Store(database)
    try:
        form = made.upgrade()
        made.refuse_form()
    finally:
        made.close()
    return str(form), NEWEST_FORM


def is_any(database: Database) -> bool:
    """Whether the database holds a ledger."""
    if not database.exists():
        return False
    found = Store(database)
    try:
        return found.form() is not None
    finally:
        found.close()
