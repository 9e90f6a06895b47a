"""Recorded quarters decided again under other policies, beside what is known of them today."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from asp_decide.audit.integrity import check_unchanged
from asp_decide.audit.recorded_evidence import Evidence, read_evidence
from asp_decide.clauses.act_records import read_act
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.exemption import Exemption
from asp_decide.decide.words import open_initiatives
from asp_decide.errors import UsageError
from asp_decide.ledger.bundle import open_bundle
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan
from asp_decide.runs.comparing.backtest_page import BacktestPage, backtest_page
from asp_decide.runs.investing.plan_run import PlanOrder, Progress, make_plan
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.policy_versions import read_version
from asp_decide.runs.workspace import Sources, Workspace, open_workspace, read_sources
from asp_decide.scenario.backtest import Backtested, Hindsight, Then, backtest


@dataclass(frozen=True, slots=True)
class BacktestOrder:
    """What is asked: the other policies, the folder of the runs, and the day of both.

    The policies are those in force on `as_of`, whatever the day of a run: they are tried as they
    would be signed. Outcomes are those that the workspace knows on that day.
    """

    policies: Path
    runs: Path
    as_of: date


def backtest_run(workspace: Workspace, order: BacktestOrder, *, progress: Progress) -> BacktestPage:
    """What the other policies would have decided in every recorded run, oldest first.

    Each run is decided with its own facts, calendar and prices. Nothing is written. Raises
    UsageError if there are no runs or no policies, LedgerBrokenError if a bundle was changed,
    InvalidInputError with every problem of policies or facts, and what a plan raises.
    """
    evidences = _recorded(order.runs)
    policies = read_version(order.policies, workspace=workspace, as_of=order.as_of)
    clauses = policies.in_force.portfolio
    hindsight = Hindsight(
        runs=tuple(_then(evidence) for evidence in evidences),
        outcomes=read_sources(workspace, order.as_of).snapshot.outcomes,
        approved=max(date.fromisoformat(file.approved_on) for file in clauses.files),
    )
    tested: list[Backtested] = []
    for evidence, then in zip(evidences, hindsight.runs, strict=True):
        progress(f"deciding {then.plan.run.id} again")
        tested.append(backtest(then, _decided_again(evidence, clauses), hindsight))
    last = hindsight.runs[-1].plan.run
    return backtest_page(tested, currency=last.currency, unit=last.capacity_unit)


def _recorded(folder: Path) -> list[Evidence]:
    """The runs of a folder by their day; each as it was recorded, or refused."""
    bundles = sorted(path.parent for path in folder.glob("*/manifest.json"))
    if not bundles:
        raise UsageError(
            f"`{folder}` holds no recorded run",
            mend="`asp-decide apply` records one in `runs`, a folder each",
        )
    found = []
    for path in bundles:
        evidence = read_evidence(open_bundle(path))
        if not isinstance(evidence, Evidence):
            raise UsageError(f"`{path.name}`: {evidence.at}: {evidence.what}")
        unchanged = check_unchanged(evidence, ())
        if unchanged.verdict == "FAIL":
            raise UsageError(
                f"`{path.name}` is not what was recorded: {unchanged.told} {unchanged.at}",
                mend=f"asp-decide verify {path}",
            )
        found.append(evidence)
    return sorted(found, key=lambda one: (one.plan.run.as_of, one.plan.run.id))


def _then(evidence: Evidence) -> Then:
    act = read_act(evidence.records)
    decided = {one.initiative: str(one.decision) for one in evidence.plan.decisions}
    if act is not None:
        decided |= act.decided_otherwise
    return Then(evidence.plan, decided, evidence.certificate.capacity_prices)


def _decided_again(evidence: Evidence, policies: CompiledPolicies) -> Plan:
    """The plan of a run's own facts, as asked for then, under other policies.

    Exemptions that were granted then stay.
    """
    run = evidence.plan.run
    as_of = date.fromisoformat(run.as_of)
    with laid_out(evidence.bundle) as folder:
        read = read_sources(open_workspace(folder), as_of)
    open_ids = {one.id for one in open_initiatives(read.snapshot.initiatives)}
    order = PlanOrder(
        as_of=as_of,
        pins=tuple(one for one in run.pinned if Pin.read(one).initiative in open_ids),
        drops=tuple(one for one in run.dropped if InitiativeId(one) in open_ids),
        budget=run.budget,
        engine=run.engine,
    )
    exempting = replace(policies, exemptions=_exemptions(policies, read.policies))
    return make_plan(Sources(read.snapshot, exempting, ()), order).plan


def _exemptions(policies: CompiledPolicies, then: CompiledPolicies) -> tuple[Exemption, ...]:
    """The exemptions of the other policies, and those of that time from rules that they still have.

    What people granted about that quarter is no part of what is tried.
    """
    own = {one.id: one for one in policies.exemptions}
    granted = {one.id: one for one in then.exemptions if policies.clause(one.rule) is not None}
    return tuple(one for _, one in sorted((granted | own).items()))
