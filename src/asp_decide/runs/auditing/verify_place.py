"""Whatever was handed out: the bundle of a run or of one reader, as folder or zip, or a proof."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from asp_decide.audit.extract_check import verify_extract
from asp_decide.audit.proof_check import verify_proof
from asp_decide.audit.reader_check import verify_reader
from asp_decide.errors import LedgerBrokenError, UsageError
from asp_decide.ledger.bundle import Bundle, open_bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import MANIFEST
from asp_decide.ledger.extract_file import VERSION as EXTRACT_FORM
from asp_decide.ledger.openings_file import read_openings
from asp_decide.ledger.proof_file import VERSION as PROOF_FORM
from asp_decide.model.masked import Opening
from asp_decide.runs.auditing.given_checkpoints import given_checkpoints
from asp_decide.runs.auditing.policies_alone import read_policies_alone
from asp_decide.runs.auditing.verify_run import given_openings, verify_opened

LARGEST_PROOF_BYTES = 64 * 2**20
EXTRACT_END = f'"v":"{EXTRACT_FORM}"}}'.encode()
_FORM = re.compile(rb'"v":"((?:extract|proof)/[1-9][0-9]{0,5})"\}\Z')
_LONGEST_FORM = 40


class Verified(Protocol):
    """The answer, for people and for machines."""

    def lines(self) -> tuple[str, ...]:
        """What was verified, and a line for each answer."""
        ...

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` also whether nothing was left unchecked."""
        ...

    def as_json(self) -> Mapping[str, Any]:
        """The same for machines."""
        ...


def verify_place(
    place: Path,
    *,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...] = (),
    resolve: bool = False,
    openings: Path | None = None,
) -> Verified:
    """The answers about a bundle, a proof of `ledger prove`, or an extract for one reader.

    `checkpoints` are files from the minutes, or `SIZE:ROOT`; where there are `keys`, one of them
    must have signed each. With `resolve` the plan of a bundle is also solved again.
    `openings` is a file that opens what a bundle or an extract masks. Raises UsageError and
    LedgerBrokenError if the place, a checkpoint, a key or openings cannot be read at all.
    """
    body = _proof_in(place)
    given = given_checkpoints(checkpoints, keys, of=place)
    beside = None if openings is None else given_openings(openings)
    opened = open_bundle(place) if body is None else None
    if opened is not None and MANIFEST in opened.files:
        return verify_opened(opened, given, resolve=resolve, openings=beside)
    if resolve:
        raise UsageError("a proof or an extract holds no plan that could be solved again")
    told = () if beside is None else read_openings(beside)
    if opened is not None:
        return _of_reader(place, opened, given, told)
    assert body is not None, "what is no bundle was read as a proof"
    return _verified(place, body, given, told)


def _of_reader(
    place: Path, opened: Bundle, given: tuple[Checkpoint, ...], openings: tuple[Opening, ...]
) -> Verified:
    try:
        return verify_reader(opened, given, openings, read=read_policies_alone)
    except ValueError as error:
        raise _refused(place, str(error).splitlines()[0]) from None


def _proof_in(place: Path) -> bytes | None:
    """The bytes of a file that begins as JSON does, which no zip and no folder can."""
    if not place.is_file():
        return None
    try:
        with place.open("rb") as stream:
            if stream.read(1) != b"{":
                return None
            stream.seek(0)
            body = stream.read(LARGEST_PROOF_BYTES + 1)
    except OSError as error:
        raise _refused(place, f"{error.strerror or error}") from error
    if len(body) > LARGEST_PROOF_BYTES:
        raise _refused(place, "it is too large")
    return body


def _verified(
    place: Path, body: bytes, given: tuple[Checkpoint, ...], openings: tuple[Opening, ...]
) -> Verified:
    # Keys are sorted, so what a file is stands at its end.
    form = _FORM.search(body[-_LONGEST_FORM:])
    if form is not None and form[1].decode() not in {EXTRACT_FORM, PROOF_FORM}:
        told = f"it is of form {form[1].decode()}; this program checks {EXTRACT_FORM}, {PROOF_FORM}"
        raise _refused(place, f"{told}: ask the version that wrote it")
    try:
        if body.endswith(EXTRACT_END):
            return verify_extract(place.name, body, given, openings)
        if openings:
            raise UsageError("a proof is of a record as it was logged; openings are for the whole")
        return verify_proof(place.name, body, given)
    except ValueError as error:
        raise _refused(place, str(error).splitlines()[0]) from None


def _refused(place: Path, why: str) -> LedgerBrokenError:
    return LedgerBrokenError(f"`{place}` is not read as a proof: {why}")
