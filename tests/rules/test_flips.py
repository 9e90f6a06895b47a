"""The nearest flip is a change that gives another result, and no smaller one of that value does."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.model.finding import Finding, Result
from asp_decide.model.flip import Flip
from asp_decide.model.subject import History, Subject, SubjectKey, Subjects
from asp_decide.rules.flips import NearestFlips
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    all_of,
    an_initiative,
    any_of,
    compared,
    decide,
    derive,
    every,
    facts,
    limit,
    policies,
    quantity,
    require,
)

STOP = decide(
    "STOP-01",
    "stop",
    when=all_of(
        compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row"),
        compared("STOP-01/2", "remaining_cd3", "below 1_500 EUR/week/week"),
    ),
    unless=compared("STOP-01/3", "mandatory", "holds"),
)

MANDATORY = derive(
    "REQ-03", "mandatory", when=compared("REQ-03/1", "kill_criteria", "at least 3 criteria")
)


def flip_of(rule: str, rules: CompiledPolicies, given_facts: Subjects, subject: str) -> Flip | None:
    """The nearest flip of a rule on a subject."""
    found = next(one for one in findings(rules, given_facts) if _is(one, rule, subject))
    return NearestFlips(rules, given_facts).of(found)


def findings(rules: CompiledPolicies, given_facts: Subjects) -> tuple[Finding, ...]:
    return ReferenceEvaluator().findings(rules, given_facts, currency=CURRENCY)


def _is(finding: Finding, rule: str, subject: str) -> bool:
    return finding.rule == rule and finding.subject is not None and finding.subject.id == subject


def test_a_stop_flips_where_the_last_interval_reaches_the_limit() -> None:
    """The flip that the record of a rule shows: 2026Q3 from 35 % to 40 %."""
    initiative = an_initiative(
        "INI-112", value_realisation=["30 %", "35 %"], remaining_cd3="750 EUR/week/week"
    )

    flip = flip_of("STOP-01", policies(STOP), facts(initiative), "INI-112")

    assert flip is not None
    assert (flip.key, flip.name, flip.interval) == ("STOP-01/1", "value_realisation", "2026Q3")
    assert (flip.from_value, flip.to_value) == (quantity("35 %").value, quantity("40 %").value)
    assert (flip.beyond, flip.would_give) == (False, "does_not_fire")


def test_a_value_that_must_pass_its_limit_is_told_so() -> None:
    initiative = an_initiative(
        "INI-1", value_realisation=["30 %", "40 %"], remaining_cd3="750 EUR/week/week"
    )

    flip = flip_of("STOP-01", policies(STOP), facts(initiative), "INI-1")

    assert flip is not None
    assert (flip.from_value, flip.to_value, flip.beyond) == (Fraction(2, 5), Fraction(2, 5), True)
    assert flip.would_give == "fires"


def test_where_two_values_stand_in_the_way_no_single_one_flips() -> None:
    initiative = an_initiative(
        "INI-1", value_realisation=["50 %", "60 %"], remaining_cd3="750 EUR/week/week"
    )

    assert flip_of("STOP-01", policies(STOP), facts(initiative), "INI-1") is None


def test_a_change_that_only_draws_a_conclusion_counts_too() -> None:
    """Three kill criteria instead of two would make it mandatory, and so spare it."""
    rule = decide(
        "STOP-02",
        "stop",
        when=compared("STOP-02/1", "kill_criteria", "at most 9 criteria"),
        unless=compared("STOP-02/2", "mandatory", "holds"),
    )
    initiative = an_initiative("INI-1", kill_criteria="2 criteria")

    flip = flip_of("STOP-02", policies(rule, MANDATORY), facts(initiative), "INI-1")

    assert flip is not None
    assert flip.to_value == 3
    assert flip.would_give == "spared"


def test_conclusions_that_cannot_change_stay_as_they_were_found() -> None:
    initiative = an_initiative(
        "INI-1",
        kill_criteria="3 criteria",
        value_realisation=["30 %", "35 %"],
        remaining_cd3="750 EUR/week/week",
    )

    flip = flip_of("STOP-01", policies(STOP, MANDATORY), facts(initiative), "INI-1")

    assert flip is not None
    assert flip.would_give == "does_not_fire"


def test_one_more_initiative_breaks_a_limit_that_is_reached() -> None:
    members = CountOf(a_scope("initiative", {"state": ["implementing"]}))
    wip = limit("WIP-01", "wip", "at most 2 initiatives", measure=members, per="value_stream")
    running = [an_initiative(name, value_stream=["payments"]) for name in ("A", "B")]
    given_facts = facts(a_subject("value_stream", "payments"), *running)

    flip = flip_of("WIP-01", policies(wip), given_facts, "payments")

    assert flip is not None
    assert (flip.from_value, flip.to_value) == (Fraction(2), Fraction(3))
    assert not flip.beyond
    assert flip.would_give == "broken"


def test_the_value_of_a_linked_thing_may_be_the_nearest() -> None:
    rule = require(
        "START-01",
        that=every(
            "value_stream",
            compared("START-01/1", "capacity_age", "at most 13 weeks", of="value_stream"),
        ),
        at="start",
        before=["start"],
        otherwise="wait",
    )
    initiative = an_initiative("INI-1", state="delivery_queue", value_stream=["cards", "payments"])
    streams = [
        a_subject("value_stream", "cards", capacity_age="2 weeks"),
        a_subject("value_stream", "payments", capacity_age="14 weeks"),
    ]

    flip = flip_of("START-01", policies(rule), facts(initiative, *streams), "INI-1")

    assert flip is not None
    assert flip.subject == SubjectKey("value_stream", "payments")
    assert flip.to_value == 13
    assert flip.would_give == "met"


def test_nothing_flips_where_no_value_is_known() -> None:
    assert flip_of("STOP-01", policies(STOP), facts(an_initiative("INI-1")), "INI-1") is None


_shares = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
RULES: list[Clause] = [
    STOP,
    decide(
        "RED-01",
        "redirect",
        when=any_of(
            compared("RED-01/1", "value_realisation", "between 20 % and 60 %"),
            compared("RED-01/2", "value_realisation", "above 70 % in 2 of the last 3 intervals"),
        ),
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.heading.rule)
@given(values=st.lists(_shares, min_size=1, max_size=3), cd3=st.integers(0, 3000))
def test_the_flip_gives_what_it_says_and_half_of_it_changes_nothing(
    rule: Clause, values: list[Fraction], cd3: int
) -> None:
    rules = policies(rule)
    history = a_history_of(values)
    initiative = an_initiative("INI-1", remaining_cd3=f"{cd3} EUR/week/week")
    initiative = replace(initiative, measures={**initiative.measures, "value_realisation": history})
    before = _result(rules, initiative)

    flip = flip_of(rule.heading.rule, rules, facts(initiative), "INI-1")

    if flip is None:
        return
    hair = Fraction(1, 10**9) if flip.to_value >= flip.from_value else -Fraction(1, 10**9)
    for to in [flip.to_value + hair, flip.to_value - hair] if flip.beyond else [flip.to_value]:
        if _result(rules, _changed(initiative, flip, to)) != before:
            assert _result(rules, _changed(initiative, flip, to)) == flip.would_give
            break
    else:
        raise AssertionError("the flip does not change the result")
    halfway = (flip.from_value + flip.to_value) / 2
    if not flip.beyond:
        assert _result(rules, _changed(initiative, flip, halfway)) == before


def a_history_of(values: list[Fraction]) -> History:
    names = ("2026Q1", "2026Q2", "2026Q3")[3 - len(values) :]
    return History(names, tuple(values))


def _result(rules: CompiledPolicies, initiative: Subject) -> Result:
    (found,) = findings(rules, facts(initiative))
    return found.result


def _changed(initiative: Subject, flip: Flip, to: Fraction) -> Subject:
    old = initiative.measures[flip.name]
    if not isinstance(old, History):
        return replace(
            initiative, measures={**initiative.measures, flip.name: replace(old, value=to)}
        )
    at = old.intervals.index(flip.interval)
    new = History(old.intervals, (*old.values[:at], to, *old.values[at + 1 :]))
    return replace(initiative, measures={**initiative.measures, flip.name: new})
