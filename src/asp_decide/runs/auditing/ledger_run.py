"""What the logs of a workspace hold, for people."""

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path

from asp_decide.clauses.delivery_records import delivery_origin
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import EMPTY_ROOT
from asp_decide.ledger.opening import upgrade
from asp_decide.model.by_layer import LAYERS
from asp_decide.model.subject import Layer
from asp_decide.runs.auditing.keys_run import secret_key
from asp_decide.runs.opened_ledger import ledger_if_any, places_of_logs
from asp_decide.runs.workspace import Workspace


def recorded_runs(workspace: Workspace) -> tuple[Mapping[str, str], ...]:
    """Each run with its layer, its first record in the log, how many, and the root after it.

    Those of the portfolio come first.
    """
    found: list[Mapping[str, str]] = []
    for layer in LAYERS:
        ledger = ledger_if_any(workspace, layer)
        if ledger is not None:
            with ledger:
                found += _runs(ledger, layer)
    return tuple(found)


def _runs(ledger: Ledger, layer: Layer) -> Iterator[Mapping[str, str]]:
    noted = ledger.checkpoints()
    for line in ledger.runs():
        yield {
            "layer": layer,
            "run": line.id,
            "first": str(line.first),
            "records": str(line.size - line.first),
            "root": base64.b64encode(noted[line.id].root).decode(),
        }


def ledger_checkpoint(
    workspace: Workspace, sign: Path | None = None, *, layer: Layer = "portfolio"
) -> str:
    """The text for the minutes: origin, number of records, root; signed with a key in a file.

    Raises UsageError if the file holds no key, NotInstalledError.
    """
    key = None if sign is None else secret_key(sign)
    text = _newest(workspace, layer).text
    return text if key is None else key.sign(text)


def _newest(workspace: Workspace, layer: Layer) -> Checkpoint:
    origin = workspace.charter.origin
    if layer == "delivery":
        origin = delivery_origin(origin)
    ledger = ledger_if_any(workspace, layer)
    if ledger is None:
        return Checkpoint(origin, 0, EMPTY_ROOT)
    with ledger:
        head = ledger.head()
        return Checkpoint(origin, head.size, head.root)


def upgrade_ledger(workspace: Workspace) -> tuple[str, ...]:
    """Bring the tables of each log to the form of this version, and say what was done.

    Raises UsageError if there is none.
    """
    places = places_of_logs(workspace) or {"portfolio": workspace.ledger_place}
    return tuple(_upgraded(layer, place) for layer, place in places.items())


def _upgraded(layer: Layer, place: str) -> str:
    before, now = upgrade(place)
    log = "the ledger" if layer == "portfolio" else "the log of the delivery layer"
    if before == now:
        return f"{log} has form {now} already; nothing was done"
    return f"{log} had form {before} and has {now}; its entries are as they were"
