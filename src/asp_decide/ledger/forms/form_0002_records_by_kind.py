"""An index by kind: the policies on record are looked up before every run."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the index beside the log; no entry is touched."""
    op.create_index("log_entry_by_kind", "log_entry", ["kind", "number"])
