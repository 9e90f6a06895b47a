"""Totals over members: in full in each stream, without and with those who may belong."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.bounded import SumOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Subject, SubjectKind
from asp_decide.rules.agreement import agree
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    an_initiative,
    facts,
    limit,
    policies,
    the_portfolio,
)

BOLD = a_scope("initiative", {"horizon": ["H3"]})


def judged(clause: LimitClause, *subjects: Subject) -> tuple[Finding, ...]:
    """The findings of both evaluators, which are the same."""
    rules, told = policies(clause), facts(*subjects)
    found = drawn_findings(rules, told, draw, currency=CURRENCY)
    agree(found, ReferenceEvaluator().findings(rules, told, currency=CURRENCY))
    return found


def outlay_of_bold(bound: str, per: SubjectKind = "value_stream") -> LimitClause:
    measure = SumOf(BOLD, "remaining_outlay")
    return limit("OUT-01", "bold_outlay", bound, measure=measure, per=per)


def costs(name: str, outlay: str | None, *streams: str, horizon: str | None = "H3") -> Subject:
    return an_initiative(name, remaining_outlay=outlay, horizon=horizon, value_stream=list(streams))


PAYMENTS, LENDING = (a_subject("value_stream", name) for name in ("payments", "lending"))


def test_who_touches_two_streams_counts_in_full_in_each_and_once_in_the_portfolio() -> None:
    both = costs("A", "60 EUR", "payments", "lending")
    one = costs("B", "40 EUR", "payments")
    other = costs("C", "900 EUR", "payments", horizon="H1")

    lending, payments = judged(
        outlay_of_bold("at most 60 EUR"), both, one, other, PAYMENTS, LENDING
    )
    (whole,) = judged(
        outlay_of_bold("at most 100 EUR", "portfolio"), both, one, other, the_portfolio()
    )

    assert (lending.result, payments.result) == ("kept", "broken")
    assert payments.seen[0].margin == 40
    assert whole.result == "kept"
    assert whole.seen[0].margin == 0


def test_one_amount_that_is_not_known_leaves_the_total_unknown_and_says_whose() -> None:
    known, lacking = costs("A", "60 EUR", "payments"), costs("B", None, "payments")

    (told,) = judged(outlay_of_bold("at most 1 EUR"), known, lacking, PAYMENTS)

    assert told.result == "unknown"
    assert told.seen[0].why == "`remaining_outlay` of B is not known"


@pytest.mark.parametrize(
    ("bound", "result"),
    [
        ("at most 100 EUR", "kept"),
        ("at most 99 EUR", "unknown"),
        ("at most 60 EUR", "unknown"),
        ("at most 59 EUR", "broken"),
        ("at least 60 EUR", "kept"),
        ("at least 61 EUR", "unknown"),
        ("at least 101 EUR", "broken"),
    ],
)
def test_who_may_belong_counts_at_both_ends(bound: str, result: str) -> None:
    sure, perhaps = costs("A", "60 EUR", "payments"), costs("B", "40 EUR", "payments", horizon=None)

    (told,) = judged(outlay_of_bold(bound), sure, perhaps, PAYMENTS)

    assert told.result == result
    assert told.seen[0].why == "not known whether it counts B"


def test_a_stream_without_members_has_a_total_of_nothing() -> None:
    (told,) = judged(outlay_of_bold("at most 0 EUR"), PAYMENTS)

    assert told.result == "kept"


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(-50, 50)), st.sampled_from(["H1", "H3", None])),
        max_size=6,
    ),
    st.integers(-60, 60),
)
def test_a_total_is_what_every_way_of_filling_in_what_is_missing_makes_of_it(
    told: list[tuple[int | None, str | None]], bound: int
) -> None:
    subjects = [
        costs(f"I{n}", None if amount is None else f"{amount} EUR", "payments", horizon=horizon)
        for n, (amount, horizon) in enumerate(told)
    ]

    (found,) = judged(outlay_of_bold(f"at most {bound} EUR"), *subjects, PAYMENTS)

    inside = [amount for amount, horizon in told if horizon != "H1"]
    if None in inside:
        assert found.result == "unknown"
        return
    sums = {0}
    for amount, horizon in told:
        if amount is not None and horizon == "H3":
            sums = {total + amount for total in sums}
        elif amount is not None and horizon is None:
            sums |= {total + amount for total in sums}
    kept = {total <= bound for total in sums}
    assert found.result == ("unknown" if len(kept) > 1 else "kept" if kept == {True} else "broken")
    assert found.seen[0].limit == Fraction(bound)
