"""Where a workspace is found, where its ledger stands, and what is wrong with all of it at once."""

from pathlib import Path

import pytest

from asp_decide.errors import InvalidInputError, LedgerBrokenError, UsageError
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import find_workspace, open_workspace, read_sources
from command_line import asp, edit, files_of, plan
from workspace_builders import AS_OF, a_workspace


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "mini")


def test_the_nearest_workspace_upward_is_meant(mini: Path) -> None:
    inner = a_workspace(mini / "facts" / "archive" / "inner")
    deep = inner / "policies" / "portfolio"

    assert find_workspace(deep).root == inner
    assert find_workspace(mini / "facts" / "archive").root == mini
    assert find_workspace(mini).root == mini


def test_outside_of_any_workspace_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no `asp.yaml` here or in any folder above"):
        find_workspace(Path(tmp_path.anchor))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("sqlite:///our.sqlite", "{root}/our.sqlite"),
        ("sqlite:///../shared.sqlite", "{root}/../shared.sqlite"),
        ("sqlite:////var/lib/asp/our.sqlite", "/var/lib/asp/our.sqlite"),
        ("sqlite:///${ASP_TEST_LEDGER}.sqlite", "{root}/board.sqlite"),
    ],
)
def test_a_ledger_stands_where_the_workspace_says_wherever_the_command_is_called(
    mini: Path, monkeypatch: pytest.MonkeyPatch, address: str, place: str
) -> None:
    monkeypatch.setenv("ASP_TEST_LEDGER", "board")
    with (mini / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write(f"ledger_url: {address}\n")

    found = open_workspace(mini).ledger_place

    assert found.removeprefix("sqlite:///") == place.format(root=mini)


def test_a_variable_that_is_not_set_is_named(mini: Path) -> None:
    with (mini / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write("ledger_url: sqlite:///${ASP_NOBODY_SET_THIS}\n")

    found = open_workspace(mini)

    with pytest.raises(UsageError, match="names the variable `ASP_NOBODY_SET_THIS`"):
        _ = found.ledger_place


def test_a_decision_is_recorded_where_the_workspace_says(mini: Path) -> None:
    with (mini / "asp.yaml").open("a", encoding="utf-8") as charter:
        charter.write("ledger_url: sqlite:///records/our.sqlite\n")
    (mini / "records").mkdir()
    plan(mini, "-o", "plan.json")

    said = asp("-C", mini, "apply", "plan.json", "--by", "A", "--role", "portfolio_board")

    assert said.code == 0
    assert (mini / "records" / "our.sqlite").exists()
    assert not (mini / "ledger.sqlite").exists()


def test_looking_for_a_ledger_makes_none(mini: Path) -> None:
    before = files_of(mini)

    assert ledger_if_any(open_workspace(mini)) is None
    assert asp("-C", mini, "ledger", "list", "--format", "json").code == 0
    assert asp("-C", mini, "ledger", "checkpoint").code == 0
    assert asp("-C", mini, "report").code == 2
    assert files_of(mini) == before


def test_what_is_no_ledger_is_not_read_as_one(mini: Path) -> None:
    (mini / "ledger.sqlite").write_text("minutes of the board", encoding="utf-8")

    with pytest.raises(LedgerBrokenError, match="is not a ledger"):
        ledger_if_any(open_workspace(mini))

    assert (mini / "ledger.sqlite").read_text(encoding="utf-8") == "minutes of the board"


WRONG = {
    "I024": ("facts/capacity.csv", "web,2027Q1,12", "web,2027Q1,twelve"),
    "I023": ("facts/initiatives.csv", "print,implementing", "print,implemnting"),
    "I041": ("facts/options.csv", "INI-3,web", "INI-33,web"),
    "P108": ("policies/portfolio/basics.yaml", "at_most: $wip_limit", "at_most: 5 weeks"),
    "P016": ("policies/portfolio/basics.yaml", "above 0 EUR", "over 0 EUR"),
}


@pytest.fixture
def broken(mini: Path) -> Path:
    for name, old, new in WRONG.values():
        edit(mini, name, old, new)
    return mini


def test_every_problem_of_every_file_is_told_at_once(broken: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_sources(open_workspace(broken), AS_OF)

    found = {(one.code, one.place.file) for one in refused.value.diagnostics}
    assert {(code, name) for code, (name, _, _) in WRONG.items()} <= found
    assert list(refused.value.diagnostics) == sorted(refused.value.diagnostics)


def test_a_plan_of_bad_facts_is_refused_with_all_of_them_and_nothing_is_written(
    broken: Path,
) -> None:
    before = files_of(broken)

    said = plan(broken, "-o", "plan.json")

    assert (said.code, said.out) == (2, "")
    for code, (name, _, _) in WRONG.items():
        assert code in said.err
        assert f"{name}:" in said.err
    assert said.err.count("  help: ") == len(WRONG)
    assert files_of(broken) == before
    assert not (broken / "plans").exists()


def test_lint_finds_the_same_and_its_answer_is_no(broken: Path) -> None:
    said = asp("-C", broken, "lint", "--as-of", AS_OF)

    assert said.code == 1
    for code in WRONG:
        assert code in said.out
    assert said.out.splitlines()[-1].endswith("5 errors, 2 warnings")
