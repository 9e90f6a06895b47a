"""A proof from the ledger of a workspace, in a file that whoever asked can check alone."""

import re
from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.proof_file import Proof, write_proof
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from asp_decide.runs.opened_ledger import ledger_of
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

_RECORD = re.compile(r"(?P<run>[^:]+):(?P<n>[0-9]{1,12})")
_CHECKPOINTS = re.compile(r"(?P<first>[0-9]{1,18})\.\.(?P<second>[0-9]{1,18})")


def prove_run(workspace: Workspace, what: str, *, size: int | None, output: Path | None) -> str:
    """Write the proof of a record (`RUN:N`) or of two checkpoints (`SIZE..SIZE`).

    A record is proven up to the checkpoint of `size` records, the newest unless said. Returns
    where the file lies, as a person in the present folder would write it. Raises UsageError where
    the ledger has no such record or checkpoint, LedgerBrokenError if it cannot prove it.
    """
    with ledger_of(workspace) as ledger:
        name, proof = _proof(ledger, what, size)
    path = output or workspace.root / "proofs" / f"{name}.json"
    write_file(path, write_proof(proof))
    return workspace.shown(path)


def _proof(ledger: Ledger, what: str, size: int | None) -> tuple[str, Proof]:
    if found := _CHECKPOINTS.fullmatch(what):
        if size is not None:
            raise UsageError("--at says up to where one record is proven, not two checkpoints")
        first, second = int(found["first"]), int(found["second"])
        return f"{first}-{second}", prove_checkpoints(ledger, first, second)
    if found := _RECORD.fullmatch(what):
        run, n = found["run"], int(found["n"])
        return f"{run}-{n}", prove_record(ledger, run, n, size=size)
    raise UsageError(
        f"`{what}` names neither a record nor two checkpoints",
        mend="write RUN:N, such as 2027Q1:17, or SIZE..SIZE, such as 50..98",
    )
