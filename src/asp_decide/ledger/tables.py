"""The tables of the log, for every database: as the newest form of them has them."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)


class Octets(TypeDecorator[bytes]):
    """Bytes, whatever lies in their place: SQLite keeps a text where its owner puts one.

    What was no bytes was not written by us, and no hash fits it: it is told, and not tripped over.
    """

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes:  # noqa: ARG002 - SQLAlchemy calls it so
        """The bytes, those of a text, or none."""
        if isinstance(value, bytes):
            return value
        return value.encode(errors="replace") if isinstance(value, str) else b""


METADATA = MetaData()
"""Everything below; what the steps of `ledger/forms` make must be the same."""

_Big = BigInteger().with_variant(Integer, "sqlite")

LOG_ENTRY = Table(
    "log_entry",
    METADATA,
    Column("number", _Big, primary_key=True, autoincrement=False),
    Column("leaf_hash", Octets(32), nullable=False),
    Column("body", Octets, nullable=False),
    # From here on an index over the body: read off it, and compared with it when examined.
    Column("run", String(64), nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(32)),
    Column("subject", String(128)),
    UniqueConstraint("run", "n", name="log_entry_once_in_a_run"),
    CheckConstraint("number >= 0", name="log_entry_counts_from_zero"),
    CheckConstraint("length(leaf_hash) = 32", name="log_entry_hash_is_whole"),
)
Index("log_entry_by_subject", LOG_ENTRY.c.subject, LOG_ENTRY.c.rule, LOG_ENTRY.c.number)
Index("log_entry_by_kind", LOG_ENTRY.c.kind, LOG_ENTRY.c.number)

LOG_HEAD = Table(  # one row, the only one that is ever updated
    "log_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", _Big, nullable=False),
    Column("root", Octets(32), nullable=False),
    Column("frontier", Octets, nullable=False),
    CheckConstraint("id = 1", name="log_head_is_one"),
)

CHECKPOINT = Table(
    "checkpoint",
    METADATA,
    Column("size", _Big, primary_key=True, autoincrement=False),
    Column("root", Octets(32), nullable=False),
    Column("run", String(64), nullable=False, unique=True),
    Column("note", Octets, nullable=False),
)

BLOB = Table(
    "blob",
    METADATA,
    Column("digest", Octets(32), primary_key=True),
    Column("body", Octets, nullable=False),
)

RUN_BLOB = Table(
    "run_blob",
    METADATA,
    Column("run", String(64), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("digest", Octets(32), ForeignKey("blob.digest"), nullable=False),
)

OPENING = Table(  # the one table from which rows may be deleted: what they open is erased then
    "opening",
    METADATA,
    Column("commitment", Octets(32), primary_key=True),
    Column("salt", Octets(32), nullable=False),
    Column("value", Octets, nullable=False),
)

OLDER_FORMS = ("0001", "0002")
NEWEST_FORM = "0003"
"""The last of the steps in `ledger/forms`: what this version writes."""

FORM_TABLE = "log_form"
"""Where the database notes which steps were taken; a name of our own, beside other people's."""
