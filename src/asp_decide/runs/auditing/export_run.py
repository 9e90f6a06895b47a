"""The bundle of a recorded run, written for the auditor from the ledger, as often as asked."""

from pathlib import Path

from asp_decide.clauses.masked_fields import is_name
from asp_decide.errors import UsageError
from asp_decide.ledger.bundle import write_bundle
from asp_decide.ledger.export import MANIFEST, bundle_files
from asp_decide.ledger.openings_file import with_openings
from asp_decide.ledger.zipped_bundle import zip_of
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.runs.auditing.recorded_run import RecordedRun, recorded_run
from asp_decide.runs.auditing.report_run import RunTold, bundled_reports
from asp_decide.runs.opened_ledger import ledger_of
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

ZIP = ".zip"
"""How the name of a place ends that is a zip and no folder."""


def export_run(
    workspace: Workspace, run: str, place: Path | None = None, *, names: bool = True
) -> Path:
    """Write everything that `verify` needs of a run, and return where: a folder, or a zip of it.

    It goes to `runs/` unless `place` says where; one that ends in `.zip` is a zip. Reports are
    told as `asp.yaml` was when the run was recorded. Only `log.json` grows, by the proofs to
    later checkpoints. Without `names` those who decided stay masked. Raises UsageError if the
    ledger holds no such run, or if `place` is a folder of something else; LedgerBrokenError;
    WritingFailedError.
    """
    place = workspace.runs / run if place is None else place
    refuse_other(place, MANIFEST)
    found = recorded_run(workspace, run)
    files = _files(workspace, run, found, names=names)
    if place.suffix == ZIP:
        write_file(place, zip_of(run, files))
    else:
        write_bundle(place, files)
    return place


def _files(workspace: Workspace, run: str, found: RecordedRun, *, names: bool) -> dict[str, bytes]:
    with ledger_of(workspace) as ledger:
        entries = ledger.entries(run)
        kinds = [str(entry.record["kind"]) for entry in entries]
        log = ledger.run_log(run)
        evidence = RunEvidence.of(found.records, log)
        files = bundle_files(
            entries,
            ledger.files(run),
            log=log,
            checkpoint=ledger.checkpoints()[run],
            reports=bundled_reports(
                RunTold(found.plan, found.charter, found.told, evidence, found.facts)
            ),
        )
        openings = ledger.openings(run)
    shown = [one for one in openings if names or not is_name(kinds[one.n], one.path)]
    return with_openings(files, run, shown)


def refuse_other(place: Path, sign: str) -> None:
    """An export replaces an older one, which has the `sign`, and never a folder of something else.

    Raises UsageError.
    """
    if place.suffix == ZIP or (place / sign).is_file() or not place.exists():
        return
    if not place.is_dir() or any(place.iterdir()):
        raise UsageError(
            f"`{place}` holds something else", mend="name a folder that is not there yet"
        )
