"""What a value stream has spent decides about the stream, and about nothing that is done in it."""

from pathlib import Path

import pytest

from policy_builders import codes_of, read_sample

PARTS = """\
measures:
  wip: {count: initiative, where: {state: in_delivery}, unit: initiatives}
  burn_to_worth: {ratio: [burn_variance, realisation], unit: "%"}
decisions:
  stream: {order: [retire, merge, shrink, keep], otherwise: keep}
  start: {order: [wait, start], otherwise: plan}
rules:
"""

OVERSPENT = """\
  - id: SPENT-01
    title: Overspent
    derive: overspent
    for_each: value_stream
    when: {burn_variance: above 10 %}
    owner: finance
    because: What was spent is known.
    message: "{value_stream} has overspent"
  - id: SPENT-02
    title: Troubled
    derive: troubled
    for_each: value_stream
    when: {any: [{overspent: holds}, {queue_cost: above 9 EUR/week}]}
    owner: finance
    because: What was spent is known.
    message: "{value_stream} is troubled"
  - id: SPENT-03
    title: Rated
    table: rating
    for_each: value_stream
    hit: first
    inputs: [troubled]
    outputs: [rated]
    rows:
      - {row: poor, if: [holds], then: [low]}
      - {row: rest, if: [any], then: [high]}
    missing: review
    owner: finance
    because: What was spent is known.
    message: "{value_stream} is {rated}"
"""

HELD_BACK = """\
  - id: START-01
    title: Hold back
    decide: wait
    at: start
    when: {some: value_stream, that: {%s}}
    missing: review
    enforce: mandatory
    owner: finance
    because: What was spent is known.
    message: "{initiative} waits"
"""

BOUND = """\
  - id: WIP-01
    title: Bound
    %s
    per: value_stream
    when: {%s}
    enforce: mandatory
    owner: finance
    because: What was spent is known.
    message: "{limit}"
"""


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("burn_variance: above 10 %", "`burn_variance` is said of a value_stream alone"),
        ("burn_to_worth: above 1 %", "`burn_to_worth` follows from `burn_variance`, which"),
        ("overspent: holds", "`overspent` follows from `burn_variance` by SPENT-01, which"),
        (
            "troubled: does not hold",
            "`troubled` follows from `burn_variance` by SPENT-02, SPENT-01",
        ),
        ("rated: is low", "`rated` follows from `burn_variance` by SPENT-03, SPENT-02, SPENT-01"),
    ],
)
def test_no_way_leads_from_what_a_stream_spent_to_an_initiative(
    named: str, told: str, tmp_path: Path
) -> None:
    read = read_sample(tmp_path, PARTS + OVERSPENT + HELD_BACK % named)

    assert codes_of(read) == ["P022"]
    assert read.errors[0].message.startswith(told)
    assert read.errors[0].message.endswith("alone, and of nothing linked to it")
    assert (read.errors[0].place.line, read.errors[0].place.column) == (49, 39)


@pytest.mark.parametrize(
    "named", ["burn_variance: above 10 %", "overspent: holds", "rated: is low"]
)
@pytest.mark.parametrize(
    "bound", ["limit: wip\n    at_most: 1 initiative", "guardrail: load\n    at_most: 80 %"]
)
def test_no_bound_of_a_plan_hangs_on_it(bound: str, named: str, tmp_path: Path) -> None:
    read = read_sample(tmp_path, PARTS + OVERSPENT + BOUND % (bound, named))

    assert codes_of(read) == ["P022"]
    assert "and this bounds what else is planned" in read.errors[0].message


def test_an_exemption_from_such_a_bound_does_not_end_by_it(tmp_path: Path) -> None:
    rule = (BOUND % ("limit: wip\n    at_most: 1 initiative", "queue_cost: known")).replace(
        "enforce: mandatory",
        "enforce: overridable\n"
        "    override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}",
    )
    read_sample(tmp_path, PARTS + OVERSPENT + rule)
    (tmp_path / "policies" / "exceptions.yaml").write_text(
        "asp: exceptions/v1\n"
        "exceptions:\n"
        "  - id: EX-2026-001\n"
        "    rule: WIP-01\n"
        "    for: {value_stream: cards}\n"
        "    does: suspend\n"
        "    granted: {by: portfolio_board, person: A. Example, on: 2026-09-29}\n"
        "    effective: {from: 2026-10-01, until: 2026-12-31}\n"
        "    reason: Two teams were merged.\n"
        "    lapses_when:\n"
        "      - overspent: holds\n",
        encoding="utf-8",
    )

    read = read_sample(tmp_path, PARTS + OVERSPENT + rule)

    assert [(one.code, one.place.file) for one in read.errors] == [
        ("P022", "policies/exceptions.yaml")
    ]


@pytest.mark.parametrize("named", ["burn_variance: above 10 %", "troubled: holds", "rated: is low"])
def test_a_decision_about_the_stream_itself_may_ask(named: str, tmp_path: Path) -> None:
    rule = (
        (HELD_BACK % "x")
        .replace("decide: wait", "decide: shrink")
        .replace("at: start", "at: stream")
    )
    rule = rule.replace("{some: value_stream, that: {x}}", f"{{{named}}}").replace(
        "initiative", "value_stream"
    )

    read = read_sample(tmp_path, PARTS + OVERSPENT + rule)

    assert not read.errors, read.errors
