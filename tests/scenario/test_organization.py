"""Two organizations on one demand: what is exact is exact, and what a limit cannot do is shown."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.errors import UsageError
from asp_decide.model.estimate import Estimate
from asp_decide.model.organization import (
    KnownDemand,
    KnownPart,
    OrganizationDesign,
    StreamCapacity,
)
from asp_decide.scenario.organization_changes import changed, cut_into
from asp_decide.scenario.organization_comparison import Comparison, Worlds, compare_designs
from asp_decide.scenario.organization_draws import drawn_jobs
from asp_decide.scenario.organization_flow import Job, Played, play

ONE = OrganizationDesign((StreamCapacity("payments", Fraction(1)),), order="cd3")
PUSH = replace(ONE, start="push")
PULL = replace(ONE, wip_limit=1)


def _job(number: int, effort: int, *, rate: int = 1, at: int = 0, fastest: int = 99) -> Job:
    return Job(
        number, Fraction(at), Fraction(effort), Fraction(fastest), Fraction(rate), Fraction(0)
    )


def _delay_cost(played: Played) -> Fraction:
    return Fraction(
        sum(Fraction(one.job.cost_of_delay) * Fraction(one.from_gate) for one in played.delivered)
    )


def test_three_equal_jobs_cost_ninety_when_pushed_and_sixty_when_pulled() -> None:
    """Row 16, exactly."""
    jobs = [_job(number, 10) for number in range(3)]

    assert _delay_cost(play(PUSH, jobs)) == 90
    assert _delay_cost(play(PULL, jobs)) == 60


jobs_at_once = st.lists(
    st.tuples(st.integers(1, 20), st.integers(0, 50)), min_size=1, max_size=7
).map(lambda drawn: [_job(n, effort, rate=rate) for n, (effort, rate) in enumerate(drawn)])


@given(jobs_at_once)
def test_with_all_present_pull_by_cd3_is_never_dearer_than_push(jobs: Sequence[Job]) -> None:
    assert _delay_cost(play(PULL, jobs)) <= _delay_cost(play(PUSH, jobs))


@given(jobs_at_once.filter(lambda jobs: len(jobs) > 1 and all(j.cost_of_delay for j in jobs)))
def test_it_is_strictly_cheaper_once_sharing_has_a_switching_loss(jobs: Sequence[Job]) -> None:
    lossy = replace(PUSH, switching_loss=Fraction(1, 10))

    assert _delay_cost(play(PULL, jobs)) < _delay_cost(play(lossy, jobs))
    assert _delay_cost(play(PUSH, jobs)) < _delay_cost(play(lossy, jobs))


arriving = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(0, 9)), min_size=1, max_size=12
).map(lambda drawn: [_job(n, e, rate=r, at=at) for n, (at, e, r) in enumerate(drawn)])


@given(arriving, st.integers(1, 4), st.sampled_from((ONE, replace(ONE, sharing=False))))
def test_starts_never_exceed_the_free_slots(
    jobs: Sequence[Job], limit: int, design: OrganizationDesign
) -> None:
    played = play(replace(design, wip_limit=limit), jobs)

    assert all(one.open_with_it <= limit for one in played.starts)
    assert len(played.starts) == len(jobs)


@given(arriving, st.integers(1, 4))
def test_a_limit_alone_does_not_cut_the_time_from_gate(jobs: Sequence[Job], limit: int) -> None:
    """Pitfall 23: first come, first served, no switching loss, nothing declined. The clock of the
    start looks better, and whoever asked waits exactly as long: the wait has moved before the start.
    """
    unlimited = replace(ONE, order="fifo", sharing=False)
    before, after = play(unlimited, jobs), play(replace(unlimited, wip_limit=limit), jobs)

    assert [one.delivered_at for one in after.delivered] == [
        one.delivered_at for one in before.delivered
    ]
    for was, becomes in zip(before.delivered, after.delivered, strict=True):
        assert becomes.from_gate == was.from_gate
        assert becomes.from_start <= was.from_start


def test_the_clock_of_the_start_does_fall_under_that_limit() -> None:
    jobs = [_job(number, 10) for number in range(3)]
    unlimited = replace(ONE, order="fifo", sharing=False)

    before, after = play(unlimited, jobs), play(replace(unlimited, wip_limit=1), jobs)

    assert [one.from_start for one in before.delivered] == [10, 20, 30]
    assert [one.from_start for one in after.delivered] == [10, 10, 10]
    assert [one.from_gate for one in after.delivered] == [10, 20, 30]


def test_a_limit_below_what_a_stream_can_keep_busy_leaves_capacity_idle() -> None:
    """An item can use one team of three: one at a time takes three times as long for all."""
    three = OrganizationDesign((StreamCapacity("payments", Fraction(3)),))
    jobs = [_job(number, 10, fastest=1) for number in range(3)]

    assert [one.delivered_at for one in play(three, jobs).delivered] == [10, 10, 10]
    assert [one.delivered_at for one in play(replace(three, wip_limit=1), jobs).delivered] == [
        10,
        20,
        30,
    ]


@given(arriving, st.integers(1, 5))
def test_whoever_releases_in_batches_waits_for_the_batch_and_pays_for_fewer(
    jobs: Sequence[Job], batch: int
) -> None:
    singly, together = play(PULL, jobs), play(replace(PULL, batch=batch), jobs)

    assert together.releases == -(-len(jobs) // batch)
    for was, becomes in zip(singly.delivered, together.delivered, strict=True):
        assert becomes.delivered_at >= was.delivered_at


def test_streams_that_are_merged_keep_their_capacity_and_their_demand() -> None:
    four = replace(ONE, streams=tuple(StreamCapacity(str(n), Fraction(n)) for n in range(1, 5)))

    assert [one.capacity for one in cut_into(four, 2)] == [3, 7]
    assert sum((one.capacity for one in cut_into(four, 3)), Fraction(0)) == 10
    assert changed(four, ("streams=1",)).streams[0].capacity == 10


@pytest.mark.parametrize(
    "slip",
    [
        "wip",
        "wip=",
        "wip=0",
        "wpi=2",
        "batch=x",
        "streams=900",
        "start=shove",
        "order=lifo",
        "sharing=maybe",
        "switching=100%",
        "split=payments:50%",
        "split=other:100%",
        "split=payments:x",
    ],
)
def test_what_is_no_change_of_a_design_is_refused(slip: str) -> None:
    with pytest.raises(UsageError):
        changed(ONE, (slip,))


def test_each_change_changes_what_it_names() -> None:
    design = changed(
        ONE,
        (
            "wip=2",
            "batch=3",
            "start=push",
            "order=fifo",
            "sharing=no",
            "switching=20%",
            "release-cost=3_000",
        ),
    )

    assert design == OrganizationDesign(
        ONE.streams,
        "push",
        "fifo",
        2,
        3,
        sharing=False,
        switching_loss=Fraction(1, 5),
        release_cost=Fraction(3000),
    )
    assert changed(design, ("wip=none",)).wip_limit is None


PART = KnownPart("payments", Estimate(low=4, likely=8, high=16), Fraction(99), Fraction(1000))
DEMAND = KnownDemand(((PART,),), ((PART,), (PART,)), Fraction(1, 12), 60, ("payments",))


def _compared(design: OrganizationDesign, *, seed: int = 3) -> Comparison:
    worlds = Worlds(DEMAND, 25, seed)
    return compare_designs(PUSH, design, worlds, progress=lambda _: None)


def test_the_same_seed_gives_the_same_world_and_another_one_another() -> None:
    one, same = (drawn_jobs(DEMAND, seed=3, run=4) for _ in range(2))

    assert one == same
    assert one != drawn_jobs(DEMAND, seed=3, run=5)
    assert one != drawn_jobs(DEMAND, seed=4, run=4)
    assert [job.gate_at for job in one[:2]] == [0, 0], "who is approved already is there at once"
    assert all(job.gate_at < 60 for job in one)
    assert all(3 <= job.effort <= 18 for job in one)
    assert _compared(PULL) == _compared(PULL)


def test_a_design_compared_with_itself_is_the_same_in_every_world() -> None:
    for one in _compared(PUSH).measures:
        assert (one.as_it_is, one.low, one.high, one.better_in) == (one.changed, 0, 0, 0)


def test_a_difference_comes_with_an_interval_that_holds_its_mean() -> None:
    found = {one.measure.name: one for one in _compared(PULL).measures}
    cost = found["cost of delay"]

    assert cost.low <= cost.changed - cost.as_it_is <= cost.high < 0
    assert cost.differs
    assert found["from start, mean"].changed < found["from start, mean"].as_it_is
    assert found["value within the weeks"].better_in > found["value within the weeks"].worse_in
