"""What the owner of one value stream may see of a run, as a folder that anybody checks."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from asp_decide.canonical import bytes_digest
from asp_decide.clauses.stream_records import concerns_stream
from asp_decide.errors import UsageError
from asp_decide.ledger.bundle import write_bundle
from asp_decide.ledger.extract_file import Extract
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.proof_file import InclusionProof
from asp_decide.ledger.proving import prove_record, prove_some
from asp_decide.ledger.reader_bundle import EXTRACT, reader_files, texts_on_record
from asp_decide.ledger.zipped_bundle import zip_of
from asp_decide.policy.policy_reader import OVERLAYS
from asp_decide.policy.written.policy_file import read_overlay
from asp_decide.report.formats.render import render
from asp_decide.report.stream.own_part import streams_of
from asp_decide.report.stream.stream_report import stream_report
from asp_decide.runs.auditing.export_run import ZIP, refuse_other
from asp_decide.runs.auditing.recorded_run import RecordedRun, as_recorded, recorded_run
from asp_decide.runs.auditing.report_run import file_name
from asp_decide.runs.opened_ledger import layer_of, ledger_of
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

_OF_STREAM = "stream:"


def extract_run(
    workspace: Workspace, run: str, reader: str, *, size: int | None, place: Path | None
) -> Path:
    """Write the folder, or zip, of what the `reader`, `stream:ID`, may see; return where.

    Each record is proven up to the checkpoint of `size` records, the newest unless said. Raises
    UsageError where the portfolio's log has no such run, or the run no such value stream;
    LedgerBrokenError; WritingFailedError.
    """
    if layer_of(workspace, run) == "delivery":
        raise UsageError(
            f"`{run}` is of the delivery layer, which has no folder for one reader",
            mend=f"`asp-decide ledger export {run} --without-names` writes all of it",
        )
    found = recorded_run(workspace, run)
    stream = _stream(found, run, reader)
    name = f"{run}-{file_name(reader)}"
    place = workspace.root / "proofs" / name if place is None else place
    refuse_other(place, EXTRACT)
    own = {one.initiative for one in found.plan.decisions if stream in one.value_streams}
    with ledger_of(workspace) as ledger:
        extract = prove_some(
            ledger, run, reader, lambda record: concerns_stream(record, stream, own), size=size
        )
        earlier = _earlier(ledger, run, extract)
        reports = _reports(ledger, found, stream)
    files = reader_files(
        extract, earlier, _policies(found, stream, (*earlier, *extract.proofs)), reports
    )
    if place.suffix == ZIP:
        write_file(place, zip_of(name, files))
    else:
        write_bundle(place, files)
    return place


def _stream(found: RecordedRun, run: str, reader: str) -> str:
    streams = streams_of(found.plan)
    stream = reader.removeprefix(_OF_STREAM)
    if reader == stream or stream not in streams:
        raise UsageError(
            f"`{reader}` is no reader of run `{run}`",
            mend="one of " + ", ".join(f"{_OF_STREAM}{one}" for one in streams),
        )
    return stream


def _earlier(ledger: Ledger, run: str, extract: Extract) -> tuple[InclusionProof, ...]:
    """The newest records of the policies that earlier runs put on record, each proven."""
    first = ledger.entries(run)[0].number
    size = extract.checkpoint.size
    return tuple(
        prove_record(ledger, str(one.record["run"]), one.record["n"], size=size)
        for one in ledger.policies(first)
    )


def _policies(
    found: RecordedRun, stream: str, records: Iterable[InclusionProof]
) -> Mapping[str, bytes]:
    """The policies of the run whose very text is on record, but overlays of other streams."""
    on_record = texts_on_record(one.body for one in records)
    return {
        path: body
        for path, body in found.files.items()
        if on_record.get(path) == bytes_digest(body) and _is_for(stream, path, body)
    }


def _is_for(stream: str, path: str, body: bytes) -> bool:
    if PurePosixPath(path).parts[1:2] != (OVERLAYS,):
        return True
    overlay = read_overlay(path, body).value
    return overlay is not None and overlay.stream.text == stream


def _reports(ledger: Ledger, found: RecordedRun, stream: str) -> Mapping[str, bytes]:
    """The stream's pages, told from the records as they were logged: what is masked stays so."""
    run = found.told.run
    logged = [entry.record for entry in ledger.entries(run)]
    told = as_recorded(logged, found.told.checkpoint, ledger.run_log(run))
    report = stream_report(
        found.plan, stream, charter=found.charter, recorded=told, facts=found.facts
    )
    return {
        "reports/stream.html": render(report, format="html"),
        "reports/stream.md": render(report, format="md"),
    }
