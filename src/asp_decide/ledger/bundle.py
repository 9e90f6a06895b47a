"""The folder that an auditor gets: written whole or not at all, opened without trust."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.zipped_bundle import DAMAGED, UnreadableZipError, zipped_files

LARGEST_FILE_BYTES = 128 * 2**20
LARGEST_BUNDLE_BYTES = 256 * 2**20
MOST_FILES = 10_000
DEEPEST_FOLDER = 8
LONGEST_PATH = 255

SIGNS = frozenset({"manifest.json", "extract.json"})
"""One of these is in every bundle: of a whole run, or of what concerns one reader."""

_NO_SIGN = "it has no `manifest.json`"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A run as it was exported: its files by their place in the folder, sorted, byte for byte."""

    name: str
    files: Mapping[str, bytes]

    def lines(self, path: str) -> tuple[bytes, ...]:
        """The lines of a file without their ends; a file that ends without one has a last line."""
        body = self.files.get(path, b"")
        return tuple(body.removesuffix(b"\n").split(b"\n")) if body else ()


def write_bundle(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files to `folder`, which is then complete, or is what it was before.

    They are written beside it, brought to the disk, and moved into place. An older export of the
    same run is replaced. Raises LedgerBrokenError if that cannot be done.
    """
    for name in files:
        refuse_path(name)
    partial = folder.with_name(f".{folder.name}.partial")
    replaced = folder.with_name(f".{folder.name}.replaced")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for rest in (partial, replaced):
            if rest.exists():
                shutil.rmtree(rest)
        partial.mkdir()
        for name in sorted(files):
            _write_through(partial / name, files[name])
        for inner in sorted(path for path in partial.rglob("*") if path.is_dir()):
            _sync_folder(inner)
        _sync_folder(partial)
        if folder.exists():
            folder.rename(replaced)
        partial.rename(folder)
        _sync_folder(folder.parent)
        if replaced.exists():
            shutil.rmtree(replaced)
    except OSError as error:
        raise LedgerBrokenError(
            f"the bundle `{folder}` cannot be written: {error.strerror or error}"
            "\n  help: what the ledger holds is safe; export the run again"
        ) from error


def open_bundle(place: Path) -> Bundle:
    """The bundle in a folder or a zip of it, in bounded time and memory, without following links.

    Raises LedgerBrokenError if it is no bundle, or holds what no bundle may hold: links, devices,
    names that leave it or differ only in case, files that are too large or too many.
    """
    files: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    room = LARGEST_BUNDLE_BYTES
    try:
        for name, stream in _zipped(place) if place.is_file() else _in_folder(place):
            twin = folded.setdefault(name.casefold(), name)
            if twin != name:
                raise _refused(place, f"`{twin}` and `{name}` differ only in case")
            if len(files) == MOST_FILES:
                raise _refused(place, f"it has more than {MOST_FILES} files")
            files[name] = _read_bounded(place, name, stream, room)
            room -= len(files[name])
    except OSError as error:
        raise _refused(place, f"{error.strerror or error}") from error
    except UnreadableZipError as error:
        raise _refused(place, str(error)) from error
    except DAMAGED as error:
        raise _refused(place, f"the zip is damaged: {error}") from error
    if not SIGNS & files.keys():
        raise _refused(place, _NO_SIGN)
    return Bundle(place.name.removesuffix(".zip"), dict(sorted(files.items())))


def refuse_path(name: str) -> None:
    """Refuse a name that is not plainly a file inside a bundle. Raises LedgerBrokenError."""
    pure = PurePosixPath(name)
    wrong = (
        not name
        or len(name) > LONGEST_PATH
        or str(pure) != name
        or pure.is_absolute()
        or ".." in pure.parts
        or "\\" in name
        or ":" in name
        or not name.isprintable()
    )
    if wrong:
        raise LedgerBrokenError(f"{name!r} is no name of a file in a bundle")


def _in_folder(folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    if not any((folder / sign).is_file() for sign in SIGNS):
        raise _refused(folder, _NO_SIGN)
    for name in _names(folder):
        # A link that took the place of the file since it was listed is refused by the flag.
        descriptor = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as stream:
            yield name, stream


def _zipped(place: Path) -> Iterator[tuple[str, IO[bytes]]]:
    files: set[str] = set()
    for name, stream in zipped_files(place, most_files=MOST_FILES):
        refuse_path(name)
        if len(PurePosixPath(name).parents) > DEEPEST_FOLDER + 1:
            raise _refused(place, f"`{name}` is nested too deep")
        # Names come in order: a file stands before whatever claims to lie in it.
        if any(str(parent) in files for parent in PurePosixPath(name).parents):
            raise _refused(place, f"`{name}` lies in what is a file")
        files.add(name)
        yield name, stream


def _names(folder: Path) -> Iterator[str]:
    """Every file below the folder; anything that is neither file nor folder is refused."""
    waiting = [(folder, PurePosixPath())]
    while waiting:
        here, inside = waiting.pop()
        if len(inside.parts) > DEEPEST_FOLDER:
            raise _refused(folder, f"`{inside}` is nested too deep")
        with os.scandir(here) as found:
            for one in sorted(found, key=lambda entry: entry.name):
                name = str(inside / one.name)
                mode = one.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    waiting.append((here / one.name, inside / one.name))
                elif stat.S_ISREG(mode):
                    refuse_path(name)
                    yield name
                else:
                    raise _refused(folder, f"`{name}` is a link or a device, not a file")


def _read_bounded(place: Path, name: str, stream: IO[bytes], room: int) -> bytes:
    most = min(room, LARGEST_FILE_BYTES)
    body = stream.read(most + 1)
    if len(body) > most:
        raise _refused(place, f"`{name}` is too large")
    return body


def _write_through(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(folder: Path, why: str) -> LedgerBrokenError:
    return LedgerBrokenError(f"`{folder}` is not read as a bundle: {why}")
