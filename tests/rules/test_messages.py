"""Sentences for people: with units, never rounded onto the limit, and silent where nothing is said."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import Clause
from asp_decide.model.subject import Subject, counted_by_name
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.wording import amount_in_words, asked_in_words
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    all_of,
    an_initiative,
    any_of,
    compared,
    decide,
    escalate,
    every,
    facts,
    limit,
    none_of,
    policies,
    quantity,
    require,
    some,
    the_portfolio,
)

SHARE = quantity("40 %").unit


def told(rule: Clause, *subjects: Subject, parameters: dict[str, str] | None = None) -> str:
    """The message of the first subject in scope that the rule has one for."""
    compiled = policies(rule, parameters=parameters)
    findings = ReferenceEvaluator().findings(compiled, facts(*subjects), currency=CURRENCY)
    return next((one.message for one in findings if one.message), "")


@pytest.mark.parametrize(
    ("value", "beside", "shown"),
    [
        ("2/5", "2/5", "40 %"),
        ("3/10", "2/5", "30 %"),
        ("0.3996", "2/5", "39.96 %"),
        ("0.39996", "2/5", "39.996 %"),
        ("0.39999999999999999999", "2/5", "just under 40 %"),
        ("0.40000000000000000001", "2/5", "just over 40 %"),
        ("1/3", "2/5", "33.33 %"),
        ("-1/3", "0", "-33.33 %"),
    ],
)
def test_an_amount_is_never_rounded_onto_its_limit(value: str, beside: str, shown: str) -> None:
    assert amount_in_words(Fraction(value), SHARE, "EUR", beside=Fraction(beside)) == shown


@pytest.mark.parametrize(
    ("value", "unit", "beside", "shown"),
    [
        ("57691.68", "EUR", None, "EUR 57,692"),
        ("-1234567", "EUR", None, "EUR -1,234,567"),
        ("69.4", "EUR/week/week", "1500", "EUR 69.40 a week per week of work"),
        ("1499.996", "EUR/week", "1500", "EUR 1,499.996 a week"),
        ("1", "value_streams", None, "1 value stream"),
        ("1200", "features/week", None, "1,200 features a week"),
    ],
)
def test_an_amount_is_told_as_people_write_it(
    value: str, unit: str, beside: str | None, shown: str
) -> None:
    counted_in = quantity(f"1 {unit}").unit
    limit = None if beside is None else Fraction(beside)

    assert amount_in_words(Fraction(value), counted_in, "EUR", beside=limit) == shown


@pytest.mark.parametrize(
    ("asked", "unit", "told"),
    [
        ("below 1500 EUR/week (hurdle)", "EUR/week", "below EUR 1,500 a week (hurdle)"),
        ("between 0.5 EUR and 25000 EUR", "EUR", "between EUR 0.50 and EUR 25,000"),
        ("at most 1 initiative", "initiatives", "at most 1 initiative"),
        ("below 40 % for 2 intervals in a row", "%", "below 40 % for 2 intervals in a row"),
    ],
)
def test_what_was_asked_is_told_with_the_same_amounts(asked: str, unit: str, told: str) -> None:
    said = asked_in_words(asked, quantity(f"1 {unit}").unit, "EUR")

    assert said == told
    assert asked_in_words(said, quantity(f"1 {unit}").unit, "EUR") == told


@given(st.fractions(-1, 1), st.decimals(-1, 1, places=4).map(Fraction))
def test_the_figure_shown_stands_on_the_same_side_of_the_limit_as_the_value(
    value: Fraction, limit_value: Fraction
) -> None:
    shown = amount_in_words(value, SHARE, "EUR", beside=limit_value)

    if shown.startswith("just "):
        assert shown.split()[1] == ("under" if value < limit_value else "over")
        return
    figure = Fraction(re.sub(" %$", "", shown)) / 100
    assert (figure < limit_value, figure == limit_value) == (
        value < limit_value,
        value == limit_value,
    )


def test_a_rule_that_acts_speaks_its_own_sentence_with_all_values_of_the_window() -> None:
    rule = decide(
        "STOP-01",
        "stop",
        when=all_of(
            compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row"),
            compared("STOP-01/2", "remaining_cd3", "below 1_500 EUR/week/week"),
        ),
        message="{initiative}: {value_realisation} of forecast realised, and {remaining_cd3} is "
        "under the hurdle of {hurdle}; {answer}",
    )
    initiative = an_initiative(
        "INI-112",
        value_realisation=["90 %", "30 %", "35 %"],
        remaining_cd3="750 EUR/week/week",
    )

    assert told(rule, initiative, parameters={"hurdle": "1_500 EUR/week/week"}) == (
        "INI-112: 30 % and 35 % of forecast realised, and EUR 750 a week per week of work is "
        "under the hurdle of EUR 1,500 a week per week of work; stop"
    )


def test_a_rule_that_does_not_act_says_nothing() -> None:
    rule = decide("STOP-01", "stop", when=compared("STOP-01/1", "evidence_age", "above 9 weeks"))

    assert told(rule, an_initiative("INI-1", evidence_age="1 weeks")) == ""


def test_where_nobody_knows_the_sentence_says_what_is_missing_instead() -> None:
    rule = decide("STOP-01", "stop", when=compared("STOP-01/1", "value_realisation", "below 40 %"))

    assert told(rule, an_initiative("INI-1", value_realisation=["35 %", None])) == (
        "Rule STOP-01: cannot tell, value realisation: no value in 2026Q3"
    )


def test_who_asks_whether_it_is_known_first_is_told_how_much_it_is() -> None:
    """Not `left waiting by known in a row`: the amount stands in the comparison behind it."""
    rule = decide(
        "STOP-01",
        "stop",
        when=all_of(
            compared("STOP-01/1", "evidence_age", "known"),
            compared("STOP-01/2", "evidence_age", "above 9 weeks"),
        ),
        message="{initiative}: {evidence_age}",
    )

    assert told(rule, an_initiative("INI-1", evidence_age="10 weeks")) == "INI-1: 10 weeks"


def test_a_requirement_says_which_parts_are_not_met_and_where() -> None:
    rule = require(
        "START-01",
        that=all_of(
            compared("START-01/1", "unmet_predecessors", "at most 0 initiatives"),
            compared("START-01/2", "operability", "known"),
            compared("START-01/3", "urgency", "is standard"),
            every(
                "value_stream",
                compared("START-01/4", "capacity_age", "at most 13 weeks", of="value_stream"),
            ),
        ),
        at="start",
        before=["start"],
        otherwise="wait",
        message="{initiative} waits in {value_stream}: {unmet}",
    )
    initiative = an_initiative(
        "INI-1",
        state="delivery_queue",
        unmet_predecessors="2 initiatives",
        urgency="enabler",
        value_stream=["lending", "payments"],
    )

    assert told(
        rule,
        initiative,
        a_subject("value_stream", "lending", capacity_age="14 weeks"),
        a_subject("value_stream", "payments"),
    ) == (
        "INI-1 waits in lending, payments: "
        "predecessors not yet done: 2 initiatives, not at most 0 initiatives; "
        "operability is missing; urgency is enabler, not standard; "
        "age of the capacity figure of lending: 14 weeks, not at most 13 weeks; "
        "age of the capacity figure of payments is missing"
    )


@pytest.mark.parametrize(
    ("names", "at_most", "said"),
    [
        (["INI-7 Card data"], 0, "INI-7 Card data is not yet done"),
        (["INI-7", "INI-8"], 0, "INI-7 and INI-8 are not yet done"),
        (["A", "B", "C"], 2, "A, B and C are not yet done, not at most 2 initiatives"),
    ],
)
def test_what_is_counted_is_named(names: list[str], at_most: int, said: str) -> None:
    rule = require(
        "START-01",
        that=compared("START-01/1", "unmet_predecessors", f"at most {at_most} initiatives"),
        at="start",
        before=["start"],
        otherwise="wait",
        message="{initiative} waits for {unmet_predecessors}: {unmet}",
    )
    waiting = an_initiative("INI-1", state="delivery_queue")
    measures = {"unmet_predecessors": counted_by_name(names)}
    amount = "1 initiative" if len(names) == 1 else f"{len(names)} initiatives"
    listed = said.partition(" is ")[0].partition(" are ")[0]

    assert told(rule, replace(waiting, measures=measures)) == (
        f"INI-1 waits for {amount} ({listed}): {said}"
    )


def test_alternatives_are_named_only_where_none_of_them_holds() -> None:
    rule = require(
        "GATE-01",
        that=all_of(
            compared("GATE-01/1", "operability", "known"),
            any_of(
                compared("GATE-01/2", "evidence_grade", "is experiment"),
                compared("GATE-01/3", "kill_criteria", "at least 2 criteria"),
            ),
            some("theme", compared("GATE-01/4", "status", "is active", of="theme")),
        ),
        at="gate_2",
        before=["fund"],
        otherwise="return",
        message="{unmet}",
    )
    themes = [
        a_subject("theme", "growth", status="active"),
        a_subject("theme", "thrift", status="retired"),
    ]
    framed = an_initiative(
        "INI-1",
        state="investment_framing",
        evidence_grade="expert",
        kill_criteria="3 criteria",
        theme=["growth", "thrift"],
    )

    assert told(rule, framed, *themes) == "operability is missing"
    assert told(rule, framed, themes[1]) == (
        "operability is missing; status of growth is missing; status of thrift is retired, not active"
    )


def test_what_must_not_be_is_named_where_it_is() -> None:
    rule = require(
        "GATE-02",
        that=none_of(
            any_of(
                compared("GATE-02/1", "tripped_kill", "is stop"),
                compared("GATE-02/2", "evidence_age", "above 26 weeks"),
                compared("GATE-02/3", "lead", "missing"),
            )
        ),
        at="gate_2",
        before=["fund"],
        otherwise="return",
        message="{unmet}",
    )
    framed = an_initiative(
        "INI-1", state="investment_framing", tripped_kill="stop", evidence_age="3 weeks"
    )

    assert told(rule, framed) == "answer of a tripped kill criterion is stop; lead is missing"


def test_who_may_not_be_spoken_of_is_told_what_would_say_so() -> None:
    rule = require(
        "GATE-03",
        that=compared("GATE-03/1", "kill_criteria", "at least 1 criterion"),
        at="gate_2",
        before=["fund"],
        otherwise="return",
        where={"category": ["enabler"]},
        message="{unmet}",
    )
    framed = an_initiative("INI-1", state="investment_framing", kill_criteria="1 criterion")

    assert told(rule, framed) == "category is missing"


def test_a_limit_says_what_is_there_what_is_allowed_and_by_how_much_it_is_exceeded() -> None:
    rule = limit(
        "WIP-01",
        "wip",
        "at most 1 initiatives",
        measure=CountOf(a_scope("initiative", {"state": ["implementing"]})),
        per="value_stream",
        message="{value_stream} has {wip}, the limit is {limit}; finish {excess}",
    )

    assert told(
        rule,
        a_subject("value_stream", "payments"),
        *(an_initiative(name, value_stream=["payments"]) for name in ("A", "B", "C")),
    ) == ("payments has 3 initiatives, the limit is 1 initiative; finish 2 initiatives")


def test_a_count_of_doubtful_members_is_told_with_both_ends() -> None:
    rule = limit(
        "WIP-01",
        "wip",
        "at most 1 initiatives",
        measure=CountOf(a_scope("initiative", {"category": ["business"]})),
        per="portfolio",
        message="{wip} of business",
    )
    sure = [an_initiative(name, category="business") for name in ("A", "B")]

    assert told(rule, the_portfolio(), *sure, an_initiative("C", category=None)) == (
        "2 initiatives to 3 initiatives of business"
    )


def test_an_escalation_names_the_first_role_and_its_time() -> None:
    rule = escalate(
        "BRK-01",
        when=any_of(
            compared("BRK-01/1", "stopped_share", "above 30 %", of="portfolio"),
            compared("BRK-01/2", "moved_share", "above 40 %", of="portfolio"),
        ),
        message="stops {stopped_share}, moves {moved_share}; {role} answers {due}",
    )

    assert told(rule, the_portfolio(stopped_share="31 %", moved_share="12.5 %")) == (
        "stops 31 %, moves 12.5 %; portfolio board answers within 14 days"
    )
