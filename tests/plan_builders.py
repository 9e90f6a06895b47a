"""Plans as a run would write them: one small, and one of the size that a board meets."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text, digest
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.model.approval import Approval, Override
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.model.plan import (
    Allocation,
    Bound,
    Brake,
    CapacityLine,
    Decision,
    DecisionWord,
    Objective,
    Plan,
    PlanFinding,
    Price,
    Reason,
    Run,
)
from asp_decide.report.record_numbers import NOT_RECORDED
from asp_decide.report.recorded import Recorded, RecordedOverride

INTERVALS = tuple(f"{year}Q{quarter}" for year in (2027, 2028) for quarter in (1, 2, 3, 4))
STREAMS = ("claims", "lending", "mobile", "onboarding", "payments", "platform")

_NET = {"claims": 36, "lending": 48, "mobile": 30, "onboarding": 24, "payments": 60, "platform": 42}


def a_run(**changes: Any) -> Run:
    """The first run of 2027, with eight intervals and made-up digests."""
    told: dict[str, Any] = {
        "id": "2027Q1",
        "as_of": "2026-12-31",
        "facts": digest("facts"),
        "policies": digest("policies"),
        "charter": digest("charter"),
        "versions": {"asp-decide": "0.1.0", "highspy": "1.14.0", "pulp": "4.2.0"},
        "engine": "durable",
        "seed": 7,
        "budget": "board",
        "limits": {"leaves": 500, "nodes": 20000},
        "capacity_unit": "team-weeks",
        "currency": "EUR",
        "intervals": INTERVALS,
    }
    return Run(**(told | changes))


def a_decision(initiative: str = "INI-101", decision: str = "start", **changes: Any) -> Decision:
    """A decision that the plan gave at `start`, in the first interval, in `payments`."""
    told: dict[str, Any] = {
        "initiative": initiative,
        "name": f"Name of {initiative}",
        "state": "delivery_queue",
        "decision": decision,
        "point": "start",
        "by": "plan",
        "option": None,
        "start": INTERVALS[0] if decision in {"start", "fund"} else None,
        "finish": None,
        "value_streams": ("payments",),
        "reasons": (Reason(rule="START-01", message="everything it needs is there"),),
    }
    return Decision(**(told | changes))


def a_bound(**changes: Any) -> Bound:
    """A limit of five initiatives in `payments`, with four planned."""
    told: dict[str, Any] = {
        "rule": "WIP-01",
        "name": "wip",
        "group": "payments",
        "interval": INTERVALS[0],
        "planned": "4",
        "limit": "5",
        "stated": "5",
        "unit": "initiatives",
        "at": "most",
        "slack": "1",
        "binding": False,
        "kept": True,
    }
    return Bound(**(told | changes))


def an_objective(**changes: Any) -> Objective:
    """A plan that captures eight million, certified to within 2.71 percent of it."""
    told: dict[str, Any] = {
        "loss": "4210300",
        "bound": "3982520",
        "gap": "0.0271",
        "bound_stated": "4168240",
        "gap_stated": "0.005",
        "value_captured": "8412700",
        "status": "SolutionLimit",
        "currency": "EUR",
    }
    return Objective(**(told | changes))


def a_plan(decisions: Sequence[Decision] = (), **changes: Any) -> Plan:
    """A plan with those decisions and nothing else that a test does not ask for."""
    told: dict[str, Any] = {
        "run": a_run(),
        "decisions": tuple(decisions),
        "allocations": (),
        "capacity": (),
        "bounds": (),
        "prices": (),
        "objective": an_objective(),
        "findings": (),
        "assumptions": (),
    }
    return Plan(**(told | changes))


def a_record(plan_digest: str = "sha256:" + "0" * 64, **changes: Any) -> Recorded:
    """The board's approval of the run, without an override."""
    told: dict[str, Any] = {
        "run": "2027Q1",
        "checkpoint": Checkpoint("example.org/asp/portfolio", 188834, bytes(range(32))),
        "approval": Approval(
            plan=plan_digest,
            person="A. Example",
            role=Role("portfolio_board"),
            on=date(2027, 1, 12),
        ),
        "numbers": NOT_RECORDED,
    }
    return Recorded(**(told | changes))


