"""What people may change, and what it costs: an interval that holds the exact difference."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from asp_decide.clauses.clause import OverrideRight
from asp_decide.decide.override_rights import Granter
from asp_decide.decide.overrides import Departure, depart, plan_with, price_departure
from asp_decide.decide.preparation import Prepared
from asp_decide.errors import NoFeasiblePlanError, NotPermittedError, UsageError
from asp_decide.model.approval import Override
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.optimize.programme import Origin, Programme, make_row
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.workspace import read_sources
from drawn_workspaces import DRAWS, Draw, Drawn, a_drawn_workspace
from random_portfolios import best_of_all
from workspace_builders import AS_OF, opened

ON = date(2027, 1, 11)
FINANCE = OverrideRight(Role("finance"), 1, ("reason",))
MEANS = Means(PulpSolver(seed=7), WorkLimit(2000))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return a_drawn_workspace(tmp_path_factory.mktemp("priced") / "mini")


def _override(initiative: str, decision: str, **changes: Any) -> Override:
    given = {"reason": "The shop needs it", "until": date(2027, 3, 31), **changes}
    return Override(initiative=InitiativeId(initiative), decision=decision, **given)


def _planned(drawn: Drawn) -> Any:
    order = PlanOrder(as_of=AS_OF, engine="reference")
    try:
        return make_plan(read_sources(opened(drawn.folder), AS_OF), order)
    except NoFeasiblePlanError:
        reject()


def _order(prepared: Prepared) -> dict[InitiativeId, int]:
    return {one: place for place, one in enumerate(cd3_order(prepared.inputs.snapshot))}


def _least(programme: Programme, initiative: str, fitting: Sequence[int]) -> Fraction | None:
    """The least loss of any plan that takes one of these choices, by trying all of them."""
    forced = make_row(
        Origin("pin", "tried", initiative), "=", Fraction(1), [(n, Fraction(1)) for n in fitting]
    )
    best = best_of_all(programme.with_rows([forced]), {})
    return None if best is None else best.loss


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(draw=DRAWS, data=st.data())
def test_the_price_of_an_override_holds_the_exact_difference(
    drawn: Drawn, draw: Draw, data: st.DataObject
) -> None:
    """Against every combination of choices, with and without what the person wants."""
    drawn.put(draw)
    drawn.put_limit(2)
    made = _planned(drawn)
    prepared: Prepared = made.outlook.prepared
    queued = [d for d in made.plan.decisions if d.point in _WANTED and d.by == "plan"]
    assume(queued)
    decision = data.draw(st.sampled_from(queued))
    wanted = data.draw(st.sampled_from(sorted(_WANTED[decision.point] - {decision.decision})))
    programme = prepared.programme
    fitting = [
        number
        for number in programme.of_initiative()[decision.initiative]
        if _fits(programme.choices[number], wanted)
    ]
    free = best_of_all(programme, {})
    assert free is not None
    exact = _least(programme, decision.initiative, fitting)
    departure = Departure(_override(decision.initiative, wanted), decision, ())

    def priced() -> Any:
        return price_departure(
            departure, prepared, made.solved.certificate, MEANS, order=_order(prepared)
        )

    if exact is None:
        with pytest.raises(UsageError, match="no plan holds"):
            priced()
    else:
        price = priced()
        assert Fraction(price.low) <= exact - free.loss <= Fraction(price.high)
        assert price.measurable or Fraction(price.low) <= 0 <= Fraction(price.high)


_WANTED = {"start": {"start", "wait"}, "validation": {"stop", "continue"}}


def _fits(choice: Choice, wanted: str) -> bool:
    if wanted in {"stop", "continue"}:
        return choice.kind == wanted
    begins_now = choice.kind != "leave" and choice.start == 0
    return begins_now == (wanted == "start")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return _planned(a_drawn_workspace(tmp_path_factory.mktemp("made") / "mini"))


def _depart(made: Any, *overrides: Override, role: str = "portfolio_board") -> Any:
    by = Granter("A. Person", Role(role), ON)
    return depart(made.plan, overrides, prepared=made.outlook.prepared, by=by)


def test_departures_come_in_the_order_of_initiatives_with_what_they_depart_from(
    made: Any,
) -> None:
    told = _depart(made, _override("INI-6", "review"), _override("INI-4", "start"))

    assert [(one.override.initiative, one.decision.decision) for one in told] == [
        ("INI-4", "wait"),
        ("INI-6", "fund"),
    ]
    assert [one.rules for one in told] == [(), ()], "the plan's own choice; no rule stands against"


def test_nobody_needs_a_rule_s_leave_to_depart_from_the_plan_s_own_choice(made: Any) -> None:
    (told,) = _depart(made, _override("INI-4", "start"), role="portfolio_manager")

    assert told.rules == ()


@pytest.mark.parametrize(
    ("override", "told"),
    [
        (_override("INI-99", "start"), "the plan decides nothing about `INI-99`"),
        (_override("INI-4", "wait"), "is what the plan recommends"),
        (_override("INI-4", "fund"), "`fund` is no answer at `start`"),
        (_override("INI-4", "start", until=date(2027, 1, 10)), "ends before it begins"),
        (_override("INI-7", "fund"), "GATE-21 stands against `INI-7=fund` and is mandatory"),
    ],
)
def test_what_may_not_be_is_refused_before_anything_is_solved(
    made: Any, override: Override, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        _depart(made, override)


def test_a_role_that_a_rule_does_not_name_may_not_override_it(made: Any) -> None:
    prepared = made.outlook.prepared
    overridable = replace(
        prepared.inputs.policies,
        clauses=tuple(
            replace(c, enforce="overridable", override=FINANCE)
            if c.heading.rule == "GATE-21"
            else c
            for c in prepared.inputs.policies.clauses
        ),
    )
    lenient = replace(prepared, inputs=replace(prepared.inputs, policies=overridable))

    with pytest.raises(NotPermittedError, match="an override of GATE-21 is decided by `finance`"):
        depart(
            made.plan,
            [_override("INI-7", "fund")],
            prepared=lenient,
            by=Granter("A. Person", Role("portfolio_board"), ON),
        )


@pytest.mark.parametrize("part", ["lead", "sponsor"])
def test_nobody_overrides_what_stands_against_their_own_initiative(made: Any, part: str) -> None:
    """As nobody is exempted by whoever leads or sponsors what is exempted."""
    prepared = made.outlook.prepared
    own = replace(FINANCE, by=Role("portfolio_board"))
    overridable = replace(
        prepared.inputs.policies,
        clauses=tuple(
            replace(c, enforce="overridable", override=own) if c.heading.rule == "GATE-21" else c
            for c in prepared.inputs.policies.clauses
        ),
    )
    snapshot = prepared.inputs.snapshot
    initiatives = tuple(
        one.model_copy(update={part: "a. person"}) if one.id == "INI-7" else one
        for one in snapshot.initiatives
    )
    facts = snapshot.model_copy(update={"initiatives": initiatives})
    lenient = replace(
        prepared, inputs=replace(prepared.inputs, policies=overridable, snapshot=facts)
    )

    def depart_by(person: str) -> Any:
        by = Granter(person, Role("portfolio_board"), ON)
        return depart(made.plan, [_override("INI-7", "fund")], prepared=lenient, by=by)

    with pytest.raises(UsageError, match=f"`A. Person` is {part} of `INI-7`"):
        depart_by("A. Person")
    assert depart_by("B. Person")[0].rules == ("GATE-21",)


def test_several_departures_are_held_together(made: Any) -> None:
    both = _depart(made, _override("INI-3", "start"), _override("INI-4", "start"))
    prepared = made.outlook.prepared

    for one in both:
        plan_with([one], prepared, MEANS, order=_order(prepared))
    with pytest.raises(UsageError, match="`INI-3=start`, `INI-4=start`; they cannot stand with"):
        plan_with(both, prepared, MEANS, order=_order(prepared))
