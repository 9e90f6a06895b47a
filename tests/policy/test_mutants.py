"""The mutants of a policy: every way in which it may say something else, each at its place."""

from pathlib import Path

import pytest

from asp_decide.policy.adequacy.mutants import mutants_of
from asp_decide.policy.cases.case import Cases
from case_builders import CASES_HEAD, cases_beside
from policy_builders import HEAD

NOTHING = CASES_HEAD + "cases:\n  - name: nothing\n    given: {}\n    expect: {}\n"

HEAD_OF_RULE = """\
    owner: portfolio_manager
    because: Somebody has to say why.
    message: "{%s}"
"""
DECIDE = "    missing: review\n    enforce: advisory\n" + HEAD_OF_RULE % "initiative"
DERIVE = HEAD_OF_RULE % "initiative"
POINT = "decisions:\n  validation: {order: [stop, redirect, pause, continue], otherwise: review}\n"


def beside(folder: Path, body: str) -> Cases:
    policy = HEAD + body
    return cases_beside(folder, {"portfolio/sample": policy}, NOTHING, "portfolio/sample")


def told(folder: Path, body: str, rule: str) -> list[str]:
    return [str(mutant) for mutant in mutants_of(beside(folder, body)) if mutant.rule == rule]


def derived(when: str) -> str:
    return (
        "rules:\n  - id: DER-01\n    title: A conclusion\n    derive: shown\n"
        f"    for_each: initiative\n    when: {when}\n{DERIVE}"
    )


ALWAYS, NEVER = "always true", "never true"


@pytest.mark.parametrize(
    ("when", "become"),
    [
        ("{relevance: below 4 %}", ["relevance: at most 4 %"]),
        ("{relevance: at most 4 %}", ["relevance: below 4 %"]),
        ("{relevance: above 4 %}", ["relevance: at least 4 %"]),
        ("{relevance: at least 4 %}", ["relevance: above 4 %"]),
        (
            "{relevance: between 4 % and 9 %}",
            [
                "relevance: between 4 % and 9 %, the lower end left out",
                "relevance: between 4 % and 9 %, the upper end left out",
            ],
        ),
        (
            "{value_realised: below 4 EUR for 2 intervals in a row}",
            [
                "value_realised: at most 4 EUR for 2 intervals in a row",
                "value_realised: below 4 EUR for 1 interval in a row",
                "value_realised: below 4 EUR for 3 intervals in a row",
            ],
        ),
        (
            "{value_realised: below 4 EUR in 2 of the last 3 intervals}",
            [
                "value_realised: at most 4 EUR in 2 of the last 3 intervals",
                "value_realised: below 4 EUR for 2 intervals in a row",
                "value_realised: below 4 EUR in 2 of the last 4 intervals",
                "value_realised: below 4 EUR in 1 of the last 3 intervals",
                "value_realised: below 4 EUR for 3 intervals in a row",
            ],
        ),
        ("{category: is run}", ["category: is not run"]),
        ("{category: is not run}", ["category: is run"]),
        ('{category: "one of run, enabler"}', ["category: none of run, enabler"]),
        ("{lead: known}", ["lead: missing"]),
        ("{relevance: missing}", ["relevance: known"]),
        ("{not: {lead: known}}", ["dropped", "lead: missing"]),
        (
            "{some: value_stream, that: {capacity_age: above 4 weeks}}",
            ["every: value_stream", "capacity_age: at least 4 weeks"],
        ),
        ("{every: theme, that: {status: is active}}", ["some: theme", "status: is not active"]),
        (
            "{all: [{lead: known}, {any: [{category: is run}, {relevance: above 4 %}]}]}",
            [
                "any",
                "dropped",
                "dropped",
                "lead: missing",
                "all",
                "dropped",
                "dropped",
                "category: is not run",
                "relevance: at least 4 %",
            ],
        ),
    ],
)  # fmt: skip
def test_a_condition_is_changed_in_every_place(
    when: str, become: list[str], tmp_path: Path
) -> None:
    mutants = mutants_of(beside(tmp_path, derived(when)))

    assert [mutant.becomes for mutant in mutants] == [*become, ALWAYS, NEVER]