def records_of(plan: Plan, overrides: Sequence[RecordedOverride] = ()) -> list[dict[str, Any]]:
    """What a run records of a plan, as far as reports look for it, in the order of the log."""
    rules = {
        (reason.rule, f"initiative {one.initiative}", "fires")
        for one in plan.decisions
        for reason in one.reasons
    } | {(one.rule, one.subject, one.result) for one in plan.findings}
    if plan.brake.tripped:
        rules.add((plan.brake.rule, "portfolio portfolio", "fires"))
    told: list[dict[str, Any]] = [{"kind": "manifest"}]
    told += [
        {"kind": "rule", "rule": rule, "subject": _subject(subject), "result": result}
        for rule, subject, result in sorted(rules)
    ]
    told += [
        {"kind": "answer", "point": one.point, "subject": {"initiative": one.initiative}}
        for one in plan.decisions
    ]
    told += [{"kind": "bound", **one.model_dump(mode="json")} for one in plan.bounds]
    told += [{"kind": "allocation", **one.model_dump(mode="json")} for one in plan.allocations]
    told += [{"kind": "price", "rule": one.origin} for one in plan.prices]
    told += [
        {"kind": "override", "id": one.id, "subject": _subject(one.subject)}
        for one in plan.exemptions
    ]
    told += [
        {"kind": "override", "id": one.id, "subject": {"initiative": one.override.initiative}}
        for one in overrides
    ]
    told += [
        {"kind": "approval", "point": one.point, "subject": {"initiative": one.initiative}}
        for one in plan.decisions
    ]
    return [{"n": n, **record} for n, record in enumerate([*told, {"kind": "close"}])]


def _subject(words: str) -> dict[str, str]:
    kind, _, id_ = words.partition(" ")
    return {kind: id_ or kind}


def an_override(initiative: str = "INI-112", **changes: Any) -> RecordedOverride:
    """The board lets a stopped initiative go on for a quarter, at a price."""
    told: dict[str, Any] = {
        "initiative": InitiativeId(initiative),
        "decision": "continue",
        "reason": "The regulator moved the date; the value arrives in one step in March",
        "until": date(2027, 3, 31),
        "evidence": ("minutes 2027-01-12 p. 4",),
        "second_approver": "B. Example",
    }
    price = Price(origin=f"override {initiative}", low="8200.5", high="11800.25", measurable=True)
    return RecordedOverride("OV-2027-001", Override(**(told | changes)), price)


def a_board_plan() -> Plan:
    """Twenty-six decisions in six value streams over eight quarters, every kind among them."""
    decisions = tuple(_decisions())
    allocations = tuple(_allocations(decisions))
    return Plan(
        run=a_run(),
        decisions=decisions,
        allocations=allocations,
        capacity=tuple(_capacity(allocations)),
        bounds=tuple(_bounds()),
        prices=_PRICES,
        objective=an_objective(),
        findings=_FINDINGS,
        assumptions=(
            "no initiative states a probability of success: each is taken as 1",
            "capacity behind 2027Q4 is carried forward from 2027Q4 for claims and platform",
        ),
        brake=Brake(
            tripped=True,
            rule="BRK-01",
            role="portfolio_board",
            message="this run stops 33.3 % of what is in flight and moves 18.5 % of capacity",
        ),
    )


type Told = tuple[str, str, DecisionWord, str, str | None, int | None, int | None, str, int, int]

