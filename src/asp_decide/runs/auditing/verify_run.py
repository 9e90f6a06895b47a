"""Decide a recorded run again, from its folder and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from asp_decide.audit.delivery_evidence import is_of_delivery
from asp_decide.audit.other_form import other_form
from asp_decide.audit.reading import Reading, Unreadable
from asp_decide.audit.recorded_evidence import Evidence, read_evidence
from asp_decide.audit.solving_again import SolvedAgain
from asp_decide.audit.verification import Verification, verify
from asp_decide.clauses.design_records import new_designs
from asp_decide.decide.outlook import subjects_after
from asp_decide.decide.words import open_initiatives
from asp_decide.errors import AspDecideError, InvalidInputError, LedgerBrokenError, UsageError
from asp_decide.ledger.bundle import LARGEST_FILE_BYTES, Bundle, open_bundle
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.export import CHECKPOINT as NOTE
from asp_decide.ledger.openings_file import OPENINGS, read_openings
from asp_decide.model.design_change import DesignChange
from asp_decide.model.pin import Pin
from asp_decide.model.subject import Subjects
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices_of
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.portfolio.subjects import measure_subjects
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.runs.auditing.given_checkpoints import given_checkpoints
from asp_decide.runs.auditing.recorded_run import as_recorded
from asp_decide.runs.auditing.report_run import RunTold, bundled_reports
from asp_decide.runs.auditing.verify_delivery_run import verify_delivery_bundle
from asp_decide.runs.flows_of_work import work_beside
from asp_decide.runs.instruments import solver
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.run_files import designs_in
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.workspace import open_workspace, read_sources


def verify_run(
    bundle: Path,
    *,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...] = (),
    resolve: bool = False,
    openings: Path | None = None,
) -> Verification:
    """The answers to all checks of one bundle.

    `checkpoints` are files from the minutes, or `SIZE:ROOT`; where there are `keys`, one of them
    must have signed each. With `resolve` the plan is also solved again. `openings` is a file
    that opens what the bundle masks. Raises UsageError and
    LedgerBrokenError if the bundle, a checkpoint or a key cannot be read at all.
    """
    given = given_checkpoints(checkpoints, keys, of=bundle)
    body = None if openings is None else given_openings(openings)
    return verify_opened(open_bundle(bundle), given, resolve=resolve, openings=body)


def verify_opened(
    opened: Bundle, given: Sequence[Checkpoint], *, resolve: bool, openings: bytes | None
) -> Verification:
    """The answers about an open bundle, with the bytes of a file of openings beside it.

    Raises LedgerBrokenError where it is recorded in a form that another version checks.
    """
    strange = other_form(opened)
    if strange:
        raise LedgerBrokenError(f"`{opened.name}` cannot be checked here: {strange}")
    if openings is not None:
        files = {**opened.files, OPENINGS: openings}
        opened = Bundle(opened.name, dict(sorted(files.items())))
    return verify_bundle(opened, given, resolve=resolve)


def given_openings(path: Path) -> bytes:
    """The bytes of a file of openings. Raises UsageError if it cannot be read, or is no such."""
    try:
        with path.open("rb") as stream:
            body = stream.read(LARGEST_FILE_BYTES + 1)
        read_openings(body[:LARGEST_FILE_BYTES])
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise UsageError(
            f"`{path}` holds no openings: {why}", mend="openings.json of a run's whole bundle does"
        ) from None
    return body


def verify_bundle(
    opened: Bundle, given: Sequence[Checkpoint], *, resolve: bool = False
) -> Verification:
    """The answers to all checks of an open bundle, held against those checkpoints."""
    if is_of_delivery(opened):
        if resolve:
            raise UsageError("a decision of the delivery layer is solved again in any case")
        return verify_delivery_bundle(opened, given)
    evidence = read_evidence(opened)
    if isinstance(evidence, Evidence):
        reading: Reading | Unreadable = read_again(opened, evidence)
    else:
        reading = Unreadable(evidence.what)
    return verify(
        evidence if isinstance(evidence, Evidence) else opened,
        reading,
        checkpoints=given,
        retell=_retell,
        solve_again=_solve_again if resolve else None,
    )


def read_again(bundle: Bundle, evidence: Evidence) -> Reading | Unreadable:
    """Facts, policies, subjects and choices made again from the bundle's own files.

    What was opened is what is read: the files are laid out anew, so that nobody can exchange
    them in between.
    """
    with laid_out(bundle) as folder:
        try:
            return _reading(folder, evidence)
        except InvalidInputError as error:
            return Unreadable(str(error.diagnostics[0]).splitlines()[0])
        except AspDecideError as error:
            return Unreadable(str(error).splitlines()[0])


def _reading(folder: Path, evidence: Evidence) -> Reading | Unreadable:
    plan, stored = evidence.plan, evidence.certificate
    try:
        as_of = date.fromisoformat(plan.run.as_of)
    except ValueError:
        return Unreadable(f"`{plan.run.as_of}` is no day")
    sources = read_sources(open_workspace(folder), as_of)
    known = {initiative.id for initiative in open_initiatives(sources.snapshot.initiatives)}
    pinned = {Pin.read(one).initiative for one in plan.run.pinned}
    strangers = sorted({*pinned, *plan.run.dropped} - known)
    if strangers:
        return Unreadable(f"the plan pins or drops `{strangers[0]}`, which is not open")
    book = open_book(sources.snapshot)
    choice_set = choices_of(book)
    prices = stored.capacity_prices

    def after(frame: Frame, programme: Programme) -> Subjects:
        return subjects_after(sources.snapshot, choice_set, frame, programme, stored.taken)

    return Reading(
        snapshot=sources.snapshot,
        policies=sources.policies,
        choice_set=choice_set,
        subjects=measure_subjects(sources.snapshot, choice_set, capacity_prices=prices, book=book),
        after=after,
        version=deciding_versions()["asp-decide"],
        designs=tuple(_designs(evidence, sources.snapshot.charter.currency)),
        book=book,
    )


def _designs(evidence: Evidence, currency: str) -> Iterator[DesignChange]:
    """The changes of the design in a bundle; those that are new to the run are played again."""
    known = designs_in(evidence.bundle.files)
    new = new_designs(known, evidence.closed_before)
    if new:
        from asp_decide.scenario.design_replay import played_again  # noqa: PLC0415 - heavy

        yield from (played_again(one, currency) if one in new else one for one in known)
    else:
        yield from known


def _solve_again(programme: Programme, evidence: Evidence, reading: Reading) -> SolvedAgain:
    run, choice_set = evidence.plan.run, reading.choice_set
    limit = work_limit(run.budget, choices=len(choice_set.choices))
    order = {one: place for place, one in enumerate(cd3_order(reading.snapshot))}
    here = deciding_versions()
    return SolvedAgain(
        solved=solve_programme(programme, Means(solver(), limit), order=order),
        capacity_prices=capacity_prices(choice_set, solver()),
        as_planned=all(run.versions.get(part) == here[part] for part in here),
    )


def _retell(evidence: Evidence, reading: Reading) -> dict[str, bytes]:
    noted = read_checkpoint(evidence.bundle.files[NOTE].decode())
    recorded = as_recorded(evidence.records, noted, evidence.log)
    run = RunEvidence.of(evidence.records, evidence.log)
    with laid_out(evidence.bundle) as folder:
        work = work_beside(open_workspace(folder), reading.snapshot)
    facts = StatedFacts.of(reading.snapshot, work=work)
    charter = reading.snapshot.charter
    return bundled_reports(RunTold(evidence.plan, charter, recorded, run, facts))
