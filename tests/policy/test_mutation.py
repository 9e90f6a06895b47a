"""What cases would not notice is told with the fact that they lack; what nobody could is not."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.policy.adequacy.coverage import coverage_of
from asp_decide.policy.adequacy.mutation import Difference, Mutation, mutation_of
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.runs.authoring.plan_case import plan_case
from case_builders import CASES_HEAD, cases_beside, judged_by_witness, mutated, results_of
from policy_builders import HEAD
from source_tree import PROJECT

POLICY = (
    HEAD
    + """\
parameters:
  hurdle:
    unit: EUR/week/week
    values:
      - {from: 2026-01-01, value: 1_500 EUR/week/week}

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
    when:
      all:
        - value_realisation: below 40 % for 2 intervals in a row
        - remaining_cd3: below $hurdle
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
    when: {some: requirement, that: {category: is regulatory}}
    owner: portfolio_manager
    because: Enablers of duties are duties.
    message: "{initiative} is mandatory"
"""
)

WEAK = """\
cases:
  - name: two weak intervals and little left to earn stop
    given:
      initiative:
        INI-1: {state: implementing, value_realisation: [90 %, 30 %, 35 %], remaining_cd3: 750 EUR/week/week}
        INI-2: {state: implementing, value_realisation: [40 %, 39 %], remaining_cd3: 750 EUR/week/week}
        INI-3: {state: implementing, value_realisation: [30 %, 50 %], remaining_cd3: 750 EUR/week/week}
        INI-4: {state: implementing, value_realisation: [30 %, 30 %], remaining_cd3: 9_000 EUR/week/week}
    expect:
      STOP-01: {INI-1: fires, INI-2: does_not_fire, INI-3: does_not_fire, INI-4: does_not_fire}
      validation: {INI-1: stop, INI-2: review (gap), INI-3: review (gap), INI-4: review (gap)}
"""

STRONG = WEAK + """\
  - name: whoever serves a duty is spared
    given:
      requirement:
        REQ-1: {category: regulatory}
        REQ-2: {category: operational}
        REQ-3: {category: missing}
      initiative:
        INI-1: {state: implementing, requirement: [REQ-1, REQ-2], value_realisation: [30 %, 30 %], remaining_cd3: 1 EUR/week/week}
        INI-2: {state: implementing, requirement: [REQ-2], value_realisation: [30 %, 30 %], remaining_cd3: 1_500 EUR/week/week}
    expect:
      REQ-03: {INI-1: holds, INI-2: does_not_hold}
      STOP-01: {INI-1: spared, INI-2: does_not_fire}
      validation: {INI-1: review (gap), INI-2: review (gap)}
  - name: redirecting is left to the plan where nothing is said
    given:
      value_stream: {cards: {demonstrated_capacity: 5 team-weeks}}
      initiative:
        INI-1: {state: implementing, value_stream: [cards], remaining_effort: 5 team-weeks, remaining_value: 9_000 EUR, value_realisation: [30 %, 30 %], remaining_cd3: 1 EUR/week/week}
    expect:
      STOP-01: {INI-1: fires}
    expect_plan:
      feasible: yes
      price: {STOP-01: 0 EUR}
