"""Themes, requirements and signals are read as stated, the rows of one theme as one."""

from decimal import Decimal
from pathlib import Path

import pytest

from workspace_builder import problem_of, problems_of, read, snapshot_of

THEME = "id,intent,weight,status,key_result,metric_unit,baseline,target"


def test_the_rows_of_one_theme_state_its_key_results(tmp_path: Path) -> None:
    rows = f"{THEME}\nTHE-1,Fewer contacts,40 %,active,Contacts,contacts,48 contacts,30\nTHE-1,,0.40,,Refund days,days,5,1\n"

    checked = read(tmp_path, themes=rows)

    assert checked.value is not None
    (theme,) = checked.value.themes
    assert (theme.intent, theme.weight, theme.status) == (
        "Fewer contacts",
        Decimal("0.4"),
        "active",
    )
    assert [d.code for d in checked.diagnostics] == ["I071"]
    assert "`key_result`" in checked.diagnostics[0].message


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("THE-1,More contacts,,,Refund days,days,5,1", "I043"),
        ("THE-1,,,,Contacts,contacts,48,30", "I040"),
        ("THE-1,,,,,,,", "I040"),
        ("THE-1,,,,Refund days,days,five,1", "I024"),
        ("THE-1,,,,Refund days,days,5 weeks,1", "I026"),
    ],
)
def test_two_rows_of_a_theme_say_two_things_and_nothing_differently(
    second: str, code: str, tmp_path: Path
) -> None:
    rows = f"{THEME}\nTHE-1,Fewer contacts,40 %,active,Contacts,contacts,48,30\n{second}\n"

    assert problem_of(tmp_path, themes=rows).code == code


def test_a_requirement_says_where_it_applies_and_is_checked(tmp_path: Path) -> None:
    rows = (
        "id,category,valid_from,applies_to_streams,applies_to_categories,checked_at,"
        "breach_cost_per_week,signal_id\n"
        "REQ-1,regulatory,2027-07-01,payments;booking,enabler; business,verify;gate_2,25000,SIG-1\n"
    )

    (requirement,) = snapshot_of(tmp_path, requirements=rows).requirements

    assert requirement.applies_to_streams == ("booking", "payments")
    assert requirement.applies_to_categories == ("business", "enabler")
    assert requirement.checked_at == ("gate_2", "verify")
    assert requirement.breach_cost_per_week == 25_000


def test_a_signal_says_what_it_touches_and_what_it_became(tmp_path: Path) -> None:
    rows = (
        "id,kind,holds_continuously,affects_themes,affects_initiatives,affects_streams,"
        "affects_assumptions,disposition,became_ids\n"
        "SIG-1,regulatory,yes,THE-1,INI-1;INI-2,payments,ASM-4,requirement,REQ-1\n"
    )

    (signal,) = snapshot_of(tmp_path, signals=rows).signals

    assert signal.holds_continuously is True
    assert signal.affects_initiatives == ("INI-1", "INI-2")
    assert signal.affects_assumptions == ("ASM-4",)
    assert (signal.disposition, signal.became_ids) == ("requirement", ("REQ-1",))


@pytest.mark.parametrize(
    ("table", "rows", "code"),
    [
        ("signals", "id,became_ids\nSIG-1,REQ-9\n", "I041"),
        ("signals", "id,affects_streams\nSIG-1,paymets\n", "I041"),
        ("signals", "id,observed_on,disposed_on\nSIG-1,2026-05-20,2026-05-19\n", "I044"),
        ("requirements", "id,applies_to_categories\nREQ-1,buisness\n", "I023"),
        ("requirements", "id,valid_from,valid_to\nREQ-1,2027-01-01,2026-01-01\n", "I044"),
        ("requirements", "id,signal_id\nREQ-1,SIG-2\n", "I041"),
        ("themes", "id,valid_from,valid_to\nTHE-1,2027-01-01,2026-01-01\n", "I044"),
    ],
)
def test_what_these_tables_cannot_say_is_refused(
    table: str, rows: str, code: str, tmp_path: Path
) -> None:
    assert [d.code for d in problems_of(tmp_path, **{table: rows})] == [code]
