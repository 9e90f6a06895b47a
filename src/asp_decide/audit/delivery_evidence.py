"""What the folder of a decision of the delivery layer holds, read and not yet believed."""

from dataclasses import dataclass

from asp_decide.audit.check import Divergence
from asp_decide.audit.recorded_evidence import LoggedRun, read_records, stored_openings
from asp_decide.canonical import read_canonical
from asp_decide.clauses.delivery_records import LAYER
from asp_decide.clauses.masked_fields import open_records
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.export import CHECKPOINT, MANIFEST, RECORDS, RUN_LOG
from asp_decide.ledger.openings_file import OPENINGS
from asp_decide.ledger.run_log import read_run_log


@dataclass(frozen=True, slots=True)
class DeliveryEvidence(LoggedRun):
    """The records of a commitment or a pull, and their place in the log of the delivery layer."""


def is_of_delivery(bundle: Bundle) -> bool:
    """Whether it says of itself that it is of the delivery layer; nothing of it is believed yet."""
    try:
        manifest = read_canonical(bundle.files.get(MANIFEST, b""))
    except ValueError:
        return False
    return isinstance(manifest, dict) and manifest.get("layer") == LAYER


def read_delivery_evidence(bundle: Bundle) -> DeliveryEvidence | Divergence:
    """Everything that the checks need of the folder, or the first thing that cannot be read."""
    for path in (MANIFEST, RECORDS, RUN_LOG, CHECKPOINT):
        if path not in bundle.files:
            return Divergence(path, "it is missing")
    records = read_records(bundle)
    if isinstance(records, Divergence):
        return records
    path = OPENINGS
    try:
        openings = stored_openings(bundle)
        path = RUN_LOG
        log = read_run_log(bundle.files[RUN_LOG])
    except (ValueError, RecursionError) as error:
        return Divergence(path, f"it cannot be read: {str(error).splitlines()[0]}")
    opened = open_records(records, openings)
    return DeliveryEvidence(bundle, opened, log, records, openings)
