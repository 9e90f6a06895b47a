"""Decisions as a board takes them: each in one group, in the order of what is at stake."""

from random import Random
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.plan import Decision, DecisionWord, Reason
from asp_decide.report.decision_groups import (
    decision_word,
    grouped_decisions,
    initiative_name,
    reason_line,
    subject_words,
    when_line,
)
from plan_builders import INTERVALS, a_board_plan, a_decision, a_plan

WORDS = get_args(DecisionWord.__value__)
STARTS = st.sampled_from([None, *INTERVALS, "2029-2030"])
DECISIONS = st.lists(
    st.builds(
        a_decision,
        st.integers(1, 999).map(lambda n: f"INI-{n}"),
        st.sampled_from(WORDS),
        start=STARTS,
        finish=STARTS,
        cd3=st.sampled_from([None, "0", "15.5", "2000"]),
        remaining_effort=st.sampled_from([None, "0", "12"]),
    ),
    unique_by=lambda decision: decision.initiative,
)


@given(DECISIONS)
def test_every_decision_stands_in_exactly_one_group(decisions: list[Decision]) -> None:
    groups = grouped_decisions(a_plan(decisions))
    told = [d.initiative for group in groups.values() for d in group]

    assert sorted(told) == sorted(d.initiative for d in decisions)


@given(DECISIONS, st.randoms())
def test_the_order_of_the_plan_does_not_show(decisions: list[Decision], random: Random) -> None:
    shuffled = list(decisions)
    random.shuffle(shuffled)

    assert grouped_decisions(a_plan(shuffled)) == grouped_decisions(a_plan(decisions))


def test_who_waits_today_and_has_a_place_in_the_plan_starts_later() -> None:
    groups = grouped_decisions(
        a_plan(
            [
                a_decision("INI-1", "wait", start="2027Q3"),
                a_decision("INI-2", "wait"),
                a_decision("INI-3", "fund", start="2027Q2"),
                a_decision("INI-4", "fund", start="2027Q1"),
                a_decision("INI-5", "wait", start="behind the plan"),
            ]
        )
    )

    assert [d.initiative for d in groups["later"]] == ["INI-1"]
    assert [d.initiative for d in groups["fund_later"]] == ["INI-3"]
    assert [d.initiative for d in groups["now"]] == ["INI-4"]
    assert [d.initiative for d in groups["wait"]] == ["INI-2", "INI-5"]


def test_what_ends_is_ordered_by_capacity_at_stake_and_what_begins_by_cd3() -> None:
    groups = grouped_decisions(
        a_plan(
            [
                a_decision("INI-1", "stop", remaining_effort="5", cd3="900"),
                a_decision("INI-2", "stop", remaining_effort="50", cd3="1"),
                a_decision("INI-3", "stop", remaining_effort=None),
                a_decision("INI-4", "start", remaining_effort="50", cd3="1"),
                a_decision("INI-5", "start", remaining_effort="5", cd3="900"),
            ]
        )
    )

    assert [d.initiative for d in groups["stop"]] == ["INI-2", "INI-1", "INI-3"]
    assert [d.initiative for d in groups["now"]] == ["INI-5", "INI-4"]


def test_every_word_of_a_decision_has_a_group() -> None:
    plan = a_plan([a_decision(word, word) for word in WORDS])

    assert sum(map(len, grouped_decisions(plan).values())) == len(WORDS)


def test_the_plan_of_a_board_has_a_decision_in_every_group_but_what_nobody_asks_about() -> None:
    groups = grouped_decisions(a_board_plan())

    assert [name for name, own in groups.items() if not own] == ["waterline", "stays"]


def test_what_nobody_is_asked_about_stays_apart_from_what_waits_for_capacity() -> None:
    groups = grouped_decisions(
        a_plan([a_decision("INI-1", "wait", by="state"), a_decision("INI-2", "wait")])
    )

    assert [d.initiative for d in groups["stays"]] == ["INI-1"]
    assert [d.initiative for d in groups["wait"]] == ["INI-2"]


def test_the_reason_names_its_rule_once() -> None:
    named = a_decision(reasons=(Reason(rule="WIP-01", message="WIP-01: payments is full"),))
    unnamed = a_decision(reasons=(Reason(rule="WIP-01", message="payments is full"),))
    silent = a_decision(reasons=(Reason(rule="WIP-01", message=""),))

    assert reason_line(named) == "WIP-01: payments is full"
    assert reason_line(unnamed) == "payments is full (WIP-01)"
    assert reason_line(silent) == "WIP-01"


def test_what_waits_tells_what_stands_against_it_and_not_what_it_would_bring() -> None:
    reasons = (
        Reason(rule="plan", result="chosen", message="it brings EUR 900,000"),
        Reason(rule="capacity a 2027Q1", result="binds", message="a lacks 3 team-weeks"),
    )

    assert reason_line(a_decision("INI-1", "fund", reasons=reasons)) == "it brings EUR 900,000"
    assert reason_line(a_decision("INI-1", "wait", reasons=reasons)) == "a lacks 3 team-weeks"
    assert reason_line(a_decision("INI-1", "wait", reasons=reasons[:1])) == "it brings EUR 900,000"


def test_an_option_is_told_where_it_says_more_than_the_word() -> None:
    assert decision_word(a_decision("INI-1", "fund", option="mvp")) == "fund (mvp)"
    assert decision_word(a_decision("INI-1", "fund_tranche", option="slice")) == (
        "fund tranche (slice)"
    )
    assert decision_word(a_decision("INI-1", "continue", option="continue")) == "continue"
    assert decision_word(a_decision("INI-1", "wait", option=None)) == "wait"


def test_a_subject_is_told_by_its_kind_and_the_portfolio_once() -> None:
    assert subject_words("value_stream payments") == "value stream payments"
    assert subject_words("initiative INI-1 b") == "initiative INI-1 b"
    assert subject_words("portfolio portfolio") == "portfolio"
    assert subject_words("portfolio") == "portfolio"


def test_a_decision_without_a_reason_says_so() -> None:
    assert reason_line(a_decision(reasons=(), by="plan")) == "the plan gives no reason"
    assert reason_line(a_decision(reasons=(), by="rules")) == "no rule answers otherwise"


def test_when_is_told_by_interval_and_later_means_behind_the_plan() -> None:
    def when(start: str | None, finish: str | None) -> str:
        return when_line(a_decision(start=start, finish=finish), INTERVALS)

    assert when("2027Q1", "2027Q3") == "2027Q1 to 2027Q3"
    assert when("2027Q1", "2027Q1") == "2027Q1"
    assert when("2027Q2", "tail") == "2027Q2 to later"
    assert when("2027Q2", None) == "from 2027Q2"
    assert when(None, "2027Q2") == "to 2027Q2"
    assert when(None, None) == "–"
    assert when("tail", "tail 2") == "later"


def test_a_name_that_is_the_id_is_not_said_twice() -> None:
    assert initiative_name(a_decision("INI-1", name="Refunds")) == "Refunds (INI-1)"
    assert initiative_name(a_decision("INI-1", name="INI-1")) == "INI-1"