def test_a_rule_that_decides_is_changed_in_its_answer_its_scope_and_its_authority(
    tmp_path: Path,
) -> None:
    body = f"""\
{POINT}
rules:
  - id: STOP-01
    title: Stop
    decide: stop
    at: validation
    where: {{category: [run, enabler]}}
    when: {{lead: missing}}
    unless: {{shown: holds}}
{DECIDE}
  - id: DER-01
    title: A conclusion
    derive: shown
    for_each: initiative
    when: {{lead: known}}
{DERIVE}"""

    assert told(tmp_path, body, "STOP-01") == [
        "`lead: missing` -> `lead: known`",
        "`lead: missing` -> `always true`",
        "`lead: missing` -> `never true`",
        "`decide: stop` -> `decide: redirect`",
        "`enforce: advisory` -> `enforce: mandatory`",
        "`enforce: advisory` -> `enforce: overridable`",
        "`shown: holds` -> `shown: does not hold`",
        "`shown: holds` -> `always true`",
        "`unless: shown: holds` -> `dropped`",
        "`category: run, enabler` -> `dropped`",
        "`category: run, enabler` -> `category: none of run, enabler`",
    ]
    assert told(tmp_path, body, "validation") == [
        "`otherwise: review` -> `otherwise: plan`",
        "`order: stop, redirect` -> `order: redirect, stop`",
        "`order: redirect, pause` -> `order: pause, redirect`",
        "`order: pause, continue` -> `order: continue, pause`",
    ]


def test_a_requirement_is_changed_in_what_it_stands_before_and_in_what_else_is_answered(
    tmp_path: Path,
) -> None:
    body = f"""\
decisions:
  gate_2: {{order: [return, decline, fund_tranche, fund], otherwise: plan}}
rules:
  - id: GATE-01
    title: Lead
    require: lead
    at: gate_2
    before: [fund, fund_tranche]
    that: {{lead: known}}
    else: return
    enforce: mandatory
{HEAD_OF_RULE % "initiative"}"""

    assert told(tmp_path, body, "GATE-01") == [
        "`lead: known` -> `lead: missing`",
        "`lead: known` -> `always true`",
        "`lead: known` -> `never true`",
        "`before: fund` -> `dropped`",
        "`before: fund_tranche` -> `dropped`",
        "`else: return` -> `else: review`",
    ]


def test_a_bound_is_made_strict_moved_and_let_go(tmp_path: Path) -> None:
    body = f"""\
parameters:
  most: {{unit: initiatives, values: [{{from: 2026-01-01, value: 3 initiatives}}]}}
measures:
  wip: {{count: initiative, where: {{state: in_delivery}}, unit: initiatives}}
  bold: {{share_of: capacity, where: {{horizon: H3}}, basis: available, unit: "%"}}
rules:
  - id: WIP-01
    title: Limit
    limit: wip
    per: value_stream
    at_most: $most
    enforce: mandatory
{HEAD_OF_RULE % "value_stream"}
  - id: GRD-01
    title: Floor
    guardrail: bold
    per: portfolio
    at_least: 5 %
    enforce: advisory
{HEAD_OF_RULE % "bold"}"""

    mutants = [m for m in mutants_of(beside(tmp_path, body)) if m.rule == "WIP-01"]

    assert [str(mutant) for mutant in mutants] == [
        "`enforce: mandatory` -> `enforce: advisory`",
        "`at most $most` -> `below $most`",
        "`at most $most` -> `at most $most and one less`",
        "`at most $most` -> `at most $most and one more`",
        "`wip of state: in_delivery` -> `dropped`",
        "`wip of state: in_delivery` -> `state: none of in_delivery`",
    ]
    assert [mutant.in_plan for mutant in mutants] == [True, False, False, False, False, False]
    assert told(tmp_path, body, "GRD-01") == [
        "`enforce: advisory` -> `enforce: mandatory`",
        "`at least 5 %` -> `above 5 %`",
        "`at least 5 %` -> `at least 5 % and a tenth less`",
        "`at least 5 %` -> `at least 5 % and a tenth more`",
    ]


def test_a_mutant_that_no_policy_may_say_is_none(tmp_path: Path) -> None:
    """`mandatory` through `every`, or by its own denial, would be refused as circular."""
    when = "{some: successor, that: {shown: holds}}"

    assert told(tmp_path, derived(when), "DER-01") == [
        "`some: successor, shown: holds` -> `always true`",
        "`some: successor, shown: holds` -> `never true`",
    ]


def test_each_mutant_stands_at_the_words_that_it_changes(tmp_path: Path) -> None:
    body = derived("\n      all:\n        - lead: known\n        - relevance: above 4 %")
    lines = (HEAD + body).splitlines()

    for mutant in mutants_of(beside(tmp_path, body)):
        line = lines[mutant.place.line - 1][mutant.place.column - 1 :]
        assert line.startswith((mutant.was.split(": ")[-1], mutant.was.split(": ")[0])), mutant


def test_only_the_file_under_test_is_changed(tmp_path: Path) -> None:
    """Conclusions that it uses are tested where they stand."""
    other = HEAD.replace("sample", "duties") + derived("{lead: known}").replace("shown", "duty")
    own = HEAD + derived("{duty: holds}").replace("DER-01", "DER-02")
    policies = {"portfolio/sample": own, "portfolio/duties": other}

    cases = cases_beside(tmp_path, policies, NOTHING, "portfolio/sample")

    assert {mutant.rule for mutant in mutants_of(cases)} == {"DER-02"}
