"""What opens masked fields, beside the log: rows that may be deleted, and no root changes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of openings; no entry is touched."""
    op.create_table(
        "opening",
        sa.Column("commitment", sa.LargeBinary(32), primary_key=True),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
