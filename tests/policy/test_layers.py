"""Two layers, two sets of policies: what crosses between them is published, and nothing else."""

from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.errors import InvalidInputError, unwrap
from asp_decide.model.catalogue import AttributeSpec, Catalogue, MeasureSpec
from asp_decide.model.delivery_catalogue import DELIVERY_LAYER
from asp_decide.model.portfolio_catalogue import PORTFOLIO_LAYER
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.policy.policy_reader import read_policies
from asp_decide.policy.written.vocabulary import CATALOGUES, vocabulary
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from case_builders import cases_beside, results_of
from policy_builders import (
    AS_OF,
    GOOD,
    HEAD,
    OVERLAY,
    codes_of,
    of_delivery,
    of_portfolio,
    write_policies,
)

DELIVERY_HEAD = HEAD.replace("portfolio/sample", "delivery/sample").replace(
    "layer: portfolio", "layer: delivery"
)

CONCLUSION = """\
rules:
  - id: {id}
    title: A conclusion
    derive: noticed
    for_each: {subject}
    when: {{{when}}}
    owner: facilitator
    because: Somebody should notice this.
    message: "{{{subject}}}"
"""


def test_only_what_is_published_stands_in_the_catalogue_of_the_other_layer() -> None:
    assert published(PORTFOLIO_LAYER) == {
        ("value_stream", "demonstrated_capacity"),
        ("value_stream", "capacity_age"),
    }
    assert published(DELIVERY_LAYER) == {
        ("feature", "initiative_state"),
        ("feature", "initiative_order"),
    }


def test_the_layers_have_the_value_stream_in_common_and_of_it_only_what_is_published() -> None:
    portfolio, delivery = (vocabulary(catalogue.layer) for catalogue in CATALOGUES)

    common = set(portfolio.specs) & set(delivery.specs)

    assert set(portfolio.subjects) & set(delivery.subjects) == {"value_stream"}
    assert common == published(PORTFOLIO_LAYER) | {("value_stream", "customer")}
    assert not set(portfolio.points) & set(delivery.points)


def test_a_word_that_crosses_is_the_word_of_the_layer_that_publishes_it() -> None:
    (told,) = (spec for spec in DELIVERY_LAYER.attributes if spec.name == "initiative_state")
    (own,) = (
        spec
        for spec in PORTFOLIO_LAYER.attributes
        if (spec.subject, spec.name) == ("initiative", "state")
    )

    assert (told.words, told.groups) == (own.words, own.groups)


@pytest.mark.parametrize(
    ("layer", "subject", "name"),
    [
        ("portfolio", "value_stream", "change_fail_rate"),
        ("portfolio", "initiative", "age"),
        ("portfolio", "feature", "net_value"),
        ("delivery", "value_stream", "capacity_price"),
        ("delivery", "feature", "net_value_whole"),
        ("delivery", "initiative", "remaining_value"),
    ],
)
def test_a_name_of_the_other_layer_is_refused_as_one(
    layer: str, subject: str, name: str, tmp_path: Path
) -> None:
    """Row 7, pitfall 26: the finding names the rule, and its code the page that says why."""
    when = f"{name}: known"
    body = CONCLUSION.format(id="NOT-01", subject=subject, when=when)
    other = DELIVERY_HEAD + CONCLUSION.format(id="NOT-02", subject="team", when=SPRINT)
    texts = {"portfolio/sample": GOOD, "delivery/sample": other}
    head = HEAD if layer == "portfolio" else DELIVERY_HEAD
    texts[f"{layer}/more"] = head.replace("/sample", "/more") + body.replace("noticed", "seen")
    folder = write_policies(tmp_path, texts)

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    (told,) = read.errors
    assert told.code == "P021"
    assert f"file states `layer: {layer}`" in told.message
    assert ("upward" if layer == "portfolio" else "downward") in told.help


SPRINT = "sprint_predictability: below 60 %"


@pytest.mark.parametrize(
    ("layer", "when"), [("portfolio", "quality_slips: holds"), ("delivery", "mandatory: holds")]
)
def test_what_a_file_of_the_other_layer_declares_is_not_seen(
    layer: str, when: str, tmp_path: Path
) -> None:
    slips = CONCLUSION.format(id="NOT-02", subject="value_stream", when="rework_rate: known")
    texts = {
        "portfolio/sample": GOOD,
        "delivery/sample": DELIVERY_HEAD + slips.replace("noticed", "quality_slips"),
    }
    head = HEAD if layer == "portfolio" else DELIVERY_HEAD
    body = CONCLUSION.format(id="NOT-01", subject="value_stream", when=when)
    texts[f"{layer}/more"] = head.replace("/sample", "/more") + body
    folder = write_policies(tmp_path, texts)

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert [told.code for told in read.errors] == ["P021"]


