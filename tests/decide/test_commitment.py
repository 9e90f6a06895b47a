"""What a stream commits to: the most value in what 85 of 100 intervals deliver, and nothing more."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.decide.commitment import Commitment, Decided, StreamCommitment, commitment
from asp_decide.decide.commitment_candidates import Candidate, Weighable
from asp_decide.decide.commitment_filling import Filling, price_of
from asp_decide.decide.commitment_programme import ShareBound
from asp_decide.decide.commitment_rooms import Room
from asp_decide.delivery.interval_capacity import IntervalCapacity
from asp_decide.model.estimate import Estimate
from asp_decide.model.feature import Feature
from asp_decide.model.ids import FeatureId, ValueStreamId
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.solver import Means
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.instruments import solver
from asp_decide.runs.workspace import open_workspace
from asp_decide.scenario.commitment_replay import replay_commitment
from delivery_workspace import RUN_DAY, Told, delivery_workspace, told
from workspace_builder import CHARTER

PAYMENTS = ValueStreamId("payments")
MEANS = Means(solver(), work_limit("quick", choices=20))


def _capacity(*rows: str) -> str:
    head = (
        "value_stream_id,interval,demonstrated_low,demonstrated_likely,demonstrated_high,stated_on"
    )
    return "\n".join([head, *rows]) + "\n"


# The P15 of 9 to 17 is 10 team-weeks.
TEN = _capacity("payments,2027Q1,9,17,20,2026-12-10", "booking,2027Q1,9,17,20,2026-12-10")


def _committed(folder: Path, *rows: Told, **tables: str) -> Commitment:
    tables = {"capacity": TEN, **tables}
    workspace = open_workspace(delivery_workspace(folder, rows, **tables))
    run = delivery_run(workspace, as_of=RUN_DAY.date(), engine="reference")
    return commitment(run.judged, MEANS)


def _stream(found: Commitment, name: str = "payments") -> StreamCommitment:
    return next(one for one in found.streams if one.room.stream == name)


def _ready(name: str, value: int | None, effort: int, **cells: object) -> Told:
    row = told(name, "ready")
    row.row |= {"remaining_effort_likely": str(effort)}
    row.row |= {} if value is None else {"value_likely": str(value)}
    row.row |= {column: str(cell) for column, cell in cells.items()}
    return row


def _places(stream: StreamCommitment) -> dict[str, str]:
    return {str(one.feature.id): one.where for one in stream.decided}


def _of(stream: StreamCommitment, name: str) -> Decided:
    return next(one for one in stream.decided if one.feature.id == name)


def test_g15_capacity_is_filled_by_value_and_not_by_rank(tmp_path: Path) -> None:
    """The densest first would leave four of ten team-weeks empty, and 40 of value behind."""
    found = _committed(tmp_path, _ready("A", 100, 6), _ready("B", 70, 5), _ready("C", 70, 5))

    stream = _stream(found)
    assert _places(stream) == {"B": "commit", "C": "commit", "A": "stretch"}
    assert stream.value("commit") == 140
    assert found.gap == 0
    assert _of(stream, "A").price == 40, "committing it loses the difference to the best with it"


def test_row_13_without_a_known_capacity_nothing_is_ranked(tmp_path: Path) -> None:
    unstated = _capacity("payments,2027Q2,9,17,20,2026-12-10", "booking,2027Q1,9,17,20,2026-12-10")

    stream = _stream(_committed(tmp_path, _ready("A", 100, 6), capacity=unstated))

    assert stream.room.cannot == "capacity unknown: no capacity is stated for 2027Q1"
    assert _places(stream) == {"A": "review"}
    assert stream.value("commit") == 0


def test_row_13_a_capacity_that_was_stated_long_ago_is_found_out_again(tmp_path: Path) -> None:
    stale = _capacity("payments,2027Q1,9,17,20,2026-09-01", "booking,2027Q1,9,17,20,2026-12-10")

    stream = _stream(_committed(tmp_path, _ready("A", 100, 6), capacity=stale))

    assert stream.room.cannot == "capacity unknown: it was stated 17.3 weeks ago (COM-06)"
    assert _places(stream) == {"A": "review"}


def test_without_a_spread_it_is_not_known_what_85_of_100_intervals_deliver(tmp_path: Path) -> None:
    flat = "value_stream_id,interval,net,stated_on\n"
    flat += "payments,2027Q1,10,2026-12-10\nbooking,2027Q1,10,2026-12-10\n"

    stream = _stream(_committed(tmp_path, _ready("A", 100, 6), capacity=flat))

    assert "how far its capacity in 2027Q1 may fall short is missing" in stream.room.cannot


SKILLED = (
    "value_stream_id,interval,team,skill,demonstrated_low,demonstrated_likely,demonstrated_high,"
    "stated_on\n"
    "payments,2027Q1,pay-1,{skill},3,11,14,2026-12-10\n"
    "payments,2027Q1,pay-2,,6,6,6,2026-12-10\n"
    "booking,2027Q1,book-1,,9,17,20,2026-12-10\n"
)


def test_no_more_of_a_scarce_skill_is_committed_than_there_is(tmp_path: Path) -> None:
    """Ten team-weeks of the stream are free, and four of them are of its two back-end hands."""
    rows = [
        _ready("A", 100, 3, skill="backend"),
        _ready("B", 90, 3, skill="backend"),
        _ready("C", 10, 3),
        _ready("D", 200, 5, skill="backend"),
    ]

    stream = _stream(_committed(tmp_path, *rows, capacity=SKILLED.format(skill="backend")))
    free = _stream(_committed(tmp_path / "free", *rows, capacity=SKILLED.format(skill="")))

    assert _places(stream) == {"A": "commit", "C": "commit", "D": "stretch", "B": "stretch"}
    assert _of(stream, "D").told == ("it alone takes more of backend than may be committed",)
    assert _places(free)["D"] == "commit"


def test_a_scarce_skill_without_a_spread_leaves_what_needs_it_to_be_found_out(
    tmp_path: Path,
) -> None:
    rows = [_ready("A", 100, 3, skill="backend"), _ready("C", 10, 3)]
    bare = "payments,2027Q1,,,9,17,20,2026-12-10\npayments,2027Q1,,backend,,4,,2026-12-10\n"
    bare += SKILLED.splitlines(keepends=True)[-1]
    capacity = "".join(SKILLED.splitlines(keepends=True)[:1]) + bare

    stream = _stream(_committed(tmp_path, *rows, capacity=capacity))

    assert _places(stream) == {"C": "commit", "A": "review"}
    assert _of(stream, "A").told[0].startswith("capacity of backend is not known: how far")


def test_what_is_under_way_comes_first_and_takes_its_part(tmp_path: Path) -> None:
    running = told("RUN", "implementing", remaining_effort_likely=6)

    stream = _stream(_committed(tmp_path, running, _ready("A", 100, 6), _ready("B", 70, 4)))

    assert _places(stream) == {"RUN": "carry", "B": "commit", "A": "stretch"}
    assert stream.effort("carry", "commit") == 10


def test_what_is_under_way_without_a_size_leaves_no_room_known(tmp_path: Path) -> None:
    running = told("RUN", "implementing", remaining_effort_likely="")

    stream = _stream(_committed(tmp_path, running, _ready("A", 100, 6)))

    assert stream.room.cannot == "remaining effort of RUN, under way, is missing"


def test_an_unknown_value_is_found_out_and_nothing_is_guessed_for_it(tmp_path: Path) -> None:
    one = _of(_stream(_committed(tmp_path, _ready("A", None, 2))), "A")

    assert (one.where, one.told) == ("review", ("its value is missing",))


def test_what_a_rule_defers_is_not_weighed(tmp_path: Path) -> None:
    one = _of(_stream(_committed(tmp_path, _ready("A", 100, 6, is_ready="no"))), "A")

    assert (one.where, one.rules) == ("defer", ("COM-02",))


LINK = "from_id,to_id,level,kind,needed_by\nP,C,feature,finish_start,{needed_by}\n"


def test_who_waits_for_another_team_is_committed_with_it_or_not_at_all(tmp_path: Path) -> None:
    """The provider alone is worth less than its neighbour, and more with what it lets begin."""
    rows = [
        _ready("P", 10, 6, value_stream_id="booking"),
        _ready("N", 50, 6, value_stream_id="booking"),
        _ready("C", 100, 6),
    ]

    found = _committed(tmp_path, *rows, dependencies=LINK.format(needed_by=""))

    assert _places(_stream(found, "booking"))["P"] == "commit"
    assert _places(_stream(found))["C"] == "commit"
    assert _of(_stream(found, "booking"), "N").price == 60


def test_who_waits_for_what_nobody_plans_is_deferred_and_told_for_whom(tmp_path: Path) -> None:
    rows = [_ready("P", 10, 6, is_ready="no"), _ready("C", 100, 6)]

    one = _of(_stream(_committed(tmp_path, *rows, dependencies=LINK.format(needed_by=""))), "C")

    assert one.told == ("it waits for P, which nobody plans for this interval",)


def test_row_9_a_sprint_too_late_is_priced_before_anybody_commits(tmp_path: Path) -> None:
    """The API is needed in the third sprint and planned for the fourth."""
    rows = [
        _ready("P", 10, 2, value_stream_id="booking", planned_sprint="2027Q1.4"),
        _ready("C", 100, 2, planned_sprint="2027Q1.3", cost_of_delay_likely=4000),
    ]
    charter = CHARTER + "sprint_weeks: 2\n"

    found = _committed(tmp_path, *rows, dependencies=LINK.format(needed_by=""), charter=charter)

    (conflict,) = found.conflicts
    assert (conflict.provider.id, conflict.consumer.id) == ("P", "C")
    assert conflict.weeks_late == 2
    assert conflict.cost == 8000
    assert not conflict.is_agreed


def test_a_day_on_which_it_is_needed_is_held_against_how_long_the_provider_takes(
    tmp_path: Path,
) -> None:
    rows = [_ready("P", 10, 2, value_stream_id="booking"), _ready("C", 100, 2)]
    late = _committed(tmp_path / "a", *rows, dependencies=LINK.format(needed_by="2027-01-10"))
    in_time = _committed(tmp_path / "b", *rows, dependencies=LINK.format(needed_by="2027-01-14"))

    assert [(one.weeks_late, one.cost) for one in late.conflicts] == [(Fraction(4, 7), None)]
    assert not in_time.conflicts


def _slipping(quarters: int, *, failing: int) -> str:
    """Releases of three years, ten a quarter; in the last two quarters so many of them fail."""
    lines = ["id,value_stream_id,deployed_at,failed,is_unplanned_repair"]
    for at in range(12):
        year, month = 2024 + at // 4, 3 * (at % 4) + 2
        fails = failing if at >= 12 - quarters else 1
        lines += [
            f"R{at}-{day},payments,{year}-{month:02}-{day:02}T09:00:00Z,"
            f"{'yes' if day <= fails else 'no'},no"
            for day in range(1, 11)
        ]
    return "\n".join(lines) + "\n"


LONG = CHARTER.replace(
    "{first: 2026Q1, from: 2026-01-01, quarters: 16}",
    "{first: 2024Q1, from: 2024-01-01, quarters: 20}",
)


def test_row_10_the_brake_of_quality_raises_the_enabler_share_and_says_what_it_delays(
    tmp_path: Path,
) -> None:
    rows = [
        _ready("A", 100, 6, cost_of_delay_likely=700),
        _ready("B", 70, 4),
        _ready("E", 20, 4, category="enabler"),
    ]

    calm = _stream(
        _committed(tmp_path / "a", *rows, charter=LONG, releases=_slipping(0, failing=1))
    )
    slips = _stream(
        _committed(tmp_path / "b", *rows, charter=LONG, releases=_slipping(2, failing=2))
    )

    assert _places(calm) == {"A": "commit", "B": "commit", "E": "stretch"}
    assert not calm.prices
    assert _places(slips) == {"A": "commit", "E": "commit", "B": "stretch"}
    (price,) = slips.prices
    assert (price.rule, list(price.delayed), price.delay_cost) == ("QUAL-02", ["B"], None)
    assert price.value == 50
    assert (price.asked, price.reached) == (Fraction(7, 2), Fraction(4))


def test_where_every_fourth_change_fails_only_repair_is_committed_and_the_rest_is_priced(
    tmp_path: Path,
) -> None:
    rows = [
        _ready("A", 100, 6, cost_of_delay_likely=700),
        _ready("E", 20, 4, category="enabler"),
    ]

    held = _stream(_committed(tmp_path, *rows, charter=LONG, releases=_slipping(2, failing=8)))

    assert _places(held) == {"E": "commit", "A": "defer"}
    assert _of(held, "A").rules == ("QUAL-04",)
    price = next(one for one in held.prices if one.rule == "QUAL-04")
    assert list(price.delayed) == ["A"]
    assert (price.value, price.delay_cost) == (Fraction(100), 700 * Fraction(90, 7))


def test_a_share_that_cannot_be_reached_holds_as_far_as_it_can(tmp_path: Path) -> None:
    rows = [_ready("A", 100, 6), _ready("E", 1, 2, category="enabler")]

    slips = _stream(_committed(tmp_path, *rows, charter=LONG, releases=_slipping(2, failing=2)))

    assert _places(slips) == {"A": "commit", "E": "commit"}
    (price,) = slips.prices
    assert (price.asked, price.reached) == (Fraction(7, 2), Fraction(2))


def _room(limit: Fraction, capacity: Estimate | None = None) -> Room:
    parts = () if capacity is None else (capacity,)
    known = IntervalCapacity(limit, limit, parts)
    return Room(PAYMENTS, "Payments", known, limit, "", (), Fraction(0))


def _candidate(
    number: int, value: int, effort: Fraction, spread: Estimate | None = None
) -> Candidate:
    feature = Feature(
        id=FeatureId(f"F{number:02}"),
        name="a feature",
        value_stream_id=PAYMENTS,
        remaining_effort=spread or Estimate(likely=effort),
    )
    return Candidate(feature, Fraction(value), effort, frozenset({"commit", "stretch"}))


_CANDIDATES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 8)), min_size=1, max_size=7)


@given(_CANDIDATES, st.integers(1, 20))
@settings(max_examples=25)
def test_no_other_set_that_fits_is_worth_more(drawn: list[tuple[int, int]], limit: int) -> None:
    found = [_candidate(n, value, Fraction(effort)) for n, (value, effort) in enumerate(drawn)]
    weighed = Weighable({PAYMENTS: _room(Fraction(limit))}, tuple(found), ())

    filled = Filling(weighed, {PAYMENTS: Fraction(limit)}, MEANS).fill()

    every = [chosen for size in range(len(found) + 1) for chosen in combinations(found, size)]
    fitting = [chosen for chosen in every if sum(one.effort for one in chosen) <= limit]
    best = max(sum(one.value for one in chosen) for chosen in fitting)
    assert filled.value == best
    assert filled.effort_in(weighed, PAYMENTS) <= limit
    for one in found[:2]:
        with_it = [sum(each.value for each in chosen) for chosen in fitting if one in chosen]
        assert price_of(one, filled, MEANS) == (best - max(with_it) if with_it else None)


@given(_CANDIDATES, st.integers(1, 12), st.integers(1, 12))
@settings(max_examples=15)
def test_more_room_is_never_worth_less_and_a_floor_never_more(
    drawn: list[tuple[int, int]], limit: int, more: int
) -> None:
    found = tuple(_candidate(n, value, Fraction(effort)) for n, (value, effort) in enumerate(drawn))
    weighed = Weighable({PAYMENTS: _room(Fraction(limit))}, found, ())
    members = frozenset(one.feature.id for one in found[::2])
    floor = ShareBound("QUAL-02", PAYMENTS, True, Fraction(limit, 2), members, Fraction(0))

    narrow = Filling(weighed, {PAYMENTS: Fraction(limit)}, MEANS)
    wide = Filling(weighed, {PAYMENTS: Fraction(limit + more)}, MEANS)

    assert wide.fill().value >= narrow.fill().value >= narrow.fill([floor]).value


@given(_CANDIDATES, st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(0, 99))
@settings(max_examples=15)
def test_row_20a_a_commitment_is_met_in_85_of_100_intervals(
    drawn: list[tuple[int, int]], low: int, up: int, further: int, seed: int
) -> None:
    capacity = Estimate(
        low=Fraction(low), likely=Fraction(low + up), high=Fraction(low + up + further)
    )
    firm = low + Fraction(up, 8)
    found = tuple(
        _candidate(n, value, Fraction(effort, 2)) for n, (value, effort) in enumerate(drawn)
    )
    room = _room(firm, capacity)
    filled = Filling(Weighable({PAYMENTS: room}, found, ()), {PAYMENTS: firm}, MEANS).fill()
    decided = tuple(
        Decided(one.feature, "commit", one.value, None)
        for one in found
        if one.feature.id in filled.taken
    )

    told_of = replay_commitment(StreamCommitment(room, decided, ()), runs=200, seed=seed)

    assert told_of.met is not None
    assert told_of.met >= 170


def test_the_same_seed_replays_the_same_and_effort_that_varies_costs_certainty() -> None:
    capacity = Estimate(low=Fraction(8), likely=Fraction(16), high=Fraction(20))
    wide = Estimate(low=Fraction(4), likely=Fraction(9), high=Fraction(14))
    one = _candidate(1, 10, Fraction(9), wide)
    stream = StreamCommitment(
        _room(Fraction(9), capacity), (Decided(one.feature, "commit", one.value, None),), ()
    )

    first = replay_commitment(stream, runs=400, seed=1)

    assert first == replay_commitment(stream, runs=400, seed=1)
    assert first.met == 340
    assert first.met_with_effort is not None
    assert first.met_with_effort < 340


def test_a_capacity_without_a_spread_is_not_replayed() -> None:
    stream = StreamCommitment(_room(Fraction(9)), (), ())

    assert replay_commitment(stream, runs=10, seed=1).met is None


@pytest.mark.parametrize("effort", [5, 6])
def test_equals_go_in_the_order_in_which_they_lose_least(tmp_path: Path, effort: int) -> None:
    rows = [_ready("A", 70, effort), _ready("B", 70, effort, cost_of_delay_likely=900)]
    one = _capacity("payments,2027Q1,6,6,6,2026-12-10", "booking,2027Q1,9,17,20,2026-12-10")

    assert _places(_stream(_committed(tmp_path, *rows, capacity=one)))["B"] == "commit"
