"""The records of a run that one reader may see, each with its proof, in one file: an extract.

What is left out is not there in any form: nothing of it can be read, guessed or tried out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.hash_text import hash_texts, read_hashes
from asp_decide.ledger.proof_file import InclusionProof

VERSION = "extract/1"


@dataclass(frozen=True, slots=True)
class Extract:
    """Some records of a run for a `reader`, such as `stream:web`, proven up to one checkpoint."""

    run: str
    reader: str
    checkpoint: Checkpoint
    proofs: tuple[InclusionProof, ...]

    def refuse_wrong(self) -> None:
        """Nothing, if each record is one of the run, stands where it says, and stands there once.

        Raises ValueError with what is wrong.
        """
        before: InclusionProof | None = None
        firsts = set()
        for proof in self.proofs:
            record = read_canonical(proof.body)
            if record.get("run") != self.run or not isinstance(record.get("n"), int):
                raise ValueError(f"entry {proof.number} is no record of run `{self.run}`")
            if before is not None and proof.number <= before.number:
                raise ValueError(f"entry {proof.number} is out of order, or there twice")
            proof.refuse_wrong()
            firsts.add(proof.number - record["n"])
            before = proof
        if len(firsts) > 1:
            raise ValueError(f"its records are not those of one run `{self.run}`")


def write_extract(extract: Extract) -> bytes:
    """The canonical bytes of an extract's file."""
    return canonical_json(
        {
            "v": VERSION,
            "run": extract.run,
            "reader": extract.reader,
            "checkpoint": extract.checkpoint.text,
            "records": [
                {
                    "number": one.number,
                    "record": read_canonical(one.body),
                    "proof": hash_texts(one.path),
                }
                for one in extract.proofs
            ],
        }
    )


def read_extract(body: bytes) -> Extract:
    """The extract in a file, not yet believed. Raises ValueError if it is not as it is written."""
    found = read_canonical(body)
    try:
        noted = read_checkpoint(found["checkpoint"])
        extract = Extract(
            run=str(found["run"]),
            reader=str(found["reader"]),
            checkpoint=noted,
            proofs=tuple(_proofs(found["records"], noted)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it lacks what an extract has: {error}") from error
    # Whatever was not understood above would not come back, and nothing is passed over in silence.
    if write_extract(extract) != body:
        raise ValueError("it says more than an extract does, or says one thing in two ways")
    return extract


def _proofs(records: Iterable[Any], noted: Checkpoint) -> Iterable[InclusionProof]:
    for one in records:
        if not isinstance(one["record"], dict):
            raise TypeError("a record of it is no JSON object")
        number, record = int(one["number"]), canonical_json(one["record"])
        yield InclusionProof(noted, number, record, read_hashes(one["proof"]))
