"""What policies may speak of is exactly what is measured."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.portfolio_amounts import MEASURES
from asp_decide.model.portfolio_catalogue import ATTRIBUTES, FIELDS, LINKS
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import (
    History,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
    Subjects,
)
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.plan_measures import measure_plan
from asp_decide.portfolio.subjects import measure_subjects
from builders import (
    AS_OF,
    a_capacity,
    a_dependency,
    a_requirement,
    a_signal,
    a_snapshot,
    a_theme,
    a_value_stream,
    an_evidence,
    an_initiative,
    an_option,
    an_outcome,
    deadline,
    standard,
    weeks_after,
)
from strategies import snapshots

PORTFOLIO_KINDS: tuple[SubjectKind, ...] = (
    "signal",
    "requirement",
    "theme",
    "initiative",
    "value_stream",
    "portfolio",
)
INI_1 = SubjectKey("initiative", "INI-1")
PAYMENTS = SubjectKey("value_stream", "payments")


@pytest.mark.parametrize("kind", PORTFOLIO_KINDS)
def test_every_name_of_the_catalogue_is_measured_and_no_other(kind: SubjectKind) -> None:
    """What only a plan has is absent before it."""
    of_facts, of_plan = _rich(), _planned()
    portfolio = [spec for spec in MEASURES if spec.subject == kind]
    subject, planned = _of_kind(of_facts, kind), _of_kind(of_plan, kind)

    assert set(subject.attributes) == {spec.name for spec in ATTRIBUTES if spec.subject == kind}
    assert set(subject.fields) == {spec.name for spec in FIELDS if spec.subject == kind}
    assert set(subject.links) == {link.name for link in LINKS if link.source == kind}
    assert set(subject.measures) == {spec.name for spec in portfolio if not spec.planned}
    assert set(planned.measures) == {spec.name for spec in portfolio}


def test_histories_are_those_that_the_catalogue_says_have_one() -> None:
    with_history = {(spec.subject, spec.name) for spec in MEASURES if spec.history}
    found = {
        (key.kind, name)
        for key, subject in _planned().items()
        for name, measure in subject.measures.items()
        if isinstance(measure, History)
    }

    assert found == with_history


def test_every_word_of_an_attribute_is_a_word_of_the_catalogue() -> None:
    words = {(spec.subject, spec.name): spec.words for spec in ATTRIBUTES}

    for key, subject in _rich().items():
        for name, word in subject.attributes.items():
            assert word is None or word in words[key.kind, name]


@given(snapshots())
@settings(max_examples=15)
def test_nothing_is_unknown_without_a_reason(snapshot: Snapshot) -> None:
    for subject in _measured(snapshot).values():
        for measure in subject.measures.values():
            if isinstance(measure, Measured):
                assert (measure.value is None) == bool(measure.why)


@given(snapshots(), st.sampled_from(["sponsor", "lead", "name", "problem"]))
@settings(max_examples=15)
def test_who_wants_it_changes_no_measure(snapshot: Snapshot, column: str) -> None:
    changed = snapshot.model_copy(
        update={
            "initiatives": tuple(
                initiative.model_copy(update={column: "The CEO wants it"})
                for initiative in snapshot.initiatives
            )
        }
    )
    before, after = _measured(snapshot), _measured(changed)

    assert {k: s.measures for k, s in before.items()} == {k: s.measures for k, s in after.items()}


@given(snapshots())
@settings(max_examples=15)
def test_the_order_in_which_facts_are_listed_changes_no_subject(snapshot: Snapshot) -> None:
    turned = snapshot.model_copy(
        update={
            name: tuple(reversed(getattr(snapshot, name)))
            for name in ("initiatives", "options", "capacities", "value_streams")
        }
    )

    assert _measured(turned) == _measured(snapshot)
    assert list(_measured(turned)) == list(_measured(snapshot))


def test_an_initiative_is_told_as_its_facts_say() -> None:
    told = _rich()[INI_1]

    assert told.name == "Initiative INI-1"
    assert told.streams == ("lending", "payments")
    assert told.links["value_stream"] == ("lending", "payments")
    assert told.links["predecessor"] == ("INI-2",)
    assert told.attributes["deadline_is"] == "hard"
    assert told.attributes["expedite"] == "yes"
    assert told.attributes["evidence_grade"] == "experiment"
    assert told.attributes["tripped_kill"] == "review"
    assert told.fields["first_slice"]
    assert not told.fields["operability"]
    assert _amount(told, "streams_touched") == 2
    assert _amount(told, "remaining_effort") == 15
    assert _amount(told, "sponsor_review_age") == 3
    assert _amount(told, "business_case_age") == 5
    assert _amount(told, "kill_criteria") == 1
    assert _amount(told, "relevance") == 1
    assert _amount(told, "weeks_to_requirement") == 26


def test_parts_of_a_linked_group_count_together() -> None:
    parts = [
        an_initiative("A", linked_group="portal"),
        an_initiative("B", linked_group="portal", state="delivery_queue"),
        an_initiative("C", linked_group="portal", state="assessed"),
        an_initiative("D"),
    ]
    offered = [
        an_option(name, outlay=outlay, effort=outlay // 10)
        for name, outlay in (("A", 100), ("B", 40), ("C", 1000), ("D", 7))
    ]
    told = _measured(a_snapshot(parts, offered))

    def linked(name: str) -> Fraction | None:
        return _amount(told[SubjectKey("initiative", name)], "linked_outlay")

    assert linked("A") == linked("B") == linked("C") == 140
    assert linked("D") == 7
    assert _amount(told[SubjectKey("initiative", "A")], "linked_effort") == 14
    assert _amount(told[SubjectKey("initiative", "C")], "remaining_outlay") == 0


def test_a_part_of_unknown_outlay_makes_its_group_unknown() -> None:
    parts = [an_initiative(name, linked_group="portal") for name in "AB"]
    told = _measured(a_snapshot(parts, [an_option("A"), an_option("B", outlay=None)]))

    assert _amount(told[SubjectKey("initiative", "A")], "linked_outlay") is None
    assert _amount(told[SubjectKey("initiative", "A")], "linked_effort") == 24


def test_a_stream_is_told_as_its_facts_say() -> None:
    told = _rich()[PAYMENTS]

    assert _amount(told, "demonstrated_capacity") == 20
    assert _amount(told, "capacity_age") == 2
    assert _amount(told, "run_rate") == 54_000
    assert _amount(told, "capacity_price") == 5
    assert told.measures["realisation"] == History(("2026Q4",), (Fraction(1, 2),))


def test_capacity_is_as_old_as_the_oldest_statement_that_makes_it_up() -> None:
    def age(*stated: date | None) -> Fraction | None:
        rows = [
            a_capacity(team=f"pay-{n}", stated_on=day, likely=5) for n, day in enumerate(stated)
        ]
        return _amount(_measured(a_snapshot(capacities=rows))[PAYMENTS], "capacity_age")

    assert age(weeks_after(-2), weeks_after(-9)) == 9
    assert age(weeks_after(-2), None) is None


def test_what_waits_in_a_queue_costs_every_stream_that_it_needs() -> None:
    profile = standard(1_000, ends_on=weeks_after(300))
    queued = [
        an_initiative("A", state="delivery_queue", profile=profile),
        an_initiative("B", state="delivery_queue", profile=profile),
        an_initiative("C", state="implementing", profile=profile),
    ]
    offered = [
        an_option("A", effort={"payments": 1, "lending": 1}),
        an_option("B", effort={"payments": 1}),
        an_option("C", option="continue"),
    ]
    told = _measured(a_snapshot(queued, offered))
    one = _amount(told[SubjectKey("initiative", "A")], "remaining_cost_of_delay")

    assert one is not None
    assert _amount(told[PAYMENTS], "queue_cost") == 2 * one
    assert _amount(told[SubjectKey("value_stream", "lending")], "queue_cost") == one


def test_a_queue_with_an_unknown_cost_of_delay_has_an_unknown_cost() -> None:
    told = _measured(a_snapshot([an_initiative(state="delivery_queue", profile=None)]))

    assert _amount(told[PAYMENTS], "queue_cost") is None


def test_a_signal_that_nobody_has_filed_has_no_disposition() -> None:
    told = _measured(a_snapshot(signals=[a_signal(disposition="open", holds_continuously=True)]))
    signal = told[SubjectKey("signal", "SIG-1")]

    assert signal.attributes["disposition"] is None
    assert signal.attributes["holds_continuously"] == "yes"


def test_money_spent_is_no_name_of_any_subject() -> None:
    names = {
        name
        for subject in _planned().values()
        for name in (*subject.attributes, *subject.fields, *subject.measures)
    }

    assert not [name for name in names if "spent" in name or "complete" in name]


def _rich() -> Subjects:
    return _measured(_rich_snapshot(), {Pool(ValueStreamId("payments")): Fraction(5)})


def _planned() -> Subjects:
    snapshot = _rich_snapshot()
    return measure_plan(
        _rich(),
        snapshot=snapshot,
        choice_set=choices(snapshot),
        taken=(),
        reviewed_for_want_of_facts=0,
    )


def _measured(snapshot: Snapshot, prices: Mapping[Pool, Fraction] | None = None) -> Subjects:
    return measure_subjects(snapshot, choices(snapshot), capacity_prices=prices or {})


def _rich_snapshot() -> Snapshot:
    """One of everything, so that every kind of subject has a word to say."""
    late = deadline(weeks_after(40), cost_per_week=1_000, hard=True)
    initiative = an_initiative(
        profile=late,
        expedite=True,
        requirement_ids=("REQ-1",),
        sponsor_reviewed_on=weeks_after(-3),
        case_agreed_on=weeks_after(-5),
    )
    tripped: dict[str, Any] = {
        "kill_if": "below",
        "kill_threshold": Decimal(60),
        "kill_action": "review",
    }
    return a_snapshot(
        [initiative, an_initiative("INI-2", state="implementing")],
        [
            an_option(effort={"payments": 10, "lending": 5}),
            an_option(option="mvp", effort={"payments": 4}),
            an_option("INI-2", option="continue", effort={"lending": 5}),
        ],
        value_streams=[
            a_value_stream(funding_per_week=Decimal(54_000), customer="both"),
            a_value_stream("lending"),
        ],
        capacities=[
            a_capacity(likely=20, stated_on=weeks_after(-2)),
            a_capacity("lending", likely=20),
        ],
        dependencies=[a_dependency("INI-2", "INI-1")],
        themes=[a_theme()],
        requirements=[a_requirement(valid_from=weeks_after(26), signal_id="SIG-1")],
        signals=[a_signal()],
        evidence=[an_evidence(observed_on=AS_OF)],
        outcomes=[an_outcome(forecast=100, actual=50, **tripped)],
    )


def _of_kind(subjects: Subjects, kind: SubjectKind) -> Subject:
    return next(subject for key, subject in subjects.items() if key.kind == kind)


def _amount(subject: Subject, name: str) -> Fraction | None:
    measure = subject.measures[name]
    assert isinstance(measure, Measured)
    return measure.value
