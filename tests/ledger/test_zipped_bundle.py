"""A zip from somebody who may not mean well is a bundle or a refusal, in bounded time and memory."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger import bundle
from asp_decide.ledger.bundle import open_bundle

FILES = {"facts/capacity.csv": b"a,b\n", "manifest.json": b"{}", "records.jsonl": b"{}\n"}


def _zip(place: Path, files: dict[str, bytes], *, under: str = "") -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(under + name, body)
    return place


@pytest.mark.parametrize("under", ["", "2027Q1/"])
def test_a_zip_of_the_folder_or_of_what_is_in_it_is_the_bundle(tmp_path: Path, under: str) -> None:
    opened = open_bundle(_zip(tmp_path / "2027Q1.zip", FILES, under=under))

    assert opened.name == "2027Q1"
    assert opened.files == FILES


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../out", "no name of a file"),
        ("/etc/passwd", "no name of a file"),
        ("facts/../../out", "no name of a file"),
        ("facts\\..\\out", "no name of a file"),
        ("C:out", "no name of a file"),
        ("facts/a\x1b[2J.csv", "no name of a file"),
        ("Manifest.json", "differ only in case"),
        ("records.jsonl/inner", "lies in what is a file"),
        ("a/b/c/d/e/f/g/h/i/j/k", "nested too deep"),
    ],
)
def test_a_hostile_name_is_refused(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(LedgerBrokenError, match=why):
        open_bundle(_zip(tmp_path / "2027Q1.zip", {**FILES, name: b""}))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused(tmp_path: Path, kind: int) -> None:
    place = _zip(tmp_path / "2027Q1.zip", FILES)
    with zipfile.ZipFile(place, "a") as made:
        link = zipfile.ZipInfo("facts/link.csv")
        link.external_attr = (kind | 0o777) << 16
        made.writestr(link, "/etc/passwd")

    with pytest.raises(LedgerBrokenError, match=r"`facts/link.csv` is a link or a device"):
        open_bundle(place)


def test_what_unpacks_to_more_than_a_bundle_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "LARGEST_FILE_BYTES", 2**20)
    place = _zip(tmp_path / "2027Q1.zip", {**FILES, "facts/bomb.csv": bytes(2**20 + 1)})

    assert place.stat().st_size < 5000
    with pytest.raises(LedgerBrokenError, match=r"`facts/bomb.csv` is too large"):
        open_bundle(place)


def test_a_file_that_is_longer_than_its_zip_says_is_refused(tmp_path: Path) -> None:
    place = _zip(tmp_path / "2027Q1.zip", {**FILES, "facts/long.csv": bytes(1000)})
    body = place.read_bytes()
    # The size of the last entry in the list of files, as somebody would lie about it.
    at = body.rindex(b"PK\x01\x02") + 24
    place.write_bytes(body[:at] + struct.pack("<L", 10) + body[at + 4 :])

    with pytest.raises(LedgerBrokenError, match="damaged"):
        open_bundle(place)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    place = _zip(tmp_path / "2027Q1.zip", FILES)
    with zipfile.ZipFile(place, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("manifest.json", b"{}")

    with pytest.raises(LedgerBrokenError, match="a name stands in it twice"):
        open_bundle(place)


def test_a_list_of_millions_of_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = _zip(tmp_path / "2027Q1.zip", FILES)
    body = place.read_bytes()
    at = body.rindex(b"PK\x05\x06") + 12
    place.write_bytes(body[:at] + struct.pack("<L", 2**31) + body[at + 4 :])

    with pytest.raises(LedgerBrokenError, match="lists too many files"):
        open_bundle(place)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_FILES", 2)

    with pytest.raises(LedgerBrokenError, match="more than 2 files"):
        open_bundle(_zip(tmp_path / "2027Q1.zip", FILES))


def test_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "2027Q1.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("manifest.json", b"{}")

    with pytest.raises(LedgerBrokenError, match="packed in an unusual way"):
        open_bundle(place)


@pytest.mark.parametrize("body", [b"", b"no zip", b"PK\x05\x06", bytes(100_000)])
def test_what_is_no_zip_is_told_so(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "2027Q1.zip").write_bytes(body)

    with pytest.raises(LedgerBrokenError, match=r"neither a folder nor a zip|damaged"):
        open_bundle(tmp_path / "2027Q1.zip")


def test_every_cut_of_a_zip_is_a_refusal(tmp_path: Path) -> None:
    place = _zip(tmp_path / "2027Q1.zip", FILES)
    body = place.read_bytes()

    for length in range(0, len(body), 7):
        place.write_bytes(body[:length])
        with pytest.raises(LedgerBrokenError):
            open_bundle(place)
