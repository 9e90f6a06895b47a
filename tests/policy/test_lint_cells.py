"""What lint says of all cases is what is found by going through them one by one."""

import itertools
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies, DecideClause, PointOrder
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Not
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import unwrap
from asp_decide.model.finding import Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.policy.cells import axis_histories
from asp_decide.policy.lint.lint import Lint
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.runs.instruments import reference_judge
from clause_builders import all_of, any_of, compared, decide, none_of
from policy_builders import AS_OF, a_policy_set
from source_tree import PROJECT

JUDGE = reference_judge("EUR")
ORDER = PointOrder("validation", ("stop", "redirect", "pause", "continue"), "review")

GAIN = [None, *(Fraction(half, 2) for half in (1, 2, 3, 4, 5, 6, 7))]
DURATION = [None, *(Fraction(half, 2) for half in (1, 2, 3, 4, 5, 6, 7))]
CATEGORIES = (None, "business", "enabler", "run", "improvement")
LEAD = (True, False)
"""Every place that a value can have among the limits 1, 2 and 3, and more than one in each."""

LEAVES = st.one_of(
    st.builds(
        lambda word, limit: compared("X", "gain_from_stopping", f"{word} {limit} EUR"),
        st.sampled_from(["below", "at most", "above", "at least"]),
        st.integers(1, 3),
    ),
    st.builds(
        lambda word, limit: compared("X", "remaining_duration", f"{word} {limit} weeks"),
        st.sampled_from(["below", "at most", "above", "at least"]),
        st.integers(1, 3),
    ),
    st.builds(
        lambda phrase: compared("X", "category", phrase),
        st.sampled_from(["is business", "is not business", "one of enabler, run", "known"]),
    ),
    st.builds(lambda phrase: compared("X", "lead", phrase), st.sampled_from(["known", "missing"])),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: all_of(*parts))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: any_of(*parts))
        | inner.map(none_of)
    ),
    max_leaves=4,
)


