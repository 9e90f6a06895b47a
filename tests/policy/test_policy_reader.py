"""A folder of policies is read as a whole: nothing in it is ignored, and one refusal refuses all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import LimitClause
from asp_decide.diagnostics import Place
from asp_decide.errors import InvalidInputError, unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.policy.policy_reader import read_policies
from policy_builders import (
    AS_OF,
    GOOD,
    HEAD,
    codes_of,
    of_portfolio,
    read_all,
    read_sample,
    write_policies,
)

RULE = """\
  - id: {id}
    title: Limit
    limit: {measure}
    per: value_stream
    at_most: 5 initiatives
    enforce: mandatory
    owner: value_stream_owner
    because: Queues decide how long value waits.
    message: "{value_stream}"
"""


def a_rule(rule: str, measure: str = "wip") -> str:
    return RULE.replace("{id}", rule).replace("{measure}", measure)


def a_file(name: str, *, effective: str = "{from: 2026-01-01}", body: str) -> str:
    head = HEAD.replace("sample", name).replace("{from: 2026-01-01}", effective)
    return head + body


WIP = "measures:\n  wip: {count: initiative, unit: initiatives}\n"


def test_rules_come_sorted_with_the_place_where_their_id_stands(tmp_path: Path) -> None:
    read = unwrap(read_all(tmp_path, {"portfolio/sample": GOOD}))

    ids = [clause.heading.rule for clause in read.clauses]
    assert ids == sorted(ids)
    lines = GOOD.splitlines()
    for clause in read.clauses:
        place = clause.heading.place
        assert place.file == "policies/portfolio/sample.yaml"
        assert lines[place.line - 1][place.column - 1 :] == clause.heading.rule


def test_a_file_is_named_by_its_bytes_and_who_approved_it(tmp_path: Path) -> None:
    read = unwrap(read_all(tmp_path, {"portfolio/sample": GOOD}))

    (file,) = read.files
    assert (file.policy, file.path) == ("portfolio/sample", "policies/portfolio/sample.yaml")
    assert (file.owner, file.approved_by) == ("portfolio_manager", "portfolio_board")
    assert file.approved_on == "2025-12-15"
    assert file.text.startswith("sha256:")
    again = unwrap(read_all(tmp_path, {"portfolio/sample": GOOD + "# more\n"}))
    assert again.files[0].text != file.text
    assert again.digest == read.digest


def test_a_name_of_one_file_is_known_in_every_other(tmp_path: Path) -> None:
    texts = {
        "portfolio/a": a_file("a", body="rules:\n" + a_rule("WIP-01")),
        "portfolio/b": a_file("b", body=WIP + "rules:\n" + a_rule("WIP-02")),
    }

    read = unwrap(read_all(tmp_path, texts))

    assert [c.heading.rule for c in read.clauses] == ["WIP-01", "WIP-02"]


def test_a_name_declared_twice_is_told_with_both_places(tmp_path: Path) -> None:
    texts = {
        "portfolio/a": a_file("a", body=WIP + "rules:\n" + a_rule("WIP-01")),
        "portfolio/b": a_file("b", body=WIP + "rules:\n" + a_rule("WIP-01")),
    }

    measure, rule = read_all(tmp_path, texts).errors

    assert (measure.code, rule.code) == ("P024", "P024")
    assert measure.place == Place("policies/portfolio/b.yaml", 9, 3)
    assert "policies/portfolio/a.yaml:9:3" in measure.message
    assert "policies/portfolio/a.yaml:11:9" in rule.message


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2026, 2, 28), ["WIP-01"]),
        (date(2026, 3, 1), ["WIP-01", "WIP-02"]),
        (date(2026, 6, 30), ["WIP-01", "WIP-02"]),
        (date(2026, 7, 1), ["WIP-01"]),
    ],
)
def test_only_rules_in_force_on_the_day_are_compiled(
    day: date, rules: list[str], tmp_path: Path
) -> None:
    period = "{from: 2026-03-01, until: 2026-06-30}"
    texts = {
        "portfolio/a": a_file("a", body=WIP + "rules:\n" + a_rule("WIP-01")),
        "portfolio/b": a_file("b", effective=period, body="rules:\n" + a_rule("WIP-02")),
    }

    read = unwrap(read_all(tmp_path, texts, as_of=day))

    assert [c.heading.rule for c in read.clauses] == rules
    assert len(read.files) == len(rules)


def test_a_rule_of_its_own_period_ends_before_its_file(tmp_path: Path) -> None:
    rule = a_rule("WIP-01") + "    effective: {from: 2026-01-01, until: 2026-03-31}\n"
    body = WIP + "rules:\n" + rule + a_rule("WIP-02")

    read = unwrap(read_sample(tmp_path, body))

    assert [c.heading.rule for c in read.clauses] == ["WIP-02"]


def test_a_rule_in_force_may_not_use_a_name_that_is_not(tmp_path: Path) -> None:
    ended = "{from: 2026-01-01, until: 2026-06-30}"
    texts = {
        "portfolio/a": a_file("a", body="rules:\n" + a_rule("WIP-01")),
        "portfolio/b": a_file("b", effective=ended, body=WIP + "rules:\n" + a_rule("WIP-02")),
    }

    assert read_all(tmp_path, texts, as_of=date(2026, 6, 30)).value is not None
    (told,) = read_all(tmp_path, texts, as_of=date(2026, 7, 1)).errors

    assert (told.code, told.name) == ("P034", "not-in-force")
    assert told.place == Place("policies/portfolio/a.yaml", 9, 9)
    assert "2026-06-30" in told.help


def test_a_day_on_which_no_rule_is_in_force_has_no_plan(tmp_path: Path) -> None:
    read = read_all(tmp_path, {"portfolio/sample": GOOD}, as_of=date(2025, 12, 31))

    assert codes_of(read) == ["P034"]
    assert "2026-01-01" in read.errors[0].help


def test_a_value_used_from_another_file_has_to_have_begun(tmp_path: Path) -> None:
    values = "parameters:\n  most: {unit: initiatives, values: [{from: 2026-06-01, value: 5 initiatives}]}\n"
    texts = {
        "portfolio/a": a_file(
            "a", body=WIP + "rules:\n" + a_rule("WIP-01").replace("5 initiatives", "$most")
        ),
        "portfolio/b": a_file(
            "b", effective="{from: 2026-06-01}", body=values + "rules:\n" + a_rule("WIP-02")
        ),
    }

    assert read_all(tmp_path, texts, as_of=date(2026, 6, 1)).value is not None
    assert codes_of(read_all(tmp_path, texts, as_of=date(2026, 5, 31))) == ["P034", "P113"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("overlays/old/payments.yaml", "P020"),
        ("overlays/payments.yml", "P020"),
        ("old/exceptions.yaml", "P020"),
        ("exceptions.yml", "P020"),
        ("delivery/old/wip.yaml", "P020"),
        ("portfolio/wip.yml", "P020"),
        ("portfolio/old/wip.yaml", "P020"),
        ("notes.yaml", "P020"),
    ],
)
def test_a_file_that_would_be_ignored_is_refused(path: str, code: str, tmp_path: Path) -> None:
    folder = write_policies(tmp_path, {"portfolio/sample": GOOD})
    stray = folder / path
    stray.parent.mkdir(exist_ok=True, parents=True)
    stray.write_text("asp: something\n")

    read = of_portfolio(read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES))

    (told,) = read.errors
    assert told.code == code
    assert told.place.file == f"policies/{path}"
    assert read.value is None


def test_tests_beside_policies_are_not_policies(tmp_path: Path) -> None:
    folder = write_policies(tmp_path, {"portfolio/sample": GOOD})
    (folder / "portfolio" / "sample.tests.yaml").write_text("asp: tests/v1\n")

    assert read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES).value is not None


def test_a_folder_without_policies_decides_nothing(tmp_path: Path) -> None:
    read = of_portfolio(
        read_policies(tmp_path / "policies", as_of=AS_OF, currency="EUR", roles=ROLES)
    )

    assert codes_of(read) == ["P020"]


def test_a_file_that_cannot_be_read_does_not_make_others_wrong(tmp_path: Path) -> None:
    """What it would have declared is not missed where it is used."""
    texts = {
        "portfolio/a": a_file("a", body="rules:\n" + a_rule("WIP-01")),
        "portfolio/b": "asp: [policy/v1\n",
    }

    assert codes_of(read_all(tmp_path, texts)) == ["P001"]


def test_what_a_broken_declaration_declares_is_not_missed_where_it_is_used(tmp_path: Path) -> None:
    body = "measures:\n  wip: {count: initiative, unit: initiatives, were: {}}\nrules:\n"

    assert codes_of(read_sample(tmp_path, body + a_rule("WIP-01"))) == ["P010"]


def test_what_nothing_uses_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    body = WIP + "  idle: {count: initiative, unit: initiatives}\nrules:\n" + a_rule("WIP-01")

    read = read_sample(tmp_path, body)

    assert read.value is not None
    (told,) = read.diagnostics
    assert (told.code, told.name, told.level) == ("P112", "unused", "warning")
    assert "`idle`" in told.message


@pytest.mark.parametrize("number", [500, 501])
def test_more_than_five_hundred_rules_are_too_many(number: int, tmp_path: Path) -> None:
    rules = "".join(a_rule(f"WIP-{n}") for n in range(1, number + 1))

    read = read_sample(tmp_path, WIP + "rules:\n" + rules)

    assert codes_of(read) == ([] if number == 500 else ["P003"])


def test_money_is_in_the_currency_of_the_workspace(tmp_path: Path) -> None:
    pounds = GOOD.replace("EUR", "GBP")

    assert read_all(tmp_path, {"portfolio/sample": pounds}, currency="GBP").value is not None
    (told, *_) = read_all(tmp_path, {"portfolio/sample": GOOD}, currency="GBP").errors
    assert told.code == "P108"
    assert "GBP" in told.message


def test_a_limit_that_a_stream_has_may_be_a_word_of_the_workspace(tmp_path: Path) -> None:
    """Roles are data: a workspace may add to them."""
    text = GOOD.replace("owner: value_stream_owner", "owner: captain")
    folder = write_policies(tmp_path, {"portfolio/sample": text})

    assert codes_of(
        of_portfolio(read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES))
    ) == ["P023"]
    read = of_portfolio(
        read_policies(folder, as_of=AS_OF, currency="EUR", roles=[*ROLES, "captain"])
    )
    clause = unwrap(read).clause("WIP-01")
    assert isinstance(clause, LimitClause)
    assert clause.heading.owner == "captain"


LINES = st.sampled_from(GOOD.splitlines(keepends=True))


@given(st.integers(0, GOOD.count("\n") - 1), st.text("abc:-{}[]'\"# $%\t\n0", max_size=6))
def test_nothing_that_is_typed_into_a_policy_raises(
    tmp_path_factory: pytest.TempPathFactory, number: int, typed: str
) -> None:
    lines = GOOD.splitlines(keepends=True)
    lines[number] = lines[number][: len(lines[number]) // 2] + typed + lines[number][-5:]
    folder = tmp_path_factory.mktemp("typed")

    read = read_all(folder, {"portfolio/sample": "".join(lines)})

    assert (read.value is None) == bool(read.errors)


@given(st.lists(LINES, max_size=30))
def test_no_heap_of_lines_raises(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("heap")

    read = read_sample(folder, "".join(lines))

    assert (read.value is None) == bool(read.errors)


@pytest.mark.parametrize("number", [500, 501])
def test_more_than_five_hundred_files_are_refused_and_none_is_left_out(
    number: int, tmp_path: Path
) -> None:
    folder = write_policies(
        tmp_path,
        {
            f"portfolio/f{n:03}": a_file(
                f"f{n:03}", body=(WIP if n == 0 else "") + "rules:\n" + a_rule(f"WIP-{n}")
            )
            for n in range(number)
        },
    )
    for n in range(number):
        (folder / "portfolio" / f"a{n:03}.tests.yaml").write_text("asp: tests/v1\n")

    read = of_portfolio(read_policies(folder, as_of=AS_OF, currency="EUR", roles=ROLES))

    assert codes_of(read)[:1] == ([] if number == 500 else ["P003"])
    if number == 500:
        assert len(unwrap(read).clauses) == 500


def test_a_run_stops_with_every_problem_of_its_policies(tmp_path: Path) -> None:
    text = GOOD.replace("enforce: advisory", "enforce: strict").replace(
        "else: return", "else: fund"
    )

    with pytest.raises(InvalidInputError) as stopped:
        unwrap(read_all(tmp_path, {"portfolio/sample": text}))

    assert [told.code for told in stopped.value.diagnostics] == ["P019", "P031"]
    assert "policies/portfolio/sample.yaml:70:14 P019 bad-value" in str(stopped.value)
