"""The log: entries, head, checkpoints and the files of runs, which the database only adds to."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_APPEND_ONLY = ("log_entry", "checkpoint", "blob", "run_blob")


def upgrade() -> None:
    """Make the tables of an empty log."""
    big = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "log_entry",
        sa.Column("number", big, primary_key=True, autoincrement=False),
        sa.Column("leaf_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(32)),
        sa.Column("subject", sa.String(128)),
        sa.UniqueConstraint("run", "n", name="log_entry_once_in_a_run"),
        sa.CheckConstraint("number >= 0", name="log_entry_counts_from_zero"),
        sa.CheckConstraint("length(leaf_hash) = 32", name="log_entry_hash_is_whole"),
    )
    op.create_index("log_entry_by_subject", "log_entry", ["subject", "rule", "number"])
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", big, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("id = 1", name="log_head_is_one"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", big, primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("run", sa.String(64), nullable=False, unique=True),
        sa.Column("note", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "blob",
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "run_blob",
        sa.Column("run", sa.String(64), primary_key=True),
        sa.Column("path", sa.String(255), primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), sa.ForeignKey("blob.digest"), nullable=False),
    )
    # Triggers stop accidents, not owners: those are stopped by the tree and the minutes.
    if op.get_bind().dialect.name == "sqlite":
        _forbid_changes_of_rows()
    else:
        _forbid_changes_of_tables()


def _forbid_changes_of_rows() -> None:
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )


def _forbid_changes_of_tables() -> None:
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append only'; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
