"""A backtest counts what was observed, and never guesses what was not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId, IntervalId, ValueStreamId
from asp_decide.model.outcome import Outcome
from asp_decide.model.plan import Allocation, Plan
from asp_decide.scenario.backtest import ENDS, GOES_ON, Changed, Hindsight, Then, backtest
from plan_builders import INTERVALS, a_decision, a_plan, a_run

PRICES = {Pool(ValueStreamId("payments")): Fraction(1_000)}
LATER = date(2027, 12, 31)
BEFORE = date(2026, 6, 30)


def _plan(decision: str, *, weeks: Mapping[str, int] | None = None, **run: Any) -> Plan:
    """A plan with one decision, and the team-weeks that it holds by interval."""
    held = [
        Allocation(
            value_stream="payments",
            interval=interval,
            initiative="INI-101",
            amount=str(amount),
            money="500",
        )
        for interval, amount in (weeks or {}).items()
    ]
    return a_plan([a_decision("INI-101", decision)], allocations=held, run=a_run(**run))


def _then(plan: Plan) -> Then:
    return Then(plan, {one.initiative: one.decision for one in plan.decisions}, PRICES)


def _value(interval: str, amount: int | None, **changes: Any) -> Outcome:
    told: dict[str, Any] = {
        "initiative_id": InitiativeId("INI-101"),
        "quantity": "value",
        "interval": IntervalId(interval),
        "status": "open" if amount is None else "measured",
        "actual": None if amount is None else Decimal(amount),
    }
    return Outcome(**(told | changes))


def _only_change(
    then: Then,
    other: Plan,
    *outcomes: Outcome,
    runs: tuple[Then, ...] = (),
    approved: date = BEFORE,
) -> Changed:
    (changed,) = backtest(then, other, Hindsight(runs or (then,), outcomes, approved)).changed
    return changed


def test_stopping_what_paid_would_have_been_wrong() -> None:
    then = _then(_plan("continue", weeks={INTERVALS[0]: 2}))

    found = _only_change(then, _plan("stop"), _value(INTERVALS[0], 10_000))

    assert found.effect == "false stop"
    assert found.regret == 10_000 - 500 - 2 * 1_000
    assert found.observed == (INTERVALS[0],)
    assert found.held == -2


def test_stopping_what_cost_more_than_it_brought_would_have_been_right() -> None:
    then = _then(_plan("continue", weeks={INTERVALS[0]: 2, INTERVALS[1]: 2}))

    found = _only_change(then, _plan("stop"), _value(INTERVALS[0], 100), _value(INTERVALS[1], 200))

    assert found.effect == "late stop found"
    assert found.regret == 300 - 2 * (500 + 2_000)


def test_what_it_held_later_is_what_the_later_run_gave_it() -> None:
    then = _then(_plan("continue", weeks={INTERVALS[0]: 2, INTERVALS[1]: 2}))
    next_plan = _plan(
        "continue",
        weeks={INTERVALS[1]: 7},
        id=INTERVALS[1],
        as_of="2027-03-31",
        intervals=INTERVALS[1:],
    )

    found = _only_change(
        then, _plan("stop"), _value(INTERVALS[1], 0), runs=(_then(next_plan), then)
    )

    assert found.regret == -(500 + 7 * 1_000)


@pytest.mark.parametrize(
    "outcome",
    [
        _value(INTERVALS[0], None),
        _value(INTERVALS[0], 900, quantity="cost"),
        _value(INTERVALS[0], 900, status="withheld"),
        _value("2026Q4", 900),
        _value(INTERVALS[0], 900, initiative_id=InitiativeId("INI-102")),
    ],
)
def test_what_was_not_measured_afterwards_is_no_outcome(outcome: Outcome) -> None:
    found = _only_change(_then(_plan("continue")), _plan("stop"), outcome)

    assert (found.effect, found.regret, found.observed) == ("not observed yet", None, ())


@pytest.mark.parametrize("was", ["stop", "decline", "wait"])
def test_what_was_not_done_has_shown_no_value_and_none_is_guessed(was: str) -> None:
    other = _plan("start", weeks={INTERVALS[0]: 3})

    found = _only_change(_then(_plan(was)), other, _value(INTERVALS[0], 9_999))

    assert (found.effect, found.regret) == ("never observable", None)
    assert found.held == 3, "the capacity that it would have held is known"


def test_doing_it_later_is_not_the_same_as_stopping_it() -> None:
    found = _only_change(_then(_plan("start")), _plan("wait"), _value(INTERVALS[0], 9_999))

    assert found.effect == "never observable"


def test_what_people_decided_counts_and_not_what_was_advised() -> None:
    advised = _plan("wait")
    then = Then(advised, {"INI-101": "start"}, PRICES)

    same = backtest(then, _plan("start"), Hindsight((then,), (), BEFORE))
    changed = _only_change(then, _plan("decline"), _value(INTERVALS[0], 1))

    assert same.changed == ()
    assert (changed.was, changed.would_be) == ("start", "decline")


@pytest.mark.parametrize(("approved", "in_sample"), [(BEFORE, False), (LATER, True)])
def test_outcomes_known_at_approval_confirm_nothing(approved: date, *, in_sample: bool) -> None:
    found = _only_change(
        _then(_plan("continue")), _plan("stop"), _value(INTERVALS[0], 1), approved=approved
    )

    assert found.in_sample is in_sample


@given(
    st.dictionaries(st.sampled_from(INTERVALS), st.integers(-10_000, 10_000)),
    st.sampled_from(sorted(GOES_ON | ENDS | {"wait", "review"})),
    st.sampled_from(sorted(GOES_ON | ENDS | {"wait", "review"})),
)
def test_a_regret_is_told_exactly_where_work_went_on_was_measured_and_would_have_ended(
    measured: dict[str, int], was: str, would_be: str
) -> None:
    then = _then(_plan(was))
    outcomes = tuple(_value(interval, amount) for interval, amount in measured.items())

    tested = backtest(then, _plan(would_be), Hindsight((then,), outcomes, BEFORE))

    if was == would_be:
        assert tested.changed == ()
        return
    (found,) = tested.changed
    assert (found.regret is not None) == (was in GOES_ON and would_be in ENDS and bool(measured))
    if found.regret is not None:
        assert found.regret == sum(measured.values())
