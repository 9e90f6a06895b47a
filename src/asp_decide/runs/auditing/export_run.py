"""The bundle of a recorded run, written for the auditor from the ledger, as often as asked."""

from collections.abc import Mapping
from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.ledger.bundle import write_bundle
from asp_decide.ledger.export import MANIFEST
from asp_decide.ledger.zipped_bundle import zip_of
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.runs.auditing.recorded_run import recorded_run
from asp_decide.runs.auditing.report_run import RunTold, bundled_reports
from asp_decide.runs.files_of_run import files_of_run
from asp_decide.runs.opened_ledger import layer_of, ledger_of
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
    later checkpoints. Without `names` those who decided stay masked. Raises UsageError if no
    log holds such a run, or if `place` is a folder of something else; LedgerBrokenError;
    WritingFailedError.
    """
    place = workspace.runs / run if place is None else place
    refuse_other(place, MANIFEST)
    layer = layer_of(workspace, run)
    reports = _reports(workspace, run) if layer == "portfolio" else {}
    with ledger_of(workspace, layer) as ledger:
        files = files_of_run(ledger, run, reports, names=names)
    if place.suffix == ZIP:
        write_file(place, zip_of(run, files))
    else:
        write_bundle(place, files)
    return place


def _reports(workspace: Workspace, run: str) -> Mapping[str, bytes]:
    found = recorded_run(workspace, run)
    with ledger_of(workspace) as ledger:
        evidence = RunEvidence.of(found.records, ledger.run_log(run))
    return bundled_reports(RunTold(found.plan, found.charter, found.told, evidence, found.facts))


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
