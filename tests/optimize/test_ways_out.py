"""What has to give way is enough, and any less of it is not: held against every plan there is."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.optimize.conflict import conflict, standing_together
from asp_decide.optimize.evaluation import breaches, is_feasible
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.optimize.ways_out import Later, More, WayOut, Without, is_date, loosened, ways_out
from asp_decide.optimize.whole_numbers import whole_amounts
from choice_builders import (
    a_choice,
    a_choice_set,
    a_frame,
    a_grid,
    an_initiative_subject,
    before,
    in_time,
    leave,
    wip,
)
from random_portfolios import ROW_KINDS, a_portfolio, best_of_all

MEANS = Means(PulpSolver(), WorkLimit(nodes=10_000))


def _has_a_plan(programme: Programme) -> bool:
    return best_of_all(programme, {}) is not None


def _asked(programme: Programme) -> tuple[WayOut, ...]:
    found = conflict(programme, MEANS)
    assert found is not None, "there is no plan"
    return ways_out(programme, [row.id for row in found.rows], MEANS)


def _least_of_all(programme: Programme, rows: Sequence[Row]) -> Fraction | None:
    """By trying every combination of choices: the least that only these rows are overstepped by."""
    own = {row.id for row in rows}
    oversteps = [
        sum((one.by / one.row.scale for one in broken), Fraction(0))
        for broken in (breaches(programme, numbers) for numbers in product(*programme.groups))
        if own.issuperset(one.row.id for one in broken)
    ]
    return min(oversteps, default=None)


def _share(way: WayOut) -> Fraction:
    amounts = (one.amount / one.row.scale for one in way.concessions if isinstance(one, More))
    return sum(amounts, Fraction(0))


def _a_trifle_less(one: More) -> More:
    """Less by half of the finest step in which the row's amounts differ."""
    finest = Fraction(1, whole_amounts([one.row.limit, *(a for _, a in one.row.terms)]))
    return replace(one, amount=one.amount - finest / 2)


PORTFOLIOS = (
    st.integers(0, 10_000),
    st.sets(st.sampled_from(ROW_KINDS), min_size=2, max_size=6),
)


@given(*PORTFOLIOS)
@settings(max_examples=60)
def test_what_is_said_makes_a_plan_possible_and_any_less_does_not(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted({*kinds, "date", "pins"}), most=5)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    assume(not _has_a_plan(programme))

    found = _asked(programme)

    assert found, "somehow a plan is always possible"
    for way in found:
        assert way.least
        freed = loosened(programme, way.concessions)
        assert is_feasible(freed, freed.numbers(way.taken))
        for number, one in enumerate(way.concessions):
            others = [*way.concessions[:number], *way.concessions[number + 1 :]]
            assert not _has_a_plan(loosened(programme, others)), "none is there for nothing"
            match one:
                case More():
                    less = loosened(programme, [*others, _a_trifle_less(one)])
                    assert not _has_a_plan(less) or way.together
                case Later() if one.steps > 1 and not way.together:
                    sooner = replace(one, done_in=one.done_in - 1, steps=one.steps - 1)
                    assert not _has_a_plan(loosened(programme, [sooner]))
                case _:
                    pass


@given(*PORTFOLIOS)
@settings(max_examples=40)
def test_whatever_could_help_alone_is_named_with_the_least_that_helps(
    seed: int, kinds: set[str]
) -> None:
    portfolio = a_portfolio(seed, sorted({*kinds, "date", "pins"}), most=4)
    programme = formulate(portfolio.choice_set, portfolio.frame)
    assume(not _has_a_plan(programme))
    conflicting = conflict(programme, MEANS)
    assert conflicting is not None

    found = _asked(programme)

    named = {row.id for row in conflicting.rows}
    alone = {_rows(way)[0].id: way for way in found if _origins(way) == 1}
    for rows in standing_together(programme.rows):
        least = _least_of_all(programme, rows)
        if least is None:
            continue
        assert named & {row.id for row in rows}, "whatever helps is part of every conflict"
        way = next(alone[row.id] for row in rows if row.id in alone)
        if all(isinstance(one, More) for one in way.concessions):
            assert _share(way) == least
    everything = _least_of_all(programme, programme.rows)
    if found[-1].together and all(isinstance(one, More) for one in found[-1].concessions):
        assert everything is not None
        assert any(_share(way) == everything for way in found)


