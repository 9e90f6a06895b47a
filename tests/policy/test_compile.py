"""What a rule compiles to: the policy stands in the docstring, its clause is claimed below."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.clauses.bounded import CountOf, LargestShareOf, Scope, ShareOf, SubjectMeasure
from asp_decide.clauses.clause import (
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    OverrideRight,
    RequireClause,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    Window,
    WordTest,
)
from asp_decide.errors import unwrap
from asp_decide.model.ids import Role
from policy_builders import body_of, read_sample, the_clause


def test_a_wip_limit_counts_members_in_every_state_of_the_group(tmp_path: Path) -> None:
    """
    parameters:
      wip_limit: {unit: initiatives, values: [{from: 2025-01-01, value: 6 initiatives}, {from: 2026-09-01, value: 5 initiatives}]}
    measures:
      wip: {count: initiative, where: {state: [in_delivery, in_discovery]}, unit: initiatives}
    rules:
      - id: WIP-01
        title: Limit
        limit: wip
        per: value_stream
        at_most: $wip_limit
        enforce: mandatory
        owner: value_stream_owner
        because: Queues decide how long value waits.
        message: "{value_stream} has {wip}"
    """
    clause = the_clause(
        tmp_path, test_a_wip_limit_counts_members_in_every_state_of_the_group, "WIP-01"
    )

    assert isinstance(clause, LimitClause)
    assert clause.at_most == 5
    assert clause.at_least is None
    assert clause.limit_from == "wip_limit@2026-09-01"
    assert clause.per == "value_stream"
    assert clause.when is None
    assert clause.override is None
    states = ("discovery_queue", "implementing", "investigate", "investment_framing")
    assert clause.measure == CountOf(Scope("initiative", (("state", states),)))


def test_shares_keep_their_basis_and_their_members(tmp_path: Path) -> None:
    """
    measures:
      bold: {share_of: capacity, where: {horizon: [H3, H2]}, basis: allocated, unit: "%"}
      money: {share_of: budget, basis: available, unit: "%"}
      bet: {largest_share_of: capacity, by: initiative, basis: available, unit: "%"}
    rules:
      - {id: GRD-1, title: Bold, guardrail: bold, per: portfolio, at_least: 12.5 %, enforce: advisory, owner: finance, because: To learn ahead of need., message: "{bold}"}
      - {id: GRD-2, title: Money, guardrail: money, per: portfolio, at_most: 90 %, enforce: mandatory, owner: finance, because: To keep a reserve., message: "{money}"}
      - {id: GRD-3, title: Bet, guardrail: bet, per: value_stream, at_most: 40 %, enforce: mandatory, owner: finance, because: To spread the risk., message: "{bet}"}
    """
    compiled = unwrap(
        read_sample(tmp_path, body_of(test_shares_keep_their_basis_and_their_members))
    )

    bold, money, bet = compiled.clauses
    assert isinstance(bold, LimitClause)
    assert isinstance(money, LimitClause)
    assert isinstance(bet, LimitClause)
    assert bold.measure == ShareOf(
        "capacity", "allocated", Scope("initiative", (("horizon", ("H2", "H3")),))
    )
    assert bold.at_least == Fraction(1, 8)
    assert money.measure == ShareOf("budget", "available", Scope("initiative"))
    assert bet.measure == LargestShareOf("available", Scope("initiative"))


def test_a_guardrail_on_a_subject_looks_at_each_by_itself(tmp_path: Path) -> None:
    """
    measures:
      realised: {ratio: [value_realised, value_forecast], unit: "%"}
    rules:
      - {id: GRD-1, title: Slack, guardrail: requirement_slack, per: initiative, where: {category: enabler}, when: {horizon: is not H3}, at_least: 3 days, enforce: mandatory, owner: finance, because: The law does not wait., message: "{requirement_slack}"}
      - {id: GRD-2, title: Load, guardrail: load, per: value_stream, where: {customer: external}, at_most: 95 %, enforce: advisory, owner: finance, because: Slack keeps the flow., message: "{load}"}
      - {id: GRD-3, title: Realised, guardrail: realised, per: initiative, at_least: 50 %, enforce: advisory, owner: finance, because: Forecasts are promises., message: "{realised}"}
    """
    test = test_a_guardrail_on_a_subject_looks_at_each_by_itself
    slack, load, realised = unwrap(read_sample(tmp_path, body_of(test))).clauses

    assert isinstance(slack, LimitClause)
    assert isinstance(load, LimitClause)
    assert isinstance(realised, LimitClause)
    enablers = Scope("initiative", (("category", ("enabler",)),))
    assert slack.measure == SubjectMeasure(enablers, "requirement_slack")
    assert slack.at_least == Fraction(3, 7)
    assert isinstance(slack.when, Comparison)
    assert slack.when.test == WordTest(("H3",), negated=True)
    external = Scope("value_stream", (("customer", ("external",)),))
    assert load.measure == SubjectMeasure(external, "load")
    assert realised.measure == SubjectMeasure(
        Scope("initiative"), "realised", ("value_realised", "value_forecast")
    )


def test_where_over_groups_becomes_a_condition_on_them(tmp_path: Path) -> None:
    """
    measures:
      wip: {count: initiative, where: {state: in_delivery}, unit: initiatives}
    rules:
      - {id: WIP-1, title: Limit, limit: wip, per: value_stream, where: {customer: [external, both]}, at_most: 3 initiatives, enforce: mandatory, owner: finance, because: Queues decide how long value waits., message: "{wip}"}
    """
    clause = the_clause(tmp_path, test_where_over_groups_becomes_a_condition_on_them, "WIP-1")

    assert isinstance(clause, LimitClause)
    assert clause.when == Comparison(
        "WIP-1/1",
        "value_stream",
        "attribute",
        "customer",
        WordTest(("both", "external")),
        "one of both, external",
    )


def test_a_stop_rule_numbers_its_comparisons_in_the_order_written(tmp_path: Path) -> None:
    """
    parameters:
      hurdle: {unit: EUR/week/week, values: [{from: 2026-01-01, value: 1_500 EUR/week/week}]}
    measures:
      value_realisation: {ratio: [value_realised, value_forecast], unit: "%"}
      remaining_cd3: {ratio: [remaining_cost_of_delay, remaining_duration], unit: EUR/week/week}
    decisions:
      validation: {order: [stop, redirect, pause, continue], otherwise: review}
    rules:
      - id: STOP-01
        title: Stop
        decide: stop
        at: validation
        where: {kind: initiative}
        when:
          all:
            - value_realisation: below 40 % in 2 of the last 3 intervals
            - not: {remaining_cd3: at least $hurdle}
            - any: [{lead: missing}, {every: value_stream, that: {capacity_age: between 1 week and 21 days}}]
        unless: {horizon: "one of H3, H2"}
        missing: fail
        enforce: overridable
        override: {by: portfolio_board, longest: 2 intervals, needs: [evidence, reason]}
        owner: portfolio_manager
        because: What was spent is gone either way.
        message: "{initiative}: {value_realisation}, under
          {hurdle}"
    """
    test = test_a_stop_rule_numbers_its_comparisons_in_the_order_written
    clause = the_clause(tmp_path, test, "STOP-01")

    assert isinstance(clause, DecideClause)
    assert (clause.point, clause.answer, clause.missing) == ("validation", "stop", "fail")
    assert clause.scope == Scope("initiative", (("kind", ("initiative",)),))
    assert clause.override == OverrideRight(Role("portfolio_board"), 2, ("evidence", "reason"))
    assert clause.heading.message == "{initiative}: {value_realisation}, under {hurdle}"
    assert isinstance(clause.when, All)
    weak, paying, rest = clause.when.parts
    assert isinstance(weak, Comparison)
    assert (weak.key, weak.what) == ("STOP-01/1", "ratio")
    assert weak.ratio_of == ("value_realised", "value_forecast")
    assert isinstance(weak.test, QuantityTest)
    assert (weak.test.limit, weak.test.window) == (Fraction(2, 5), Window(2, 3))
    assert isinstance(paying, Not)
    assert isinstance(paying.part, Comparison)
    assert isinstance(paying.part.test, QuantityTest)
    assert paying.part.test.limit_from == "hurdle@2026-01-01"
    assert paying.part.phrase == "at least 1500 EUR/week/week (hurdle)"
    assert isinstance(rest, AnyOf)
    missing, fresh = rest.parts
    assert isinstance(missing, Comparison)
    assert missing.test == KnownTest(known=False)
    assert isinstance(fresh, Linked)
    assert (fresh.quantifier, fresh.link, fresh.that.key) == ("every", "value_stream", "STOP-01/4")
    assert fresh.that.subject == "value_stream"
    assert isinstance(fresh.that.test, QuantityTest)
    assert fresh.that.test.limit == 1
    assert fresh.that.test.upper == 3
    assert isinstance(clause.unless, Comparison)
    assert clause.unless.key == "STOP-01/5"
    assert clause.unless.test == WordTest(("H2", "H3"))


def test_requirements_conclusions_and_escalations_keep_all_that_they_say(tmp_path: Path) -> None:
    """
    decisions:
      gate_2: {order: [return, decline, fund_tranche, fund], otherwise: plan}
    rules:
      - {id: GATE-1, title: Case, require: a_case, at: gate_2, before: [fund_tranche, fund], that: {lead: known}, unless: {mandatory: holds}, else: review, enforce: mandatory, owner: finance, because: Somebody has to lead it., message: "{unmet}"}
      - {id: REQ-1, title: Duty, derive: mandatory, for_each: initiative, when: {some: successor, that: {mandatory: holds}}, owner: finance, because: Enablers of duties are duties., message: "{initiative}"}
      - {id: BRK-1, title: Brake, escalate: brake, for_each: portfolio, when: {moved_share: above 40 %}, to: [{role: finance, within: 2 weeks}, {role: portfolio_board, within: 48 hours}], halts: apply, owner: finance, because: Somebody should look., message: "{role}"}
    """
    test = test_requirements_conclusions_and_escalations_keep_all_that_they_say
    brake, case, duty = unwrap(read_sample(tmp_path, body_of(test))).clauses

    assert isinstance(case, RequireClause)
    assert (case.before, case.otherwise) == (("fund", "fund_tranche"), "review")
    assert isinstance(case.unless, Comparison)
    assert case.unless.test == HoldsTest(holds=True)
    assert isinstance(duty, DeriveClause)
    assert duty.name == "mandatory"
    assert isinstance(duty.when, Linked)
    assert duty.when.that.what == "conclusion"
    assert isinstance(brake, EscalateClause)
    assert [(step.role, step.within_days) for step in brake.to] == [
        ("finance", 14),
        ("portfolio_board", 2),
    ]
    assert brake.halts_apply
    assert not brake.forces_decision


def test_an_escalation_that_forces_a_decision_says_who_may_go_on_without_one(
    tmp_path: Path,
) -> None:
    """
    rules:
      - {id: AGE-1, title: Old, escalate: old, for_each: initiative, when: {age_in_state: above 78 weeks}, to: [{role: finance, within: 2 weeks}], forces: decision, enforce: overridable, override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}, owner: finance, because: Somebody should say so., message: "{initiative}"}
    """
    test = test_an_escalation_that_forces_a_decision_says_who_may_go_on_without_one
    (old,) = unwrap(read_sample(tmp_path, body_of(test))).clauses

    assert isinstance(old, EscalateClause)
    assert (old.forces_decision, old.halts_apply, old.enforce) == (True, False, "overridable")
    assert old.override == OverrideRight(Role("portfolio_board"), 2, ("reason",))


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2026, 8, 31), 6),
        (date(2026, 9, 1), 5),
        (date(2026, 9, 2), 5),
    ],
)
def test_a_value_is_in_force_from_its_first_day_on(day: date, limit: int, tmp_path: Path) -> None:
    body = body_of(test_a_wip_limit_counts_members_in_every_state_of_the_group)

    compiled = unwrap(read_sample(tmp_path, body, as_of=day))

    (clause,) = compiled.clauses
    assert isinstance(clause, LimitClause)
    assert clause.at_most == limit
    assert compiled.parameters["wip_limit"][0] == limit


def test_review_is_an_answer_at_every_point(tmp_path: Path) -> None:
    """
    decisions:
      validation: {order: [stop, redirect, review, pause, continue], otherwise: plan}
    rules:
      - {id: REV-1, title: Look again, decide: review, at: validation, when: {assumptions_changed: above 0 assumptions}, missing: review, enforce: overridable, override: {by: portfolio_board, longest: 1 interval, needs: [reason]}, owner: finance, because: A belief that failed is looked at., message: "{assumptions_changed}"}
    """
    compiled = unwrap(read_sample(tmp_path, body_of(test_review_is_an_answer_at_every_point)))

    (clause,) = compiled.clauses
    assert isinstance(clause, DecideClause)
    assert clause.answer == "review"
    assert compiled.points["validation"].order[2] == "review"
