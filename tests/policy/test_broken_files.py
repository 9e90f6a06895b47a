"""What an editor underlines beside policies is what lint refuses: one corpus for both."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.schema.schema import overlay_schema
from asp_decide.policy.schema.schema_cases import cases_schema
from asp_decide.policy.schema.schema_exceptions import exceptions_schema
from broken_files import CASE_SLIPS, CASES, OVERLAY_SLIPS, REGISTER_ENTRY, REGISTER_SLIPS
from policy_builders import GOOD, OVERLAY, read_all, write_policies
from policy_slips import SLIPS, Slip
from yaml_as_editors_read_it import as_an_editor_reads

DAY = date(2026, 10, 1)
type Told = tuple[Diagnostic, ...]


def _overlay(folder: Path, text: str) -> Told:
    files = {"portfolio/sample": GOOD, "overlays/payments": text}
    return read_all(folder, files, as_of=DAY).errors


def _register(folder: Path, text: str) -> Told:
    return read_all(folder, {"portfolio/sample": GOOD, "exceptions": text}, as_of=DAY).errors


def _cases(folder: Path, text: str) -> Told:
    policies = write_policies(folder, {"portfolio/sample": GOOD})
    path = policies / "portfolio" / "sample.tests.yaml"
    path.write_text(text, encoding="utf-8")
    sets = unwrap(read_policy_sets(policies, currency="EUR", roles=ROLES))
    return read_cases(path, sets).errors


READERS: Mapping[str, tuple[str, tuple[Slip, ...], Callable[[Path, str], Told]]] = {
    "overlay": (OVERLAY, OVERLAY_SLIPS, _overlay),
    "exceptions": (REGISTER_ENTRY, REGISTER_SLIPS, _register),
    "tests": (CASES, CASE_SLIPS, _cases),
}
EVERY = [(kind, slip) for kind, (_, slips, _) in READERS.items() for slip in slips]
NAMES = [f"{kind}: {slip.wrong}" for kind, slip in EVERY]

NOT_SAID = {
    "overlay: looser than the policy": "which of two amounts is the larger",
    "overlay: approved by its owner": "that two roles differ",
    "overlay: another name than its file": "where the file lies",
    "overlay: an end before its beginning": "which of two days comes first",
    "overlay: before the policy": "which of two days comes first",
    "exceptions: granted afterwards": "which of two days comes first",
    "exceptions: an end before its beginning": "which of two days comes first",
    "exceptions: approved by one person twice": "that two people differ",
    "exceptions: a key twice": "that a key stands once: a reader of JSON has lost the first",
    "tests: on a day before the policy": "which of two days comes first",
    "tests: a subject that is not given": "which subjects the case has",
    "tests: an unknown subject in a plan": "which subjects the case has",
    "tests: a bound of a group not given": "which subjects the case has",
    "tests: two exemptions from one rule": "that a rule stands once in a list",
    "tests: an answer of the file itself": "which points are answered by the rules under test",
    "tests: an answer in another state": "which state belongs to which point",
    "tests: a second document": "that a file is one document",
    "tests: an anchor": "that nothing is shared",
    "tests: two cases of one name": "that a name is given once in a list",
}
"""What a schema cannot say of these, and lint refuses all the same."""


WITH_WHAT_FOLLOWS = {
    "overlay: a layer without policies",
    "tests: a kind of subject in the plural",
    "tests: a subject of the other layer",
}
"""Slips that leave names in other lines of the file without what they name."""


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft202012Validator]:
    folder = write_policies(tmp_path_factory.mktemp("schema"), {"portfolio/sample": GOOD})
    sets = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES))
    made = {
        "overlay": overlay_schema([sets.portfolio, sets.delivery]),
        "exceptions": exceptions_schema(sets),
        "tests": cases_schema(sets),
    }
    for schema in made.values():
        Draft202012Validator.check_schema(schema)
    return {kind: Draft202012Validator(schema) for kind, schema in made.items()}


@pytest.mark.parametrize("kind", READERS)
def test_the_good_ones_are_good_for_both(
    kind: str, schemas: dict[str, Draft202012Validator], tmp_path: Path
) -> None:
    good, _, told_of = READERS[kind]

    assert told_of(tmp_path, good) == ()
    assert [e.message for e in schemas[kind].iter_errors(as_an_editor_reads(good))] == []


@pytest.mark.parametrize(("kind", "slip"), EVERY, ids=NAMES)
def test_one_slip_is_refused_by_lint_in_one_message(kind: str, slip: Slip, tmp_path: Path) -> None:
    good, _, told_of = READERS[kind]
    assert good.count(slip.old) == 1, f"`{slip.old}` stands once"

    told = told_of(tmp_path, good.replace(slip.old, slip.new))

    codes = [one.code for one in told]
    assert slip.code in codes, "\n".join(str(one) for one in told)
    assert (codes == [slip.code]) == (f"{kind}: {slip.wrong}" not in WITH_WHAT_FOLLOWS)
    assert all(one.help for one in told)
    here = (one for one in told if "sample.yaml" not in one.place.file)
    assert all(one.source is not None for one in here)


@pytest.mark.parametrize(("kind", "slip"), EVERY, ids=NAMES)
def test_and_by_the_schema_unless_it_says_why_not(
    kind: str, slip: Slip, schemas: dict[str, Draft202012Validator]
) -> None:
    good, _, _ = READERS[kind]
    written = as_an_editor_reads(good.replace(slip.old, slip.new))

    accepted = written is not None and schemas[kind].is_valid(written)

    assert accepted == (f"{kind}: {slip.wrong}" in NOT_SAID)


def test_the_corpus_is_large_and_each_file_is_named_for_its_slip() -> None:
    names = [f"policy: {slip.wrong}" for slip in SLIPS] + NAMES

    assert len(names) >= 250
    assert len(set(names)) == len(names)
    assert NOT_SAID.keys() <= set(names)