@st.composite
def policies(draw: st.DrawFn) -> CompiledPolicies:
    rules = [
        decide(
            f"DEC-0{number}",
            draw(st.sampled_from(["stop", "redirect", "continue"])),
            when=_keyed(draw(CONDITIONS), f"DEC-0{number}"),
            unless=None if draw(st.booleans()) else _keyed(draw(LEAVES), f"UNL-0{number}"),
            enforce=draw(st.sampled_from(["mandatory", "overridable", "advisory"])),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    return CompiledPolicies(tuple(rules), {"validation": ORDER}, "")


def _keyed(condition: Condition, rule: str) -> Condition:
    """The condition with a number for each comparison, as compiling gives it."""
    numbers = itertools.count(1)

    def keyed(node: Condition) -> Condition:
        match node:
            case Comparison(name=name, phrase=phrase):
                return compared(f"{rule}/{next(numbers)}", name, phrase)
            case All(parts):
                return All(tuple(keyed(part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(keyed(part) for part in parts))
            case Not(part):
                return Not(keyed(part))
            case _:
                raise AssertionError("no links are drawn")

    return keyed(condition)


def every_case() -> dict[SubjectKey, Subject]:
    found = {}
    each = itertools.product(GAIN, DURATION, CATEGORIES, LEAD)
    for number, (gain, duration, category, lead) in enumerate(each):
        key = SubjectKey("initiative", f"INI-{number}")
        found[key] = Subject(
            key,
            attributes={"state": "implementing", "category": category},
            fields={"lead": lead},
            measures={
                "gain_from_stopping": Measured(gain),
                "remaining_duration": Measured(duration),
            },
        )
    return found


CASES = every_case()


@given(policies())
@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_lint_agrees_with_going_through_all_cases(drawn: CompiledPolicies) -> None:
    findings, answers = JUDGE(drawn, CASES)

    found = Lint.by(JUDGE, currency="EUR").of_day(drawn)

    assert _rules(found, "P101") == _never_firing(drawn, findings)
    assert bool(_of(found, "P104")) == any(answer.why == "gap" for answer in answers)
    assert _pairs(found, "P103") == _both_speaking(drawn, findings)
    assert _rules(found, "P102") == _implied(drawn, findings)


def _cases(findings: Sequence[Finding], rule: str, *results: str) -> frozenset[object]:
    return frozenset(f.subject for f in findings if f.rule == rule and f.result in results)


def _never_firing(drawn: CompiledPolicies, findings: Sequence[Finding]) -> set[str]:
    rules = [clause.heading.rule for clause in drawn.clauses]
    return {rule for rule in rules if not _cases(findings, rule, "fires")}


def _deciding(drawn: CompiledPolicies) -> list[tuple[DecideClause, DecideClause]]:
    return list(itertools.combinations(_rules_of(drawn), 2))


def _both_speaking(drawn: CompiledPolicies, findings: Sequence[Finding]) -> set[tuple[str, str]]:
    return {
        (one.heading.rule, other.heading.rule)
        for one, other in _deciding(drawn)
        if one.answer != other.answer
        and _cases(findings, one.heading.rule, "fires")
        & _cases(findings, other.heading.rule, "fires")
    }


def _implied(drawn: CompiledPolicies, findings: Sequence[Finding]) -> set[str]:
    """Rules that another one makes needless; of those that say the same the last ones."""
    return {
        less.heading.rule
        for less, more in itertools.permutations(_rules_of(drawn), 2)
        if _says_no_more(less, more, findings)
        and (less.heading.rule > more.heading.rule or not _says_no_more(more, less, findings))
    }


def _says_no_more(less: DecideClause, more: DecideClause, findings: Sequence[Finding]) -> bool:
    forces = ("mandatory", "overridable", "advisory")
    rules = less.heading.rule, more.heading.rule
    fires = [_cases(findings, rule, "fires") for rule in rules]
    may = [_cases(findings, rule, "fires", "unknown") for rule in rules]
    weaker = forces.index(less.enforce) >= forces.index(more.enforce)
    within = bool(fires[0]) and fires[0] <= fires[1] and may[0] <= may[1]
    return less.answer == more.answer and weaker and within


def _rules_of(drawn: CompiledPolicies) -> list[DecideClause]:
    return [clause for clause in drawn.clauses if isinstance(clause, DecideClause)]


def _of(found: Sequence[Diagnostic], code: str) -> list[Diagnostic]:
    return [one for one in found if one.code == code]


def _rules(found: Sequence[Diagnostic], code: str) -> set[str]:
    return {one.message.split(" ")[0] for one in _of(found, code)}


def _pairs(found: Sequence[Diagnostic], code: str) -> set[tuple[str, ...]]:
    return {tuple(re.findall(r"DEC-\d\d", one.message)) for one in _of(found, code)}


def lint(folder: Path, body: str, *, as_of: date = AS_OF) -> tuple[Diagnostic, ...]:
    return Lint.by(JUDGE, currency="EUR").of_set(a_policy_set(folder, body), as_of=as_of)


RULE = """\
  - id: {id}
    title: A rule
    decide: {answer}
    at: validation
    when: {when}
    missing: review
    enforce: mandatory
    owner: finance
    because: It is an example of a test.
    message: "{{initiative}}"
"""
POINT = "decisions:\n  validation: {order: [stop, redirect, pause, continue], otherwise: review}\n"


def a_rule(id_: str, answer: str, when: str) -> str:
    return RULE.format(id=id_, answer=answer, when=when)


def test_a_ratio_is_not_taken_apart_from_its_parts(tmp_path: Path) -> None:
    body = (
        'measures:\n  kept: {ratio: [value_realised, value_forecast], unit: "%"}\n'
        + POINT
        + "rules:\n"
        + a_rule("CON-01", "continue", "{kept: known}")
        + a_rule("CON-02", "continue", "{value_forecast: missing}")
        + a_rule("CON-03", "continue", "{value_forecast: at most 0 EUR}")
        + a_rule("CON-04", "continue", "{all: [{kept: missing}, {value_forecast: above 0 EUR}]}")
    )

    assert [one for one in lint(tmp_path, body) if one.code in {"P103", "P104"}] == []


def test_of_what_is_counted_there_is_nothing_between_one_and_the_next(tmp_path: Path) -> None:
    body = (
        POINT
        + "rules:\n"
        + a_rule("CON-01", "continue", "{kill_criteria: at least 1 criterion}")
        + a_rule("STOP-01", "stop", "{kill_criteria: at most 0 criteria}")
    )

    assert lint(tmp_path, body) == ()


def test_a_gap_is_shown_by_a_fact_in_the_words_of_the_trade(tmp_path: Path) -> None:
    body = (
        POINT
        + "rules:\n"
        + a_rule("CON-01", "continue", "{gain_from_stopping: at most 10 EUR}")
        + a_rule("STOP-01", "stop", "{gain_from_stopping: above 20 EUR}")
    )

    (gap,) = lint(tmp_path, body)

    assert gap.message == "`validation`: no rule speaks for 1 of 4 cases, which fall to `review`"
    assert gap.examples == ("gain_from_stopping 15 EUR",)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (
            "{all: [{relevance: above 9 %}, {lead: known}, {relevance: below 5 %}]}",
            "`relevance: above 9 %` and `relevance: below 5 %` exclude each other",
        ),
        ("{state: is held}", "`state: is held` holds of nobody it speaks of"),
        (
            "{all: [{not: {relevance: at most 1 %}}, {relevance: missing}]}",
            "no fact makes its `when` true and spares nothing",
        ),
    ],
)
def test_what_never_fires_is_told_with_the_parts_that_exclude_each_other(
    when: str, why: str, tmp_path: Path
) -> None:
    found = lint(tmp_path, POINT + "rules:\n" + a_rule("STOP-01", "stop", when))

    (never,) = (one for one in found if one.code == "P101")
    assert (never.message, never.help) == ("STOP-01 can never fire", why)


def test_what_begins_later_is_told_with_the_day_on_which_it_begins(tmp_path: Path) -> None:
    body = (
        "parameters:\n  most:\n    unit: EUR\n    values:\n"
        "      - {from: 2026-01-01, value: 20 EUR}\n      - {from: 2027-01-01, value: 5 EUR}\n"
        + POINT
        + "rules:\n"
        + a_rule("CON-01", "continue", "{gain_from_stopping: at most $most}")
        + a_rule("STOP-01", "stop", "{gain_from_stopping: above 20 EUR}")
    )

    (later,) = lint(tmp_path, body)

    assert later.message.startswith("from 2027-01-01 on `validation`: no rule speaks for ")
    assert "cases" not in " ".join(one.message for one in lint(tmp_path, body, as_of=date.max)[1:])


def test_windows_that_exclude_each_other_never_fire(tmp_path: Path) -> None:
    body = (
        'measures:\n  kept: {ratio: [value_realised, value_forecast], unit: "%"}\n'
        + POINT
        + "rules:\n"
        + a_rule(
            "STOP-01",
            "stop",
            "{all: [{kept: below 40 % for 2 intervals in a row}, "
            "{kept: above 60 % in 3 of the last 4 intervals}]}",
        )
    )

    assert "P101" in {one.code for one in lint(tmp_path, body)}


def test_more_cases_than_can_be_gone_through_are_decided_all_the_same(tmp_path: Path) -> None:
    measures = ("gain_from_stopping", "net_value_whole", "remaining_value", "remaining_outlay")
    limits = [f"{{{name}: above {n} EUR}}" for name in measures for n in range(20)]
    whens = [f"{{any: [{', '.join(limits[n::6])}]}}" for n in range(6)]
    rules = [a_rule(f"STOP-0{n}", "stop", when) for n, when in enumerate(whens)]

    found = lint(tmp_path, POINT + "rules:\n" + "".join(rules))

    gap = next(one for one in found if one.code == "P104")
    assert gap.message.startswith("`validation`: no rule speaks for 1 of ")
    assert all("missing" not in one and "above" not in one for one in gap.examples)


def test_too_many_histories_are_told_and_not_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(axis_histories, "MOST_STATES", 100)
    body = (
        'measures:\n  kept: {ratio: [value_realised, value_forecast], unit: "%"}\n'
        + POINT
        + "rules:\n"
        + "".join(
            a_rule(
                f"STOP-0{n}", "stop", f"{{kept: below {10 * n} % in {n} of the last 24 intervals}}"
            )
            for n in range(1, 9)
        )
    )

    found = lint(tmp_path, body)

    assert any(one.level == "note" and "not decided" in one.message for one in found)


def test_the_pack_that_ships_leaves_two_gaps_to_people_and_nothing_else() -> None:
    """The page of codes says why; everything else that is found is what `order` is there for."""
    sets = unwrap(read_policy_sets(PROJECT / "policies", currency="EUR", roles=ROLES))

    lint = Lint.by(JUDGE, currency="EUR")
    found = [one for layer in sets for one in lint.of_set(layer, as_of=date(2026, 12, 31))]

    assert {one.code for one in found} == {"P103", "P104"}
    assert {one.level for one in found if one.code == "P103"} == {"note"}
    gaps = [one.message.split("`")[1] for one in found if one.code == "P104"]
    assert gaps == ["outcome", "validation"]
    page = (PROJECT / "docs/codes/policy.md").read_text(encoding="utf-8")
    assert "at `outcome` before the day of a verdict" in page
    assert "at `validation` where one interval was weak" in page
