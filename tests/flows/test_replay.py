"""States follow from events alone, and what cannot have happened is told and never mended."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import FaultKind, History, Stay, replay
from asp_decide.model.work_event import WorkEvent
from asp_decide.portfolio.portfolio_flow import PORTFOLIO_FLOW, STRATEGIC_FLOW

FLOWS = (PORTFOLIO_FLOW, STRATEGIC_FLOW, FEATURE_FLOW, IMPROVEMENT_FLOW, TEAM_FLOW)
DAY = 86_400


@dataclass(frozen=True)
class Walk:
    """A legal way through a flow, with the seconds that each step took."""

    flow: Flow
    states: tuple[str, ...]
    waits: tuple[int, ...]

    def events(self, item: str = "X") -> list[WorkEvent]:
        found, at, source = [], 0, None
        for row, (target, wait) in enumerate(zip(self.states, self.waits, strict=True), 2):
            at += wait
            reason = next(iter(self.flow.reasons.get(target, ())), "a reason")
            found.append(
                WorkEvent(
                    "feature", item, "moved", source, target, at, "somebody", reason, "DEC-1", row
                )
            )
            source = target
        return found


@st.composite
def walks(draw: st.DrawFn, flows: tuple[Flow, ...] = FLOWS) -> Walk:
    flow = draw(st.sampled_from(flows))
    states: list[str] = []
    here: str | None = None
    for _ in range(draw(st.integers(1, 12))):
        onward = [move.target for move in flow.moves if move.source == here]
        if not onward:
            break
        here = draw(st.sampled_from(onward))
        states.append(here)
    waits = draw(st.lists(st.integers(1, 9 * DAY), min_size=len(states), max_size=len(states)))
    return Walk(flow, tuple(states), tuple(waits))


def _one(flow: Flow, events: list[WorkEvent]) -> History:
    (history,) = replay(flow, events)
    return history


@given(walks())
def test_a_legal_walk_ends_where_it_leads_and_its_stays_fill_its_time(walk: Walk) -> None:
    history = _one(walk.flow, walk.events())

    assert history.is_sound
    assert not history.faults
    assert history.state == walk.states[-1]
    stood_in = tuple(state for state, _ in groupby(walk.states))
    assert tuple(stay.state for stay in history.stays) == stood_in, "going on is no move"
    for stay, following in zip(history.stays, history.stays[1:], strict=False):
        assert stay.left == following.entered


@given(st.lists(walks((FEATURE_FLOW,)), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_items_do_not_see_each_other_however_their_lines_are_mixed(many, random) -> None:  # type: ignore[no-untyped-def]
    logs = {f"X{n}": walk.events(f"X{n}") for n, walk in enumerate(many)}
    alone = tuple(history for events in logs.values() for history in replay(FEATURE_FLOW, events))
    mixed: list[WorkEvent] = []
    left = {item: list(events) for item, events in logs.items()}
    while any(left.values()):
        mixed.append(left[random.choice([item for item in left if left[item]])].pop(0))

    assert replay(FEATURE_FLOW, mixed) == alone


def _feature(*steps: tuple[str, int]) -> list[WorkEvent]:
    states = tuple(state for state, _ in steps)
    return Walk(FEATURE_FLOW, states, tuple(days * DAY for _, days in steps)).events()


LEGAL = _feature(("funnel", 1), ("analyzing", 1), ("ready", 3), ("implementing", 2))


def _with(number: int, **changed: Any) -> list[WorkEvent]:
    return [e._replace(**changed) if n == number else e for n, e in enumerate(LEGAL)]


@pytest.mark.parametrize(
    ("events", "kind", "told"),
    [
        (_with(2, to_state="redy"), "unknown-state", "no feature stands in `redy`"),
        (_with(2, to_state=None), "unknown-state", "nobody says where to"),
        (_with(2, at=DAY), "runs-backwards", "before row 3, which was written down first"),
        ([*LEGAL, LEGAL[-1]], "stands-twice", "row 5 says the same"),
        (_with(2, at=2 * DAY), "two-at-once", "row 3 happens to it at the same moment"),
        ([*LEGAL[:2], LEGAL[3]], "missing-exit", "it leaves `ready` and stands in `analyzing`"),
        (LEGAL[1:], "begins-midway", "its first event leads from `funnel`"),
        (_with(2, from_state=None), "begins-again", "begins again and stands in `analyzing`"),
        (_with(3, to_state="released"), "illegal-move", "from `ready` a feature goes to"),
        ([*LEGAL[:3], *_with(3, to_state="discarded", reason="")[3:]], "no-reason", "its reason"),
        (
            [*LEGAL[:3], *_with(3, to_state="discarded", reason="bored: now")[3:]],
            "unknown-reason",
            "has no reason `bored`",
        ),
    ],
)
def test_what_cannot_have_happened_is_told(
    events: list[WorkEvent], kind: FaultKind, told: str
) -> None:
    faults = _one(FEATURE_FLOW, events).faults

    assert kind in {fault.kind for fault in faults}
    assert any(told in fault.told for fault in faults)


def test_what_has_ended_is_not_opened_again() -> None:
    ended = [*LEGAL[:3], *_with(3, to_state="discarded", reason="no_effect")[3:]]
    again = ended[-1]._replace(from_state="discarded", to_state="ready", at=99 * DAY, row=9)
    elsewhere = again._replace(from_state="ready")

    for event in (again, elsewhere):
        assert [f.kind for f in _one(FEATURE_FLOW, [*ended, event]).faults] == ["reopened"]


def test_who_owes_a_reason_or_a_record_has_taken_no_less_time_for_it() -> None:
    walk = Walk(PORTFOLIO_FLOW, ("intake", "triage", "discovery_queue"), (DAY, DAY, DAY))
    events = [event._replace(decision_id=None) for event in walk.events()]

    history = _one(PORTFOLIO_FLOW, events)

    assert [fault.kind for fault in history.faults] == ["no-decision"]
    assert "P3 is decided by `portfolio_board`" in history.faults[0].told
    assert history.is_sound


def test_a_gate_opened_in_a_role_without_the_right_is_told() -> None:
    walk = Walk(PORTFOLIO_FLOW, ("intake", "triage", "discovery_queue"), (DAY, DAY, DAY))
    events = [event._replace(actor="initiative_lead/p4") for event in walk.events()]

    history = _one(PORTFOLIO_FLOW, events)

    told = [(fault.kind, fault.row) for fault in history.faults]
    assert told == [("not-the-holder", 3), ("not-the-holder", 4)]
    assert history.is_sound


def _block(
    event: str, day: int, row: int, reason: str | None = "waits for a test system"
) -> WorkEvent:
    return WorkEvent("feature", "X", event, None, None, day * DAY, None, reason, None, row)  # type: ignore[arg-type]


def test_blocked_time_belongs_to_the_stay_in_which_it_passed() -> None:
    events = [*LEGAL, _block("blocked", 8, 6), _block("unblocked", 11, 7)]
    onward = LEGAL[-1]._replace(from_state="implementing", to_state="integrating", at=12 * DAY)

    history = _one(FEATURE_FLOW, [*events, onward])

    assert history.stays[-2] == Stay("implementing", 7 * DAY, 12 * DAY, 3 * DAY)
    assert history.blocked_since is None


def test_a_block_outlives_a_move_until_it_is_lifted() -> None:
    onward = LEGAL[-1]._replace(from_state="implementing", to_state="integrating", at=12 * DAY)

    history = _one(FEATURE_FLOW, [*LEGAL, _block("blocked", 8, 6), onward])

    assert history.stays[-2].blocked == 4 * DAY
    assert history.blocked_since == 12 * DAY


def test_a_block_that_does_not_fit_is_told() -> None:
    for extra, told in (
        ([_block("unblocked", 8, 6)], "it is not blocked"),
        ([_block("blocked", 8, 6), _block("blocked", 9, 7)], "it is blocked already"),
        ([_block("blocked", 8, 6, None)], "a block states its reason"),
    ):
        faults = _one(FEATURE_FLOW, [*LEGAL, *extra]).faults
        assert [fault.told for fault in faults] == [told]