"""  # fmt: skip


def scored(folder: Path, tests: str, *, policy: str = POLICY, head: str = CASES_HEAD) -> Mutation:
    return mutated(
        cases_beside(folder, {"portfolio/sample": policy}, head + tests, "portfolio/sample")
    )


def survivors(score: Mutation) -> list[str]:
    return [f"{one.mutant.rule} {one.mutant}: {one.fact}" for one in score.survivors]


def test_weak_cases_leave_exactly_what_they_do_not_look_at(tmp_path: Path) -> None:
    score = scored(tmp_path, WEAK)

    assert survivors(score) == [
        "REQ-03 `category: is regulatory` -> `category: is not regulatory`: no case of a requirement (category regulatory)",
        "REQ-03 `some: requirement, category: is regulatory` -> `never true`: no case of a requirement (category regulatory)",
        "STOP-01 `remaining_cd3: below $hurdle` -> `remaining_cd3: at most $hurdle`: no case of value_realisation [39 %, 39 %], remaining_cd3 1500 EUR/week/week, mandatory does not hold, state implementing",
        "STOP-01 `enforce: advisory` -> `enforce: mandatory`: no case with `expect_plan` that it changes",
        "STOP-01 `enforce: advisory` -> `enforce: overridable`: no case with `expect_plan` that it changes",
        "STOP-01 `unless: mandatory: holds` -> `dropped`: no case of mandatory holds, value_realisation [39 %, 39 %], remaining_cd3 1499 EUR/week/week, state implementing",
    ]
    assert (score.caught, score.counted) == (14, 20)


def test_cases_that_look_at_it_leave_none(tmp_path: Path) -> None:
    score = scored(tmp_path, STRONG)

    assert survivors(score) == []
    assert score.caught == score.counted
    assert all(one.caught_by for one in score.results if one.fate == "caught")


def test_what_changes_nothing_is_not_counted(tmp_path: Path) -> None:
    """Nobody proposes to pause or to continue, so that their order decides nothing."""
    fates = {str(one.mutant): one.fate for one in scored(tmp_path, STRONG).results}

    assert {told: fate for told, fate in fates.items() if fate == "equivalent"} == {
        "`order: stop, redirect` -> `order: redirect, stop`": "equivalent",
        "`order: redirect, pause` -> `order: pause, redirect`": "equivalent",
        "`order: pause, continue` -> `order: continue, pause`": "equivalent",
    }


def test_a_survivor_is_told_at_its_place(tmp_path: Path) -> None:
    score = scored(tmp_path, WEAK)
    strict = next(one for one in score.survivors if "at most" in one.mutant.becomes)

    told = str(strict.as_diagnostic()).splitlines()[0]

    line = POLICY[: POLICY.index("below $hurdle")].count("\n") + 1
    assert told.startswith(
        f"policies/portfolio/sample.yaml:{line}:26 P118 mutant-survives: STOP-01 "
    )


def test_worked_cases_that_look_thorough_leave_a_third_of_the_mutants() -> None:
    """Eight cases that anybody would be proud of, and what is left to do."""
    folder = PROJECT / "tests" / "runs" / "data" / "worked" / "policies"
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES))
    score = mutated(unwrap(read_cases(folder / "portfolio" / "stop-continue.tests.yaml", policies)))

    told = {f"{one.mutant.rule} {one.mutant}" for one in score.survivors}

    assert (score.caught, score.counted) == (60, 85)
    assert told >= {
        "STOP-01 `remaining_cd3: below $hurdle` -> `remaining_cd3: at most $hurdle`",
        "KILL-01 `unless: mandatory: holds` -> `dropped`",
        "REQ-02 `weeks_to_force: at most $lead_time` -> `dropped`",
    }


CLAIM = """\
equivalent:
  - rule: {rule}
    was: "{was}"
    becomes: "{becomes}"
    because: Somebody says so, and gives a reason.
"""


@pytest.mark.parametrize(
    ("rule", "was", "becomes", "said"),
    [
        ("STOP-01", "remaining_cd3: below $hurdle", "remaining_cd3: at most $hurdle", "is not equivalent: no case of value_realisation [39 %, 39 %], remaining_cd3 1500"),
        ("STOP-01", "all", "any", "is not equivalent: the case `two weak intervals"),
        ("STOP-01", "all", "either", "there is no mutant `all` -> `either` of STOP-01"),
        ("REQ-03", "all", "any", "there is no mutant `all` -> `any` of REQ-03"),
    ],
)  # fmt: skip
def test_a_wrong_claim_of_equivalence_is_an_error(
    rule: str, was: str, becomes: str, said: str, tmp_path: Path
) -> None:
    tests = CLAIM.format(rule=rule, was=was, becomes=becomes) + WEAK

    (slip,) = scored(tmp_path, tests).slips

    assert said in slip.message
    assert slip.level == "error"
    assert slip.place.line == 6


def test_a_claim_is_taken_where_nothing_decides(tmp_path: Path) -> None:
    """What a plan alone would show is by the author's word."""
    claimed = CLAIM.format(rule="STOP-01", was="enforce: advisory", becomes="enforce: mandatory")

    score = scored(tmp_path, claimed + WEAK)

    assert not score.slips
    assert "STOP-01 `enforce: advisory` -> `enforce: mandatory`" not in "".join(survivors(score))


