"""Who may decide: the holder of each gate, and nobody in their own cause."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from asp_decide.errors import BrakeError, NotPermittedError, UsageError
from asp_decide.model.charter import Delegation
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role
from asp_decide.model.plan import Brake, Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.person_act import Act
from asp_decide.runs.rights import refuse_own_cause, refuse_rights
from builders import a_charter, a_snapshot, an_initiative, an_option
from command_line import a_planned_workspace, apply, edit, plan
from plan_builders import a_decision, a_plan

BOARD = Act("A. Person", "portfolio_board", date(2027, 1, 11))
CHARTER = a_charter()
SNAPSHOT = a_snapshot(charter=CHARTER)


def _asks(*points: str, brake: Brake | None = None) -> Plan:
    decisions = [a_decision(f"INI-{n}", point=point) for n, point in enumerate(points, start=1)]
    return a_plan(decisions, brake=brake or Brake(tripped=False))


@pytest.mark.parametrize("point", ["gate_1", "gate_2", "validation", "relevance"])
def test_a_gate_is_decided_by_its_holder_alone(point: str) -> None:
    refuse_rights(_asks(point), SNAPSHOT, BOARD)
    for role in sorted(set(CHARTER.roles) - {"portfolio_board"}):
        with pytest.raises(NotPermittedError, match=f"`{point}` is decided by `portfolio_board`"):
            refuse_rights(_asks(point), SNAPSHOT, replace(BOARD, role=role))


def test_row_30_starts_and_waits_are_recorded_by_who_holds_them_or_a_gate() -> None:
    """Row 30: beside gates they follow from the order; alone, no outsider records them."""
    refuse_rights(_asks("start", "validation"), SNAPSHOT, BOARD)
    for role in ("portfolio_board", "portfolio_manager"):
        refuse_rights(_asks("start", "analysis"), SNAPSHOT, replace(BOARD, role=role))
    for role in ("auditor", "team", "sponsor"):
        with pytest.raises(NotPermittedError, match="`start` is decided by `portfolio_manager`"):
            refuse_rights(_asks("start", "analysis"), SNAPSHOT, replace(BOARD, role=role))


def test_a_workspace_may_give_a_gate_to_another_role() -> None:
    charter = a_charter(rights={**CHARTER.rights, "gate_2": Role("finance")})
    snapshot = a_snapshot(charter=charter)

    refuse_rights(_asks("gate_2"), snapshot, replace(BOARD, role="finance"))
    with pytest.raises(NotPermittedError):
        refuse_rights(_asks("gate_2"), snapshot, BOARD)


def lent(**changes: Any) -> Delegation:
    told: dict[str, Any] = {
        "by": Role("portfolio_board"),
        "to": Role("portfolio_manager"),
        "points": ("gate_2",),
        "effective": Period(from_day=date(2027, 1, 1), until=date(2027, 3, 31)),
        "up_to": None,
    }
    return Delegation(**(told | changes))


MANAGER = replace(BOARD, role="portfolio_manager")


def test_a_lent_right_is_one_of_its_days_its_gates_and_its_role() -> None:
    snapshot = a_snapshot(charter=a_charter(delegations=(lent(),)))
    first, last = date(2027, 1, 1), date(2027, 3, 31)

    for day in (first, last):
        refuse_rights(_asks("gate_2"), snapshot, replace(MANAGER, on=day))
    for act, point in (
        (replace(MANAGER, on=first - timedelta(days=1)), "gate_2"),
        (replace(MANAGER, on=last + timedelta(days=1)), "gate_2"),
        (MANAGER, "gate_1"),
        (replace(MANAGER, role="finance"), "gate_2"),
    ):
        with pytest.raises(NotPermittedError, match="is decided by `portfolio_board`"):
            refuse_rights(_asks(point), snapshot, act)
    refuse_rights(_asks("gate_2"), snapshot, BOARD)


def _needing(outlay: int | None, group: str | None = None) -> Snapshot:
    """Two initiatives of which the first still needs an outlay, the second 200,000 EUR."""
    initiatives = [an_initiative(f"INI-{n}", linked_group=group) for n in (1, 2)]
    amounts = {"INI-1": outlay, "INI-2": 200_000}
    options = [an_option(one, outlay=amount) for one, amount in amounts.items()]
    charter = a_charter(delegations=(lent(up_to=Decimal(250_000)),))
    return a_snapshot(initiatives, options, charter=charter)


@pytest.mark.parametrize(
    "snapshot",
    [_needing(250_000), _needing(50_000, group="G")],
    ids=["up to the limit", "parts that belong together, up to it together"],
)
def test_a_lent_right_reaches_up_to_its_limit(snapshot: Snapshot) -> None:
    refuse_rights(_asks("gate_2"), snapshot, MANAGER)


@pytest.mark.parametrize(
    "snapshot",
    [_needing(250_001), _needing(None), _needing(100_000, group="G")],
    ids=["above it", "what nobody knows", "parts cut so that each is under it"],
)
def test_a_lent_right_ends_at_the_outlay_of_all_linked_parts(snapshot: Snapshot) -> None:
    with pytest.raises(NotPermittedError, match="`gate_2` of `INI-1` is decided by"):
        refuse_rights(_asks("gate_2"), snapshot, MANAGER)


def test_starts_and_waits_follow_from_the_order_and_need_no_gate() -> None:
    plan = _asks("start", "analysis", "intake", "")

    refuse_rights(plan, SNAPSHOT, replace(BOARD, role="portfolio_manager"))


def test_a_role_that_the_workspace_does_not_have_decides_nothing() -> None:
    with pytest.raises(UsageError, match="`king` is no role of this workspace"):
        refuse_rights(_asks("start"), SNAPSHOT, replace(BOARD, role="king"))


BRAKE = Brake(tripped=True, rule="BRK-01", role="portfolio_board", message="half of it stops")


def test_a_brake_is_confirmed_by_the_role_that_it_names() -> None:
    plan = _asks("start", brake=BRAKE)

    with pytest.raises(BrakeError, match="BRK-01 halts this run: half of it stops"):
        refuse_rights(plan, SNAPSHOT, BOARD)
    with pytest.raises(NotPermittedError, match="the brake of a run"):
        refuse_rights(plan, SNAPSHOT, replace(BOARD, role="portfolio_manager", confirm=True))
    refuse_rights(plan, SNAPSHOT, replace(BOARD, confirm=True))


@pytest.mark.parametrize("part", ["lead", "sponsor"])
@pytest.mark.parametrize("point", ["gate_2", "validation"])
@pytest.mark.parametrize("name", ["A. Person", "a. person"])
def test_nobody_decides_about_money_for_what_they_lead_or_sponsor(
    part: str, point: str, name: str
) -> None:
    snapshot = a_snapshot([an_initiative("INI-1", **{part: name})])

    with pytest.raises(UsageError, match=f"is {part} of `INI-1` and does not decide its `{point}`"):
        refuse_own_cause(_asks(point), snapshot, BOARD)


def test_whose_initiative_only_waits_in_a_queue_may_decide_about_others() -> None:
    snapshot = a_snapshot([an_initiative("INI-1", sponsor="A. Person"), an_initiative("INI-2")])

    refuse_own_cause(_asks("start", "gate_2"), snapshot, BOARD)


def test_policies_that_nobody_approved_as_they_are_are_told_at_once_with_how_to_mend_it(
    tmp_path: Path,
) -> None:
    folder = a_planned_workspace(tmp_path / "mini")
    assert apply(folder).code == 0
    basics = "policies/portfolio/basics.yaml"
    edit(folder, basics, "value: 5 initiatives", "value: 6 initiatives")
    assert plan(folder, "-o", "plan.json").code == 0

    said = apply(folder)

    assert said.code == 2
    assert said.err == (
        f"{basics}: it does not mean what was approved on 2025-12-15, and nobody has approved it"
        " since\n"
        "  help: let portfolio_board approve it as it is, and state role and day in `approved`; its"
        " owner, `portfolio_manager`, may not\n"
        "then plan again, and apply that plan\n"
    )
    edit(folder, basics, "on: 2025-12-15", "on: 2026-12-20")
    assert plan(folder, "-o", "plan.json").code == 0
    assert apply(folder).code == 0
