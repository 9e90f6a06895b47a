"""`asp.yaml` says what was agreed once; what it cannot mean is told all at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Place
from asp_decide.load.charter_reader import WorkspaceSettings, charter_in, read_charter
from asp_decide.model.charter import EVIDENCE_WEIGHTS
from asp_decide.model.effective import Period
from asp_decide.model.role_map import DEFAULT_RIGHTS, ROLES
from workspace_builder import CHARTER

WHOLE = """\
name: Harbour Lines
origin: harbour-lines.example/portfolio
currency: CHF
currency_decimals: 0
capacity_unit: money
discount_rate_per_year: 7.5 %
calendar: {first: 2027Q1, from: 2027-01-01, quarters: 4}
planning_intervals: 3
tail_intervals: [2]
budgets: {2027Q1: 400_000 CHF, 2027Q2: 350000.50}
budget_carries_over: no
roles: [data_protection_officer]
rights: {gate_2: portfolio_manager, brake: data_protection_officer}
delegations: [{by: portfolio_manager, to: finance, points: [gate_2], from: 2027-01-01, until: 2027-03-31, up_to: 250_000 CHF}]
solver: {budget: deep, max_gap: 0.5 %}
evidence_weights: {expert: 0.1, before_after: 30 %}
ledger_url: postgresql://asp:${LEDGER_PASSWORD}@db/ledger
reference_classes: {refunds: customer-service, customer-service: all}
"""


def lent(**changes: str | None) -> str:
    """A line that lends Gate 2 for a quarter, with other keys or without some."""
    told: dict[str, str | None] = {
        "by": "portfolio_board",
        "to": "portfolio_manager",
        "points": "[gate_2]",
        "from": "2027-01-01",
        "until": "2027-03-31",
    }
    kept = {key: value for key, value in (told | changes).items() if value is not None}
    return f"delegations: [{{{', '.join(f'{key}: {value}' for key, value in kept.items())}}}]"


def settings_in(text: str) -> WorkspaceSettings:
    checked = charter_in(text.encode())
    assert checked.value is not None, "\n".join(str(d) for d in checked.diagnostics)
    return checked.value


def test_everything_that_may_be_agreed_is_read() -> None:
    charter = settings_in(WHOLE).charter

    assert (charter.name, charter.origin) == ("Harbour Lines", "harbour-lines.example/portfolio")
    assert (charter.currency, charter.currency_decimals) == ("CHF", 0)
    assert charter.capacity_unit == "money"
    assert charter.discount_rate_per_year == Decimal("0.075")
    assert [i.id for i in charter.calendar.intervals] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]
    assert (charter.planning_intervals, charter.tail_intervals) == (3, (2,))
    assert charter.budgets == {"2027Q1": Decimal(400_000), "2027Q2": Decimal("350000.5")}
    assert charter.budget_carries_over is False
    assert charter.roles == (*ROLES, "data_protection_officer")
    assert charter.rights["gate_2"] == "portfolio_manager"
    assert charter.rights["brake"] == "data_protection_officer"
    assert charter.rights["gate_1"] == DEFAULT_RIGHTS["gate_1"]
    (lent,) = charter.delegations
    assert (lent.by, lent.to, lent.points) == ("portfolio_manager", "finance", ("gate_2",))
    assert lent.effective == Period(from_day=date(2027, 1, 1), until=date(2027, 3, 31))
    assert lent.up_to == Decimal(250_000)
    assert charter.reference_classes == {"refunds": "customer-service", "customer-service": "all"}
    assert (charter.solver.name, charter.solver.max_gap) == ("deep", Decimal("0.005"))
    weights = charter.evidence_weights
    assert (weights["expert"], weights["before_after"]) == (Decimal("0.1"), Decimal("0.3"))
    assert weights["experiment"] == EVIDENCE_WEIGHTS["experiment"]


def test_four_keys_are_enough_and_the_rest_is_as_the_model_has_it() -> None:
    settings = settings_in(CHARTER)

    charter = settings.charter
    assert charter.origin == charter.name
    assert charter.rights == DEFAULT_RIGHTS
    assert charter.roles == ROLES
    assert charter.planning_intervals == 8
    assert charter.solver.max_gap is None
    assert charter.evidence_weights == EVIDENCE_WEIGHTS
    assert settings.ledger_url is None


def test_what_no_decision_reads_stands_beside_the_charter() -> None:
    settings = settings_in(WHOLE)

    assert settings.ledger_url == "postgresql://asp:${LEDGER_PASSWORD}@db/ledger"
    assert "ledger" not in settings.charter.model_dump_json()


def test_each_key_knows_where_it_stands() -> None:
    places = settings_in(WHOLE).places

    assert places["currency"] == Place("asp.yaml", 3, 11)
    assert places["solver.max_gap"] == Place("asp.yaml", 15, 33)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("currency: Euro", ["W014"]),
        ("discount_rate_per_year: 100 %", ["W014"]),
        ("planning_intervals: 41", ["W014"]),
        ("planning_intervals: ８", ["W014"]),
        ("tail_intervals: 2", ["W013"]),
        ("tail_intervals: [2, 0]", ["W014"]),
        ("budgets: {2027Q1: 5 USD}", ["W014"]),
        ("budgets: {2027Q1: -5}", ["W014"]),
        ("budgets: {2027Q9: 5}", ["W015"]),
        ("budgets: 5", ["W013"]),
        ("budget_carries_over: maybe", ["W014"]),
        ("rights: {gate_2: boss}", ["W016"]),
        ("rights: {gate_9: team}", ["W017"]),
        ("solver: {budget: infinite}", ["W014"]),
        ("solver: board", ["W013"]),
        ("solver: {seconds: 5}", ["W011"]),
        ("evidence_weights: {expert: 1.1}", ["W014"]),
        ("evidence_weights: {rumour: 0}", ["W011"]),
        ("capacity_unit: story points", ["W014"]),
        ("name: [a]", ["W013"]),
        ("name: '  '", ["W014"]),
        ("roles: ['  ']", ["W014"]),
        ("ledger_url: postgresql://asp:secret@db/ledger", ["W019"]),
        ("delegations: {by: finance}", ["W013"]),
        ("delegations: [finance]", ["W013"]),
        (lent(until=None), ["W012"]),
        (lent(up_too="5 EUR"), ["W011"]),
        (lent(by="bord"), ["W016"]),
        (lent(to="manager"), ["W016"]),
        (lent(to="portfolio_board"), ["W014"]),
        (lent(by="finance"), ["W014"]),
        (lent(points="[start]"), ["W017"]),
        (lent(points="gate_2"), ["W013"]),
        (lent(until="2026-12-31"), ["W014"]),
        (lent(until="soon"), ["W014"]),
        (lent(up_to="5 USD"), ["W014"]),
        (lent(up_to="-5 EUR"), ["W014"]),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(line: str, told: list[str]) -> None:
    key = line.split(":", maxsplit=1)[0]
    kept = [other for other in CHARTER.splitlines() if not other.startswith(f"{key}:")]

    checked = charter_in("\n".join([line, *kept]).encode())

    assert checked.value is None
    assert [d.code for d in checked.diagnostics] == told
    assert {d.place.line for d in checked.diagnostics} == {1}


def test_names_are_one_line_with_single_blanks() -> None:
    text = CHARTER.replace("Example portfolio", '"  Example\\t\\n portfolio "')

    assert settings_in(text).charter.name == "Example portfolio"


def test_all_slips_are_told_at_once() -> None:
    checked = charter_in(b"nam: X\ncurrency: eur\nplanning_intervals: many\n")

    assert sorted(d.code for d in checked.diagnostics) == ["W011", *["W012"] * 3, "W014", "W014"]


@pytest.mark.parametrize("body", [b"", b"- a\n", b"just a text", b"\xff"])
def test_a_file_without_keys_is_no_charter(body: bytes) -> None:
    checked = charter_in(body)

    assert checked.value is None
    assert len(checked.diagnostics) == 1


def test_the_file_on_disk_says_what_its_bytes_say(tmp_path: Path) -> None:
    path = tmp_path / "asp.yaml"
    path.write_text(WHOLE, encoding="utf-8")

    assert read_charter(path) == charter_in(WHOLE.encode())


@given(st.sampled_from(WHOLE.splitlines()), st.text(max_size=40))
def test_whatever_stands_behind_a_key_it_is_read_or_refused(line: str, garbage: str) -> None:
    key = line.split(":", maxsplit=1)[0]

    checked = charter_in(WHOLE.replace(line, f"{key}: {garbage}").encode("utf-8", "replace"))

    assert (checked.value is None) == bool(checked.diagnostics)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("{refunds: refunds}", "`refunds` would be part of itself"),
        ("{a: b, b: c, c: a}", "`c` would be part of itself"),
        ("{all: refunds}", "`all` is part of nothing"),
        ("{refunds: [one, two]}", "`refunds` has one value"),
        ("[refunds]", "`reference_classes` holds keys of its own"),
    ],
)
def test_a_reference_class_is_part_of_a_larger_one(stated: str, told: str) -> None:
    checked = charter_in(f"{CHARTER}reference_classes: {stated}\n".encode())

    assert told in "\n".join(d.message for d in checked.diagnostics)
