"""A run as it is recorded and exported: three initiatives, one value stream, two quarters.

Payments has 10 team-weeks a quarter. INI-3 runs (4 team-weeks, 50 EUR); INI-1 (6 team-weeks)
brings 100 EUR now or 80 a quarter later, INI-2 (5 team-weeks) 70 or 60. The best plan goes on
with INI-3, starts INI-1 and lets INI-2 wait a quarter: it loses 10 EUR of 220, and a price of 2
EUR for a team-week of the first quarter proves that no plan loses less.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from asp_decide.audit.certificate_file import StoredCertificate, write_certificate
from asp_decide.audit.decided_word import course_told
from asp_decide.audit.reading import Reading
from asp_decide.canonical import bytes_digest, canonical_json, digest, read_canonical
from asp_decide.clauses.act_records import Act
from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.case_records import cases_now
from asp_decide.clauses.clause import (
    CompiledPolicies,
    DecideClause,
    EscalateClause,
    EscalationStep,
    Heading,
    LimitClause,
    PointOrder,
    PolicyFile,
    RequireClause,
)
from asp_decide.clauses.condition import Comparison, KnownTest, QuantityTest
from asp_decide.clauses.masked_fields import mask_records, open_records
from asp_decide.clauses.outcome_records import verdicts
from asp_decide.clauses.policy_records import PolicyBefore
from asp_decide.clauses.record import Judged, RunBefore, RunInputs, run_records
from asp_decide.diagnostics import Place
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import bundle_files
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import fold, grow, leaf_hash
from asp_decide.ledger.openings_file import read_openings, with_openings
from asp_decide.ledger.run_log import read_run_log, tag, write_run_log
from asp_decide.model.approval import Approval, Override
from asp_decide.model.choice import ChoiceSet
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.ids import InitiativeId, Role, RuleId
from asp_decide.model.masked import Opening
from asp_decide.model.plan import (
    Allocation,
    Bound,
    CapacityLine,
    Decision,
    Objective,
    Plan,
    Price,
    Reason,
    Run,
)
from asp_decide.model.quantity import Unit, unit
from asp_decide.model.snapshot import Snapshot, facts_digest
from asp_decide.model.subject import PORTFOLIO, Measured, Subject, SubjectKey, Subjects
from asp_decide.optimize.programme import Origin
from asp_decide.optimize.proof import Proof
from asp_decide.portfolio.open_courses import courses_of
from asp_decide.rules.flips import flips_of_run
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from builders import a_charter, a_snapshot, an_initiative
from choice_builders import a_choice, a_choice_set, a_grid, leave, wip

ORIGIN = "example"
SECRET = b"a secret that tests may know ..."
GRID = 2**40
STATES = {"INI-1": "delivery_queue", "INI-2": "delivery_queue", "INI-3": "implementing"}

FACTS = {
    "facts/initiatives.csv": b"id,name,state\nINI-1,First,delivery_queue\n",
    "facts/capacity.csv": b"value_stream_id,interval,likely\npayments,Q1,10\n",
}
POLICIES = {
    "policies/portfolio/wip.yaml": b"policy: wip\nrules: ...\n",
    "policies/portfolio/stop-continue.yaml": b"policy: stop-continue\nrules: ...\n",
}
CHARTER = {"asp.yaml": b"name: Example portfolio\ncurrency: EUR\n"}


@dataclass(frozen=True, slots=True)
class World:
    """A run that was judged and planned, with everything that is recorded of it."""

    reading: Reading
    after: Subjects
    plan: Plan
    certificate: StoredCertificate
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """What is kept with the run."""
        return {
            **FACTS,
            **POLICIES,
            **CHARTER,
            "plan.json": canonical_json(self.plan.model_dump(mode="json")),
            "certificate.json": write_certificate(self.certificate),
        }


def a_world(run: str = "2027Q1", **plan_changes: Any) -> World:
    """The run of the page above."""
    policies = _policies()
    subjects = _subjects()
    after = _subjects_after(subjects)
    snapshot = a_snapshot(
        [an_initiative(one, state=state) for one, state in STATES.items()],
        charter=a_charter(origin=ORIGIN),
    )
    witness = ReferenceEvaluator()
    of_facts = witness.findings(policies, subjects, currency="EUR")
    of_plan = witness.findings(policies, after, currency="EUR")
    late = {"WIP-01", "BRK-01"}
    findings = (
        *(one for one in of_facts if one.rule not in late),
        *(one for one in of_plan if one.rule in late),
    )
    plan = _plan(
        run,
        facts=facts_digest(snapshot),
        policies=policies.digest,
        charter=digest(snapshot.charter.model_dump(mode="json")),
    )
    plan = plan.model_copy(update={"decisions": _beside_their_courses(plan, snapshot)})
    return World(
        reading=Reading(snapshot, policies, _choice_set(), subjects, lambda *_: after),
        after=after,
        plan=plan.model_copy(update=plan_changes),
        certificate=_certificate(),
        findings=findings,
        answers=prevailing(policies, of_facts, subjects),
    )


def _beside_their_courses(plan: Plan, snapshot: Snapshot) -> tuple[Decision, ...]:
    open_to = courses_of(snapshot, {})
    return tuple(
        one.model_copy(
            update={"courses": tuple(map(course_told, open_to[InitiativeId(one.initiative)]))}
        )
        for one in plan.decisions
    )


def an_act(overrides: Sequence[Override] = ()) -> Act:
    """The board approves, with these departures from the plan."""
    approval = Approval(
        plan="sha256:" + "0" * 64,
        person="A. Example",
        role=Role("portfolio_board"),
        on=date(2027, 1, 12),
        overrides=tuple(overrides),
    )
    prices: dict[str, Price] = {
        one.initiative: Price(origin="", low="0", high="20", measurable=False) for one in overrides
    }
    return Act(approval, prices)


def an_override(initiative: str = "INI-2", decision: str = "start") -> Override:
    """A decision against the plan, with what rules may ask of it."""
    return Override(
        initiative=InitiativeId(initiative),
        decision=decision,
        reason="The supplier's offer ends in March",
        until=date(2027, 3, 31),
        evidence=("offer 17",),
        second_approver="B. Example",
    )


def record_run(ledger: Ledger, world: World, act: Act | None = None, name: str = "") -> Bundle:
    """Append the run to the ledger as `apply` would, under a name of its own, and export it."""
    run = world.plan.run.model_copy(update={"id": name or world.plan.run.id})
    head, runs = ledger.head(), ledger.runs()
    before = None
    if runs:
        before = RunBefore(runs[-1].id, head.size, "sha256:" + head.root.hex())
    closed = ledger.of_kind("close")[-1].record if runs else None
    inputs = RunInputs(
        number=len(runs) + 1,
        origin=ORIGIN,
        files={path: bytes_digest(body) for path, body in world.files.items()},
        subjects=Counter(key.kind for key in world.reading.subjects),
        previous=before,
        policies_before={
            str(one.record["path"]): PolicyBefore.of_record(one.record) for one in ledger.policies()
        },
        closed_before=closed,
        verdicts=verdicts(world.reading.snapshot),
        cases=cases_now(world.reading.snapshot, closed),
    )
    named = world.plan.model_copy(update={"run": run})
    records = run_records(judged_in(world, named), inputs, act=act or an_act([an_override()]))
    masked, openings = mask_records(records, secret=SECRET)
    bodies = [canonical_json(record) for record in masked]
    ledger.append(run.id, bodies, world.files, expect=head, origin=ORIGIN, openings=openings)
    return export_run(ledger, run.id)


def judged_in(world: World, plan: Plan | None = None) -> Judged:
    """What is put on record of the world's run."""
    reading = world.reading
    flips = flips_of_run(
        reading.policies, world.findings, before=reading.subjects, after=world.after
    )
    return Judged(plan or world.plan, reading.policies, world.findings, world.answers, flips)


