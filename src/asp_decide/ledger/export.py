"""The files of a bundle, made from what the ledger holds of a run: the same bytes every time."""

from collections.abc import Mapping, Sequence

from asp_decide.ledger.bundle_readme import PARTS, README, part_of, run_readme
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.openings_file import OPENINGS, with_openings
from asp_decide.ledger.run_log import RunLog, write_run_log
from asp_decide.model.masked import Opening
from asp_decide.model.subject import Layer

MANIFEST = "manifest.json"
RECORDS = "records.jsonl"
RUN_LOG = "log.json"
CHECKPOINT = "checkpoint"

WRITTEN_BY_EXPORT: frozenset[str] = frozenset(
    {*(MANIFEST, RECORDS, RUN_LOG, CHECKPOINT, README, OPENINGS)}
)
"""Files of a bundle that the ledger does not keep, because they follow from what it keeps."""


def bundle_files(
    entries: Sequence[Entry],
    files: Mapping[str, bytes],
    *,
    log: RunLog,
    checkpoint: Checkpoint,
    openings: Sequence[Opening] = (),
) -> dict[str, bytes]:
    """Every file of a run's bundle by its place in the folder, sorted.

    `files` are those that the ledger keeps with the run, and the reports made from its records.
    The masked fields of the records stay closed; `openings` lie beside them.
    """
    clash = WRITTEN_BY_EXPORT & files.keys()
    assert not clash, f"{sorted(clash)} follow from the records and are not kept with a run"
    bodies = [entry.body for entry in entries]
    written = {
        MANIFEST: bodies[0],
        RECORDS: b"".join(body + b"\n" for body in bodies),
        RUN_LOG: write_run_log(log),
        CHECKPOINT: checkpoint.text.encode(),
    }
    found = with_openings({**files, **written}, log.run, openings)
    unnamed = {part_of(name) for name in found} - PARTS.keys()
    assert not unnamed, f"{sorted(unnamed)} of a bundle are named by no line of its {README}"
    layer: Layer = "delivery" if entries[0].record.get("layer") == "delivery" else "portfolio"
    readme = run_readme(log.run, checkpoint.origin, found, layer=layer)
    return dict(sorted({**found, README: readme}.items()))
