"""The quarterly investment run: read facts and policies, plan, and write the draft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from asp_decide.audit.certificate_file import StoredCertificate, write_certificate
from asp_decide.canonical import canonical_json, decimal_text, digest
from asp_decide.clauses.record import run_records
from asp_decide.decide.investment import Aim, Instruments, Planned, plan_portfolio
from asp_decide.decide.outlook import judged_run
from asp_decide.decide.words import open_initiatives
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.charter import Charter
from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan, Run, plan_bytes
from asp_decide.model.snapshot import Snapshot, facts_digest
from asp_decide.optimize.budgets import Budget, work_limit
from asp_decide.optimize.certify import Certificate
from asp_decide.optimize.pipeline import Solved
from asp_decide.optimize.watch import UNWATCHED, Watch
from asp_decide.report.plan_page import PlanPage, plan_page
from asp_decide.runs.drafts import CERTIFICATE, PLAN, RECORDS, write_draft
from asp_decide.runs.instruments import SEED, EngineName, judges, solver
from asp_decide.runs.interruption import interruptible, timed
from asp_decide.runs.run_files import run_inputs, source_files
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.workspace import Sources, Workspace, read_sources
from asp_decide.runs.writing import write_file
from asp_decide.scenario.firm import how_firm, worlds_unasked

type Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """What a person asks of a plan. `max_gap` is the certified gap that is good enough.

    What `time_limit_seconds` cuts short is exploratory, and so is what it might have cut. The
    plan is the same for every number of `workers`, the threads that search. So many
    `worlds` are drawn to tell in how many of them its answers stay best; None leaves that to
    the workspace, and where that says nothing to what they would take.
    """

    as_of: date
    pins: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    max_gap: Decimal | None = None
    budget: Budget | None = None
    time_limit_seconds: int | None = None
    engine: EngineName = "durable"
    workers: int = 1
    worlds: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """A plan as it was written: its page for people, its bytes, where its draft lies.

    `asked_gap` is empty where no gap was asked for.
    """

    plan: Plan
    page: PlanPage
    body: bytes
    shown_folder: str
    gap: str
    asked_gap: str
    gap_missed: bool


def plan_run(
    workspace: Workspace, order: PlanOrder, *, output: Path | None, progress: Progress
) -> WrittenPlan:
    """Recommend, and write the draft under `plans/`; the same plan to `output` as well.

    Nothing is decided. Raises InvalidInputError with every problem of facts and policies,
    NoFeasiblePlanError, WritingFailedError, and what the engines raise.
    """
    sources = read_sources(workspace, order.as_of)
    pins = [Pin.read(one) for one in order.pins]
    _refuse_unknown((*(pin.initiative for pin in pins), *order.drops), sources.snapshot)
    _refuse_other_days(pins, sources.snapshot)
    with interruptible(currency=sources.snapshot.charter.currency, progress=progress) as watch:
        planned = make_plan(sources, order, progress=progress, watch=watch)
    planned = told_firm(planned, worlds=_worlds(workspace, order, planned), progress=progress)
    files = {
        PLAN: plan_bytes(planned.plan),
        CERTIFICATE: certificate_bytes(
            planned.solved.certificate, planned.outlook.prepared.inputs.capacity_prices
        ),
    }
    inputs = run_inputs(planned.outlook, {**source_files(workspace), **files}, workspace)
    records = run_records(judged_run(planned.outlook, planned.plan), inputs)
    files[RECORDS] = b"".join(canonical_json(record) + b"\n" for record in records)
    # First where a mistyped path may fail: then nothing is written at all.
    if output is not None:
        write_file(output, files[PLAN])
    folder = write_draft(workspace.plans, planned.plan.run.id, files)
    return _told(workspace, planned.plan, files[PLAN], folder, _asked_gap(workspace, order))


def _in_silence(_: str) -> None:
    """Progress that nobody watches."""


def make_plan(
    sources: Sources,
    order: PlanOrder,
    *,
    progress: Progress = _in_silence,
    watch: Watch = UNWATCHED,
) -> Planned:
    """The plan of these facts and policies, without writing anything.

    `progress` is told what is being done, `watch` what was found, and it may end the search: the
    best plan so far is then the plan, exploratory. Raises UsageError if the facts were read as of
    another day, NoFeasiblePlanError with the rules and facts that cannot hold together, and what
    the engines raise.
    """
    read_on = sources.snapshot.as_of
    if read_on != order.as_of:
        raise UsageError(f"the facts were read as of {read_on}, not as of {order.as_of}")

    seconds = order.time_limit_seconds

    def run(solved: Solved) -> Run:
        return run_of(sources, order, exploratory=solved.exploratory)

    return plan_portfolio(
        sources.snapshot,
        sources.policies,
        aim=_aim(order, sources.snapshot.charter),
        by=Instruments(
            judges(order.engine),
            solver(),
            progress,
            watch if seconds is None else timed(watch, seconds),
            order.workers,
        ),
        run=run,
    )


def told_firm(planned: Planned, *, worlds: int, progress: Progress = _in_silence) -> Planned:
    """The plan with what may turn its answers, and how firm they are in as many drawn worlds."""
    firmness = how_firm(planned, drawn=worlds, progress=progress)
    return replace(planned, plan=planned.plan.model_copy(update={"firmness": firmness}))


def _worlds(workspace: Workspace, order: PlanOrder, planned: Planned) -> int:
    stated = workspace.worlds if order.worlds is None else order.worlds
    return worlds_unasked(planned) if stated is None else stated


def certificate_bytes(proven: Certificate, capacity_prices: Mapping[Pool, Fraction]) -> bytes:
    """The bytes of `certificate.json`; the prices are those that the measures of the run used."""
    return write_certificate(
        StoredCertificate(
            taken=proven.taken,
            loss=proven.loss,
            bound=proven.bound,
            value_captured=proven.value_captured,
            proof=proven.proof,
            capacity_prices=capacity_prices,
        )
    )


def charter_digest(charter: Charter) -> str:
    """The digest of the agreed frame: money, time, roles, rights."""
    return digest(charter.model_dump(mode="json"))


def run_of(sources: Sources, order: PlanOrder, *, exploratory: bool) -> Run:
    """What goes into a plan that is asked for so, from these facts and policies."""
    snapshot, charter = sources.snapshot, sources.snapshot.charter
    aim = _aim(order, charter)
    intervals = charter.calendar.ahead(order.as_of)[: charter.planning_intervals]
    limit = work_limit(aim.budget, choices=1)
    return Run(
        id=intervals[0].id,
        as_of=order.as_of.isoformat(),
        facts=facts_digest(snapshot),
        policies=sources.policies.digest,
        charter=charter_digest(charter),
        versions=dict(deciding_versions()),
        engine=order.engine,
        seed=SEED,
        budget=aim.budget,
        limits={"choices_times_nodes": limit.nodes},
        capacity_unit=charter.capacity_counted_in,
        currency=charter.currency,
        intervals=tuple(interval.id for interval in intervals),
        exploratory=exploratory,
        pinned=tuple(map(str, aim.pinned)),
        dropped=aim.dropped,
    )


def _aim(order: PlanOrder, charter: Charter) -> Aim:
    return Aim(
        budget=order.budget or charter.solver.name,
        pinned=tuple(sorted({Pin.read(one) for one in order.pins}, key=str)),
        dropped=tuple(sorted(InitiativeId(one) for one in set(order.drops))),
    )


def _refuse_unknown(ids: tuple[str, ...], snapshot: Snapshot) -> None:
    known = [initiative.id for initiative in open_initiatives(snapshot.initiatives)]
    for one in ids:
        if one not in known:
            near = nearest(one, known)
            raise UsageError(
                f"there is no open initiative `{one}`",
                mend=f"did you mean `{near}`?" if near else "`asp-decide lint` lists what there is",
            )


def _refuse_other_days(pins: Sequence[Pin], snapshot: Snapshot) -> None:
    charter = snapshot.charter
    ahead = charter.calendar.ahead(snapshot.as_of)[: charter.planning_intervals]
    known = [one.id for one in ahead]
    for pin in pins:
        if pin.interval is not None and pin.interval not in known:
            told = f"`{pin}` begins in none of the intervals that are planned"
            raise UsageError(told, mend=f"one of {', '.join(known)}")


def _asked_gap(workspace: Workspace, order: PlanOrder) -> Decimal | None:
    return order.max_gap if order.max_gap is not None else workspace.charter.solver.max_gap


def _told(
    workspace: Workspace, plan: Plan, body: bytes, folder: Path, asked: Decimal | None
) -> WrittenPlan:
    gap = plan.objective.gap
    missed = asked is not None and (gap is None or Fraction(gap) > Fraction(asked))
    return WrittenPlan(
        plan=plan,
        page=plan_page(plan),
        body=body,
        shown_folder=workspace.shown(folder),
        gap=_percent(gap),
        asked_gap="" if asked is None else _percent(decimal_text(asked)),
        gap_missed=missed,
    )


def _percent(share: str | None) -> str:
    return "unknown" if share is None else decimal_text(Fraction(share) * 100, 3) + " %"
