"""Every code is met by a file that is named for what is wrong with it, and stands in the docs."""

from pathlib import Path

import pytest

from asp_decide.diagnostics import Diagnostic
from asp_decide.load.input_codes import CODES
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.yaml_mends import REFUSALS
from input_code_page import CASES, PAGE, case_code, page_of_codes, read_case
from workspace_builder import CHARTER, RUN_DAY, write_workspace

NAMES = """
I001 yaml-syntax            I002 not-plain-text       I003 too-large
I004 one-document           I005 no-anchors           I006 no-tags
I007 duplicate-key          I010 missing-table        I011 two-files
I012 unknown-table          I014 no-table             I015 broken-row
I016 repeated-column        I020 unknown-column       I021 missing-column
I022 missing-value          I023 unknown-word         I024 bad-number
I025 ambiguous-number       I026 wrong-unit           I027 two-currencies
I028 out-of-range           I029 bad-date             I030 bad-id
I031 unexpected-list        I040 duplicate-id         I041 unknown-reference
I042 unknown-interval       I043 contradiction        I044 end-before-start
I045 out-of-order           I046 incomplete-estimate  I047 two-benefit-ends
I048 forbidden-benefit      I049 circular-dependency  I050 self-dependency
I051 missing-capacity       I052 strategic-in-delivery
I053 wrong-parent           I054 share-below-released I055 actual-before-close
I056 wrong-layer
I032 bad-moment
W001 yaml-syntax            W002 not-plain-text       W003 too-large
W004 one-document           W005 no-anchors           W006 no-tags
W007 duplicate-key          W008 empty-value          W009 comment-in-text
W010 missing-file           W011 unknown-key          W012 missing-key
W013 wrong-shape            W014 bad-value            W015 bad-calendar
W016 unknown-role           W017 unknown-point        W018 calendar-ended
W019 secret-in-the-open
I060 unknown-amount         I061 unused-amount        I062 unknown-file
I063 no-option
I080 unknown-state          I081 runs-backwards       I082 stands-twice
I083 two-at-once            I084 missing-exit         I085 begins-midway
I086 begins-again           I087 reopened             I088 illegal-move
I089 no-reason              I090 unknown-reason       I091 no-decision
I092 block-does-not-fit     I093 not-the-holder       I094 state-differs
I095 no-row                 I096 no-release           I097 no-evidence
I098 not-integrated
I071 not-used-yet           I072 withheld
W020 stale-schema          W021 criterion-changed        W022 case-owed
W023 nothing-learnt
"""

# Of these no small file can be an example; the tests at the end meet them.
WITHOUT_A_FILE = {"I003", "W003", "I010", "W010", "W020", "W021", "W022", "W023"}


def test_a_code_and_its_name_are_promises() -> None:
    words = NAMES.split()

    promised = dict(zip(words[::2], words[1::2], strict=True))

    assert {code.code: code.name for code in CODES.values()} == promised


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_with_one_slip_is_answered_with_one_code(case: Path, tmp_path: Path) -> None:
    told = {d.code for d in read_case(case, tmp_path).diagnostics}

    assert told == {case_code(case)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_error_refuses_the_facts_and_nothing_else_does(case: Path, tmp_path: Path) -> None:
    checked = read_case(case, tmp_path)

    assert (checked.value is None) == (CODES[case_code(case)].level == "error")
    assert bool(checked.errors) == (checked.value is None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_message_is_one_line_in_lower_case_without_a_full_stop(
    case: Path, tmp_path: Path
) -> None:
    for told in read_case(case, tmp_path).diagnostics:
        assert told.name == CODES[told.code].name
        assert "\n" not in told.message + told.help
        assert not told.message.endswith(".")
        assert told.message[0] == told.message[0].lower()


def test_every_code_has_a_file_that_shows_it() -> None:
    assert {case_code(case) for case in CASES} | WITHOUT_A_FILE == set(CODES)


def test_what_the_yaml_reader_refuses_has_the_same_name_in_each_family() -> None:
    for number, (name, _) in REFUSALS.items():
        for family in "IW":
            known = CODES.get(f"{family}{number:03}")
            assert known is None or known.name == name


def test_the_page_of_codes_is_the_one_that_is_generated() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of_codes()


def _errors(folder: Path) -> list[Diagnostic]:
    return list(read_snapshot(folder, as_of=RUN_DAY).errors)


@pytest.mark.parametrize("table", ["capacity", "initiatives", "options"])
def test_a_plan_needs_three_tables(table: str, tmp_path: Path) -> None:
    write_workspace(tmp_path)
    (tmp_path / "facts" / f"{table}.csv").unlink()

    told = [d for d in _errors(tmp_path) if d.code == "I010"]

    assert [d.message for d in told] == [f"there is no table `{table}`"]


def test_an_empty_folder_is_told_what_a_workspace_needs(tmp_path: Path) -> None:
    told = _errors(tmp_path)

    assert [(d.code, d.place.file) for d in told] == [
        ("W010", "asp.yaml"),
        ("I010", "facts/capacity.csv"),
        ("I010", "facts/initiatives.csv"),
        ("I010", "facts/options.csv"),
    ]


def test_a_charter_of_half_a_megabyte_is_not_read(tmp_path: Path) -> None:
    write_workspace(tmp_path, charter=CHARTER + "#" * 512_000)

    assert [d.code for d in _errors(tmp_path)] == ["W003"]


def test_a_text_longer_than_the_cell_of_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    write_workspace(tmp_path, themes=None)
    text = "- id: THE-1\n  intent: " + "x" * 32_768
    (tmp_path / "facts" / "themes.yaml").write_text(text, encoding="utf-8")

    assert [d.code for d in _errors(tmp_path)] == ["I003"]


def test_a_password_is_told_without_being_shown(tmp_path: Path) -> None:
    write_workspace(tmp_path, charter=CHARTER + "ledger_url: postgresql://asp:s3cret@db/l\n")

    (told,) = _errors(tmp_path)
    assert told.code == "W019"
    assert "s3cret" not in str(told)