def export_run(ledger: Ledger, run: str) -> Bundle:
    """The bundle of a recorded run, as it would be read from its folder."""
    files = bundle_files(
        ledger.entries(run),
        {**ledger.files(run), "reports/board.html": b"<html></html>"},
        log=ledger.run_log(run),
        checkpoint=ledger.checkpoints()[run],
        openings=ledger.openings(run),
    )
    return Bundle(run, files)


def a_bundle(folder: Path, world: World | None = None, act: Act | None = None) -> Bundle:
    """The second run of a new ledger in that folder; the third is recorded as well."""
    with Ledger(folder / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4"))
        record_run(ledger, world or a_world(), act)
        record_run(ledger, a_world("2027Q2"))
        return export_run(ledger, (world or a_world()).plan.run.id)


def with_file(bundle: Bundle, path: str, body: bytes) -> Bundle:
    """The same bundle with another file in it."""
    return Bundle(bundle.name, dict(sorted({**bundle.files, path: body}.items())))


def records_of(bundle: Bundle) -> list[dict[str, Any]]:
    """The records of a bundle, opened, to be changed at will."""
    return list(open_records(logged_in(bundle), openings_of(bundle)))


def decided_by(bundle: Bundle, person: str) -> list[dict[str, Any]]:
    """The records of a bundle, opened, as if one person had decided and granted everything."""
    records = records_of(bundle)
    for record in records:
        if record["kind"] == "approval":
            record["person"] = person
        if record["kind"] == "override":
            record["granted"]["person"] = person
    return records


def logged_in(bundle: Bundle) -> list[dict[str, Any]]:
    """The records of a bundle as they were hashed: names and prices are masked."""
    return [read_canonical(line) for line in bundle.lines("records.jsonl")]


def openings_of(bundle: Bundle) -> tuple[Opening, ...]:
    """What opens the masked fields of a bundle."""
    return read_openings(bundle.files["openings.json"])


def rehashed(bundle: Bundle, records: Sequence[Mapping[str, Any]]) -> Bundle:
    """The bundle as an owner of everything would forge it: these records, and all hashes anew.

    Records are numbered and counted again; `manifest.json`, `log.json` and checkpoint follow.
    """
    kinds = Counter(record["kind"] for record in records)
    told = [{**record, "n": n} for n, record in enumerate(records)]
    if told[-1]["kind"] == "close":
        told[-1]["records"] = dict(kinds)
    told[0]["expected"] = {**told[0]["expected"], "records": len(told)}
    return hashed_anew(bundle, told)


def hashed_anew(bundle: Bundle, records: Sequence[Mapping[str, Any]]) -> Bundle:
    """The bundle with these very records, masked anew, and hashes and openings that fit them."""
    masked, openings = mask_records(records, secret=SECRET)
    hashed = hashed_as_logged(bundle, masked).files
    closed = {path: body for path, body in hashed.items() if path != "openings.json"}
    return Bundle(bundle.name, with_openings(closed, bundle.name, openings))


def masked_anew(records: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Opened records as they were logged: what is unchanged has the commitments that it had."""
    return mask_records(records, secret=SECRET)[0]


def hashed_as_logged(bundle: Bundle, records: Sequence[Mapping[str, Any]]) -> Bundle:
    """The bundle with these very records, as they would be logged, and hashes that fit them."""
    bodies = [canonical_json(record) for record in records]
    leaves = [leaf_hash(body) for body in bodies]
    log = read_run_log(bundle.files["log.json"])
    edge, size = grow(log.edge, log.first, leaves)
    # Proofs to other checkpoints could be made anew as well; leaving them out is easier.
    tags = tuple(tag(leaf) for leaf in leaves)
    forged = replace(log, size=size, tags=tags, joined=())
    files = {
        **bundle.files,
        "manifest.json": bodies[0],
        "records.jsonl": b"".join(body + b"\n" for body in bodies),
        "log.json": write_run_log(forged),
        "checkpoint": Checkpoint(log.origin, size, fold(edge)).text.encode(),
    }
    return Bundle(bundle.name, dict(sorted(files.items())))


def with_evidence(bundle: Bundle, **bodies: bytes) -> Bundle:
    """The bundle with another `plan` or `certificate`, and every digest of it made anew."""
    records = records_of(bundle)
    files = dict(bundle.files)
    for name, body in bodies.items():
        path = f"{name}.json"
        files[path] = body
        records[0][name] = records[-1][name] = bytes_digest(body)
        for one in records[0]["files"]:
            if one["path"] == path:
                one["digest"] = bytes_digest(body)
    return rehashed(Bundle(bundle.name, files), records)


def _policies() -> CompiledPolicies:
    currency_per_week = _unit("EUR/week")
    cost = Comparison(
        "STOP-01/1",
        "initiative",
        "measure",
        "remaining_cost_of_delay",
        QuantityTest("below", Fraction(1000), currency_per_week, limit_from="hurdle@2026-01-01"),
        "below 1000 EUR/week",
    )
    stopped = Comparison(
        "BRK-01/1",
        "portfolio",
        "measure",
        "stopped_share",
        QuantityTest("above", Fraction(3, 10), _unit("%")),
        "above 30 %",
    )
    lead = Comparison("READY-01/1", "initiative", "field", "lead", KnownTest(known=True), "known")
    running = Scope("initiative", (("state", ("implementing",)),))
    step = EscalationStep(Role("portfolio_board"), 14)
    limit: LimitClause = replace(wip(2), heading=_heading("WIP-01", 3))
    clauses = (
        EscalateClause(
            _heading("BRK-01", 9), "brake", Scope("portfolio"), stopped, None, (step,), True
        ),
        RequireClause(
            _heading("READY-01", 5),
            "ready",
            "start",
            ("start",),
            lead,
            "wait",
            Scope("initiative"),
            None,
            "overridable",
        ),
        DecideClause(
            _heading("STOP-01", 7),
            "validation",
            "stop",
            running,
            cost,
            None,
            "review",
            "overridable",
        ),
        limit,
    )
    points = {
        "validation": PointOrder("validation", ("stop", "redirect", "pause", "continue"), "plan"),
        "start": PointOrder("start", ("start", "wait"), "plan"),
    }
    files = tuple(
        PolicyFile(
            policy=path.rpartition("/")[2].removesuffix(".yaml"),
            path=path,
            text=bytes_digest(body),
            title="A policy",
            owner=Role("portfolio_manager"),
            approved_by=Role("portfolio_board"),
            approved_on="2026-09-15",
            meaning=digest(path),
        )
        for path, body in sorted(POLICIES.items())
    )
    return CompiledPolicies(clauses, points, digest("policies"), files)


def _heading(rule: str, line: int) -> Heading:
    return Heading(
        rule=RuleId(rule),
        title=rule,
        owner=Role("portfolio_manager"),
        because="so that the example has a reason",
        message=f"{rule} speaks",
        layer="portfolio",
        place=Place("policies/portfolio/stop-continue.yaml", line, 5),
        meaning=digest(rule),
    )


def _subjects() -> Subjects:
    costs = {"INI-1": Fraction(5000), "INI-2": None, "INI-3": Fraction(10000, 3)}
    found = [
        Subject(
            SubjectKey("initiative", one),
            name=f"Initiative {one}",
            attributes={"state": state},
            fields={"lead": True},
            measures={
                "remaining_cost_of_delay": Measured(costs[one], "missing"),
                "remaining_duration": Measured(Fraction(12)),
            },
            streams=("payments",),
        )
        for one, state in STATES.items()
    ]
    found.append(Subject(SubjectKey("value_stream", "payments"), streams=("payments",)))
    found.append(Subject(SubjectKey("portfolio", PORTFOLIO)))
    return {subject.key: subject for subject in found}


def _subjects_after(subjects: Subjects) -> Subjects:
    stream, whole = SubjectKey("value_stream", "payments"), SubjectKey("portfolio", PORTFOLIO)
    return {
        **subjects,
        stream: replace(subjects[stream], measures={"wip-01": Measured(Fraction(2))}),
        whole: replace(subjects[whole], measures={"stopped_share": Measured(Fraction(0))}),
    }


def _choice_set() -> ChoiceSet:
    choices = [
        leave("INI-1", 100),
        a_choice("INI-1", start=0, value=100, best=100, needs={"payments": 6}),
        a_choice("INI-1", start=1, value=80, best=100, needs={"payments": 6}),
        leave("INI-2", 70),
        a_choice("INI-2", start=0, value=70, best=70, needs={"payments": 5}),
        a_choice("INI-2", start=1, value=60, best=70, needs={"payments": 5}),
        a_choice("INI-3", "continue", 0, value=50, best=50, needs={"payments": 4}),
        a_choice("INI-3", "stop", 0, value=0, best=50),
    ]
    return a_choice_set(choices, grid=a_grid(2), capacity={"payments": 10}, running=["INI-3"])


def _certificate() -> StoredCertificate:
    # The row is divided by its limit of 10 and money by 220: 22 y is the price of a team-week.
    price = -(-2 * GRID // 22)
    return StoredCertificate(
        taken=("INI-1/whole/0", "INI-2/whole/1", "INI-3/continue/0"),
        loss=Fraction(10),
        bound=Fraction(10),
        value_captured=Fraction(210),
        proof=Proof({Origin("fact", "capacity", "payments", "Q1"): price}),
        capacity_prices={},
    )


def _plan(run: str, *, facts: str, policies: str, charter: str) -> Plan:
    return Plan(
        run=Run(
            id=run,
            as_of="2026-12-31",
            facts=facts,
            policies=policies,
            charter=charter,
            versions={"asp-decide": "0.1.0", "highspy": "1.14.0", "pulp": "4.2.0"},
            engine="reference",
            seed=7,
            budget="board",
            limits={"nodes": 20000},
            capacity_unit="team-weeks",
            currency="EUR",
            intervals=("Q1", "Q2"),
        ),
        decisions=(
            _decision("INI-1", "start", "Q1", value="100", loss="0", cost="5000", cd3="416.666667"),
            _decision("INI-2", "wait", "Q2", value="60", loss="10", cost=None, cd3=None),
            _decision(
                *("INI-3", "continue", "Q1"),
                value="50",
                loss="0",
                cost="3333.333333",
                cd3="277.777778",
            ),
        ),
        allocations=(
            _allocation("Q1", "INI-1", "6"),
            _allocation("Q1", "INI-3", "4"),
            _allocation("Q2", "INI-2", "5"),
        ),
        capacity=(_capacity("Q1", "10"), _capacity("Q2", "5")),
        bounds=(_bound("Q1", "2", slack="0"), _bound("Q2", "1", slack="1")),
        prices=(Price(origin="WIP-01", low="0", high="0", measurable=True),),
        objective=Objective(
            loss="10",
            bound="10",
            gap="0",
            bound_stated="10",
            gap_stated="0",
            value_captured="210",
            status="optimal",
            currency="EUR",
        ),
        findings=(),
        assumptions=(),
    )


def _decision(
    initiative: str,
    word: Any,
    interval: str,
    *,
    value: str,
    loss: str,
    cost: str | None,
    cd3: str | None,
) -> Decision:
    return Decision(
        initiative=initiative,
        name=f"Initiative {initiative}",
        state=STATES[initiative],
        decision=word,
        point="validation" if word == "continue" else "start",
        by="plan",
        option="continue" if word == "continue" else "whole",
        start=interval,
        finish=interval,
        value_streams=("payments",),
        reasons=(Reason(rule="plan", message="its value pays for its capacity"),),
        value=value,
        loss=loss,
        cost_of_delay_per_week=cost,
        remaining_duration_weeks="12",
        cd3=cd3,
    )


def _allocation(interval: str, initiative: str, amount: str) -> Allocation:
    return Allocation(
        value_stream="payments", interval=interval, initiative=initiative, amount=amount
    )


def _capacity(interval: str, committed: str) -> CapacityLine:
    return CapacityLine(value_stream="payments", interval=interval, net="10", committed=committed)


def _bound(interval: str, planned: str, *, slack: str) -> Bound:
    return Bound(
        rule="WIP-01",
        name="wip-01",
        group="payments",
        interval=interval,
        planned=planned,
        limit="2",
        stated="2",
        unit="initiatives",
        at="most",
        slack=slack,
        binding=slack == "0",
        kept=True,
    )


def _unit(name: str) -> Unit:
    found = unit(name, "EUR")
    assert found is not None
    return found
