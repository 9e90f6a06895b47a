"""A bundle in a zip, read without trust: nothing is unpacked to the disk, and nothing unbounded."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

_END = b"PK\x05\x06"
_END_FORM = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 2**16
_LARGEST_DIRECTORY_BYTES = 4 * 2**20
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What opening a zip or reading its content raises where its bytes are not what it says."""


class UnreadableZipError(Exception):
    """A zip that no bundle is in; the message says why."""


def zip_of(name: str, files: Mapping[str, bytes]) -> bytes:
    """A zip of a folder of that name with these files: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(files):
            # Without a day of its own an entry bears the oldest that a zip can say.
            entry = zipfile.ZipInfo(f"{name}/{path}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            made.writestr(entry, files[path])
    return out.getvalue()


def zipped_files(path: Path, *, most_files: int) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each file in a zip, in the order of their names.

    Where everything lies in one folder, names begin below it. Content is unpacked as it is read.
    Raises UnreadableZipError, OSError and whatever is `DAMAGED`.
    """
    _refuse_directory(path)
    with zipfile.ZipFile(path) as opened:
        found = [one for one in opened.infolist() if not one.is_dir()]
        if len(found) > most_files:
            raise UnreadableZipError(f"it has more than {most_files} files")
        if len({one.filename for one in found}) != len(found):
            raise UnreadableZipError("a name stands in it twice")
        top = _folder_around([one.filename for one in found])
        for one in sorted(found, key=lambda info: info.filename):
            _refuse_entry(one)
            with opened.open(one) as stream:
                yield one.filename.removeprefix(top), stream


def _refuse_directory(path: Path) -> None:
    """Refuse a list of files that is larger than any bundle's before somebody reads it whole."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _LONGEST_COMMENT - _END_FORM.size))
        tail = stream.read()
    plain = tail[-_END_FORM.size :]
    start = len(tail) - _END_FORM.size if plain.startswith(_END) else tail.rfind(_END)
    if start < 0 or len(tail) < start + _END_FORM.size:
        raise UnreadableZipError("it is neither a folder nor a zip")
    _, _, _, _, _, directory_bytes, _, _ = _END_FORM.unpack_from(tail, start)
    if directory_bytes > _LARGEST_DIRECTORY_BYTES:
        raise UnreadableZipError("it lists too many files")


def _refuse_entry(one: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(one.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise UnreadableZipError(f"`{one.filename}` is a link or a device, not a file")
    if one.flag_bits & 1 or one.compress_type not in _METHODS:
        raise UnreadableZipError(f"`{one.filename}` is locked, or packed in an unusual way")


def _folder_around(names: list[str]) -> str:
    """`2027Q1/` where all names begin with it, as when somebody zipped the folder itself."""
    tops = {name.partition("/")[0] + "/" if "/" in name else "" for name in names}
    return tops.pop() if len(tops) == 1 else ""
