"""What the folder of a decision of the delivery layer holds, read and not yet believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.check import Divergence
from asp_decide.audit.recorded_evidence import Record, read_records
from asp_decide.canonical import read_canonical
from asp_decide.clauses.delivery_records import LAYER
from asp_decide.clauses.masked_fields import open_records
from asp_decide.clauses.policy_records import PolicyBefore
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.export import CHECKPOINT, MANIFEST, RECORDS, RUN_LOG
from asp_decide.ledger.openings_file import OPENINGS, read_openings
from asp_decide.ledger.run_log import RunLog, read_run_log
from asp_decide.model.masked import Opening


@dataclass(frozen=True, slots=True)
class DeliveryEvidence:
    """The records of a commitment or a pull, and their place in the log of the delivery layer.

    `records` are as far as they are opened, `logged` the same as they were hashed.
    """

    bundle: Bundle
    records: tuple[Record, ...]
    log: RunLog
    logged: tuple[Record, ...]
    openings: tuple[Opening, ...]

    @property
    def manifest(self) -> Record:
        """The first record of the run."""
        return self.records[0]

    @property
    def lines(self) -> tuple[bytes, ...]:
        """The records as bytes."""
        return self.bundle.lines(RECORDS)

    @property
    def claimed(self) -> tuple[tuple[str, str], ...]:
        """Files of which the manifest tells the digest twice: there are none."""
        return ()

    @property
    def policies_before(self) -> Mapping[str, PolicyBefore]:
        """The policy files that the log held before the run, by path."""
        found = [read_canonical(one.body) for one in self.log.policies]
        return {record["path"]: PolicyBefore.of_record(record) for record in found}

    @property
    def closed_before(self) -> Mapping[str, Any] | None:
        """The record that closed the run before; None of the first run of the log."""
        previous = self.log.previous
        match None if previous is None else read_canonical(previous.body):
            case dict() as record:
                return record
        return None


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
        body = bundle.files.get(OPENINGS)
        openings = () if body is None else read_openings(body)
        path = RUN_LOG
        log = read_run_log(bundle.files[RUN_LOG])
    except (ValueError, RecursionError) as error:
        return Divergence(path, f"it cannot be read: {str(error).splitlines()[0]}")
    opened = open_records(records, openings)
    return DeliveryEvidence(bundle, opened, log, records, openings)
