"""Row 26a: what moving a dimension of the organization would change, by losses that are stated."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.errors import UsageError
from asp_decide.model.organization import OrganizationDesign, StreamCapacity
from asp_decide.scenario.dimension_moves import MOVABLE, KnownLosses, move
from asp_decide.scenario.organization_changes import changed
from asp_decide.scenario.organization_comparison import measured
from asp_decide.scenario.organization_flow import Job, Played, play

ONE = OrganizationDesign((StreamCapacity("payments", Fraction(1)),), wip_limit=1, order="cd3")
LOSSES = KnownLosses(Fraction(5, 2), Fraction(2, 5))
scores = st.fractions(0, 1, max_denominator=20)


def _job(
    number: int, effort: int, *, at: int = 0, rate: int = 1, luck: Fraction = Fraction(1)
) -> Job:
    return Job(
        number, Fraction(at), Fraction(effort), Fraction(1), Fraction(rate), Fraction(0), luck
    )


def _out(played: Played) -> list[Fraction]:
    return [Fraction(one.delivered_at) for one in played.delivered]


@given(st.sampled_from(MOVABLE), scores, scores)
def test_a_dimension_that_is_moved_to_where_it_stands_changes_nothing(
    dimension: str, now: Fraction, then: Fraction
) -> None:
    moved = move(dimension, now, then, LOSSES)
    before = changed(ONE, moved.before)

    assert changed(before, move(dimension, now, now, LOSSES).changes) == before
    assert (changed(before, moved.changes) == before) == (now == then)


@pytest.mark.parametrize("dimension", [one for one in MOVABLE if one != "learning-loops"])
def test_at_one_nothing_is_lost(dimension: str) -> None:
    assert changed(ONE, move(dimension, Fraction(1), Fraction(1), LOSSES).before) == ONE


def test_work_that_is_approved_waits_for_the_money_of_its_year() -> None:
    """Half a score is money twice a year: what comes in week 3 begins in week 26."""
    moved = move("funding", Fraction(1, 2), Fraction(1), LOSSES)
    jobs = [_job(0, 4), _job(1, 4, at=3)]
    before = changed(ONE, moved.before)

    assert moved.before == ("funding-every=26",)
    assert _out(play(before, jobs)) == [4, 30]
    assert _out(play(changed(before, moved.changes), jobs)) == [4, 8]


def test_what_came_after_the_plan_stands_behind_it() -> None:
    """The urgent job of week 1 waits for all that the plan of week 0 has."""
    moved = move("planning", Fraction(0), Fraction(1), LOSSES)
    jobs = [_job(0, 4), _job(1, 4), _job(2, 4, at=1, rate=9)]
    before = changed(ONE, moved.before)

    assert _out(play(before, jobs)) == [4, 8, 12]
    assert _out(play(changed(before, moved.changes), jobs)) == [4, 12, 8]


def test_finished_work_waits_for_the_next_release() -> None:
    moved = move("delivery-continuity", Fraction(3, 4), Fraction(1), LOSSES)

    assert _out(play(changed(ONE, moved.before), [_job(0, 4), _job(1, 10)])) == [13, 26]
    assert play(changed(ONE, moved.before), [_job(0, 4), _job(1, 4)]).releases == 1


@pytest.mark.parametrize("dimension", ["team-structure", "knowledge-retention"])
def test_new_people_lose_weeks_of_their_pace(dimension: str) -> None:
    moved = move(dimension, Fraction(0), Fraction(1), LOSSES)

    assert _out(play(changed(ONE, moved.before), [_job(0, 4), _job(1, 4)])) == [
        Fraction(13, 2),
        13,
    ]


def test_what_brings_nothing_is_found_out_and_makes_room() -> None:
    """Of two jobs the first fails: at 0 it takes a year before somebody looks, at 1 a quarter."""
    moved = move("learning-loops", Fraction(0), Fraction(1), LOSSES)
    jobs = [_job(0, 60, rate=99, luck=Fraction(1, 10)), _job(1, 4)]
    before = changed(replace(ONE, order="fifo"), moved.before)
    after = changed(before, moved.changes)

    assert _out(play(before, jobs)) == [52, 56]
    assert _out(play(after, jobs)) == [13, 17]
    assert [one.brings for one in play(after, jobs).delivered] == [False, True]
    assert measured(play(after, jobs), after, weeks=100)["cost of delay"] == 17


@pytest.mark.parametrize(
    ("dimension", "losses"),
    [
        ("team-structure", KnownLosses(None, Fraction(1, 2))),
        ("learning-loops", KnownLosses(Fraction(1), None)),
        ("learning-loops", KnownLosses(Fraction(1), Fraction(0))),
    ],
)
def test_a_loss_that_no_fact_states_is_asked_for(dimension: str, losses: KnownLosses) -> None:
    with pytest.raises(UsageError):
        move(dimension, Fraction(0), Fraction(1), losses)
