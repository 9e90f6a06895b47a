"""Tests beside policies: what passes, what fails, and what is no test at all."""

from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked
from asp_decide.errors import unwrap
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import UNKNOWN, Measured, Subjects
from asp_decide.policy.cases.case import CaseResult, Cases
from asp_decide.policy.cases.case_run import run_cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.runs.authoring.plan_case import plan_case
from policy_builders import GOOD, HEAD, write_policies

TESTS = "asp: tests/v1\nof: portfolio/sample\nas_of: 2026-10-01\n"

STOPS = """\
cases:
  - name: two weak intervals stop
    given:
      initiative:
        INI-1: {state: implementing, horizon: H1, value_realisation: [90 %, 30 %, 35 %], remaining_cd3: 750 EUR/week/week}
        INI-2: {state: implementing, horizon: H1, value_realisation: [30 %, 40 %], remaining_cd3: 750 EUR/week/week}
    expect:
      STOP-01: {INI-1: fires, INI-2: does_not_fire}
      validation: {INI-1: stop (STOP-01), INI-2: review (gap)}
"""


def judge(
    policies: CompiledPolicies, subjects: Subjects
) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
    findings = ReferenceEvaluator().findings(policies, subjects, currency="EUR")
    return findings, prevailing(policies, findings, subjects)


def read(folder: Path, tests: str) -> Checked[Cases]:
    policies = write_policies(folder, {"portfolio/sample": GOOD})
    path = policies / "portfolio" / "sample.tests.yaml"
    path.write_text(tests, encoding="utf-8")
    return read_cases(path, unwrap(read_policy_sets(policies, currency="EUR", roles=ROLES)))


def run(folder: Path, tests: str) -> tuple[CaseResult, ...]:
    return run_cases(unwrap(read(folder, TESTS + tests)), judge, plan_case)


