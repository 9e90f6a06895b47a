"""The records of a run that the owner of one value stream may see, each proven, in one file."""

from pathlib import Path

from asp_decide.clauses.stream_records import concerns_stream
from asp_decide.errors import UsageError
from asp_decide.ledger.extract_file import write_extract
from asp_decide.ledger.proving import prove_some
from asp_decide.report.own_part import streams_of
from asp_decide.runs.opened_ledger import ledger_of
from asp_decide.runs.recorded_run import recorded_run
from asp_decide.runs.report_run import file_name
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

_OF_STREAM = "stream:"


def extract_run(
    workspace: Workspace, run: str, reader: str, *, size: int | None, place: Path | None
) -> Path:
    """Write what the `reader`, `stream:ID`, may see of a run, and return where.

    Each record is proven up to the checkpoint of `size` records, the newest unless said. Raises
    UsageError where the ledger has no such run, or the run no such value stream.
    """
    plan = recorded_run(workspace, run).plan
    streams = streams_of(plan)
    stream = reader.removeprefix(_OF_STREAM)
    if reader == stream or stream not in streams:
        raise UsageError(
            f"`{reader}` is no reader of run `{run}`",
            mend="one of " + ", ".join(f"{_OF_STREAM}{one}" for one in streams),
        )
    own = {one.initiative for one in plan.decisions if stream in one.value_streams}
    with ledger_of(workspace) as ledger:
        extract = prove_some(
            ledger,
            run,
            reader,
            lambda record: concerns_stream(record, stream, own),
            size=size,
        )
    path = place or workspace.root / "proofs" / f"{run}-{file_name(reader)}.json"
    write_file(path, write_extract(extract))
    return path
