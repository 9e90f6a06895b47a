"""The logs of a workspace, one of each layer, opened to be read: reading one never makes it."""

from asp_decide.errors import UsageError
from asp_decide.ledger.database import database_at
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.opening import is_any, open_if_any
from asp_decide.model.by_layer import LAYERS
from asp_decide.model.subject import Layer
from asp_decide.runs.workspace import Workspace


def places_of_logs(workspace: Workspace) -> dict[Layer, str]:
    """Where the log of each layer lies that has one, the portfolio's first.

    Raises UsageError, LedgerBrokenError.
    """
    places = {layer: place for layer in LAYERS if (place := workspace.place_of_log(layer))}
    return {layer: place for layer, place in places.items() if is_any(database_at(place))}


def ledger_if_any(workspace: Workspace, layer: Layer = "portfolio") -> Ledger | None:
    """The log of a layer, open, or None where nothing was ever recorded in it.

    Raises LedgerBrokenError if what lies there cannot be read as a ledger.
    """
    place = workspace.place_of_log(layer)
    return None if place is None else open_if_any(place)


def ledger_of(workspace: Workspace, layer: Layer = "portfolio") -> Ledger:
    """The log of a layer, open. Raises UsageError where nothing was recorded, LedgerBrokenError."""
    ledger = ledger_if_any(workspace, layer)
    if ledger is None:
        raise nothing_yet(layer)
    return ledger


def layer_of(workspace: Workspace, run: str) -> Layer:
    """The layer in whose log a run stands; where it stands in neither, that which has a log."""
    found = list(places_of_logs(workspace))
    for layer in found:
        with ledger_of(workspace, layer) as ledger:
            if any(line.id == run for line in ledger.runs()):
                return layer
    return found[0] if found else "portfolio"


def nothing_yet(layer: Layer = "portfolio") -> UsageError:
    """What is said to whoever asks for a run before there is one."""
    if layer == "portfolio":
        mend = "asp-decide apply plan.json --by NAME --role ROLE"
        return UsageError("nothing is recorded yet", mend=mend)
    mend = "asp-decide flow commit --by NAME --role ROLE"
    return UsageError("nothing is recorded yet of the delivery layer", mend=mend)
