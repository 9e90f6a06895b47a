"""Limits read as checks: what is counted, what was planned, and what nobody knows."""

from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.clauses.bounded import CountOf, LargestShareOf, ShareOf, SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.finding import Finding, Truth
from asp_decide.model.subject import Subject
from asp_decide.rules.agreement import agree
from asp_decide.rules.applicability import applies
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    an_initiative,
    compared,
    facts,
    limit,
    policies,
    the_portfolio,
)

BUSINESS = a_scope("initiative", {"category": ["business"]})


def judged(clause: LimitClause, *subjects: Subject) -> tuple[Finding, ...]:
    """The findings of both evaluators, which are the same."""
    rules, given = policies(clause), facts(*subjects)
    found = drawn_findings(rules, given, draw, currency=CURRENCY)
    witnessed = ReferenceEvaluator().findings(rules, given, currency=CURRENCY)
    agree(found, witnessed)
    assert found == witnessed
    return found


def wip(bound: str) -> LimitClause:
    """A limit on the initiatives of the category business in a value stream."""
    return limit("WIP-01", "wip", bound, measure=CountOf(BUSINESS), per="value_stream")


def in_payments(name: str, category: str | None = "business") -> Subject:
    """An initiative of the value stream payments."""
    return an_initiative(name, category=category, value_stream=["payments"])


PAYMENTS = a_subject("value_stream", "payments")


@pytest.mark.parametrize(
    ("certain", "doubtful", "result", "margin"),
    [
        (2, 0, "kept", 0),
        (3, 0, "broken", 1),
        (1, 1, "kept", 0),
        (1, 2, "unknown", None),
        (3, 4, "broken", 1),
    ],
)
def test_a_count_with_doubtful_members_is_an_interval(
    certain: int, doubtful: int, result: str, margin: int | None
) -> None:
    """Kept with all of them, broken without any of them, else unknown."""
    members = [in_payments(f"INI-{n}") for n in range(certain)]
    members += [in_payments(f"INI-9{n}", None) for n in range(doubtful)]

    (found,) = judged(wip("at most 2 initiatives"), PAYMENTS, *members)

    assert found.result == result
    assert found.seen[0].margin == (None if margin is None else Fraction(margin))


def test_a_floor_under_a_count_takes_the_other_ends() -> None:
    one_of_two = [in_payments("INI-1"), in_payments("INI-2", None)]

    assert judged(wip("at least 1 initiatives"), PAYMENTS, *one_of_two)[0].result == "kept"
    assert judged(wip("at least 2 initiatives"), PAYMENTS, *one_of_two)[0].result == "unknown"
    assert judged(wip("at least 3 initiatives"), PAYMENTS, *one_of_two)[0].result == "broken"


def test_an_initiative_counts_in_each_stream_that_it_touches_and_once_in_the_portfolio() -> None:
    both = an_initiative("INI-1", category="business", value_stream=["lending", "payments"])
    streams = [PAYMENTS, a_subject("value_stream", "lending")]
    whole = limit(
        "WIP-02", "all", "at most 0 initiatives", measure=CountOf(BUSINESS), per="portfolio"
    )

    per_stream = judged(wip("at most 0 initiatives"), *streams, both)
    (portfolio,) = judged(whole, the_portfolio(), both)

    assert [one.result for one in per_stream] == ["broken", "broken"]
    assert portfolio.seen[0].values == (("", Fraction(1)),)


def test_what_a_group_already_carries_is_not_counted_again() -> None:
    planned = a_subject("value_stream", "payments", wip="1 initiatives")

    (found,) = judged(wip("at most 1 initiatives"), planned, in_payments("A"), in_payments("B"))

    assert found.result == "kept"


@pytest.mark.parametrize(
    "measure",
    [ShareOf("capacity", "available", BUSINESS), LargestShareOf("available", BUSINESS)],
)
def test_a_share_is_unknown_until_there_is_a_plan(measure: ShareOf | LargestShareOf) -> None:
    share = limit("GRD-01", "share", "at most 50 %", measure=measure, per="value_stream")

    (before,) = judged(share, PAYMENTS, in_payments("A"))
    (after,) = judged(share, a_subject("value_stream", "payments", share="50 %"))

    assert (before.result, before.seen[0].why) == ("unknown", "not planned yet")
    assert after.result == "kept"


def test_a_guardrail_on_a_ratio_of_each_subject_looks_at_the_last_interval() -> None:
    clause = limit("GRD-02", "load", "at most 80 %", per="value_stream")

    found = judged(
        clause,
        a_subject("value_stream", "a", load=["90 %", "80 %"]),
        a_subject("value_stream", "b", load=["70 %", "80.01 %"]),
        a_subject("value_stream", "c"),
    )

    assert [one.result for one in found] == ["kept", "broken", "unknown"]


def test_a_limit_with_a_condition_applies_only_where_the_condition_is_certain() -> None:
    clause = limit(
        "GRD-03",
        "load",
        "at most 80 %",
        per="value_stream",
        when=compared("GRD-03/1", "customer", "is external", of="value_stream"),
    )

    found = judged(
        clause,
        *(
            a_subject("value_stream", name, customer=customer, load="90 %")
            for name, customer in (("a", "external"), ("b", "internal"), ("c", None))
        ),
    )

    assert [one.result for one in found] == ["broken", "does_not_apply", "unknown"]
    assert applies(policies(clause), found) == {
        ("GRD-03", "a"): True,
        ("GRD-03", "b"): False,
        ("GRD-03", "c"): False,
    }


def test_a_limit_that_speaks_of_nobody_is_on_file() -> None:
    (found,) = judged(wip("at most 1 initiatives"), in_payments("A"))

    assert (found.subject, found.result, found.seen) == (None, "does_not_apply", ())


def test_a_subject_that_may_not_be_in_scope_is_judged_unknown_and_says_why() -> None:
    clause = limit("GRD-11", "requirement_slack", "at least 0 weeks")
    members = a_scope("initiative", {"category": ["business"]})
    clause = replace(clause, measure=SubjectMeasure(members, "requirement_slack"))

    found = judged(
        clause,
        an_initiative("INI-1", category="run", requirement_slack="3 weeks"),
        an_initiative("INI-2", category=None, requirement_slack="3 weeks"),
    )

    assert [(one.subject and one.subject.id, one.result) for one in found] == [("INI-2", "unknown")]
    (place, bound) = found[0].seen
    assert (place.key, place.name, place.truth) == ("GRD-11/0", "category", Truth.UNKNOWN)
    assert bound.truth is Truth.TRUE
