"""A rule may speak several languages: the workspace says which one its people read."""

from datetime import date
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked
from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.policy.policy_reader import read_policies
from command_line import apply, asp, edit, plan
from policy_builders import GOOD, of_portfolio, write_policies
from workspace_builders import AS_OF, a_workspace

DAY = date(2026, 10, 1)
ONE = 'message: "{stopped_share} stopped; {role} is asked"'
GERMAN = "{stopped_share} gestoppt; {role} wird gefragt"
FRENCH = "{stopped_share} d'arrets"


def read(folder: Path, message: str, language: str) -> Checked[CompiledPolicies]:
    assert GOOD.count(ONE) == 1
    written = write_policies(folder, {"portfolio/sample": GOOD.replace(ONE, message)})
    return of_portfolio(
        read_policies(written, as_of=DAY, currency="EUR", roles=ROLES, language=language)
    )


def message_of(policies: CompiledPolicies) -> str:
    clause = policies.clause("BRK-01")
    assert clause is not None
    return clause.heading.message


@pytest.mark.parametrize(
    ("message", "language", "told", "codes"),
    [
        (ONE, "de", "{stopped_share} stopped; {role} is asked", []),
        (f'message: {{en: "stopped", de: "{GERMAN}"}}', "de", GERMAN, []),
        (f'message: {{en: "stopped", de: "{GERMAN}"}}', "en", "stopped", []),
        (f'message: {{en: "stopped", de: "{GERMAN}"}}', "fr", "stopped", ["P035"]),
        (f'message: {{fr: "{FRENCH}", de: "{GERMAN}"}}', "en", GERMAN, ["P035"]),
        ('message: {pt-BR: "parado", pt: "p"}', "pt-BR", "parado", []),
    ],
    ids=[
        "one text is for everybody",
        "the workspace's own language",
        "English",
        "English where there is no translation",
        "the first by its code where there is no English either",
        "the language of a country",
    ],
)
def test_the_message_is_told_in_the_language_of_the_workspace(
    message: str, language: str, told: str, codes: list[str], tmp_path: Path
) -> None:
    found = read(tmp_path, message, language)

    assert message_of(unwrap(found)) == told
    assert [one.code for one in found.diagnostics] == codes
    assert all(one.level == "note" and one.help for one in found.diagnostics)


def test_a_missing_translation_says_what_is_told_instead(tmp_path: Path) -> None:
    (told,) = read(tmp_path, f'message: {{fr: "{FRENCH}", de: "{GERMAN}"}}', "en").diagnostics

    assert told.message == "BRK-01 has no message in `en` and speaks `de`"
    assert told.help == "add `en: ...` to its message"


def test_a_translation_changes_no_meaning(tmp_path: Path) -> None:
    """The hash of meaning knows no prose, in no language."""
    meanings = {
        clause.heading.meaning
        for number, (message, language) in enumerate(
            [(ONE, "en"), (f'message: {{en: "stopped", de: "{GERMAN}"}}', "de")]
        )
        for clause in unwrap(read(tmp_path / str(number), message, language)).clauses
        if clause.heading.rule == "BRK-01"
    }

    assert len(meanings) == 1


def in_german(folder: Path) -> Path:
    """A workspace whose people read German, with one rule that speaks it."""
    a_workspace(folder)
    one = '"{initiative} goes back for work: {unmet}"'
    both = '{en: "{initiative} goes back", de: "{initiative} geht zurück: {unmet}"}'
    edit(folder, "policies/portfolio/basics.yaml", one, both)
    edit(folder, "asp.yaml", "currency:", "language: de\ncurrency:")
    return folder


def test_a_case_that_fails_says_what_the_rule_tells_in_the_language_of_the_workspace(
    tmp_path: Path,
) -> None:
    folder = in_german(tmp_path / "ours")
    edit(folder, "policies/portfolio/basics.tests.yaml", "INI-3: unmet}", "INI-3: met}")

    said = asp("-C", folder, "policy", "test")

    assert said.code == 1
    assert "INI-3 geht zurück: benefit model is missing" in said.out


def test_a_run_records_the_chosen_text_and_is_decided_again_from_it(tmp_path: Path) -> None:
    """The record holds the one text, so that whoever checks it needs to know no language."""
    folder = in_german(tmp_path / "ours")

    assert plan(folder, "-o", "plan.json").code == 0
    said = apply(folder)
    assert said.code == 0, said.err

    run = folder / "runs" / "2027Q1"
    records = (run / "records.jsonl").read_text("utf-8")
    assert '"INI-7 geht zurück: benefit model is missing"' in records
    assert asp("verify", run).code == 0


def test_a_language_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    charter = folder / "asp.yaml"
    charter.write_text(charter.read_text("utf-8") + "language: German\n", encoding="utf-8")

    said = asp("-C", folder, "lint", "--as-of", AS_OF)

    assert said.code == 1
    assert "W014 bad-value: `German` is no language" in said.out
