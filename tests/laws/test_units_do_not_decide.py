"""Which currency unit money is counted in, or whether time is in weeks or days, decides nothing."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from workspace_builders import Row, a_workspace, decided, planned, rewrite

_MONEY = re.compile(r"^(benefit_per_week|late_penalty|late_cost_per_week|remaining_outlay)_")
_MONEY_TOO = {"transition_cost", "funding_per_week", "cost_per_team_week", "spent_to_date"}
_VALUE = {"forecast_likely", "actual"}
_WEEKS = {"benefit_life", "lag"} | {f"remaining_duration_{p}" for p in ("low", "likely", "high")}


@pytest.fixture(scope="module")
def before(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[str, str | None, str | None]]:
    return decided(planned(a_workspace(tmp_path_factory.mktemp("units") / "demo", "demo")))


@pytest.mark.slow
def test_money_times_seven_decides_the_same(
    tmp_path: Path, before: dict[str, tuple[str, str | None, str | None]]
) -> None:
    """Pitfall 36."""
    demo = a_workspace(tmp_path / "demo", "demo")

    def is_money(name: str, row: Row) -> bool:
        of_value = name in _VALUE and row.get("quantity") == "value"
        return bool(_MONEY.match(name)) or name in _MONEY_TOO or of_value

    def change(rows: list[Row]) -> list[Row]:
        return [
            {k: str(Decimal(v) * 7) if v and is_money(k, row) else v for k, v in row.items()}
            for row in rows
        ]

    for table in ("value_streams", "initiatives", "options", "outcomes"):
        rewrite(demo, table, change)
    charter = demo / "asp.yaml"
    charter.write_text(_times_seven(charter, r"(?<=: )(\d{6})(?=\n|$)"), encoding="utf-8")
    for path in sorted((demo / "policies" / "portfolio").glob("*.yaml")):
        path.write_text(_times_seven(path, r"\b(\d[\d_]*)(?= EUR)"), encoding="utf-8")

    assert decided(planned(demo)) == before


@pytest.mark.slow
def test_weeks_written_as_days_decide_the_same(
    tmp_path: Path, before: dict[str, tuple[str, str | None, str | None]]
) -> None:
    """Pitfall 36."""
    demo = a_workspace(tmp_path / "demo", "demo")

    def change(rows: list[Row]) -> list[Row]:
        return [
            {k: f"{Decimal(v) * 7} days" if v and k in _WEEKS else v for k, v in row.items()}
            for row in rows
        ]

    for table in ("initiatives", "options", "dependencies"):
        rewrite(demo, table, change)

    assert decided(planned(demo)) == before


def _times_seven(path: Path, pattern: str) -> str:
    text = path.read_text(encoding="utf-8")
    changed, found = re.subn(pattern, lambda m: str(int(m[1].replace("_", "")) * 7), text)
    assert found or "EUR" not in text, f"money stands in {path.name}"
    return changed
