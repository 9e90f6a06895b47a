"""What is put on record: everything, once, in a fixed order, and the same bytes every time."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.canonical import canonical_json
from asp_decide.clauses.act_records import Act, read_act
from asp_decide.clauses.acting_against import against
from asp_decide.clauses.input_records import Inputs
from asp_decide.clauses.record import KINDS, Record, RunInputs, of_kind, run_records
from asp_decide.clauses.result_records import amount_text, rule_records
from asp_decide.clauses.rows_of_facts import NO_ROWS
from asp_decide.diagnostics import Place
from asp_decide.model.approval import Override
from asp_decide.model.finding import Answer, Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.plan import Brake
from asp_decide.model.subject import SubjectKey
from audit_builders import World, a_world, an_act, an_override, judged_in

NO_INPUTS = Inputs(NO_ROWS, {}, {})
DIGEST = "sha256:" + "1" * 64


def _records(world: World | None = None, act: Act | None = None) -> tuple[Record, ...]:
    known = world or a_world()
    inputs = RunInputs(
        number=1,
        origin="example",
        files={"plan.json": DIGEST, "certificate.json": DIGEST, "asp.yaml": DIGEST},
        subjects={"initiative": 3, "portfolio": 1, "value_stream": 1},
    )
    return run_records(judged_in(known), inputs, act=act)


def test_records_are_numbered_without_gaps_and_stand_in_the_order_of_their_kinds() -> None:
    records = _records(act=an_act([an_override()]))
    kinds = [record["kind"] for record in records]

    assert [record["n"] for record in records] == list(range(len(records)))
    assert kinds == sorted(kinds, key=KINDS.index)
    others = {"calibration", "escalation", "outcome", "design", "case"}
    assert set(kinds) == set(KINDS) - others, "those have pages of their own"
    assert {record["run"] for record in records} == {"2027Q1"}
    assert {record["as_of"] for record in records} == {"2026-12-31"}


def test_the_manifest_foretells_and_the_close_counts_what_there_is() -> None:
    records = _records(act=an_act())
    manifest, close = records[0], records[-1]

    assert manifest["expected"]["records"] == len(records) == sum(close["records"].values())
    assert manifest["expected"]["rules"] == 4
    assert all(len(of_kind(records, kind)) == count for kind, count in close["records"].items())


def test_every_rule_has_a_record_for_every_subject_fired_or_not() -> None:
    rules = of_kind(_records(), "rule")

    assert [(one["rule"], one["subject"], one["result"]) for one in rules] == [
        ("BRK-01", {"portfolio": "portfolio"}, "does_not_fire"),
        ("READY-01", {"initiative": "INI-1"}, "met"),
        ("READY-01", {"initiative": "INI-2"}, "met"),
        ("STOP-01", {"initiative": "INI-3"}, "does_not_fire"),
        ("WIP-01", {"value_stream": "payments"}, "kept"),
    ]


def test_a_rule_record_has_both_sides_of_the_inequality_in_the_unit_of_the_rule() -> None:
    stop = of_kind(_records(), "rule")[3]

    assert stop["comparisons"] == [
        {
            "k": 1,
            "measure": "remaining_cost_of_delay",
            "test": "below 1000 EUR/week",
            "seen": [{"value": "3333.333333333"}],
            "truth": "false",
            "limit": "1000",
            "limit_from": "hurdle@2026-01-01",
            "margin": "2333.333333333",
            "unit": "EUR/week",
        }
    ]
    assert stop["rule_hash"].startswith("sha256:")
    assert stop["at"] == "policies/portfolio/stop-continue.yaml:7:5"
    assert (stop["enforce"], stop["owner"]) == ("overridable", "portfolio_manager")


def test_a_history_a_hole_a_word_a_link_and_an_exception_are_all_on_record() -> None:
    key = SubjectKey("initiative", "INI-3")
    seen = (
        Seen(
            "STOP-01/1",
            "value_realisation",
            "below 40 % for 2 intervals in a row",
            Truth.UNKNOWN,
            values=(("2026Q2", Fraction(3, 10)), ("2026Q3", None)),
            limit=Fraction(2, 5),
            unit="%",
            why="no value in 2026Q3",
        ),
        Seen("STOP-01/2", "mandatory", "holds", Truth.FALSE, word="false", spares=True),
        Seen("STOP-01/3", "weight", "above 10 %", Truth.TRUE, via=(SubjectKey("theme", "THE-1"),)),
    )
    finding = Finding(RuleId("STOP-01"), key, "unknown", seen)
    (record,) = rule_records(
        a_world().reading.policies, [finding], {}, currency="EUR", inputs=NO_INPUTS
    )
    first, second, third = record["comparisons"]

    assert first["seen"] == [
        {"interval": "2026Q2", "value": "30"},
        {"interval": "2026Q3", "value": None},
    ]
    assert (first["limit"], first["why"], "margin" in first) == ("40", "no value in 2026Q3", False)
    assert (second["seen"], second["unless"]) == ([{"value": "false"}], True)
    assert (third["via"], third["seen"]) == ([{"theme": "THE-1"}], [])


def test_a_rule_record_has_the_smallest_change_that_would_turn_it() -> None:
    """INI-3 is stopped where a week of its delay costs less than the hurdle, and is far from it."""
    stop, wip = (of_kind(_records(), "rule")[place] for place in (3, 4))

    assert stop["flip"] == {
        "k": 1,
        "from": "3333.333333333",
        "to": "1000",
        "beyond": True,
        "would_give": "fires",
    }
    assert (wip["flip"]["would_give"], "beyond" in wip["flip"]) == ("broken", False)


def test_a_rule_that_found_nobody_is_on_record_with_nobody() -> None:
    finding = Finding(RuleId("STOP-01"), None, "does_not_fire")
    (record,) = rule_records(
        a_world().reading.policies, [finding], {}, currency="EUR", inputs=NO_INPUTS
    )

    assert record["subject"] is None


def test_nobody_has_decided_before_a_plan_is_applied() -> None:
    records = _records()

    assert of_kind(records, "approval") == of_kind(records, "override") == ()
    assert [one["decided"] for one in records[-1]["initiatives"]] == ["start", "wait", "continue"]


def test_an_approval_stands_beside_the_recommendation_and_leads_to_its_record() -> None:
    records = _records(act=an_act([an_override()]))
    approvals = of_kind(records, "approval")

    assert [(one["recommended"]["answer"], one["decided"]) for one in approvals] == [
        ("start", "start"),
        ("wait", "start"),
        ("continue", "continue"),
    ]
    for one in approvals:
        answer = records[one["recommended"]["record"]]
        assert (answer["point"], answer["subject"]) == (one["point"], one["subject"])
    assert approvals[1]["override"] == "OV-2027Q1-001"
    assert [one["decided"] for one in records[-1]["initiatives"]] == ["start", "start", "continue"]


def test_an_override_names_what_it_needs_what_it_costs_and_how_long_it_holds() -> None:
    (override,) = of_kind(_records(act=an_act([an_override()])), "override")

    assert override["id"] == "OV-2027Q1-001"
    assert override["granted"] == {
        "by": "portfolio_board",
        "person": "A. Example",
        "on": "2027-01-12",
    }
    assert override["effective"] == {"from": "2027-01-12", "until": "2027-03-31"}
    assert override["needs"]["second_approver"] == "B. Example"
    assert override["price"] == {"low": "0", "high": "20", "unit": "EUR", "measurable": False}


def test_an_override_suspends_the_rules_that_gave_the_recommendation() -> None:
    world = a_world()
    decision = world.plan.decisions[2]
    key = SubjectKey("initiative", "INI-3")
    answer = Answer(
        "validation", key, "stop", by=(RuleId("STOP-01"),), blocked_by=(RuleId("READY-01"),)
    )

    assert against(decision, world.reading.policies, [answer]) == ["READY-01", "STOP-01"]


def test_a_confirmed_brake_is_an_act_of_its_own() -> None:
    brake = Brake(tripped=True, rule="BRK-01", role="portfolio_board", message="half of it stops")
    world, act = a_world(brake=brake), an_act()
    confirmed = Act(act.approval.model_copy(update={"confirmed_brake": True}))

    records = of_kind(_records(world, confirmed), "approval")

    assert (records[-1]["point"], records[-1]["decided"]) == ("brake", "confirm")
    assert len(of_kind(_records(world, act), "approval")) == len(records) - 1


@pytest.mark.parametrize(
    "overrides", [[], [an_override()], [an_override(), an_override("INI-3", "stop")]]
)
def test_an_act_reads_back_from_its_records(overrides: list[Override]) -> None:
    act = an_act(overrides)
    records = _records(act=act)
    read = read_act(records)

    assert read is not None
    assert _records(act=read) == records
    assert read_act(_records()) is None


@pytest.mark.parametrize("field", ["by", "person", "on", "point"])
def test_an_act_that_lacks_a_field_is_not_guessed(field: str) -> None:
    records = [dict(record) for record in _records(act=an_act())]
    for record in records:
        if record["kind"] == "approval":
            del record[field]

    with pytest.raises(ValueError, match="missing"):
        read_act(records)


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_findings_and_answers_come_does_not_show(shuffle: Random) -> None:
    world = a_world()
    findings, answers = list(world.findings), list(world.answers)
    shuffle.shuffle(findings)
    shuffle.shuffle(answers)
    shuffled = replace(world, findings=tuple(findings), answers=tuple(answers))

    assert [canonical_json(one) for one in _records(shuffled)] == [
        canonical_json(one) for one in _records(world)
    ]


@given(
    st.fractions(max_denominator=10**6),
    st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 7)]),
)
def test_an_amount_on_record_is_exact_or_right_to_nine_places(
    value: Fraction, factor: Fraction
) -> None:
    told = Fraction(amount_text(value, factor))

    assert abs(told - value / factor) <= Fraction(1, 2 * 10**9)
    if (value / factor).denominator in {1, 2, 4, 5, 8, 10, 100, 1000}:
        assert told == value / factor


def test_a_place_on_record_lies_in_the_workspace() -> None:
    for record in of_kind(_records(), "rule"):
        assert str(Place(record["at"].split(":")[0])).startswith("policies/")
