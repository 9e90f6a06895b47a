"""The files of a recorded run as its log has them: what its bundle holds, but for reports."""

from collections.abc import Mapping

from asp_decide.clauses.masked_fields import is_name
from asp_decide.ledger.export import bundle_files
from asp_decide.ledger.log import Ledger


def files_of_run(
    ledger: Ledger, run: str, reports: Mapping[str, bytes] | None = None, *, names: bool = True
) -> dict[str, bytes]:
    """Every file of the bundle of a run, with the `reports` that were made of it.

    Without `names` those who decided stay masked. Raises UsageError if the log holds no such run,
    LedgerBrokenError.
    """
    entries = ledger.entries(run)
    kinds = [str(entry.record["kind"]) for entry in entries]
    return bundle_files(
        entries,
        {**ledger.files(run), **(reports or {})},
        log=ledger.run_log(run),
        checkpoint=ledger.checkpoints()[run],
        openings=[
            one for one in ledger.openings(run) if names or not is_name(kinds[one.n], one.path)
        ],
    )
