"""A proof from the ledger of a workspace, in a file that whoever asked can check alone."""

import re
from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.ledger.proof_file import Proof, write_proof
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from asp_decide.model.subject import Layer
from asp_decide.runs.opened_ledger import layer_of, ledger_of
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

_RECORD = re.compile(r"(?P<run>[^:]+):(?P<n>[0-9]{1,12})")
_CHECKPOINTS = re.compile(r"(?P<first>[0-9]{1,18})\.\.(?P<second>[0-9]{1,18})")


def prove_run(
    workspace: Workspace,
    what: str,
    *,
    layer: Layer | None,
    size: int | None,
    output: Path | None,
) -> str:
    """Write the proof of a record (`RUN:N`) or of two checkpoints (`SIZE..SIZE`).

    A record is proven in the log that holds its run, two checkpoints in that of the portfolio,
    unless a `layer` is said. A record is proven up to the checkpoint of `size` records, the newest
    unless said. Returns where the file lies, as a person in the present folder would write it.
    Raises UsageError where the log has no such record or checkpoint, LedgerBrokenError if it cannot
    prove it.
    """
    if found := _CHECKPOINTS.fullmatch(what):
        if size is not None:
            raise UsageError("--at says up to where one record is proven, not two checkpoints")
        first, second = int(found["first"]), int(found["second"])
        with ledger_of(workspace, layer or "portfolio") as ledger:
            proof: Proof = prove_checkpoints(ledger, first, second)
        name = f"{'delivery-' if layer == 'delivery' else ''}{first}-{second}"
    elif found := _RECORD.fullmatch(what):
        run, n = found["run"], int(found["n"])
        with ledger_of(workspace, layer or layer_of(workspace, run)) as ledger:
            proof = prove_record(ledger, run, n, size=size)
        name = f"{run}-{n}"
    else:
        raise UsageError(
            f"`{what}` names neither a record nor two checkpoints",
            mend="write RUN:N, such as 2027Q1:17, or SIZE..SIZE, such as 50..98",
        )
    path = output or workspace.root / "proofs" / f"{name}.json"
    write_file(path, write_proof(proof))
    return workspace.shown(path)