# id, name, word, point, option, start, finish, streams, cost of delay a week, remaining weeks
_TOLD: tuple[Told, ...] = (
    ("INI-101", "Instant payouts", "continue", "validation", None, 0, 1, "payments", 42000, 20),
    (
        "INI-104",
        "Loan decision in a day",
        "continue",
        "validation",
        None,
        0,
        2,
        "lending",
        36500,
        31,
    ),
    (
        "INI-107",
        "Claims photo triage",
        "redirect",
        "validation",
        "narrow to cars",
        0,
        1,
        "claims mobile",
        18000,
        22,
    ),
    (
        "INI-109",
        "One customer record",
        "pause",
        "validation",
        None,
        None,
        None,
        "platform onboarding",
        9800,
        40,
    ),
    (
        "INI-112",
        "Loyalty points",
        "stop",
        "validation",
        None,
        None,
        None,
        "mobile payments",
        1500,
        26,
    ),
    (
        "INI-113",
        "Branch kiosk refresh",
        "stop",
        "validation",
        None,
        None,
        None,
        "onboarding",
        700,
        18,
    ),
    (
        "INI-118",
        "Card disputes in the app",
        "start",
        "start",
        None,
        0,
        1,
        "payments mobile",
        31000,
        16,
    ),
    ("INI-120", "Address check at entry", "start", "start", None, 0, 0, "onboarding", 12500, 8),
    ("INI-121", "Retire the batch gateway", "start", "start", None, 0, 2, "platform", 15800, 28),
    (
        "INI-123",
        "Mortgage renewal by phone",
        "wait",
        "start",
        None,
        2,
        4,
        "lending mobile",
        27500,
        30,
    ),
    (
        "INI-124",
        "Fraud signals in real time",
        "wait",
        "start",
        None,
        1,
        3,
        "payments platform",
        52000,
        34,
    ),
    ("INI-126", "Statement archive", "wait", "start", None, None, None, "platform", 2100, 24),
    ("INI-130", "Instant refunds", "fund", "gate_2", "mvp", 0, 1, "payments", 29500, 14),
    (
        "INI-131",
        "Open banking consent",
        "fund",
        "gate_2",
        "whole",
        1,
        4,
        "onboarding platform",
        38500,
        36,
    ),
    (
        "INI-133",
        "Flood claims forecast",
        "fund_tranche",
        "gate_2",
        "first slice",
        0,
        0,
        "claims",
        8400,
        12,
    ),
    ("INI-134", "Dealer portal", "return", "gate_2", None, None, None, "lending", 11900, 44),
    ("INI-135", "Voice assistant", "decline", "gate_2", None, None, None, "mobile", 3200, 52),
    ("INI-137", "Savings pots", "wait", "gate_2", None, None, None, "mobile payments", 19800, 26),
    (
        "INI-140",
        "Pension transfer hub",
        "examine",
        "gate_1",
        None,
        None,
        None,
        "lending",
        14200,
        60,
    ),
    ("INI-141", "Pet insurance", "hold", "gate_1", None, None, None, "claims", 5600, 30),
    ("INI-142", "Crypto custody", "reject", "gate_1", None, None, None, "payments", 4100, 70),
    (
        "INI-144",
        "Sanctions list redesign",
        "review",
        "gate_2",
        None,
        None,
        None,
        "payments platform",
        0,
        0,
    ),
    ("INI-145", "Broker self-service", "review", "validation", None, 0, 0, "lending", 17300, 21),
    ("INI-147", "Small claims bot", "review", "gate_2", None, None, None, "claims", 6900, 0),
    ("INI-150", "Paperless onboarding", "register", "intake", None, None, None, "onboarding", 0, 0),
    ("INI-098", "Contactless limits", "confirmed", "outcome", None, None, None, "payments", 0, 0),
)

_WHY: Mapping[str, tuple[str, str]] = {
    "INI-101": (
        "CON-01",
        "INI-101 keeps its capacity: 82 % of forecast realised, 2100 EUR/week/week",
    ),
    "INI-104": (
        "CON-01",
        "INI-104 keeps its capacity: 91 % of forecast realised, 1177 EUR/week/week",
    ),
    "INI-107": (
        "RED-01",
        "INI-107: below 70 % of forecast in 3 of 4 intervals, but 818 EUR/week/week still earns its capacity",
    ),
    "INI-109": (
        "capacity platform 2027Q1",
        "the fraud work needs the same team first; it can resume in 2027Q4",
    ),
    "INI-112": (
        "STOP-01",
        "INI-112: 30 % of forecast realised, and 58 EUR/week/week is under the hurdle of 1500 EUR/week/week",
    ),
    "INI-113": ("KILL-01", "INI-113: a kill criterion agreed at Gate 2 has tripped"),
    "INI-124": (
        "capacity platform 2027Q1",
        "platform is full until the batch gateway frees a team in 2027Q2",
    ),
    "INI-126": (
        "capacity platform 2027Q1",
        "worth having, but every interval of platform is taken by work of higher cost of delay",
    ),
    "INI-134": (
        "GATE-21",
        "INI-134 goes back for work: probability_of_success missing, kill_criteria missing",
    ),
    "INI-135": (
        "gate_2",
        "expected remaining value of 96,000 EUR does not pay for the remaining cost of 410,000 EUR",
    ),
    "INI-137": (
        "WIP-01",
        "mobile has 4 in delivery, the limit is 4; finish or stop 1 before another starts",
    ),
    "INI-140": ("GATE-11", "INI-140: relevance 55 %, and knowing more is worth 88000 EUR net"),
    "INI-144": (
        "GATE-23",
        "INI-144: cannot decide, capacity unknown: capacity_age of platform missing",
    ),
    "INI-145": (
        "STOP-01",
        "value_realised of 2026Q3 is missing, so nobody can say whether it realises its value",
    ),
    "INI-147": ("GATE-21", "remaining_effort missing"),
}


def _decisions() -> list[Decision]:
    return [_decision(told) for told in _TOLD]