def _rows(way: WayOut) -> list[Row]:
    return [
        row
        for one in way.concessions
        for row in (one.rows if isinstance(one, Without) else (one.row,))
    ]


def _origins(way: WayOut) -> int:
    return len({(r.origin.kind, r.origin.id, r.origin.group) for r in _rows(way)})


def _two_dates(capacity: int) -> Programme:
    """Two pieces of work of three team-weeks a quarter, both due in the first."""
    choices = [
        option
        for name in ("A", "B")
        for option in (
            leave(name, 10),
            *(a_choice(name, start=s, value=9 - s, best=10, needs={"cards": 3}) for s in range(3)),
        )
    ]
    subjects = [an_initiative_subject(name, weeks_to_requirement=13) for name in ("A", "B")]
    frame = a_frame(
        in_time(),
        wip(3),
        subjects=subjects,
        applies={("GRD-11", "A"): True, ("GRD-11", "B"): True},
    )
    return formulate(a_choice_set(choices, grid=a_grid(3), capacity={"cards": capacity}), frame)


def test_two_dates_and_one_stream_give_three_ways_out() -> None:
    programme = _two_dates(capacity=5)

    found = _asked(programme)

    told = [way.concessions[0] for way in found]
    assert [len(way.concessions) for way in found] == [1, 1, 1]
    match told:
        case [Later() as one, Later() as other, More() as room]:
            assert (one.row.origin.group, one.steps, one.done_in) == ("A", 1, 1)
            assert (other.row.origin.group, other.steps, other.done_in) == ("B", 1, 1)
            assert str(room.row.origin) == "capacity cards Q1"
            assert room.amount == 1
        case _:
            raise AssertionError(told)


def test_where_no_single_thing_helps_the_least_of_everything_is_said_together() -> None:
    """Two teams are short at once: more of one alone still leaves the other short."""
    choices = [
        leave("A", 10),
        a_choice("A", value=10, needs={"cards": 3, "ads": 4}),
    ]
    frame = replace(a_frame(), pinned=(Pin.read("A"),))
    choice_set = a_choice_set(choices, grid=a_grid(1), capacity={"cards": 2, "ads": 3})
    programme = formulate(choice_set, replace(frame, pinned=(Pin.read("A"),)))

    (without, together) = _asked(programme)

    assert isinstance(without.concessions[0], Without)
    assert together.together
    amounts = [
        (str(one.row.origin), one.amount) for one in together.concessions if isinstance(one, More)
    ]
    assert amounts == [("capacity ads Q1", Fraction(1)), ("capacity cards Q1", Fraction(1))]


def test_a_link_goes_with_all_its_rows() -> None:
    choices = [
        option
        for name in ("A", "B")
        for option in (
            leave(name, 10),
            *(a_choice(name, start=s, value=9, best=10, needs={"cards": 1}) for s in range(2)),
        )
    ]
    frame = replace(
        a_frame(dependencies=[before("A", "B")]),
        pinned=(Pin.read("B"),),
        dropped=(InitiativeId("A"),),
    )
    programme = formulate(a_choice_set(choices, grid=a_grid(2), capacity={"cards": 8}), frame)

    found = _asked(programme)

    links = [
        one.rows
        for way in found
        for one in way.concessions
        if isinstance(one, Without) and one.rows[0].origin.kind == "link"
    ]
    assert [len(rows) for rows in links] == [2]


def test_a_date_that_no_later_day_helps_can_only_be_given_up() -> None:
    """Three team-weeks a quarter are more than there is in any quarter."""
    found = _asked(_two_dates(capacity=2))

    assert found[-1].together
    given_up = [one for way in found for one in way.concessions if isinstance(one, Without | Later)]
    assert all(isinstance(one, Without) and is_date(one.rows[0]) for one in given_up)