def test_both_layers_may_use_one_name_for_different_things(tmp_path: Path) -> None:
    body = CONCLUSION.format(id="NOT-02", subject="feature", when="age: above 5 days")
    texts = {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + body}
    texts["delivery/sample"] = texts["delivery/sample"].replace("noticed", "mandatory")
    folder = write_policies(tmp_path, texts)

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert not read.errors
    assert read.value is not None
    assert [str(clause.heading.layer) for clause in read.value.delivery.clauses] == ["delivery"]
    assert {clause.heading.layer for clause in read.value.portfolio.clauses} == {"portfolio"}


def test_the_id_of_a_rule_is_given_once_in_both_layers(tmp_path: Path) -> None:
    body = CONCLUSION.format(id="STOP-01", subject="feature", when="age: above 5 days")
    folder = write_policies(
        tmp_path, {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + body}
    )

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert codes_of(of_portfolio(read)) == ["P024"]


def test_a_rule_about_features_leaves_the_portfolios_policies_as_they_are(tmp_path: Path) -> None:
    folder = write_policies(tmp_path, {"portfolio/sample": GOOD})
    without = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)
    body = CONCLUSION.format(id="NOT-02", subject="feature", when="age: above 5 days")
    write_policies(tmp_path, {"delivery/sample": DELIVERY_HEAD + body})
    with_delivery = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert without.value is not None
    assert with_delivery.value is not None
    assert with_delivery.value.portfolio == without.value.portfolio
    assert with_delivery.value.delivery.digest != without.value.delivery.digest


