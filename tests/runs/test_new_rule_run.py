"""A new rule lacks what only its author can say, and nothing else; so do its cases."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from asp_decide.runs.authoring.new_rule_run import IN_A_FILE
from command_line import asp, files_of
from workspace_builders import AS_OF, a_workspace

COMMON = {
    "title": "What the author says",
    "name": "a case in a sentence",
    "because": "It has been agreed by those whom it binds.",
    "message": "it acts, and people read this",
    "by": "portfolio_board",
    "on": "2026-12-01",
    "role": "finance",
}
FILLED = {
    ("portfolio", "limit"): (
        ["5 initiatives"],
        ["4 initiatives", "5 initiatives", "6 initiatives"],
    ),
    ("portfolio", "parameter"): (["90 %"], ["89 %", "90 %", "91 %"]),
    ("delivery", "parameter"): (["90 %"], ["89 %", "90 %", "91 %"]),
    ("portfolio", "measure"): (
        ["20 team-weeks"],
        ["19 team-weeks", "20 team-weeks", "21 team-weeks"],
    ),
    ("delivery", "measure"): (["20 days"], ["19 days", "20 days", "21 days"]),
    ("portfolio", "guardrail"): (["20 %"], ["21 %", "20 %", "19 %"]),
    ("portfolio", "decide"): (
        ["above 10_000 EUR", "at most 13 weeks"],
        [
            "10_001 EUR",
            "13 weeks",
            "10_001 EUR",
            "14 weeks",
            "10_000 EUR",
            "13 weeks",
            "does_not_fire",
        ],
    ),
    ("portfolio", "require"): (
        ["at most 26 weeks"],
        ["25 weeks", "25 weeks", "26 weeks", "met"],
    ),
    ("portfolio", "derive"): (
        ["below 52 weeks"],
        ["51 weeks", "60 weeks", "60 weeks", "52 weeks", "does_not_hold"],
    ),
    ("portfolio", "escalate"): (
        ["above 13 weeks"],
        ["14 weeks", "12 weeks", "13 weeks", "does_not_fire"],
    ),
    ("portfolio", "table"): (
        ["at least 100_000 EUR"],
        ["200_000 EUR", "1 EUR", "1 EUR", "100_000 EUR", "close"],
    ),
    ("delivery", "limit"): (["5 features"], ["4 features", "5 features", "6 features"]),
    ("delivery", "guardrail"): (["30 days"], ["29 days", "30 days", "31 days"]),
    ("delivery", "decide"): (
        ["above 5 days", "above 30 days"],
        ["6 days", "31 days", "1 day", "1 day", "leave", "5 days", "30 days", "does_not_fire"],
    ),
    ("delivery", "require"): (["at most 50 %"], ["40 %", "40 %", "50 %", "met"]),
    ("delivery", "derive"): (
        ["above 0 pp for 2 intervals in a row"],
        ["1 pp", "2 pp", "0 pp", "2 pp", "1 pp", "0 pp", "does_not_hold"],
    ),
    ("delivery", "escalate"): (["above 5 days"], ["6 days", "4 days", "5 days", "does_not_fire"]),
    ("delivery", "table"): (["at least 50 %"], ["60 %", "10 %", "10 %", "50 %", "close"]),
}
EVERY = [one for one in FILLED if one[1] in IN_A_FILE]


def test_there_is_a_draft_for_each_kind_in_each_layer() -> None:
    assert {kind for _, kind in EVERY} == set(IN_A_FILE)
    assert {layer for layer, _ in EVERY} == {"portfolio", "delivery"}


@pytest.mark.parametrize(("layer", "kind"), EVERY)
def test_nothing_but_what_is_not_filled_in_is_wrong_with_a_new_rule(
    tmp_path: Path, layer: str, kind: str
) -> None:
    folder = begun(tmp_path, layer, kind)

    said = asp("-C", folder, "lint", "--as-of", AS_OF)

    assert said.code == 1
    assert codes_in(said.out) == {"P008"}
    gaps = holes((folder / "policies" / layer / "new-01.yaml").read_text(encoding="utf-8"))
    assert said.out.count("P008 empty-value") == len(gaps)


@pytest.mark.parametrize(("layer", "kind"), EVERY)
def test_its_cases_fail_until_the_rule_and_they_are_filled_in(
    tmp_path: Path, layer: str, kind: str
) -> None:
    folder = begun(tmp_path, layer, kind)
    rule, cases = FILLED[layer, kind]
    path = folder / "policies" / layer / "new-01.yaml"
    tests = path.with_name("new-01.tests.yaml")
    assert asp("-C", folder, "policy", "test").code == 2

    path.write_text(filled(path.read_text(encoding="utf-8"), rule), encoding="utf-8")
    linted = asp("-C", folder, "lint", "--as-of", AS_OF)
    assert codes_in(linted.out) == {"P008"}
    places = re.findall(r"^(policies/\S+?yaml)\S* P008", linted.out, re.MULTILINE)
    assert set(places) == {f"policies/{layer}/new-01.tests.yaml"}
    half = asp("-C", folder, "policy", "test")
    assert half.code == 2
    assert codes_in(half.err) == {"P008"}

    tests.write_text(filled(tests.read_text(encoding="utf-8"), cases), encoding="utf-8")
    said = asp("-C", folder, "policy", "test", tests)
    assert said.code == 0, said.out + said.err
    assert asp("-C", folder, "lint", "--as-of", AS_OF).code == 0


def test_each_gap_is_told_with_the_unit_and_meaning_of_its_measure(tmp_path: Path) -> None:
    folder = begun(tmp_path, "portfolio", "escalate")

    said = asp("-C", folder, "lint", "--as-of", AS_OF).out

    assert "`sponsor_review_age` is not filled in" in said
    assert "an amount in weeks (since its sponsor last looked at evidence)" in said


def test_a_new_rule_is_numbered_after_those_that_are_there(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    for number in ("01", "02"):
        said = asp("-C", folder, "policy", "new", "limit", "--as-of", AS_OF)
        assert said.out.splitlines()[0] == f"policies/portfolio/lim-{number}.yaml"
        path = folder / "policies" / "portfolio" / f"lim-{number}.yaml"
        text = filled(path.read_text(encoding="utf-8"), ["5 initiatives"])
        path.write_text(text, encoding="utf-8")
        path.with_name(f"lim-{number}.tests.yaml").unlink()

    assert asp("-C", folder, "lint", "--as-of", AS_OF).code == 0


def test_the_order_of_a_decision_point_is_written_where_no_file_has_it(tmp_path: Path) -> None:
    declared, undeclared = a_workspace(tmp_path / "demo", "demo"), a_workspace(tmp_path / "ours")
    (undeclared / "policies" / "portfolio" / "basics.yaml").unlink()
    orders = {}
    for folder in (declared, undeclared):
        asp("-C", folder, "policy", "new", "require", "--id", "NEW-01", "--as-of", AS_OF)
        path = folder / "policies" / "portfolio" / "new-01.yaml"
        orders[folder] = "decisions:" in path.read_text(encoding="utf-8")

    assert "  gate_2: {order" in everything(declared / "policies" / "portfolio")
    assert orders == {declared: False, undeclared: True}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["limitt"], "did you mean `limit`?"),
        (["limit", "--id", "wip_1"], "`WIP-01`"),
        (["limit", "--id", "WIP-01"], "there is a rule `WIP-01` already"),
        (["limit", "--id", "BASICS-1"], "exists already"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    folder = a_workspace(tmp_path / "ours")
    (folder / "policies" / "portfolio" / "basics-1.tests.yaml").write_text("mine", encoding="utf-8")
    before = files_of(folder)

    said = asp("-C", folder, "policy", "new", *arguments)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert files_of(folder) == before


def begun(folder: Path, layer: str, kind: str) -> Path:
    """A workspace with a new rule `NEW-01` of that kind."""
    workspace = a_workspace(folder / "ours")
    arguments = ("policy", "new", kind, "--id", "NEW-01", "--layer", layer, "--as-of", AS_OF)
    assert asp("-C", workspace, *arguments).code == 0
    return workspace


HOLE = re.compile(r"(?:(?P<key>[\w-]+): )?(?<![`.])\.\.\.(?=[,}\]\n]|$)")


def holes(text: str) -> list[re.Match[str]]:
    """Every place that is still to be filled in, outside comments."""
    return [m for line in uncommented(text) for m in HOLE.finditer(line)]


def filled(text: str, values: list[str]) -> str:
    """The text with what is usual behind usual keys, and the values in the other places."""
    rest = iter(values)
    done = "\n".join(
        line if line.lstrip().startswith("#") else HOLE.sub(lambda m: said(m, rest), line)
        for line in text.split("\n")
    )
    assert next(rest, None) is None, "there were more values than places"
    return done


def said(hole: re.Match[str], rest: Iterator[str]) -> str:
    key = hole["key"]
    if key is None:
        return next(rest)
    return f"{key}: {COMMON[key] if key in COMMON else next(rest)}"


def uncommented(text: str) -> list[str]:
    return [line for line in text.split("\n") if not line.lstrip().startswith("#")]


def codes_in(text: str) -> set[str]:
    """The codes of what is wrong with the text of policies; what follows from all cases is not."""
    return set(re.findall(r" (P0\d{2}) ", text))


def everything(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")))
