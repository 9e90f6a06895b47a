"""The ledger of a workspace, read whole, and every run in it decided again."""

from collections.abc import Sequence

from asp_decide.audit.check import Check, not_checked
from asp_decide.audit.ledger_check import LedgerVerification, verify_ledger
from asp_decide.audit.other_form import other_form
from asp_decide.audit.retelling import REPORTS
from asp_decide.audit.verification import Verification
from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.bundle import Bundle, open_bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import bundle_files
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.openings_file import with_openings
from asp_decide.runs.auditing.given_checkpoints import given_checkpoints
from asp_decide.runs.auditing.verify_run import verify_bundle
from asp_decide.runs.opened_ledger import ledger_of, nothing_yet
from asp_decide.runs.workspace import Workspace


def verify_ledger_run(
    workspace: Workspace,
    *,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...] = (),
    resolve: bool = False,
) -> LedgerVerification:
    """Whether the log is whole, entry by entry, and the answers to all checks of each of its runs.

    Reports are those of the exported folders, where there are any. `checkpoints` are files from
    the minutes, or `SIZE:ROOT`; where there are `keys`, one of them must have signed each. Raises
    UsageError where nothing is recorded, LedgerBrokenError if the ledger cannot be read at all.
    """
    given = given_checkpoints(checkpoints, keys, of=workspace.root)
    with ledger_of(workspace) as ledger:
        noted = ledger.checkpoints()
        if not noted:
            raise nothing_yet()
        troubles = ledger.examine()
        runs = [_verified(workspace, ledger, run, given, resolve=resolve) for run in noted]
    return verify_ledger(ledger.path, troubles, noted, given=given, runs=runs)


def _verified(
    workspace: Workspace,
    ledger: Ledger,
    run: str,
    given: Sequence[Checkpoint],
    *,
    resolve: bool,
) -> Verification:
    try:
        plain = bundle_files(
            ledger.entries(run),
            ledger.files(run),
            log=ledger.run_log(run),
            checkpoint=ledger.checkpoints()[run],
            reports=_exported_reports(workspace, run),
        )
        files = with_openings(plain, run, ledger.openings(run))
    except LedgerBrokenError as error:
        if error.lost:
            raise
        why = "the ledger does not hold what was recorded"
        checks = (Check(1, "FAIL", str(error)), *(not_checked(n, why) for n in range(2, 9)))
        return Verification(run, "", "", checks)
    bundle = Bundle(run, files)
    strange = other_form(bundle)
    if strange:
        checks = tuple(not_checked(number, strange) for number in range(1, 9))
        return Verification(run, "", "", checks)
    return verify_bundle(bundle, given, resolve=resolve)


def _exported_reports(workspace: Workspace, run: str) -> dict[str, bytes]:
    folder = workspace.runs / run
    if not folder.is_dir():
        return {}
    files = open_bundle(folder).files
    return {path: body for path, body in files.items() if path.startswith(REPORTS)}
