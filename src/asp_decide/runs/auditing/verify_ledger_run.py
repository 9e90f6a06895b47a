"""Both logs of a workspace, read whole, and every run in them decided again."""

from collections.abc import Sequence

from asp_decide.audit.anchoring import by_log
from asp_decide.audit.check import Check, not_checked
from asp_decide.audit.ledger_check import (
    LedgerVerification,
    LogVerification,
    ReadLog,
    verify_log,
)
from asp_decide.audit.other_form import other_form
from asp_decide.audit.retelling import REPORTS
from asp_decide.audit.verification import Verification
from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.bundle import Bundle, open_bundle
from asp_decide.ledger.bundle_readme import README
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.log import Ledger
from asp_decide.model.subject import Layer
from asp_decide.runs.auditing.given_checkpoints import given_checkpoints
from asp_decide.runs.auditing.verify_run import verify_bundle
from asp_decide.runs.files_of_run import files_of_run
from asp_decide.runs.opened_ledger import ledger_of, nothing_yet, places_of_logs
from asp_decide.runs.workspace import Workspace


def verify_ledger_run(
    workspace: Workspace,
    *,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...] = (),
    resolve: bool = False,
) -> LedgerVerification:
    """Whether each log is whole, entry by entry, and the answers to all checks of each of its runs.

    What is told to people is that of the exported folders, where there are any. `checkpoints` are
    files from the minutes, of either log, or `SIZE:ROOT`; where there are `keys`, one of them must
    have signed each. Raises UsageError where nothing is recorded, LedgerBrokenError if a ledger
    cannot be read at all.
    """
    given = given_checkpoints(checkpoints, keys, of=workspace.root)
    logs = [log for layer in places_of_logs(workspace) if (log := _read(workspace, layer)).noted]
    if not logs:
        raise nothing_yet()
    shared = by_log([tuple(log.noted.values()) for log in logs], given)
    return LedgerVerification(
        tuple(
            _decided_again(workspace, log, of, resolve=resolve)
            for log, of in zip(logs, shared, strict=True)
        )
    )


def _read(workspace: Workspace, layer: Layer) -> ReadLog:
    with ledger_of(workspace, layer) as ledger:
        noted = ledger.checkpoints()
        return ReadLog(layer, ledger.path, ledger.examine() if noted else (), noted)


def _decided_again(
    workspace: Workspace, log: ReadLog, given: Sequence[Checkpoint], *, resolve: bool
) -> LogVerification:
    # What the delivery layer commits to is solved again in any case.
    again = resolve and log.layer == "portfolio"
    with ledger_of(workspace, log.layer) as ledger:
        runs = [_verified(workspace, ledger, run, given, resolve=again) for run in log.noted]
    return verify_log(log, given=given, runs=runs)


def _verified(
    workspace: Workspace,
    ledger: Ledger,
    run: str,
    given: Sequence[Checkpoint],
    *,
    resolve: bool,
) -> Verification:
    try:
        made = files_of_run(ledger, run)
    except LedgerBrokenError as error:
        if error.lost:
            raise
        why = "the ledger does not hold what was recorded"
        checks = (Check(1, "FAIL", str(error)), *(not_checked(n, why) for n in range(2, 9)))
        return Verification(run, "", "", checks)
    kept = {path: body for path, body in made.items() if path != README}
    bundle = Bundle(run, dict(sorted({**kept, **_told_to_people(workspace, run)}.items())))
    strange = other_form(bundle)
    if strange:
        checks = tuple(not_checked(number, strange) for number in range(1, 9))
        return Verification(run, "", "", checks)
    return verify_bundle(bundle, given, resolve=resolve)


def _told_to_people(workspace: Workspace, run: str) -> dict[str, bytes]:
    """What the exported folder of a run tells people: its reports, and what it says first."""
    folder = workspace.runs / run
    if not folder.is_dir():
        return {}
    files = open_bundle(folder).files
    return {
        path: body for path, body in files.items() if path == README or path.startswith(REPORTS)
    }
