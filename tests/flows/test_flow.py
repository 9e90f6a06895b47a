"""Every legal move works, every other is refused with the reason, and histories follow events."""

from collections.abc import Iterator
from itertools import product

import pytest

from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.flows.flow import Act, Flow, IllegalMoveError, Move
from asp_decide.model.delivery_catalogue import ATTRIBUTES
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.role_map import DEFAULT_RIGHTS
from asp_decide.portfolio.portfolio_flow import PORTFOLIO_FLOW, STRATEGIC_FLOW

FLOWS = (PORTFOLIO_FLOW, STRATEGIC_FLOW, FEATURE_FLOW, IMPROVEMENT_FLOW, TEAM_FLOW)


def _named(flow: Flow) -> str:
    return flow.item


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_every_pair_of_states_is_a_move_or_is_refused_with_a_reason(flow: Flow) -> None:
    names = [state.name for state in flow.states]
    for source, target in product([None, *names], names):
        if (source, target) in flow.legal:
            assert flow.move(source, target).target == target
            continue
        with pytest.raises(IllegalMoveError, match=r"goes to|is an end"):
            flow.move(source, target)


def _in_full(flow: Flow, move: Move) -> Act:
    """An act that owes nothing for a move."""
    reason = next(iter(flow.reasons.get(move.target, ())), "it is over")
    return Act(move.decider, f"{reason}: as agreed", "DEC-1")


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_every_move_is_taken_by_whoever_decides_it_with_reason_and_record(flow: Flow) -> None:
    """Row 27."""
    names = [state.name for state in flow.states]
    for source, target in product([None, *names], names):
        move = flow.legal.get((source, target))
        if move is not None:
            assert flow.take(source, target, _in_full(flow, move)) is move
            continue
        with pytest.raises(IllegalMoveError, match=r"goes to|is an end"):
            flow.take(source, target, Act("portfolio_board", "merged", "DEC-1"))


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_a_decision_is_refused_to_every_role_but_the_one_that_holds_it(flow: Flow) -> None:
    """Row 30, of the delivery layer as of the portfolio: what has a decision point has a holder."""
    for move in flow.moves:
        act = _in_full(flow, move)
        for role in {*DEFAULT_RIGHTS.values(), "initiative_lead"} - {move.decider}:
            other = Act(role, act.reason, act.decision_id)
            if not move.recorded and not move.point:
                assert flow.take(move.source, move.target, other) is move
                continue
            with pytest.raises(IllegalMoveError, match=rf"`{move.decider}`, and `{role}` did it"):
                flow.take(move.source, move.target, other)


def test_all_that_an_act_owes_is_told_at_once() -> None:
    with pytest.raises(IllegalMoveError) as refused:
        PORTFOLIO_FLOW.take("implementing", "stopped", Act())
    assert str(refused.value) == (
        "`stopped` states its reason; "
        "P11 is decided by `portfolio_board`, and no record is named; "
        "P11 is decided by `portfolio_board`, and no role is named"
    )
    with pytest.raises(IllegalMoveError, match="`stopped` has no reason `too dear`: kill_crit"):
        PORTFOLIO_FLOW.take("implementing", "stopped", Act("portfolio_board", "too dear", "DEC-1"))


def test_a_right_that_a_workspace_gives_away_or_lends_opens_its_gate() -> None:
    given = PORTFOLIO_FLOW.held_by({"gate_2": "finance"}, {"gate_2": frozenset({"sponsor"})})
    for role in ("finance", "sponsor"):
        assert (
            given.take("investment_framing", "delivery_queue", Act(role, None, "DEC-1")).id == "P7"
        )
    with pytest.raises(IllegalMoveError, match="P7 is decided by `finance`"):
        given.take("investment_framing", "delivery_queue", Act("portfolio_board", None, "DEC-1"))
    assert given.move("triage", "held").decider == "portfolio_board"


def test_flow_and_decision_points_name_the_same_holder() -> None:
    for flow in FLOWS:
        for move in flow.moves:
            assert not move.point or move.decider == DEFAULT_RIGHTS[move.point], (flow.item, move)


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_every_state_can_be_reached_and_every_item_can_end(flow: Flow) -> None:
    assert set(_reached(flow, {None})) == {state.name for state in flow.states}
    for state in flow.states:
        assert flow.ends & {state.name, *_reached(flow, {state.name})}, state


@pytest.mark.parametrize("flow", FLOWS, ids=_named)
def test_every_end_but_the_one_that_is_wanted_has_its_reasons(flow: Flow) -> None:
    assert flow.ends - set(flow.reasons) <= {flow.done}


def _reached(flow: Flow, known: set[str | None]) -> Iterator[str]:
    found = {move.target for move in flow.moves if move.source in known}
    while found - known:
        yield from found - known
        known = known | found
        found = {move.target for move in flow.moves if move.source in known}


def test_the_states_are_those_that_policies_name() -> None:
    assert [state.name for state in PORTFOLIO_FLOW.states] == [
        state for states in STATE_GROUPS.values() for state in states
    ]
    for flow in (FEATURE_FLOW, IMPROVEMENT_FLOW, TEAM_FLOW):
        spec = next(
            each for each in ATTRIBUTES if (each.subject, each.name) == (flow.item, "state")
        )
        assert set(spec.words) == {state.name for state in flow.states}


def test_a_strategic_initiative_never_enters_delivery() -> None:
    with pytest.raises(
        IllegalMoveError, match="no strategic initiative stands in `delivery_queue`"
    ):
        STRATEGIC_FLOW.move("investment_framing", "delivery_queue")
    reached = set(_reached(STRATEGIC_FLOW, {None}))
    assert not reached & {"delivery_queue", "implementing", "outcome_assessment"}


def test_no_gate_opens_without_a_decision_on_record() -> None:
    gates = {move.id for move in PORTFOLIO_FLOW.moves if move.recorded}
    assert gates == {"P3", "P4", "P7", "P8", "P9", "P10", "P11", "P14", "P15", "P16", "P17"}


def test_an_improvement_is_not_done_before_it_was_in_use() -> None:
    with pytest.raises(IllegalMoveError, match="from `trying` an improvement goes to"):
        IMPROVEMENT_FLOW.move("trying", "established")
