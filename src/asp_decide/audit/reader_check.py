"""The folder for one reader, checked from itself: what is in it is on record, and what it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.audit.anchoring import anchored
from asp_decide.audit.check import Check, Divergence, accepted, counted, judged, not_checked
from asp_decide.audit.extract_check import extract_trouble
from asp_decide.audit.shown_acts import shown_allowed, shown_obeyed
from asp_decide.audit.shown_part import WHOLE, Record, ShownPart
from asp_decide.audit.shown_questions import shown_complete, shown_decided, shown_right_rules
from asp_decide.canonical import bytes_digest, read_canonical
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.masked_fields import open_records
from asp_decide.errors import MissingFactError
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.bundle_readme import README
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import CHECKPOINT
from asp_decide.ledger.extract_file import Extract, read_extract
from asp_decide.ledger.proof_file import InclusionProof, read_proof
from asp_decide.ledger.reader_bundle import EARLIER, EXTRACT, reader_readme, texts_on_record
from asp_decide.model.masked import Opening

type ReadPolicies = Callable[[Bundle, date, str], CompiledPolicies | str]
"""Reads the policies of a folder as of a day, money in a currency; or says why it cannot."""

_POLICIES, _REPORTS = "policies/", "reports/"
_ILL_FORMED = (KeyError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class ReaderVerification:
    """The answers to the eight questions, as far as the folder of one reader gives them.

    `records` are the run's, as far as this reader has them, opened as far as somebody opened them.
    """

    name: str
    about: str
    checks: tuple[Check, ...]
    records: tuple[Record, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """What was verified, and one line a check."""
        return (f"verify {self.name}   {self.about}", *(check.line for check in self.checks))

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` it never does: the folder is not the whole."""
        return all(accepted(check.verdict, strict=strict) for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "bundle": self.name,
            "about": self.about,
            "passed": self.passed(strict=False),
            "checks": [check.as_json() for check in self.checks],
            "records": [dict(record) for record in self.records],
        }


def verify_reader(
    bundle: Bundle,
    checkpoints: Sequence[Checkpoint],
    openings: Sequence[Opening] = (),
    *,
    read: ReadPolicies,
) -> ReaderVerification:
    """What the folder of one reader answers: that it is on record, unchanged and as approved.

    What is masked in it is shown where one of the `openings` opens it. `read` reads the policies
    that lie in it.

    Raises ValueError if its records are no extract.
    """
    extract = read_extract(bundle.files[EXTRACT])
    logged = tuple(read_canonical(one.body) for one in extract.proofs)
    records = open_records(logged, openings)
    log = extract.checkpoint.origin or "a log without a name"
    about = f"{extract.reader} of run {extract.run} in {log}"
    earlier = tuple(_earlier(bundle))
    wrong = extract_trouble(extract, logged, checkpoints, openings)
    first = judged(1, _divergences(bundle, extract, earlier), told=_told(extract, checkpoints))
    if wrong:
        first = Check(1, "FAIL", wrong, EXTRACT)
    part = _part(bundle, records, (*_records_in(earlier), *records), read)
    return ReaderVerification(bundle.name, about, (first, *_shown(part)), records)


def _part(
    bundle: Bundle, records: Sequence[Record], on_record: Sequence[Record], read: ReadPolicies
) -> ShownPart:
    approved = {str(one["path"]): one for one in on_record if one["kind"] == "policy"}
    currency = next((str(one["currency"]) for one in records if one["kind"] == "allocation"), "")
    if not currency:
        return ShownPart(records, approved, None, "no allocation in it tells the currency")
    found = read(bundle, date.fromisoformat(str(records[0]["as_of"])), currency)
    if isinstance(found, str):
        return ShownPart(records, approved, None, f"its policies cannot be read alone: {found}")
    return ShownPart(records, approved, found, currency=currency)


def _shown(part: ShownPart) -> Iterator[Check]:
    """The other questions, each as far as the part answers it."""
    asked = {
        2: shown_complete,
        3: shown_decided,
        4: shown_right_rules,
        5: shown_allowed,
        6: shown_obeyed,
    }
    for number, ask in asked.items():
        try:
            yield ask(part)
        except (MissingFactError, *_ILL_FORMED) as error:
            what = f"{type(error).__name__} {error}".splitlines()[0]
            yield Check(number, "FAIL", f"it has not the form of a recorded run: {what}", EXTRACT)
    yield not_checked(7, f"the certificate of the plan is in {WHOLE}")
    yield not_checked(8, f"reports are made from the whole plan; {WHOLE} has the same")


def _divergences(
    bundle: Bundle, extract: Extract, earlier: Sequence[InclusionProof | Divergence]
) -> Iterator[Divergence]:
    """Every file of the folder is a proof, is what a proven record says, or is told to people."""
    files = bundle.files
    yield from (one for one in earlier if isinstance(one, Divergence))
    proofs = [one for one in earlier if isinstance(one, InclusionProof)]
    for one in proofs:
        at = f"{EARLIER}{one.number}.json"
        try:
            one.refuse_wrong()
        except ValueError as error:
            yield Divergence(at, str(error))
        if one.checkpoint != extract.checkpoint:
            yield Divergence(at, "it is proven up to another checkpoint than the extract")
        if at not in files:
            yield Divergence(at, "an earlier record stands under another name")
    if files.get(CHECKPOINT) != extract.checkpoint.text.encode():
        yield Divergence(CHECKPOINT, "it is not the one that the records lead to")
    if files.get(README) != reader_readme(extract, files):
        yield Divergence(README, "it does not say what such a folder says")
    ordered = sorted((*proofs, *extract.proofs), key=lambda proof: proof.number)
    yield from _texts(files, texts_on_record(one.body for one in ordered))


def _texts(files: Mapping[str, bytes], on_record: Mapping[str, str]) -> Iterator[Divergence]:
    known = {EXTRACT, CHECKPOINT, README}
    for path, body in files.items():
        if path.startswith(_POLICIES):
            if path not in on_record:
                yield Divergence(path, "no record names it")
            elif bytes_digest(body) != on_record[path]:
                yield Divergence(path, "its bytes are not those on record")
        elif path not in known and not path.startswith((_REPORTS, EARLIER)):
            yield Divergence(path, "it is no file of such a folder")


def _earlier(bundle: Bundle) -> Iterator[InclusionProof | Divergence]:
    for path, body in bundle.files.items():
        if path.startswith(EARLIER):
            try:
                proof = read_proof(body)
            except ValueError as error:
                yield Divergence(path, str(error).splitlines()[0])
                continue
            if isinstance(proof, InclusionProof):
                yield proof
            else:
                yield Divergence(path, "it proves no record")


def _records_in(earlier: Sequence[InclusionProof | Divergence]) -> list[Record]:
    found = [read_canonical(one.body) for one in earlier if isinstance(one, InclusionProof)]
    return [one for one in found if isinstance(one, dict)]


def _told(extract: Extract, checkpoints: Sequence[Checkpoint]) -> str:
    size, root = extract.checkpoint.size, extract.checkpoint.short.partition(":")[2]
    return (
        f"{counted(len(extract.proofs), 'record')}, each in the log of {size:,}, "
        f"root {root[:8]}.. {anchored(size, checkpoints)}"
    )
