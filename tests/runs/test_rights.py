"""Who may decide: the holder of each gate, and nobody in their own cause."""

from dataclasses import replace
from datetime import date

import pytest

from asp_decide.errors import BrakeError, NotPermittedError, UsageError
from asp_decide.model.ids import Role
from asp_decide.model.plan import Brake, Plan
from asp_decide.runs.person_act import Act
from asp_decide.runs.rights import refuse_own_cause, refuse_rights
from builders import a_charter, a_snapshot, an_initiative
from plan_builders import a_decision, a_plan

BOARD = Act("A. Person", "portfolio_board", date(2027, 1, 11))
CHARTER = a_charter()


def _asks(*points: str, brake: Brake | None = None) -> Plan:
    decisions = [a_decision(f"INI-{n}", point=point) for n, point in enumerate(points, start=1)]
    return a_plan(decisions, brake=brake or Brake(tripped=False))


@pytest.mark.parametrize("point", ["gate_1", "gate_2", "validation", "relevance"])
def test_a_gate_is_decided_by_its_holder_alone(point: str) -> None:
    refuse_rights(_asks(point), CHARTER, BOARD)
    for role in sorted(set(CHARTER.roles) - {"portfolio_board"}):
        with pytest.raises(NotPermittedError, match=f"`{point}` is decided by `portfolio_board`"):
            refuse_rights(_asks(point), CHARTER, replace(BOARD, role=role))


def test_a_workspace_may_give_a_gate_to_another_role() -> None:
    charter = a_charter(rights={**CHARTER.rights, "gate_2": Role("finance")})

    refuse_rights(_asks("gate_2"), charter, replace(BOARD, role="finance"))
    with pytest.raises(NotPermittedError):
        refuse_rights(_asks("gate_2"), charter, BOARD)


def test_starts_and_waits_follow_from_the_order_and_need_no_gate() -> None:
    plan = _asks("start", "analysis", "intake", "")

    refuse_rights(plan, CHARTER, replace(BOARD, role="portfolio_manager"))


def test_a_role_that_the_workspace_does_not_have_decides_nothing() -> None:
    with pytest.raises(UsageError, match="`king` is no role of this workspace"):
        refuse_rights(_asks("start"), CHARTER, replace(BOARD, role="king"))


BRAKE = Brake(tripped=True, rule="BRK-01", role="portfolio_board", message="half of it stops")


def test_a_brake_is_confirmed_by_the_role_that_it_names() -> None:
    plan = _asks("start", brake=BRAKE)

    with pytest.raises(BrakeError, match="BRK-01 halts this run: half of it stops"):
        refuse_rights(plan, CHARTER, BOARD)
    with pytest.raises(NotPermittedError, match="the brake of a run"):
        refuse_rights(plan, CHARTER, replace(BOARD, role="portfolio_manager", confirm=True))
    refuse_rights(plan, CHARTER, replace(BOARD, confirm=True))


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
