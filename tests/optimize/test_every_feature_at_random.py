"""Every feature of the formulation switched on at random, against every plan there is.

The oracle tries all combinations and shares nothing with the search but the rows. Laws follow that
hold at any size: what is dropped, renamed, useless or apart changes what it must and nothing else.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf, Scope, SubjectMeasure
from asp_decide.clauses.clause import Clause
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice, Pool
from asp_decide.model.dependency import Dependency
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.optimize.evaluation import is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from choice_builders import a_choice, a_limit, leave, scope
from random_portfolios import ROW_KINDS, Portfolio, a_portfolio, best_of_all

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))
ANALYSTS = Pool(ValueStreamId(""), "analysis")
PARTS = range(20)
PORTFOLIOS_IN_EACH_PART = 100


def with_discovery(portfolio: Portfolio, draw: random.Random) -> Portfolio:
    """Some candidates may be examined first: analysts are a pool, and few examinations run."""
    choices = list(portfolio.choice_set.choices)
    for left in [c for c in choices if c.kind == "leave" and draw.random() < 0.6]:
        best = left.loss
        choices += [
            replace(
                a_choice(left.initiative, "discovery", start, value=best / 3, best=best),
                demand={(ANALYSTS, start): Fraction(draw.randint(1, 2))},
            )
            for start in range(2)
        ]
    capacity = {(ANALYSTS, step.number): Fraction(2) for step in portfolio.choice_set.grid}
    ordered = sorted(choices, key=lambda c: (c.initiative, c.option, c.start or 0))
    choice_set = replace(
        portfolio.choice_set,
        choices=tuple(ordered),
        capacity={**portfolio.choice_set.capacity, **capacity},
    )
    examined = CountOf(scope(state="investigate"))
    limit = a_limit("WIP-07", examined, at_most=draw.randint(1, 2), per="portfolio")
    return with_clauses(replace(portfolio, choice_set=choice_set), limit)


def with_careful_capacity(portfolio: Portfolio, _: random.Random) -> Portfolio:
    """The load on the capacity met in 85 of 100 intervals is bounded, not the one on the median."""
    met = {at: amount * 3 / 4 for at, amount in portfolio.choice_set.capacity.items()}
    load = SubjectMeasure(Scope("value_stream"), "load_p85")
    limited = with_clauses(portfolio, a_limit("GRD-15", load, at_most=1, per="value_stream"))
    return replace(limited, frame=replace(limited.frame, capacity_p85=met))


def with_a_scarce_skill(portfolio: Portfolio, draw: random.Random) -> Portfolio:
    """Half of some work needs people of one skill, of whom there are few."""
    skilled = {c.initiative for c in portfolio.choice_set.choices if draw.random() < 0.3}

    def needing(choice: Choice) -> Choice:
        if choice.initiative not in skilled:
            return choice
        halves = {
            (pool._replace(skill="sealing"), step): amount / 2
            for (pool, step), amount in choice.demand.items()
            if pool.function == "delivery"
        }
        return replace(choice, demand={**choice.demand, **halves})

    known = portfolio.choice_set
    few = {
        (pool._replace(skill="sealing"), step): amount / 4
        for (pool, step), amount in known.capacity.items()
        if pool.function == "delivery"
    }
    choices = tuple(needing(choice) for choice in known.choices)
    capacity = {**known.capacity, **few}
    return replace(portfolio, choice_set=replace(known, choices=choices, capacity=capacity))


def with_redirects(portfolio: Portfolio, draw: random.Random) -> Portfolio:
    """What runs may be redirected, at a cost that is paid once."""
    known = portfolio.choice_set
    more = [
        a_choice(
            going.initiative,
            "redirect",
            0,
            value=going.value + draw.choice([-5, 5, 10]),
            best=going.value + going.loss,
            needs={pool.value_stream: Fraction(1) for pool, _ in going.demand},
            cost=draw.choice([0, 3, 8]),
        )
        for going in known.choices
        if going.kind == "continue" and draw.random() < 0.6
    ]
    ordered = sorted([*known.choices, *more], key=lambda c: (c.initiative, c.option, c.start or 0))
    return replace(portfolio, choice_set=replace(known, choices=tuple(ordered)))


def with_a_budget_for_each_step(portfolio: Portfolio, _: random.Random) -> Portfolio:
    return replace(portfolio, frame=replace(portfolio.frame, budget_carries_over=False))


FEATURES: tuple[Callable[[Portfolio, random.Random], Portfolio], ...] = (
    with_discovery,
    with_careful_capacity,
    with_a_scarce_skill,
    with_redirects,
    with_a_budget_for_each_step,
)


def with_clauses(portfolio: Portfolio, *more: Clause) -> Portfolio:
    policies = portfolio.frame.policies
    clauses = replace(policies, clauses=(*policies.clauses, *more))
    return replace(portfolio, frame=replace(portfolio.frame, policies=clauses))


def anything(seed: int, *, most: int = 5) -> Portfolio:
    """A portfolio in which each kind of row and each feature is there or not, by chance."""
    draw = random.Random(f"features {seed}")
    kinds = [kind for kind in ROW_KINDS if draw.random() < 0.4]
    portfolio = a_portfolio(seed, kinds, most=most)
    for feature in FEATURES:
        if draw.random() < 0.4:
            portfolio = feature(portfolio, draw)
    return portfolio


def programme_of(portfolio: Portfolio) -> Programme:
    return formulate(portfolio.choice_set, portfolio.frame)


def loss_of_the_best(portfolio: Portfolio) -> Fraction | None:
    try:
        found = solve_programme(programme_of(portfolio), MEANS, order=portfolio.order)
    except NoFeasiblePlanError:
        return None
    return found.certificate.loss


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_no_plan_of_any_of_two_thousand_portfolios_loses_less(part: int) -> None:
    for number in range(PORTFOLIOS_IN_EACH_PART):
        seed = part * PORTFOLIOS_IN_EACH_PART + number
        portfolio = anything(seed)
        programme = programme_of(portfolio)
        best = best_of_all(programme, portfolio.order)
        try:
            found = solve_programme(programme, MEANS, order=portfolio.order)
        except NoFeasiblePlanError:
            assert best is None, f"portfolio {seed} has a plan"
            continue
        assert best is not None, f"portfolio {seed} has no plan"
        assert is_feasible(programme, programme.numbers(found.taken))
        assert found.certificate.loss == best.loss, f"portfolio {seed}"
        assert found.certificate.bound == best.loss, f"portfolio {seed} is not proven best"


def test_every_feature_is_there_often_enough_to_be_tried() -> None:
    origins = [row.origin for seed in range(100) for row in programme_of(anything(seed)).rows]
    kinds = [c.kind for seed in range(100) for c in anything(seed).choice_set.choices]

    for said in ("capacity", "budget", "precedence", "need", "one of", "pin", "drop"):
        assert any(origin.id == said for origin in origins), said
    for rule in ("WIP-01", "WIP-07", "GRD-01", "GRD-02", "GRD-03", "GRD-04", "GRD-11", "GRD-15"):
        assert any(rule in origin.rules for origin in origins), rule
    assert any("sealing" in origin.group for origin in origins)
    assert any("analysis" in origin.group for origin in origins)
    assert {"leave", "mvp", "whole", "discovery", "continue", "redirect", "pause", "stop"} <= set(
        kinds
    )


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=25)
def test_without_one_of_its_rows_a_programme_never_loses_more(
    seed: int, data: st.DataObject
) -> None:
    portfolio = anything(seed)
    programme = programme_of(portfolio)
    if not programme.rows:
        return
    gone = data.draw(st.sampled_from(programme.rows))

    tighter = best_of_all(programme, portfolio.order)
    looser = programme.without([gone])

    if tighter is not None:
        found = solve_programme(looser, MEANS, order=portfolio.order)
        assert found.certificate.loss <= tighter.loss


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_other_names_lose_the_same(seed: int) -> None:
    portfolio = a_portfolio(seed, ["wip", "budget", "precedence", "exclusion", "running"])
    names = sorted(portfolio.order)
    other = dict(zip(names, reversed([f"X-{number}" for number in range(len(names))]), strict=True))

    assert loss_of_the_best(_renamed(portfolio, other)) == loss_of_the_best(portfolio)


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_an_initiative_worth_nothing_changes_nothing(seed: int) -> None:
    portfolio = anything(seed)
    idle = [leave("INI-99", 0), a_choice("INI-99", value=0, best=0, needs={"ads": 1})]
    known = portfolio.choice_set
    more = replace(
        known,
        choices=(*known.choices, *idle),
        best_value={**known.best_value, InitiativeId("INI-99"): Fraction(0)},
    )

    beside = loss_of_the_best(replace(portfolio, choice_set=more))

    # A floor on a share may find something to count in it; nothing can lose more.
    before = loss_of_the_best(portfolio)
    assert before is None or beside == before


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=25)
def test_what_shares_nothing_is_planned_together_as_apart(one: int, other: int) -> None:
    first = programme_of(a_portfolio(one, ["precedence"], most=4))
    second = programme_of(_moved(a_portfolio(other, ["exclusion"], most=4)))

    apart = [solve_programme(each, MEANS, order={}).certificate for each in (first, second)]
    together = solve_programme(_beside(first, second), MEANS, order={}).certificate

    assert together.loss == sum(each.loss for each in apart)


def _beside(first: Programme, second: Programme) -> Programme:
    shift = len(first.choices)
    rows = [replace(row, terms=tuple((n + shift, a) for n, a in row.terms)) for row in second.rows]
    return replace(
        first,
        choices=(*first.choices, *second.choices),
        groups=(*first.groups, *(tuple(n + shift for n in g) for g in second.groups)),
        losses=(*first.losses, *second.losses),
        rows=(*first.rows, *rows),
        worth=first.worth + second.worth,
        unit=first.worth + second.worth or Fraction(1),
    )


def _moved(portfolio: Portfolio) -> Portfolio:
    """The same portfolio under other names, in other value streams."""
    names = {name: f"Y-{name}" for name in portfolio.order}
    renamed = _renamed(portfolio, dict(names))

    def elsewhere(pool: Pool) -> Pool:
        return pool._replace(value_stream=ValueStreamId(f"new-{pool.value_stream}"))

    known = renamed.choice_set
    return replace(
        renamed,
        choice_set=replace(
            known,
            choices=tuple(
                replace(
                    choice,
                    demand={(elsewhere(p), s): a for (p, s), a in choice.demand.items()},
                    streams=tuple(ValueStreamId(f"new-{s}") for s in choice.streams),
                )
                for choice in known.choices
            ),
            capacity={(elsewhere(p), s): a for (p, s), a in known.capacity.items()},
        ),
    )


def _renamed(portfolio: Portfolio, names: dict[InitiativeId, str]) -> Portfolio:
    def new(name: str) -> InitiativeId:
        return InitiativeId(names[InitiativeId(name)])

    def choice(old: Choice) -> Choice:
        _, _, rest = old.id.partition("/")
        return replace(old, id=f"{new(old.initiative)}/{rest}", initiative=new(old.initiative))

    known, frame = portfolio.choice_set, portfolio.frame
    links = tuple(
        Dependency(
            from_id=new(link.from_id),
            to_id=new(link.to_id),
            kind=link.kind,
            lag_weeks=link.lag_weeks,
        )
        for link in frame.dependencies
    )
    return replace(
        portfolio,
        choice_set=replace(
            known,
            choices=tuple(choice(each) for each in known.choices),
            running=frozenset(new(name) for name in known.running),
            best_value={new(name): value for name, value in known.best_value.items()},
        ),
        frame=replace(frame, subjects={}, dependencies=links),
        order={new(name): place for name, place in portfolio.order.items()},
    )
