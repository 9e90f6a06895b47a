"""From facts to columns: laws over any portfolio, then what is offered in which state."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from asp_decide.model.charter import Charter
from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.initiative import STATE_GROUPS, Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from asp_decide.portfolio.choices import choices
from builders import (
    AS_OF,
    a_calendar,
    a_capacity,
    a_charter,
    a_demand,
    a_dependency,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    enabler,
    standard,
    weeks_after,
)
from strategies import snapshots

PAYMENTS = Pool(ValueStreamId("payments"))
INI_1 = InitiativeId("INI-1")


@given(snapshots())
@settings(max_examples=30)
def test_every_open_initiative_has_a_choice_and_each_has_its_own_id(snapshot: Snapshot) -> None:
    told = choices(snapshot)
    still_open = {i.id for i in snapshot.initiatives if i.state not in STATE_GROUPS["closed"]}

    assert {choice.initiative for choice in told.choices} == still_open == set(told.best_value)
    assert len({choice.id for choice in told.choices}) == len(told.choices)


@given(snapshots())
@settings(max_examples=30)
def test_a_choice_takes_exactly_what_its_option_takes(snapshot: Snapshot) -> None:
    """Spreading over steps loses nothing and adds nothing, of effort and of money.

    Only a tranche takes more: what is to be expected after it.
    """
    by_name = {(o.initiative_id, o.option): o for o in snapshot.options}

    for choice in choices(snapshot).choices:
        option = by_name.get((choice.initiative, choice.option))
        if option is not None and option.kind == "tranche":
            assert sum(choice.demand.values()) >= _effort(option)
            assert sum(choice.outlay.values()) >= _money(option)
        elif option is not None:
            assert sum(choice.demand.values()) == _effort(option)
            assert sum(choice.outlay.values()) == _money(option)


@given(snapshots())
@settings(max_examples=30)
def test_loss_is_the_best_worth_less_the_choices_worth_plus_its_cost(snapshot: Snapshot) -> None:
    told = choices(snapshot)

    for choice in told.choices:
        best = told.best_value[choice.initiative]
        if choice.kind != "review":
            assert choice.loss == best - choice.value + sum(choice.outlay.values())
        assert choice.value <= best
        assert choice.loss >= 0


@given(snapshots())
@settings(max_examples=30)
def test_nothing_is_offered_that_a_pool_cannot_carry_or_that_ends_behind_the_plan(
    snapshot: Snapshot,
) -> None:
    told = choices(snapshot)

    for choice in told.choices:
        assert all(amount <= told.capacity[at] for at, amount in choice.demand.items())
        assert all(step < len(told.grid) for step in choice.active)


@given(snapshots())
@settings(max_examples=30)
def test_a_later_start_is_never_worth_more(snapshot: Snapshot) -> None:
    worths: dict[tuple[str, str], list[Fraction]] = {}
    for choice in choices(snapshot).choices:
        worths.setdefault((choice.initiative, choice.option), []).append(choice.value)

    assert all(found == sorted(found, reverse=True) for found in worths.values())


@given(snapshots())
@settings(max_examples=25)
def test_every_option_is_offered_at_each_start_or_its_absence_has_a_reason(
    snapshot: Snapshot,
) -> None:
    told = choices(snapshot)
    starts = {(c.initiative, c.option, c.start) for c in told.choices}
    removed = {(r.initiative, r.option, r.start) for r in told.removed}
    at_all = {(r.initiative, r.option) for r in told.removed if r.start is None}

    assert not starts & removed
    for option in snapshot.options:
        state = next(i.state for i in snapshot.initiatives if i.id == option.initiative_id)
        own = (option.initiative_id, option.option)
        if state in {"investment_framing", "delivery_queue"} and own not in at_all:
            assert all((*own, step.number) in starts | removed for step in told.grid)


@given(snapshots())
@settings(max_examples=25)
def test_who_sponsors_or_leads_it_and_what_it_is_called_changes_nothing(
    snapshot: Snapshot,
) -> None:
    renamed = snapshot.model_copy(
        update={
            "initiatives": tuple(
                i.model_copy(update={"sponsor": "The CEO", "lead": "R. Vega", "name": "Renamed"})
                for i in snapshot.initiatives
            )
        }
    )

    assert choices(renamed) == choices(snapshot)


@given(snapshots())
@settings(max_examples=25)
def test_the_order_in_which_facts_are_listed_changes_nothing(snapshot: Snapshot) -> None:
    turned = snapshot.model_copy(
        update={
            name: tuple(reversed(getattr(snapshot, name)))
            for name in ("initiatives", "options", "capacities", "value_streams")
        }
    )

    assert choices(turned) == choices(snapshot)


@given(snapshots())
@settings(max_examples=25)
def test_money_in_another_size_scales_every_loss_up_to_rounding(snapshot: Snapshot) -> None:
    """A thousandfold: exact but for the cent to which each worth is rounded."""
    plain, scaled = choices(snapshot), choices(_in_thousands(snapshot))

    assert [c.id for c in plain.choices] == [c.id for c in scaled.choices]
    for before, after in zip(plain.choices, scaled.choices, strict=True):
        assert abs(after.loss - 1000 * before.loss) <= 1000 * Fraction(1, 100) + Fraction(1, 100)


def test_g15_the_densest_initiative_alone_is_beaten_by_the_two_that_fit() -> None:
    """Pitfall 3.

    Capacity 10: A (100, 6), B (70, 5), C (70, 5). A ranked list takes A and stops at 100.
    """
    told = _one_interval({"A": (100, 6), "B": (70, 5), "C": (70, 5)}, capacity=10, rate=Decimal(0))
    fitting = [
        plan
        for plan in _all_plans(told)
        if sum(c.demand.get((PAYMENTS, 0), Fraction(0)) for c in plan) <= 10
    ]
    best = max(fitting, key=lambda plan: sum(choice.value for choice in plan))

    assert sum(choice.value for choice in best) == 140
    assert [c.initiative for c in best if c.kind == "whole"] == ["B", "C"]
    assert sum(told.best_value.values()) - sum(c.loss for c in best) == 140


def test_a_candidate_may_start_in_every_step_or_be_left() -> None:
    told = choices(a_snapshot(charter=_charter()))

    assert [choice.id for choice in told.choices] == [
        "INI-1/leave",
        "INI-1/whole@P1",
        "INI-1/whole@P2",
        "INI-1/whole@P3..P4",
        "INI-1/whole@P5..P8",
    ]
    assert told.choices[0].loss == told.best_value[INI_1] > 0
    assert told.choices[0].demand == {}


@pytest.mark.parametrize("state", ["intake", "triage", "held", "investigate", "outcome_assessment"])
def test_where_no_money_is_decided_there_is_only_leaving_it_at_no_loss(state: str) -> None:
    told = choices(a_snapshot([an_initiative(state=state)], [an_option()]))

    assert [choice.kind for choice in told.choices] == ["leave"]
    assert [choice.loss for choice in told.choices] == [0]


def test_what_is_closed_takes_no_part() -> None:
    told = choices(a_snapshot([an_initiative(state="declined")], [an_option()]))

    assert told.choices == ()


def test_a_strategic_initiative_never_enters_delivery() -> None:
    told = choices(a_snapshot([an_initiative(kind="strategic", state="implementing")], []))

    assert [choice.id for choice in told.choices] == ["INI-1/leave"]
    assert told.running == frozenset()


def test_work_counts_in_every_step_and_every_stream_that_it_touches() -> None:
    option = an_option(effort={"payments": 9, "lending": 3}, weeks=15)
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.active == (0, 1)
    assert choice.streams == ("lending", "payments")
    assert choice.demand[PAYMENTS, 0] == 6
    assert choice.demand[PAYMENTS, 1] == 3
    assert choice.finish == 1


def test_an_effort_of_a_scarce_skill_draws_on_the_skill_and_on_its_stream() -> None:
    capacities = [
        a_capacity(interval="P1", likely=20, team="pay-1"),
        a_capacity(interval="P1", likely=6, team="pay-2", skill="backend"),
    ]
    option = an_option(weeks=10, demands=(a_demand(effort=4, skill="backend"),))
    (choice,) = _at(_charter(), [option], start=0, capacities=capacities)

    backend = Pool(ValueStreamId("payments"), skill="backend")
    assert choice.demand == {(PAYMENTS, 0): 4, (backend, 0): 4}


def test_a_skill_that_no_capacity_states_is_no_constraint_of_its_own() -> None:
    option = an_option(weeks=10, demands=(a_demand(effort=4, skill="design"),))
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.demand == {(PAYMENTS, 0): 4}


def test_effort_by_interval_of_execution_falls_where_it_is_stated() -> None:
    option = an_option(weeks=20, demands=(a_demand(effort=2, step=1), a_demand(effort=7, step=2)))
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.demand == {(PAYMENTS, 0): 2, (PAYMENTS, 1): 7}


def test_work_is_not_done_before_its_last_stated_interval_of_execution() -> None:
    option = an_option(weeks=5, demands=(a_demand(effort=2, step=1), a_demand(effort=7, step=2)))
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.finish == 1


def test_switching_is_paid_once_and_in_the_first_step() -> None:
    option = an_option(
        weeks=20,
        outlay=600,
        transition_cost=Decimal(50),
        demands=(a_demand(effort=8, transition_effort=Decimal(3)),),
    )
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.demand == {(PAYMENTS, 0): 7, (PAYMENTS, 1): 4}
    assert choice.outlay == {0: 350, 1: 300}


def test_a_window_opens_within_a_step_and_work_begins_when_it_does() -> None:
    """Four weeks into the first of two intervals of ten; six of the twelve weeks fit there."""
    option = an_option(weeks=12, earliest_start_on=weeks_after(4) + timedelta(days=1))
    (choice,) = _at(_charter(), [option], start=0)

    assert choice.demand == {(PAYMENTS, 0): 6, (PAYMENTS, 1): 6}


@pytest.mark.parametrize(
    ("option", "start", "reason"),
    [
        (
            an_option(earliest_start_on=date(2027, 5, 1)),
            0,
            "would start before 2027-05-01, its earliest start",
        ),
        (
            an_option(latest_start_on=date(2027, 1, 31)),
            1,
            "would start after 2027-01-31, its latest start",
        ),
        (an_option(weeks=90), 0, "would not be finished when the plan's horizon ends"),
        (
            an_option(weeks=10, effort="26.5"),
            0,
            "needs 26.5 team-weeks of payments in P1, which has 26",
        ),
    ],
)
def test_what_cannot_be_done_from_a_start_is_not_offered_and_says_why(
    option: Option, start: int, reason: str
) -> None:
    told = choices(a_snapshot(options=[option], charter=_charter()))

    assert reason in [r.reason for r in told.removed if r.start == start]
    assert not [c for c in told.choices if c.start == start]


def test_where_capacity_is_money_a_reason_counts_in_it() -> None:
    charter = _charter().model_copy(update={"capacity_unit": "money"})
    told = choices(a_snapshot(options=[an_option(weeks=10, effort=27)], charter=charter))

    assert told.removed[0].reason == "needs 27 EUR of payments in P1, which has 26"


def test_the_latest_start_itself_is_in_time() -> None:
    option = an_option(latest_start_on=AS_OF + timedelta(days=1))

    assert len(_at(_charter(), [option], start=0)) == 1


def test_late_for_a_hard_deadline_is_not_offered_and_late_for_a_priced_one_is() -> None:
    def offered(*, hard: bool) -> list[int | None]:
        profile = deadline(weeks_after(20), cost_per_week=10, hard=hard)
        told = choices(a_snapshot([an_initiative(profile=profile)], charter=_charter()))
        return [c.start for c in told.choices if c.kind == "whole"]

    assert offered(hard=True) == [0]
    assert offered(hard=False) == [0, 1, 2, 3]


def test_a_hard_deadline_names_its_day() -> None:
    profile = deadline(weeks_after(20), cost_per_week=10, hard=True)
    told = choices(a_snapshot([an_initiative(profile=profile)], charter=_charter()))

    assert told.removed[0].reason == f"would be done after {weeks_after(20)}, its hard deadline"


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (an_option(outlay=None), "the remaining outlay is not known"),
        (an_option(weeks=None), "the remaining duration is not known"),
        (an_option(effort=None), "the remaining effort in payments is not known"),
        (
            an_option(effort=None, weeks=None),
            "the remaining duration and the remaining effort in payments are not known",
        ),
    ],
)
def test_an_option_with_an_unknown_amount_is_not_offered(option: Option, reason: str) -> None:
    told = choices(a_snapshot(options=[option]))

    assert [c.kind for c in told.choices] == ["leave"]
    assert [(r.start, r.reason) for r in told.removed] == [(None, reason)]


def test_an_unknown_benefit_or_chance_funds_nothing() -> None:
    unknown = [
        an_initiative("A", profile=None, benefit_model_lacks=("benefit_per_week",)),
        an_initiative("B", probability_of_success=None),
    ]
    told = choices(a_snapshot(unknown))

    assert [c.id for c in told.choices] == ["A/leave", "B/leave"]
    assert [c.loss for c in told.choices] == [0, 0]
    assert [r.reason for r in told.removed] == [
        "the benefit (`benefit_per_week` missing) is not known",
        "the probability of success is not known",
    ]


def test_unknown_capacity_begins_nothing() -> None:
    told = choices(a_snapshot(capacities=[a_capacity(interval="2027Q1", likely=None)]))

    assert [c.kind for c in told.choices] == ["leave"]
    assert told.removed[0].reason == "capacity of payments in 2027Q1 is not known"


def test_an_option_of_another_state_says_where_it_is_offered() -> None:
    told = choices(a_snapshot(options=[an_option(option="continue"), an_option()]))

    assert told.removed[0].reason == "`continue` is offered for work in delivery only"


def test_needs_of_an_option_travel_with_its_choices() -> None:
    told = choices(a_snapshot(options=[an_option(needs_ids=("INI-9",))]))

    assert {c.needs for c in told.choices if c.kind == "whole"} == {("INI-9",)}


@pytest.mark.parametrize("known_of_b", [[], [an_option("B", option="discovery")]])
def test_an_enabler_of_unpriced_work_says_that_it_counts_for_nothing(
    known_of_b: list[Option],
) -> None:
    told = choices(
        a_snapshot(
            [an_initiative("A", profile=enabler()), an_initiative("B", state="discovery_queue")],
            [an_option("A"), *known_of_b],
            dependencies=[a_dependency("A", "B")],
        )
    )

    assert "B adds nothing to the worth of its enabler A: its own is not known" in told.assumptions


def test_that_forecasts_are_taken_as_stated_is_told() -> None:
    told = choices(a_snapshot())

    assert "forecast benefits are taken as stated: no reference class has a history yet" in (
        told.assumptions
    )


def _charter() -> Charter:
    """Intervals of ten weeks: two are planned, and blocks of two and four wait behind them."""
    return a_charter(calendar=a_calendar(weeks=10, count=8), planning_intervals=2)


def _at(
    charter: Charter,
    offered: Sequence[Option],
    *,
    start: int,
    capacities: Sequence[Capacity] | None = None,
) -> list[Choice]:
    rows: dict[str, Any] = {} if capacities is None else {"capacities": capacities}
    told = choices(a_snapshot(options=offered, charter=charter, **rows))
    return [choice for choice in told.choices if choice.start == start]


def _effort(option: Option) -> Fraction:
    if option.kind == "stop":
        return Fraction(0)
    return sum((d.remaining_effort.mean for d in option.demands if d.remaining_effort), Fraction(0))


def _money(option: Option) -> Fraction:
    assert option.remaining_outlay is not None
    return option.remaining_outlay.mean + Fraction(option.transition_cost)


def _in_thousands(snapshot: Snapshot) -> Snapshot:
    def larger(estimate: Estimate | None) -> Estimate | None:
        return None if estimate is None else Estimate(likely=1000 * estimate.mean)

    rates = ("benefit_per_week", "late_penalty", "late_cost_per_week")
    initiatives = []
    for initiative in snapshot.initiatives:
        profile = initiative.profile
        assert profile is not None
        scaled = {n: larger(getattr(profile, n)) for n in rates if hasattr(profile, n)}
        initiatives.append(
            initiative.model_copy(update={"profile": profile.model_copy(update=scaled)})
        )
    offered = [
        option.model_copy(
            update={
                "remaining_outlay": larger(option.remaining_outlay),
                "transition_cost": 1000 * option.transition_cost,
            }
        )
        for option in snapshot.options
    ]
    return snapshot.model_copy(
        update={"initiatives": tuple(initiatives), "options": tuple(offered)}
    )


def _one_interval(jobs: dict[str, tuple[int, int]], *, capacity: int, rate: Decimal) -> ChoiceSet:
    """Initiatives of a worth and an effort that compete for one interval."""
    charter = a_charter(
        calendar=a_calendar(weeks=10, count=1),
        planning_intervals=1,
        tail_intervals=(),
        discount_rate_per_year=rate,
    )
    return choices(
        a_snapshot(
            [an_initiative(n, profile=standard(w, life_weeks=1)) for n, (w, _) in jobs.items()],
            [an_option(n, effort=effort, weeks=10) for n, (_, effort) in jobs.items()],
            charter=charter,
            capacities=[a_capacity(interval="P1", likely=capacity)],
        )
    )


def _all_plans(told: ChoiceSet) -> list[tuple[Choice, ...]]:
    by_initiative: dict[str, list[Choice]] = {}
    for choice in told.choices:
        by_initiative.setdefault(choice.initiative, []).append(choice)
    return list(product(*by_initiative.values()))