def test_what_is_too_much_to_decide_survives_unless_its_author_says_why(tmp_path: Path) -> None:
    claimed = CLAIM.format(
        rule="validation", was="order: pause, continue", becomes="order: continue, pause"
    )
    cases = cases_beside(
        tmp_path, {"portfolio/sample": POLICY}, CASES_HEAD + claimed + STRONG, "portfolio/sample"
    )

    score = mutation_of(cases, judged_by_witness, plan_case, lambda *_: Difference(decided=False))

    assert not score.slips
    assert survivors(score) == [
        f"validation `order: {pair}` -> `order: {turned}`: not decided whether any case tells it apart"
        for pair, turned in (
            ("stop, redirect", "redirect, stop"),
            ("redirect, pause", "pause, redirect"),
        )
    ]


def test_a_case_that_the_mutant_halts_has_noticed_it(tmp_path: Path) -> None:
    """Under `missing: fail` a rule that cannot tell halts the run."""
    policy = POLICY.replace("missing: review", "missing: fail")

    score = scored(tmp_path, WEAK, policy=policy)

    halted = [
        one
        for one in score.results
        if one.mutant.becomes == "value_realisation: below 40 % for 3 intervals in a row"
    ]
    assert [one.fate for one in halted] == ["caught"]


FACTS = tuple(
    f"state: implementing, value_realisation: [{first} %, {second} %], remaining_cd3: {left} EUR/week/week, requirement: [{duty}]"
    for first, second in ((30, 30), (30, 50), (50, 30), (40, 30), (39, 39))
    for left in (1, 1_500, 9_000)
    for duty in ("", "REQ-1", "REQ-2", "REQ-1, REQ-2")
)


@cache
def folder_of_the_law() -> Path:
    return Path(mkdtemp())


def with_all_stated(chosen: Sequence[str]) -> str:
    """Cases of these facts, each stating what the policy says of it: what they show is right."""
    cases = ["cases:\n"]
    for number, facts in enumerate(chosen):
        cases.append(
            f"  - name: case {number}\n    given:\n"
            "      requirement: {REQ-1: {category: regulatory}, REQ-2: {category: operational}}\n"
            f"      initiative: {{INI-1: {{{facts}}}}}\n"
            "    expect:\n"
            + "".join(f"      {name}: {{INI-1: {word}}}\n" for name, word in said_of(facts).items())
        )
    return "".join(cases)


def said_of(facts: str) -> dict[str, str]:
    """What the policy says, read by hand."""
    values = facts.partition("[")[2].partition("]")[0]
    weak = all(int(value) < 40 for value in values.replace("%", "").split(","))
    little = int(facts.partition("cd3: ")[2].partition(" ")[0].replace("_", "")) < 1_500
    duty = "REQ-1" in facts
    fires = weak and little
    stop = ("spared" if duty else "fires") if fires else "does_not_fire"
    return {
        "REQ-03": "holds" if duty else "does_not_hold",
        "STOP-01": stop,
        "validation": "stop" if stop == "fires" else "review (gap)",
    }


@settings(max_examples=25, deadline=None)
@given(st.permutations(FACTS), st.integers(4, 40))
def test_where_no_mutant_survives_every_known_comparison_is_shown(
    facts: Sequence[str], number: int
) -> None:
    """True, false and at its limit: where nothing is missing, noticing implies having seen.

    What is missing is coverage's own: a mutant of a comparison says nothing of what is unknown.
    """
    tests = CASES_HEAD + with_all_stated(facts[:number])
    cases = cases_beside(
        folder_of_the_law(), {"portfolio/sample": POLICY}, tests, "portfolio/sample"
    )
    results = results_of(cases)
    assert all(result.passed for result in results)

    in_answers = [one for one in mutated(cases).survivors if not one.mutant.in_plan]

    if not in_answers:
        missing = [p for p in coverage_of(cases, results).missing if p.point != "unknown"]
        assert not missing, [point.fact for point in missing]


def test_all_facts_together_leave_nothing_but_what_a_plan_shows() -> None:
    cases = cases_beside(
        folder_of_the_law(),
        {"portfolio/sample": POLICY},
        CASES_HEAD + with_all_stated(FACTS),
        "portfolio/sample",
    )

    assert {one.mutant.in_plan for one in mutated(cases).survivors} == {True}
