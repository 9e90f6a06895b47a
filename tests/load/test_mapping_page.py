"""The page about mappings says what the program does: its example is read, its lists are whole."""

import re
from pathlib import Path

from asp_decide.errors import unwrap
from asp_decide.load.charter_reader import charter_in
from asp_decide.load.foreign_cells import DATE_STYLES
from asp_decide.load.imported_facts import check_fit, import_facts
from asp_decide.load.mapping import FIELDS, SourceMapping
from asp_decide.load.mapping_assumptions import FORMS
from asp_decide.load.mapping_reader import read_mapping

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")

CHARTER = b"""\
name: Harbour Lines
currency: GBP
capacity_unit: money
discount_rate_per_year: 8 %
calendar: {first: 2027Q1, from: 2027-01-01, quarters: 8}
"""

SOURCE = """\
Reference;P-1;;P-3
Project Name;North Mole;Old  Quay;Signals
Department;port;Docks;Port & Rail
Kind of work;Buildings;Buildings;Systems
Assessment by the auditors (three steps);Amber;;Exempt under the act
Assessment by the owner;;Green;Red
Start Date;01/04/2026;01/10/2027;Not yet started
End Date;31/03/2028;30-Sep-29;30-Jun-29 (under review)
Forecast £m;£10.00;£0.50;£2
Total cost £m;£20.00;£0.00;Exempt under the act
The figures include inflation;;;
"""


def example() -> SourceMapping:
    (block,) = re.findall(r"^```yaml\n(asp: mapping/v1.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return unwrap(read_mapping(block.encode(), "mapping.yaml"))


def test_the_example_is_a_mapping_and_reads_such_a_file() -> None:
    charter = unwrap(charter_in(CHARTER)).charter
    assert check_fit(example(), charter, "mapping.yaml") == ()

    facts = unwrap(import_facts(SOURCE.encode("cp1252"), "projects.csv", example(), charter))

    assert facts.rejected == ()
    assert facts.initiatives == 3
    initiatives = facts.files["initiatives.csv"].decode()
    assert "P-1,North Mole,implementing,standard,38461.54,1040 weeks,business" in initiatives
    assert "P-17,Old Quay,delivery_queue,standard,,1040 weeks,business" in initiatives
    assert "P-3,Signals,investigate,standard,withheld,520 weeks,enabler" in initiatives
    assert "PORT,2027Q2,3162500," in facts.files["capacity.csv"].decode()


def test_the_page_names_every_field_form_and_style() -> None:
    for name in (*FIELDS, *FORMS, *FORMS.values(), *DATE_STYLES):
        assert f"`{name}`" in PAGE, f"the page does not tell of `{name}`"