def test_a_case_that_comes_out_as_stated_passes(tmp_path: Path) -> None:
    (result,) = run(tmp_path, STOPS)

    assert result.passed
    assert result.name == "two weak intervals stop"
    assert {f.rule for f in result.findings} >= {"STOP-01", "REQ-03"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "INI-1: fires",
            "INI-1: does_not_fire",
            "STOP-01 says `fires` of INI-1, expected `does_not_fire`",
        ),
        (
            "INI-1: stop (STOP-01)",
            "INI-1: pause",
            "`validation` of INI-1 is `stop (STOP-01)`, expected `pause`",
        ),
        ("INI-1: stop (STOP-01)", "INI-1: stop (GATE-21)", "expected `stop (GATE-21)`"),
        ("review (gap)", "review (unknown)", "`validation` of INI-2 is `review (gap)`"),
        (
            ", INI-2: does_not_fire",
            "",
            "STOP-01 says `does_not_fire` of INI-2, which the case does not state",
        ),
        (
            ", INI-2: review (gap)",
            "",
            "`validation` of INI-2 is `review`, which the case does not state",
        ),
        (
            "      STOP-01: {INI-1: fires, INI-2: does_not_fire}\n",
            "",
            "unexpected: STOP-01 says `fires` of INI-1",
        ),
        (
            "STOP-01: {INI-1: fires,",
            "GATE-21: {INI-1: unmet}\n      STOP-01: {INI-1: fires,",
            "GATE-21 says nothing of INI-1",
        ),
        (
            "validation: {INI-1",
            "gate_2: {INI-1: plan}\n      validation: {INI-1",
            "`gate_2` was not asked of INI-1",
        ),
        (
            "[30 %, 40 %]",
            "[30 %, missing]",
            "STOP-01 says `unknown` of INI-2, expected `does_not_fire`",
        ),
    ],
)
def test_a_case_that_comes_out_otherwise_fails_and_says_how(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert STOPS.count(old) == 1

    (result,) = run(tmp_path, STOPS.replace(old, new))

    assert not result.passed
    assert any(said in failure.said for failure in result.failures), result.failures


def test_an_unexpected_unknown_is_loud_for_a_stop_and_quiet_for_a_bound(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: nothing is known
    given:
      portfolio:
        portfolio: {}
      initiative:
        INI-1: {state: implementing}
    expect:
      validation: {INI-1: review (unknown)}
"""
    (result,) = run(tmp_path, tests)

    assert sorted(failure.said.split(" says")[0] for failure in result.failures) == [
        "unexpected: BRK-01",
        "unexpected: STOP-01",
    ]


def test_a_parameter_is_set_for_one_case_and_no_other(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: five are within the limit
    given: {value_stream: {payments: {wip: 5 initiatives}}}
    expect: {WIP-01: {payments: kept}}
  - name: under a limit of four they are not
    set: {wip_limit: 4 initiatives}
    given: {value_stream: {payments: {wip: 5 initiatives}}}
    expect: {WIP-01: {payments: broken}}
  - name: and then they are again
    given: {value_stream: {payments: {wip: 5 initiatives}}}
    expect: {WIP-01: {payments: kept}}
"""
    assert [result.passed for result in run(tmp_path, tests)] == [True, True, True]


def test_what_is_said_of_one_subject_goes_before_the_background(tmp_path: Path) -> None:
    tests = """\
background:
  initiative: {state: implementing, horizon: H1, value_realisation: [10 %, 10 %], remaining_cd3: 1 EUR/week/week}
cases:
  - name: the second one pays
    given:
      initiative:
        INI-1: {}
        INI-2: {remaining_cd3: 9_000 EUR/week/week}
    expect:
      STOP-01: {INI-1: fires, INI-2: does_not_fire}
"""
    (result,) = run(tmp_path, tests)

    assert result.passed


def test_conclusions_of_other_files_come_along_and_are_not_judged(tmp_path: Path) -> None:
    """Their `holds` is not loud here: it is tested where it stands."""
    home = GOOD[GOOD.index("  - id: REQ-03") : GOOD.index("  - id: BRK-01")]
    policies = write_policies(
        tmp_path,
        {
            "portfolio/sample": GOOD.replace(home, ""),
            "portfolio/duties": HEAD.replace("sample", "duties") + "rules:\n" + home,
        },
    )
    path = policies / "portfolio" / "sample.tests.yaml"
    path.write_text(
        TESTS
        + """\
cases:
  - name: a duty spares
    given:
      requirement: {REQ-1: {category: regulatory}}
      initiative:
        INI-1: {state: implementing, requirement: [REQ-1], horizon: H1, value_realisation: [10 %, 10 %], remaining_cd3: 1 EUR/week/week}
    expect:
      STOP-01: {INI-1: spared}
"""
    )
    policy_set = unwrap(read_policy_sets(policies, currency="EUR", roles=ROLES))

    (result,) = run_cases(unwrap(read_cases(path, policy_set)), judge, plan_case)

    assert result.passed
    assert "REQ-03" in {finding.rule for finding in result.findings}


def test_two_cases_do_not_share_a_name(tmp_path: Path) -> None:
    case = STOPS.removeprefix("cases:\n")

    found = read(tmp_path, TESTS + STOPS + case)

    assert [told.code for told in found.errors] == ["P024"]


def test_a_portfolio_has_one_id(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: two portfolios
    given: {portfolio: {ours: {stopped_share: 3 %}}}
    expect: {}
"""
    assert "P023" in {told.code for told in read(tmp_path, TESTS + tests).errors}


def test_a_failing_case_says_where_it_is_stated_what_came_out_and_why(tmp_path: Path) -> None:
    tests = STOPS.replace("INI-2: does_not_fire", "INI-2: fires").replace(
        "review (gap)", "stop (STOP-01)"
    )

    (result,) = run(tmp_path, tests)

    told, answered = result.failures
    text = TESTS + tests
    assert (told.expected, told.got) == ("fires", "does_not_fire")
    assert told.place.line == text[: text.index("INI-2: fires")].count("\n") + 1
    assert told.why == (
        "STOP-01/1 value_realisation below 40 % for 2 intervals in a row: false",
        "STOP-01/2 remaining_cd3 below 1500 EUR/week/week (hurdle): true",
        "STOP-01/3 horizon one of H1, H2: true",
        "STOP-01/4 mandatory holds: false",
        "nearest: value_realisation is exactly at 40 %",
    )
    assert (answered.expected, answered.got) == ("stop (STOP-01)", "review (gap)")
    assert answered.why[0] == f"STOP-01 says `does_not_fire`: {told.why[0]}"


def test_what_another_file_answers_may_be_given_and_ends_what_it_ends(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: one is superseded and one waits
    given:
      initiative:
        INI-1: {state: delivery_queue, relevance: supersede, remaining_value: 9 EUR, remaining_effort: 1 team-week}
        INI-2: {state: delivery_queue, start: wait, remaining_value: 9 EUR, remaining_effort: 1 team-week}
        INI-3: {state: delivery_queue, remaining_value: 9 EUR, remaining_effort: 1 team-week}
    expect_plan:
      feasible: yes
      relevance: {INI-1: supersede}
      start: {INI-2: wait, INI-3: start}
"""
    (result,) = run(tmp_path, tests)

    assert result.passed, [failure.said for failure in result.failures]


def test_an_exemption_holds_for_one_case_and_no_other(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: the floor is broken
    given: {portfolio: {portfolio: {bold_share: 4 %}}}
    expect: {GRD-01: {portfolio: broken}, BRK-01: {portfolio: unknown}}
  - name: a lower floor is not
    with: [{rule: GRD-01, does: {replace_limit: 4 %}}]
    given: {portfolio: {portfolio: {bold_share: 4 %}}}
    expect: {GRD-01: {portfolio: kept}, BRK-01: {portfolio: unknown}}
  - name: a suspended rule says nothing
    with: [{rule: GRD-01, does: suspend}]
    given: {portfolio: {portfolio: {bold_share: 4 %}}}
    expect: {BRK-01: {portfolio: unknown}}
"""
    results = run(tmp_path, tests)

    assert [result.failures for result in results] == [(), (), ()]


def test_what_follows_from_links_is_counted_unless_it_is_given(tmp_path: Path) -> None:
    tests = """\
cases:
  - name: predecessors
    given:
      initiative:
        INI-0: {state: assessed}
        INI-1: {state: implementing}
        INI-2: {state: delivery_queue, predecessor: [INI-0], value_stream: [cards, loans]}
        INI-3: {state: delivery_queue, predecessor: [INI-0, INI-1]}
        INI-4: {state: delivery_queue, predecessor: [INI-9]}
        INI-5: {state: delivery_queue, unmet_predecessors: missing}
    expect: {STOP-01: {INI-1: unknown}}
"""
    (result,) = run(tmp_path, tests)

    measured = {key.id: subject.measures for key, subject in result.case.subjects.items()}
    assert {id_: of["unmet_predecessors"] for id_, of in measured.items()} == {
        "INI-0": Measured(Fraction(0)),
        "INI-1": Measured(Fraction(0)),
        "INI-2": Measured(Fraction(0)),
        "INI-3": Measured(Fraction(1)),
        "INI-4": UNKNOWN,
        "INI-5": UNKNOWN,
    }
    assert measured["INI-2"]["streams_touched"] == Measured(Fraction(2))
