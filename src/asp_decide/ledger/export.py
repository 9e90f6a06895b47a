"""The files of a bundle, made from what the ledger holds of a run: the same bytes every time."""

from collections.abc import Mapping, Sequence

from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.openings_file import OPENINGS
from asp_decide.ledger.run_log import RunLog, write_run_log

MANIFEST = "manifest.json"
RECORDS = "records.jsonl"
RUN_LOG = "log.json"
CHECKPOINT = "checkpoint"
README = "README.txt"

WRITTEN_BY_EXPORT: frozenset[str] = frozenset(
    {*(MANIFEST, RECORDS, RUN_LOG, CHECKPOINT, README, OPENINGS)}
)
"""Files of a bundle that the ledger does not keep, because they follow from what it keeps."""

_README = """\
Run {run} of {origin}: what was decided, and everything needed to check it.

    asp-decide verify .

reads this folder and nothing else: no network, no database, no solver. With the checkpoint from
the minutes of the meeting it also shows that the log has not been written anew since:

    asp-decide verify . --checkpoint FILE

manifest.json     what went in: digests, versions, counts
asp.yaml          currency, calendar, roles and decision rights, as they were
facts/            the facts, byte for byte
policies/         the policies, byte for byte
plan.json         what the plan does with every initiative, value stream and interval
certificate.json  the proof of how good the plan is
records.jsonl     one record a line, in the order of the log; the line is the record's n plus one
log.json          where the run stands in the log, and the proofs that join it to other runs
openings.json     the names and prices that the records mask; not there for who may not see them
checkpoint        the text for the minutes: log, number of records, root
reports/          the same told to people; made from the records, and no evidence
"""


def bundle_files(
    entries: Sequence[Entry],
    files: Mapping[str, bytes],
    *,
    log: RunLog,
    checkpoint: Checkpoint,
    reports: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Every file of a run's bundle by its place in the folder, sorted.

    `files` are those that the ledger keeps with the run, `reports` those made from its records.
    The masked fields of the records stay closed.
    """
    clash = WRITTEN_BY_EXPORT & files.keys()
    assert not clash, f"{sorted(clash)} follow from the records and are not kept with a run"
    bodies = [entry.body for entry in entries]
    written = {
        README: readme(log.run, checkpoint.origin),
        MANIFEST: bodies[0],
        RECORDS: b"".join(body + b"\n" for body in bodies),
        RUN_LOG: write_run_log(log),
        CHECKPOINT: checkpoint.text.encode(),
    }
    return dict(sorted({**reports, **files, **written}.items()))


def readme(run: str, origin: str) -> bytes:
    """What a bundle says first to whoever opens it."""
    return _README.format(run=run, origin=origin).encode()