def test_a_workspace_without_rules_of_delivery_has_none_and_one_without_portfolio_has_no_plan(
    tmp_path: Path,
) -> None:
    body = CONCLUSION.format(id="NOT-02", subject="feature", when="age: above 5 days")
    only = write_policies(tmp_path / "a", {"delivery/sample": DELIVERY_HEAD + body})
    none = write_policies(tmp_path / "b", {"portfolio/sample": GOOD})

    read = read_policies(none, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert read.value is not None
    assert read.value.delivery.clauses == ()
    assert codes_of(of_delivery(read_policies(only, as_of=AS_OF, currency="EUR", roles=ROLES))) == [
        "P020"
    ]


def test_a_share_of_the_budget_is_no_measure_of_delivery(tmp_path: Path) -> None:
    body = """\
measures:
  spent: {share_of: budget, basis: available, unit: "%"}
  largest: {largest_share_of: capacity, by: initiative, basis: available, unit: "%"}
""" + CONCLUSION.format(id="NOT-02", subject="feature", when="age: above 5 days")
    folder = write_policies(
        tmp_path, {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + body}
    )

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert [told.code for told in read.errors] == ["P021", "P021"]


def published(catalogue: Catalogue) -> set[tuple[str, str]]:
    every: tuple[AttributeSpec | MeasureSpec, ...] = (*catalogue.attributes, *catalogue.measures)
    return {(spec.subject, spec.name) for spec in every if spec.published_by is not None}


MEASURED = """\
parameters:
  most_open:
    unit: features
    overlays: tighten_only
    values:
      - {from: 2026-01-01, value: 8 features}

measures:
  stories_open: {count: story, where: {state: in_progress}, unit: stories}
  effort_blocked: {sum: feature, of: days_blocked, where: {state: in_progress}, unit: days}
  repair: {ratio: [rework_rate, change_fail_rate], unit: "%"}

rules:
  - id: FLW-01
    title: Few stories at once
    limit: stories_open
    per: value_stream
    at_most: 2 stories
    enforce: mandatory
    owner: facilitator
    because: What is open waits for what was opened before it.
    message: "{value_stream} has {stories_open}"

  - id: FLW-02
    title: Little time in blocks
    guardrail: effort_blocked
    per: value_stream
    at_most: 10 days
    enforce: advisory
    owner: facilitator
    because: Blocked work is paid for and earns nothing.
    message: "{value_stream}: {effort_blocked}"

  - id: FLW-03
    title: Few features in a state
    limit: features_in_state
    per: flow_state
    where: {state: implementing}
    at_most: $most_open
    enforce: mandatory
    owner: facilitator
    because: What is open waits for what was opened before it.
    message: "{value_stream}: {features_in_state} in {flow_state}"

  - id: FLW-04
    title: More repaired than failed
    derive: hidden_repair
    for_each: value_stream
    when: {repair: above 100 % for 2 intervals in a row}
    owner: facilitator
    because: Repair that is not called a failure is still repair.
    message: "{value_stream}"
"""

CASES = """\
asp: tests/v1
of: delivery/sample
as_of: 2026-10-01
cases:
  - name: stories count in their stream, and those that are not open do not
    given:
      value_stream: {payments: {}, lending: {}}
      story:
        STO-1: {state: in_progress, value_stream: [payments]}
        STO-2: {state: in_progress, value_stream: [payments]}
        STO-3: {state: in_progress, value_stream: [payments]}
        STO-4: {state: done, value_stream: [lending]}
      feature:
        FEA-1: {state: implementing, value_stream: [payments], days_blocked: 4 days}
        FEA-2: {state: verifying, value_stream: [payments], days_blocked: 1 week}
        FEA-3: {state: ready, value_stream: [lending], days_blocked: 30 days}
    expect:
      FLW-01: {payments: broken, lending: kept}
      FLW-02: {payments: broken, lending: kept}
      FLW-04: {payments: unknown, lending: unknown}
  - name: a ratio of histories has one itself, in this layer too
    given:
      value_stream:
        payments: {rework_rate: [8 %, 9 %, 6 %], change_fail_rate: [2 %, 4 %, 5 %]}
        lending: {rework_rate: [8 %, 9 %, 5 %], change_fail_rate: [2 %, 4 %, 5 %]}
    expect:
      FLW-01: {payments: kept, lending: kept}
      FLW-02: {payments: kept, lending: kept}
      FLW-04: {payments: holds, lending: does_not_hold}
"""


def test_what_an_author_measures_of_delivery_is_counted_added_up_and_compared(
    tmp_path: Path,
) -> None:
    cases = cases_beside(
        tmp_path,
        {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + MEASURED},
        CASES,
        "delivery/sample",
    )

    assert [result.failures for result in results_of(cases)] == [(), ()]


def test_a_stream_tightens_the_limit_of_its_own_state_of_the_flow(tmp_path: Path) -> None:
    overlay = (
        OVERLAY.replace("layer: portfolio", "layer: delivery")
        .replace("wip_limit: 4 initiatives", "most_open: 3 features")
        .replace("approved: {by: portfolio_manager", "approved: {by: product_manager")
    )
    folder = write_policies(
        tmp_path,
        {
            "portfolio/sample": GOOD,
            "delivery/sample": DELIVERY_HEAD + MEASURED,
            "overlays/payments": overlay,
        },
    )
    read = unwrap(read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES))
    of_payments, of_lending = (
        Subject(
            SubjectKey("flow_state", f"{stream}/implementing"),
            attributes={"state": "implementing"},
            measures={"features_in_state": Measured(Fraction(5))},
            streams=(stream,),
        )
        for stream in ("payments", "lending")
    )
    subjects = {one.key: one for one in (of_lending, of_payments)}

    found = ReferenceEvaluator().findings(read.delivery, subjects, currency="EUR")

    told = {f.subject.id: f.result for f in found if f.rule == "FLW-03" and f.subject}
    assert told == {"payments/implementing": "broken", "lending/implementing": "kept"}
    assert not read.portfolio.overlaid


def test_a_plan_of_delivery_is_expected_of_nobody_yet(tmp_path: Path) -> None:
    text = CASES + "    expect_plan: {feasible: yes}\n"

    with pytest.raises(InvalidInputError) as refused:
        cases_beside(
            tmp_path,
            {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + MEASURED},
            text,
            "delivery/sample",
        )

    assert [told.code for told in refused.value.diagnostics] == ["P026"]


def test_a_limit_bounds_what_is_open_and_a_guardrail_does_not(tmp_path: Path) -> None:
    wrong = MEASURED.replace("limit: features_in_state", "guardrail: features_in_state").replace(
        "guardrail: effort_blocked", "limit: effort_blocked"
    )
    folder = write_policies(
        tmp_path, {"portfolio/sample": GOOD, "delivery/sample": DELIVERY_HEAD + wrong}
    )

    read = read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES)

    assert [told.code for told in read.errors] == ["P027", "P027"]
