"""Four-point coverage: what the cases show of each comparison, and the fact to add where none does."""

from pathlib import Path

import pytest

from asp_decide.policy.adequacy.coverage import Coverage, coverage_of
from case_builders import CASES_HEAD, cases_beside, results_of
from policy_builders import HEAD

POLICY = (
    HEAD
    + """\
parameters:
  hurdle:
    unit: EUR/week/week
    values:
      - {from: 2026-01-01, value: 1_500 EUR/week/week}

measures:
  wip: {count: initiative, where: {state: in_delivery}, unit: initiatives}
  remaining_cd3: {ratio: [remaining_cost_of_delay, remaining_duration], unit: EUR/week/week}

decisions:
  validation: {order: [stop, redirect, pause, continue], otherwise: review}

rules:
  - id: WIP-01
    title: Limit
    limit: wip
    per: value_stream
    where: {customer: external}
    at_most: 2 initiatives
    enforce: mandatory
    owner: value_stream_owner
    because: Queues decide how long value waits.
    message: "{value_stream} has {wip}"

  - id: STOP-01
    title: Stop
    decide: stop
    at: validation
    where: {category: business}
    when:
      all:
        - remaining_cd3: below $hurdle
        - window_left: between 1 weeks and 9 weeks
        - lead: known
    unless: {mandatory: holds}
    missing: review
    enforce: advisory
    owner: portfolio_manager
    because: What was spent is gone either way.
    message: "{initiative}"

  - id: REQ-03
    title: Mandatory
    derive: mandatory
    for_each: initiative
    when: {every: requirement, that: {category: is regulatory}}
    owner: portfolio_manager
    because: Enablers of duties are duties.
    message: "{initiative} is mandatory"
"""
)

NOTHING = """\
cases:
  - name: nothing is given
    given: {}
    expect: {}
"""


def covered(folder: Path, tests: str) -> Coverage:
    cases = cases_beside(
        folder, {"portfolio/sample": POLICY}, CASES_HEAD + tests, "portfolio/sample"
    )
    return coverage_of(cases, results_of(cases))


def shown(coverage: Coverage) -> set[tuple[str, str]]:
    return {(point.key, point.point) for point in coverage.points if point.is_seen}


def test_every_point_of_every_comparison_is_asked_for(tmp_path: Path) -> None:
    """Words of `where`, bounds and both ends of `between` too; what is known is never unknown."""
    coverage = covered(tmp_path, NOTHING)

    assert not shown(coverage)
    assert [f"{point.key} {point.point}" for point in coverage.points] == [
        *(f"REQ-03/1 {point}" for point in ("true", "false", "unknown")),
        *(f"STOP-01/category {point}" for point in ("true", "false", "unknown")),
        *(f"STOP-01/1 {p}" for p in ("true", "false", "unknown", "at 1500 EUR/week/week")),
        *(f"STOP-01/2 {p}" for p in ("true", "false", "unknown", "at 1 weeks", "at 9 weeks")),
        *(f"STOP-01/3 {point}" for point in ("true", "false")),
        *(f"STOP-01/4 {point}" for point in ("true", "false", "unknown")),
        *(f"WIP-01/state {point}" for point in ("true", "false", "unknown")),
        *(f"WIP-01/0 {point}" for point in ("true", "false", "unknown", "at 2 initiatives")),
        *(f"WIP-01/1 {point}" for point in ("true", "false", "unknown")),
    ]


