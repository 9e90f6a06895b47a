"""What a PostgreSQL server needs to keep a ledger, and its troubles in plain words."""

from importlib.util import find_spec

from sqlalchemy import Connection, Engine, create_engine, make_url

from asp_decide.errors import LedgerBrokenError, NotInstalledError, UsageError

_LOCK = 0x41535044
"""The advisory lock of whoever writes: held before the head is read, until the transaction ends."""

_CONNECT_SECONDS = 10

_TROUBLES: tuple[tuple[str, str], ...] = (
    ("55P03", "is locked by another process; waited {seconds} seconds"),
    ("42501", "may not be written with this role; nothing was written"),
    ("25006", "may not be written here: the server only reads; nothing was written"),
    ("53100", "has no room left on its disk; nothing was written"),
)
"""What errors mean, by the beginning of their SQLSTATE (PostgreSQL, appendix A)."""

_STRANGER = "not an error of the driver"

_LOST = ("08", "57P")
"""SQLSTATEs of a connection that broke, or of a server that ended it."""


class PostgresServer:
    """A database of a PostgreSQL server, by its URL, for many people.

    A lock of another process is waited for `lock_seconds`. Raises UsageError for a URL that is
    none, NotInstalledError where the driver is missing.
    """

    def __init__(self, url: str, lock_seconds: int = 30) -> None:
        try:
            self._url = make_url(url).set(drivername="postgresql+psycopg")
        except ValueError as error:
            raise UsageError(f"`{url.partition('@')[2] or url}` is no address: {error}") from None
        if find_spec("psycopg") is None:
            raise NotInstalledError(
                "a ledger on PostgreSQL needs a driver\n  help: pip install 'asp-decide[postgres]'"
            )
        self.lock_seconds = lock_seconds
        self.shown = self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    def connections(self) -> Engine:
        """What connections to the server come from."""
        return create_engine(self._url, connect_args={"connect_timeout": _CONNECT_SECONDS})

    def exists(self) -> bool:
        """A server may always hold a ledger; whether it does it says itself."""
        return True

    def begin(self, connection: Connection, *, writes: bool) -> None:
        """A writer holds the lock from here on; a reader sees one moment, and waits for nobody."""
        if not writes:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{self.lock_seconds}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def form(self, connection: Connection) -> str | None:
        """The form of the ledger in the database, None where it has none."""
        if connection.exec_driver_sql("SELECT to_regclass('log_form')").scalar() is None:
            return None
        return connection.exec_driver_sql("SELECT version_num FROM log_form").scalar()

    def before_making(self, connection: Connection) -> None:
        """Nothing: a server keeps its own write-ahead log, and what it keeps has an encoding."""

    def mark(self, connection: Connection) -> None:
        """Nothing: the table of its form says that a ledger is here."""

    def told(self, error: BaseException) -> LedgerBrokenError | None:
        """What the server's trouble means to the person who reads it."""
        state = getattr(error, "sqlstate", _STRANGER)
        if state == _STRANGER:
            return None
        if state is None or state.startswith(_LOST):
            first = str(error).splitlines()[0] if str(error) else "the server is gone"
            return LedgerBrokenError(
                f"the ledger `{self.shown}` cannot be reached: {first}", lost=True
            )
        for start, sentence in _TROUBLES:
            if state.startswith(start):
                said = sentence.format(seconds=self.lock_seconds)
                return LedgerBrokenError(f"the ledger `{self.shown}` {said}")
        return LedgerBrokenError(f"the ledger `{self.shown}` cannot be read or written: {error}")
