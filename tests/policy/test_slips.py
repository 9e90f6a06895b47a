"""One slip, one message: each broken policy is named for what is wrong with it."""

import re
from pathlib import Path

import pytest

from asp_decide.policy.written.codes import NAMES, OF_CELLS
from policy_builders import AS_OF, GOOD, codes_of, read_all
from policy_slips import SLIPS, Slip


def test_the_good_policy_is_good(tmp_path: Path) -> None:
    read = read_all(tmp_path, {"portfolio/sample": GOOD})

    assert read.value is not None
    assert not read.diagnostics


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong)
def test_one_slip_gives_one_message(slip: Slip, tmp_path: Path) -> None:
    assert GOOD.count(slip.old) == 1, f"`{slip.old}` stands once in the good policy"
    broken = GOOD.replace(slip.old, slip.new)

    read = read_all(tmp_path, {"portfolio/sample": broken}, as_of=AS_OF)

    assert codes_of(read) == [slip.code], "\n".join(str(d) for d in read.diagnostics)
    assert read.value is None


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong)
def test_every_message_has_a_place_and_one_line(slip: Slip, tmp_path: Path) -> None:
    read = read_all(tmp_path, {"portfolio/sample": GOOD.replace(slip.old, slip.new)})

    for told in read.errors:
        assert told.name == NAMES[told.code]
        assert "\n" not in told.message + told.help
        assert not told.message.endswith(".")
        assert told.help, "every message says how to mend it"
        assert re.match(r"[a-z`0-9]|TAB|U\+|[A-Z]+-[0-9]", told.message), told.message
        assert told.source is not None
        assert told.source in GOOD.replace(slip.old, slip.new).replace("\t", " ").replace(
            "\u200b", "\ufffd"
        )
        assert 1 <= told.place.column <= len(told.source) + 1


def test_all_slips_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = GOOD.replace("enforce: advisory", "enforce: strict").replace(
        "else: return", "else: fund"
    )
    second = GOOD.replace("portfolio/sample", "portfolio/zweites").replace(
        "below $hurdle", "below ten"
    )

    read = read_all(tmp_path, {"portfolio/sample": first, "portfolio/zweites": second})

    told = [(d.place.file, d.code) for d in read.errors if d.code != "P024"]
    assert told == [
        ("policies/portfolio/sample.yaml", "P019"),
        ("policies/portfolio/sample.yaml", "P031"),
        ("policies/portfolio/zweites.yaml", "P016"),
    ]
    assert read.errors == tuple(sorted(read.errors))


def test_every_code_of_the_language_is_met_in_some_slip_or_named_here() -> None:
    met = {slip.code for slip in SLIPS}

    # Of a whole set, of cases, of a day, or no refusal: these have tests of their own.
    of_sets_and_days = {"P003", "P026", "P034", "P112", "P114", "P115", "P117", "P118", "P120"}
    of_facts_and_plans = {"P107", "P110", "P119"}
    of_people = {"P035"}
    assert set(NAMES) - met == of_sets_and_days | of_facts_and_plans | of_people | OF_CELLS