def test_what_is_missing_is_told_as_a_fact_to_add_at_its_place(tmp_path: Path) -> None:
    told = [
        str(point.as_diagnostic()).splitlines()[0] for point in covered(tmp_path, NOTHING).missing
    ]

    for line in (
        "P117 not-tested: STOP-01/1: no case at 1500 EUR/week/week",
        "P117 not-tested: STOP-01/1: no case where `remaining_cd3: below $hurdle` is true",
        "P117 not-tested: STOP-01/3: no case where `lead: known` is false",
        "P117 not-tested: STOP-01/4: no case where nobody knows whether `mandatory` holds",
        "P117 not-tested: STOP-01/category: no case where `category` of initiative is missing",
        "P117 not-tested: WIP-01/0: no case where `wip: at most 2 initiatives` is false",
        "P117 not-tested: WIP-01/1: no case where `customer` is missing",
    ):
        assert any(one.endswith(line) for one in told), line
    number = POLICY[: POLICY.index("remaining_cd3: below")].count("\n") + 1
    (at_limit,) = (one for one in told if "no case at 1500" in one)
    assert at_limit.startswith(f"policies/portfolio/sample.yaml:{number}:11 ")


def initiative(facts: str, says: str) -> str:
    return f"""\
cases:
  - name: one
    given:
      requirement: {{REQ-1: {{category: regulatory}}, REQ-2: {{category: operational}}, REQ-3: {{}}}}
      initiative: {{INI-1: {{state: implementing, category: business, {facts}}}}}
    expect: {{{says}}}
"""


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ("remaining_cd3: 1_500 EUR/week/week", {("STOP-01/1", "false"), ("STOP-01/1", "at 1500 EUR/week/week")}),
        ("remaining_cd3: 1_499 EUR/week/week", {("STOP-01/1", "true")}),
        ("window_left: 1 weeks", {("STOP-01/2", "true"), ("STOP-01/2", "at 1 weeks")}),
        ("window_left: 9 weeks", {("STOP-01/2", "true"), ("STOP-01/2", "at 9 weeks")}),
        ("window_left: 10 weeks", {("STOP-01/2", "false")}),
        ("lead: known", {("STOP-01/3", "true")}),
        ("requirement: [REQ-1]", {("REQ-03/1", "true"), ("STOP-01/4", "true")}),
        ("requirement: [REQ-2]", {("REQ-03/1", "false"), ("STOP-01/4", "false")}),
        ("requirement: [REQ-3]", {("REQ-03/1", "unknown"), ("STOP-01/4", "unknown")}),
    ],
)  # fmt: skip
def test_a_fact_shows_its_points(facts: str, points: set[tuple[str, str]], tmp_path: Path) -> None:
    before = shown(covered(tmp_path / "without", initiative("window_left: missing", "")))
    after = shown(covered(tmp_path / "with", initiative(facts, "")))

    assert points <= after
    assert points - before


def test_a_link_that_leads_nowhere_shows_nothing_of_what_it_asks(tmp_path: Path) -> None:
    """`every` over no link is true, and no requirement was compared with anything."""
    coverage = covered(tmp_path, initiative("lead: known", ""))

    assert ("STOP-01/4", "true") in shown(coverage)
    assert not {point for key, point in shown(coverage) if key == "REQ-03/1"}


def test_a_limit_that_a_case_sets_is_the_limit_all_the_same(tmp_path: Path) -> None:
    tests = initiative("remaining_cd3: 90 EUR/week/week", "").replace(
        "    given:", "    set: {hurdle: 90 EUR/week/week}\n    given:"
    )

    assert ("STOP-01/1", "at 1500 EUR/week/week") in shown(covered(tmp_path, tests))


def test_who_is_counted_is_a_comparison_too(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: three of them
    given:
      value_stream: {cards: {customer: external}, loans: {customer: internal}}
      initiative:
        INI-1: {state: implementing, category: business, value_stream: [cards]}
        INI-2: {state: triage, value_stream: [cards]}
        INI-3: {value_stream: [loans]}
    expect: {}
"""
    found = shown(covered(tmp_path, tests))

    assert {point for key, point in found if key == "WIP-01/state"} == {"true", "false", "unknown"}
    assert {point for key, point in found if key == "WIP-01/1"} == {"true", "false"}
    assert {point for key, point in found if key == "STOP-01/category"} == {"true", "unknown"}
