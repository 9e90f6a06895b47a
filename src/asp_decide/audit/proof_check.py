"""A proof checked from its own file: a record is in the log, or a log begins another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Verdict, accepted
from asp_decide.canonical import read_canonical
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.proof_file import ConsistencyProof, InclusionProof, Proof, read_proof


@dataclass(frozen=True, slots=True)
class ProofVerification:
    """The answer to one question: does the proof hold? `record` is what it proves to be there."""

    name: str
    about: str
    verdict: Verdict
    told: str
    record: Mapping[str, Any] | None = None

    def lines(self) -> tuple[str, ...]:
        """What was verified, the answer, and what the record says."""
        message = (self.record or {}).get("message")
        said = (f"the record says: {message}",) if isinstance(message, str) and message else ()
        heading = f"verify {self.name}   {self.about}"
        return (heading, f"proven         {self.verdict:<11} {self.told}", *said)

    def passed(self, *, strict: bool) -> bool:
        """Whether the proof holds; nothing of it is ever left unchecked."""
        return accepted(self.verdict, strict=strict)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "proof": self.name,
            "about": self.about,
            "passed": self.passed(strict=True),
            "verdict": self.verdict,
            "told": self.told,
            "record": self.record,
        }


def verify_proof(name: str, body: bytes, checkpoints: Sequence[Checkpoint]) -> ProofVerification:
    """Whether a proof holds, and for which checkpoints of the minutes.

    Raises ValueError if the bytes are no proof.
    """
    proof = read_proof(body)
    record = read_canonical(proof.body) if isinstance(proof, InclusionProof) else None
    wrong = _wrong(proof, checkpoints)
    if wrong:
        return ProofVerification(name, _about(proof), "FAIL", wrong, record)
    root = proof.checkpoint.short.partition(":")[2]
    told = f"root {root[:8]}.. {anchored(proof.checkpoint.size, checkpoints)}"
    return ProofVerification(name, _about(proof), "PASS", told, record)


def _wrong(proof: Proof, checkpoints: Sequence[Checkpoint]) -> str:
    try:
        proof.refuse_wrong()
    except ValueError as error:
        return str(error)
    known = {proof.checkpoint.size: proof.checkpoint}
    mend = f"the proof is of {proof.checkpoint.size} records; ask for one of as many as these"
    if isinstance(proof, ConsistencyProof):
        known[proof.first.size] = proof.first
        mend = f"the proof is of {proof.first.size} and {proof.second.size} records, of no others"
    origin = proof.checkpoint.origin
    for first in strangers(known, checkpoints, origin=origin, mend=mend):
        return f"{first.what}   {first.at}"
    return ""


def _about(proof: Proof) -> str:
    log = proof.checkpoint.origin or "a log without a name"
    match proof:
        case InclusionProof():
            named = _named(read_canonical(proof.body))
            return f"{named}: {proof.number + 1} of {proof.checkpoint.size} in {log}"
        case ConsistencyProof():
            return f"{log} of {proof.first.size} records begins that of {proof.second.size}"


def _named(record: Mapping[str, Any]) -> str:
    """What a record is about, as far as it says so itself."""
    keys = ("kind", "rule", "point", "initiative", "result")
    told = [f"record {record.get('n')} of run {record.get('run')}"]
    told += [record[key] for key in keys if isinstance(record.get(key), str)]
    subject = record.get("subject")
    if isinstance(subject, Mapping):
        told += [f"{kind} {name}" for kind, name in subject.items()]
    return ", ".join(told)
