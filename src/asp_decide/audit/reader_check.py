"""The folder for one reader, checked from itself: what is in it is on record, and what it says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored
from asp_decide.audit.check import Check, Divergence, accepted, counted, judged, not_checked
from asp_decide.audit.extract_check import extract_trouble
from asp_decide.canonical import bytes_digest, read_canonical
from asp_decide.clauses.masked_fields import closed_fields, open_records
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.bundle_readme import README
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import CHECKPOINT
from asp_decide.ledger.extract_file import Extract, read_extract
from asp_decide.ledger.proof_file import InclusionProof, read_proof
from asp_decide.ledger.reader_bundle import EARLIER, EXTRACT, reader_readme, texts_on_record
from asp_decide.model.masked import Opening

type Record = Mapping[str, Any]

_POLICIES, _REPORTS = "policies/", "reports/"
_WHOLE = "the whole bundle"


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
    bundle: Bundle, checkpoints: Sequence[Checkpoint], openings: Sequence[Opening] = ()
) -> ReaderVerification:
    """What the folder of one reader answers: that it is on record, unchanged and as approved.

    What is masked in it is shown where one of the `openings` opens it.

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
    policies = (*_records_in(earlier), *(one for one in records if one["kind"] == "policy"))
    return ReaderVerification(bundle.name, about, (first, *_rest(records, policies)), records)


def _rest(records: Sequence[Record], policies: Sequence[Record]) -> Iterator[Check]:
    """The other questions: of each what is here, and where the rest of the answer is."""
    kinds = Counter(str(record["kind"]) for record in records)
    closed = sum(len(closed_fields(record)) for record in records)
    fields = "no name or price masked" if not closed else f"{closed} names and prices masked"
    yield not_checked(2, f"what else concerns this reader is seen in {_WHOLE}")
    results = counted(kinds["rule"] + kinds["answer"], "result")
    yield not_checked(3, f"{results}; deciding them again takes the facts of all, in {_WHOLE}")
    yield _right_rules(policies)
    acts = counted(kinds["approval"] + kinds["override"], "act")
    yield not_checked(5, f"{acts}, {fields}; rights and delegations are in {_WHOLE}")
    limits = counted(kinds["bound"], "limit")
    yield not_checked(6, f"{limits}; rows are made again from the facts of {_WHOLE}")
    yield not_checked(7, f"the certificate of the plan is in {_WHOLE}")
    yield not_checked(8, f"reports are made from the whole plan; {_WHOLE} has the same")


def _right_rules(policies: Sequence[Record]) -> Check:
    """Whether somebody approved his own policy; which ones were in force, the whole tells."""
    for one in policies:
        match one.get("approved"):
            case {"by": str(by)} if by != one.get("owner"):
                continue
        what = f"{one.get('path')}: its owner approved it, or nobody did"
        return Check(4, "FAIL", what, EXTRACT)
    told = f"{counted(len(policies), 'record')} of policies, none approved by its owner"
    return not_checked(4, f"{told}; which were in force is seen in {_WHOLE}")


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
