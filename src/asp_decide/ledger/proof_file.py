"""Proofs that anybody checks from one small file: a record is in the log, a log begins another."""

from dataclasses import dataclass
from typing import Any

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.hash_text import hash_texts, read_hashes
from asp_decide.ledger.merkle import Hashes, leaf_hash, verify_consistency, verify_inclusion

VERSION = "proof/1"


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """A record of the log, and the way from it to the root of a checkpoint.

    `number` is its place in the log, from 0; `body` its canonical bytes.
    """

    checkpoint: Checkpoint
    number: int
    body: bytes
    path: Hashes

    def refuse_wrong(self) -> None:
        """Nothing, if the record stands where it says. Raises ValueError with what is wrong."""
        noted = self.checkpoint
        leaf = leaf_hash(self.body)
        verify_inclusion(leaf, self.number, size=noted.size, proof=self.path, root=noted.root)


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """Two checkpoints of one log, and the proof that the first is the beginning of the second."""

    first: Checkpoint
    second: Checkpoint
    path: Hashes

    @property
    def checkpoint(self) -> Checkpoint:
        """The later of the two, which holds everything that the earlier one does."""
        return self.second

    def refuse_wrong(self) -> None:
        """Nothing, if the first begins the second. Raises ValueError with what is wrong."""
        first, second = self.first, self.second
        if first.origin != second.origin:
            raise ValueError(f"they are of two logs, `{first.origin}` and `{second.origin}`")
        verify_consistency(first.size, first.root, second.size, second.root, self.path)


type Proof = InclusionProof | ConsistencyProof


def write_proof(proof: Proof) -> bytes:
    """The canonical bytes of a proof's file."""
    match proof:
        case InclusionProof():
            told = {
                "checkpoint": proof.checkpoint.text,
                "number": proof.number,
                "record": read_canonical(proof.body),
            }
        case ConsistencyProof():
            told = {"first": proof.first.text, "second": proof.second.text}
    return canonical_json({"v": VERSION, **told, "proof": hash_texts(proof.path)})


def read_proof(body: bytes) -> Proof:
    """The proof in a file, not yet believed. Raises ValueError if it is not as it is written."""
    found = read_canonical(body)
    try:
        proof = _proof(found)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it lacks what a proof has: {error}") from error
    # Whatever was not understood above would not come back, and nothing is passed over in silence.
    if write_proof(proof) != body:
        raise ValueError("it says more than a proof does, or says one thing in two ways")
    return proof


def _proof(found: Any) -> Proof:
    path = read_hashes(found["proof"])
    if "record" in found:
        if not isinstance(found["record"], dict):
            raise ValueError("its record is no JSON object")
        return InclusionProof(
            checkpoint=read_checkpoint(found["checkpoint"]),
            number=int(found["number"]),
            body=canonical_json(found["record"]),
            path=path,
        )
    first, second = read_checkpoint(found["first"]), read_checkpoint(found["second"])
    return ConsistencyProof(first, second, path)