def _decision(told: Told) -> Decision:
    initiative, name, word, point, option, start, finish, streams, cost, weeks = told
    rule, message = _WHY.get(initiative, ("plan", "what it brings pays for what is left of it"))
    cd3 = decimal_text(Fraction(cost, weeks), 6) if cost and weeks else None
    return a_decision(
        initiative,
        word,
        name=name,
        point=point,
        by="rules" if initiative in _WHY else "plan",
        option=option,
        start=None if start is None else INTERVALS[start],
        finish=None if finish is None else INTERVALS[finish],
        value_streams=tuple(streams.split()),
        reasons=(Reason(rule=rule, message=message),),
        value=str(cost * 60) if cost else None,
        loss=str(cost * 13) if cost else None,
        cost_of_delay_per_week=str(cost) if cost else None,
        remaining_duration_weeks=str(weeks) if weeks else None,
        cd3=cd3,
        remaining_effort=str(weeks * 2) if weeks else None,
    )


def _allocations(decisions: Sequence[Decision]) -> list[Allocation]:
    allocations = []
    for decision in decisions:
        if decision.start is None or decision.finish is None:
            continue
        begins, ends = INTERVALS.index(decision.start), INTERVALS.index(decision.finish)
        for stream in decision.value_streams:
            amount = decimal_text(Fraction(_NET[stream] * 3, 10))
            allocations += [
                Allocation(
                    value_stream=stream,
                    interval=interval,
                    initiative=decision.initiative,
                    amount=amount,
                    money="12000",
                )
                for interval in INTERVALS[begins : ends + 1]
            ]
    return allocations


def _capacity(allocations: Sequence[Allocation]) -> list[CapacityLine]:
    return [
        CapacityLine(
            value_stream=stream,
            interval=interval,
            net="0" if (stream, interval) == ("onboarding", "2028Q4") else str(_NET[stream]),
            committed=decimal_text(
                sum(
                    (
                        Fraction(a.amount)
                        for a in allocations
                        if (a.value_stream, a.interval) == (stream, interval)
                    ),
                    # A recorded plan may already be over: what runs may go on.
                    Fraction(10 if (stream, interval) == ("lending", "2027Q1") else 0),
                )
            ),
        )
        for stream in STREAMS
        for interval in INTERVALS
    ]


def _bounds() -> list[Bound]:
    bounds = []
    for number, stream in enumerate(STREAMS):
        for position, interval in enumerate(INTERVALS):
            planned = max(0, 4 - position - number % 3)
            bounds.append(
                a_bound(
                    group=stream,
                    interval=interval,
                    planned=str(planned),
                    limit="4",
                    stated="3" if stream == "mobile" else "4",
                    slack=str(4 - planned),
                    binding=planned == 4,
                )
            )
            share = Fraction(2000 + 120 * number - 15 * position * (number == 0), 100)
            bounds.append(
                a_bound(
                    rule="GRD-01",
                    name="technical_quality_share",
                    group=stream,
                    interval=interval,
                    planned=decimal_text(share),
                    limit="20",
                    stated="20",
                    unit="%",
                    at="least",
                    slack=decimal_text(share - 20),
                    binding=share == 20,
                    kept=share >= 20,
                )
            )
    bounds.append(
        a_bound(
            rule="FND-01",
            name="budget_used",
            group="portfolio",
            interval=None,
            planned="89.96",
            limit="90",
            stated="90",
            unit="%",
            slack="0.04",
            binding=True,
        )
    )
    return bounds


_PRICES = (
    Price(
        origin="WIP-01",
        low="86200",
        high="131400.75",
        measurable=True,
        frees="Savings pots would start in mobile in 2027Q1",
    ),
    Price(origin="FND-01", low="0", high="24800", measurable=False),
    Price(
        origin="GRD-01",
        low="41000",
        high="41000",
        measurable=True,
        frees="Fraud signals in real time would start one quarter earlier",
    ),
    Price(
        origin="pin INI-121",
        low="-3000",
        high="18500",
        measurable=False,
        frees="the gateway would wait for 2027Q3",
    ),
)

_FINDINGS = (
    PlanFinding(
        rule="GRD-03",
        subject="portfolio",
        result="broken",
        severity="medium",
        message="horizon 3 receives 3.1 % of the portfolio's capacity; the floor is 5 %",
    ),
    PlanFinding(
        rule="SPO-02",
        subject="initiative INI-104",
        result="fires",
        severity="low",
        message="the sponsor last saw evidence 31 weeks ago",
    ),
    PlanFinding(
        rule="GATE-23",
        subject="value_stream platform",
        result="unknown",
        severity="high",
        message="nobody has stated when the capacity of platform was measured",
    ),
    PlanFinding(
        rule="STOP-01",
        subject="initiative INI-145",
        result="unknown",
        severity="critical",
        message="value_realised of 2026Q3 is missing",
    ),
)
