"""Files and folders that are either as they were or as they shall be, never between."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from asp_decide.errors import WritingFailedError


def write_file(path: Path, body: bytes) -> None:
    """Put `body` at `path`, whole: a kill at any moment leaves the old file or the new one.

    Raises WritingFailedError.
    """
    with _told(path):
        _write_file(path, body)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` with these files (by relative path), all of them or none.

    `folder` must not exist, or be empty. Raises WritingFailedError.
    """
    with _told(folder):
        _write_folder(folder, files)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WritingFailedError(str(path), why=error.strerror or str(error)) from error


def _write_file(path: Path, body: bytes) -> None:
    # A rename would put a file in the place of a device, and fails on a folder.
    if path.exists() and not path.is_file():
        raise WritingFailedError(str(path), why="it is not a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for the owner alone; what we write is for the team.
        partial.chmod(0o644)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(
        tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent)
    )
    try:
        for name, body in sorted(files.items()):
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        partial.chmod(0o755)
        # A rename onto an empty folder replaces it; onto one with content it fails, as it should.
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
