"""Figures go into the page between their markers, as they were printed."""

from pathlib import Path

import pytest

from page import PAGE, write

TWO_PARTS = """# Figures
<!-- plans: as printed -->
of yesterday
<!-- plans: end -->
In words.
<!-- growth: as printed -->
<!-- growth: end -->
"""


def test_a_table_takes_the_place_of_the_last_one_and_moves_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(TWO_PARTS, encoding="utf-8")
    write("plans", "| of today |\n", page=page)
    told = page.read_text(encoding="utf-8")
    assert told == TWO_PARTS.replace("\nof yesterday\n", "\n\n| of today |\n\n")
    write("plans", "| of today |", page=page)
    assert page.read_text(encoding="utf-8") == told


def test_a_part_that_the_page_lacks_is_told(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Figures\n", encoding="utf-8")
    with pytest.raises(KeyError, match="no part `growth`"):
        write("growth", "| of today |", page=page)


@pytest.mark.parametrize("part", ["plans", "growth", "resolve", "rules"])
def test_the_page_has_a_place_for_every_part(part: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(f"<!-- {part}: as printed -->") == text.count(f"<!-- {part}: end -->") == 1
