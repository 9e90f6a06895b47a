"""Files as others write them: each quirk in a small file named for what is wrong with it.

The sound ones hold two projects: Courts of the Ministry of Justice, running, and Tunnel of the
Department for Transport, which begins later.
"""

from pathlib import Path

import pytest

from asp_decide.errors import InvalidInputError
from mapping_builder import MAPPING, SECTIONS, Read, imported, mapping_text

FILES = Path(__file__).parent / "data" / "foreign"

TRACKER = {
    "file": 'file: {encoding: utf-8, separator: tab, records: rows, skip: ["Total"]}\n',
    "cells": 'cells: {numbers: {thousands: ".", decimal: ","}, money: {currency: EUR}}\n',
    "fields": """\
fields:
  id: Key
  name: Summary
  value_stream: Team
  state: Status
  benefit_per_week: Value per week
  benefit_life: {header: Life, in: weeks}
  remaining_effort: {header: Work, in: team-weeks}
  remaining_duration: {header: Weeks left, in: weeks}
  probability_of_success: {header: Chance, in: "%"}
""",
    "names": """\
value_streams: {Payments: Payments}
states: {In Progress: implementing, Selected: delivery_queue}
""",
    "assume": "",
}
"""A mapping for rows of a tracker that states benefit, effort and chance itself."""

TRACKER_CHARTER = """\
name: A company
currency: EUR
discount_rate_per_year: 8 %
calendar: {first: 2022Q1, from: 2022-01-01, quarters: 8}
"""


def read(name: str, **sections: str) -> Read:
    return imported((FILES / f"{name}.csv").read_bytes(), **sections)


def refusals(name: str, **sections: str) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        read(name, **sections)
    return [f"{d.place} {d.code}" for d in refused.value.diagnostics]


def place_of(key: str, code: str) -> str:
    """A problem at the value of a key of the sound mapping."""
    before, _, _ = mapping_text().partition(key)
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + len(key) + 1
    return f"{MAPPING}:{line}:{column} {code}"


def reasons(told: Read) -> list[str]:
    return [d.message for d in told.facts.rejected]


def test_every_file_here_is_read_by_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")

    assert [path.stem for path in FILES.glob("*.csv") if f'"{path.stem}"' not in text] == []


def test_a_column_is_a_project_and_a_blank_one_is_none() -> None:
    told = read("a_column_for_each_project_and_blank_ones_behind")

    assert told.ids == ["DFT_1", "MOJ_1"]
    assert told.rejected == []


def test_a_row_is_a_project_where_the_mapping_says_so() -> None:
    told = read("a_row_for_each_project_from_a_tracker", charter=TRACKER_CHARTER, **TRACKER)

    assert told.rejected == []
    rows = [
        (r["id"], r["state"], r["benefit_per_week_likely"], r["probability_of_success"])
        for r in told.rows("initiatives")
    ]
    assert rows == [
        ("PAY-1", "implementing", "10000.5", "0.6"),
        ("PAY-2", "delivery_queue", "3500", "0.4"),
    ]
    options = [
        (r["kind"], r["remaining_effort_likely"], r["remaining_duration_likely"])
        for r in told.rows("options")
    ]
    assert options == [("continue", "15", "12.5 weeks"), ("whole", "6", "8 weeks")]
    assert "capacity.csv" not in told.facts.files, "nothing here says what a team can do"


def test_a_total_below_the_rows_is_no_project() -> None:
    counted = TRACKER["file"].replace(', skip: ["Total"]', "")

    told = read(
        "a_row_for_each_project_from_a_tracker",
        charter=TRACKER_CHARTER,
        **TRACKER | {"file": counted},
    )

    assert told.ids == ["PAY-1", "PAY-2"]
    assert reasons(told) == ["a record without a name is not taken"]


def test_a_footnote_is_no_field_and_no_project() -> None:
    told = read("a_footnote_behind_the_last_row")

    assert told.ids == ["DFT_1", "MOJ_1"]
    assert told.rejected == []


def test_headers_and_cells_are_the_same_with_any_white_space_and_case() -> None:
    told = read("carriage_returns_in_headers_and_cells")

    assert told.rejected == []
    assert told.row("initiatives", "MOJ_1")["benefit_per_week_likely"] == "withheld"
    assert told.row("options", "DFT_1")["earliest_start_on"] == "2022-10-01"


def test_a_byte_that_nobody_can_read_is_told_with_its_place_and_never_a_question_mark() -> None:
    told = read("a_byte_that_cp1252_does_not_define")

    assert told.rejected == ["2:2 I002", "10:3 I002"]
    assert reasons(told)[0] == "byte 0x9d is not defined in cp1252"
    assert told.row("initiatives", "MOJ_1")["name"] == "Courts\N{REPLACEMENT CHARACTER}"
    assert told.row("initiatives", "DFT_1")["benefit_per_week_likely"] == ""


def test_a_byte_that_is_no_utf_8_is_told_with_its_place() -> None:
    told = read("a_byte_that_is_no_utf_8", charter=TRACKER_CHARTER, **TRACKER)

    assert told.rejected == ["2:2 I002"]
    assert reasons(told) == ["byte 0xe9 is no UTF-8"]
    assert told.row("initiatives", "PAY-1")["name"] == "Caf\N{REPLACEMENT CHARACTER} cards"


def test_a_sentence_of_exemption_is_withheld_and_planning_is_not_applicable() -> None:
    told = read("an_exemption_sentence_where_a_number_belongs")

    assert told.rejected == []
    assert told.row("initiatives", "MOJ_1")["benefit_per_week_likely"] == "withheld"
    assert told.row("options", "MOJ_1")["remaining_effort_likely"] == "withheld"
    assert told.row("initiatives", "DFT_1")["benefit_per_week_likely"] == "not applicable"
    assert told.facts.tally["whole_life_cost"] == {"withheld": 1, "not applicable": 1}


def test_what_withholds_its_cost_of_the_year_adds_nothing_to_capacity() -> None:
    told = read("an_exemption_sentence_where_a_number_belongs")

    nets = {row["value_stream_id"]: row["net"] for row in told.rows("capacity")}
    assert nets == {"DFT": "22550000", "MOJ": ""}


def test_words_in_place_of_numbers_and_days_are_rejected_unless_the_mapping_knows_them() -> None:
    told = read("words_where_numbers_and_days_belong")

    assert told.rejected == ["7:3 I029", "10:2 I024"]
    assert told.facts.tally["ends_on"] == {"empty": 1, "stated": 1}
    assert told.facts.tally["cost_this_year"] == {"empty": 1, "stated": 1}


def test_a_word_can_mean_that_nothing_is_known_in_one_field_alone() -> None:
    own = SECTIONS["fields"].replace(
        "{header: Whole Life Cost £m, scale: 1_000_000}",
        "{header: Whole Life Cost £m, scale: 1_000_000, unknown: [cannot calculate ...]}",
    )

    told = read("words_where_numbers_and_days_belong", fields=own)

    assert told.rejected == ["7:3 I029"]
    assert told.facts.tally["whole_life_cost"] == {"empty": 1, "stated": 1}


def test_an_amount_of_another_currency_is_rejected_and_one_without_a_sign_is_not() -> None:
    told = read("an_amount_in_euros")

    assert told.rejected == ["10:2 I027"]
    assert told.row("initiatives", "DFT_1")["benefit_per_week_likely"] == "2000000"


def test_a_number_of_another_country_is_never_guessed() -> None:
    told = read("an_amount_with_two_decimal_marks")

    assert told.rejected == ["10:2 I025", "10:3 I025"]
    assert {row["benefit_per_week_likely"] for row in told.rows("initiatives")} == {""}


def test_brackets_and_a_minus_are_below_zero_and_no_cost() -> None:
    told = read("amounts_in_brackets_and_below_zero")

    assert told.rejected == ["9:2 I028", "9:3 I028"]


def test_a_day_in_a_style_that_the_mapping_does_not_name_is_rejected() -> None:
    told = read("days_in_two_styles")

    assert told.rejected == ["7:2 I029", "7:3 I029", "8:3 I029"]


def test_with_the_second_style_named_only_the_day_that_does_not_exist_is_rejected() -> None:
    both = SECTIONS["cells"].replace("[yyyy-mm-dd]", "[yyyy-mm-dd, dd/mm/yyyy]")

    told = read("days_in_two_styles", cells=both)

    assert told.rejected == ["7:3 I029"]
    assert reasons(told) == ["`31/02/2022` is no day of the calendar"]
    assert told.row("options", "DFT_1")["remaining_duration_likely"] == "2864 days"


def test_a_day_under_review_is_no_day() -> None:
    """The mapping may say that it is unknown; the day before the remark is never taken for it."""
    styled = SECTIONS["cells"].replace("[yyyy-mm-dd]", "[yyyy-mm-dd, dd-mon-yy]")
    known = styled.replace("[TBD,", "[... (under review), TBD,")

    assert read("a_day_under_review", cells=styled).rejected == ["8:2 I029"]
    told = read("a_day_under_review", cells=known)

    assert told.rejected == []
    assert told.facts.tally["ends_on"] == {"empty": 1, "stated": 1}
    assert told.row("options", "MOJ_1")["remaining_duration_likely"] == ""
    assert told.row("options", "DFT_1")["remaining_duration_likely"] == "1734 days"


def test_an_end_before_the_start_is_rejected() -> None:
    told = read("a_project_that_ends_before_it_starts")

    assert told.rejected == ["8:2 I044"]
    assert told.facts.tally["ends_on"] == {"rejected": 1, "stated": 1}
    assert told.row("options", "MOJ_1")["remaining_duration_likely"] == ""


def test_without_dates_the_mapping_says_the_state() -> None:
    told = read("a_project_without_any_date")

    states = {row["id"]: row["state"] for row in told.rows("initiatives")}
    assert states == {"DFT_1": "investigate", "MOJ_1": "implementing"}


def test_two_departments_in_a_cell_take_the_same_from_each() -> None:
    told = read("two_departments_in_one_cell")

    efforts = [
        (row["kind"], row["value_stream_id"], row["remaining_effort_likely"])
        for row in told.rows("options")
        if row["initiative_id"] == "MOJ_1"
    ]
    half = "300109529.03"
    assert efforts == [
        (kind, stream, half) for kind in ("continue", "pause") for stream in ("DFT", "MOJ")
    ]
    nets = {row["value_stream_id"]: row["net"] for row in told.rows("capacity")}
    assert nets == {"DFT": "28050000", "MOJ": "5500000"}
    assert any("take the same effort each" in told_of for told_of in sentences(told))


def sentences(told: Read) -> list[str]:
    return told.facts.files["assumptions.yaml"].decode().splitlines()


def test_a_department_is_known_in_any_case_and_never_by_likeness() -> None:
    told = read("a_department_in_other_letters")

    assert told.rejected == ["3:3 I041"]
    assert [row["id"] for row in told.rows("value_streams")] == ["MOJ"]
    assert {row["initiative_id"] for row in told.rows("options")} == {"MOJ_1"}


def test_a_rating_of_another_scale_is_rejected_and_moves_no_probability() -> None:
    told = read("a_rating_that_is_no_step_of_the_scale")

    assert told.rejected == ["5:2 I023"]
    assert told.row("initiatives", "MOJ_1")["probability_of_success"] == ""
    assert told.row("initiatives", "DFT_1")["probability_of_success"] == "0.9"


def test_the_first_rating_that_is_one_counts_and_each_is_evidence() -> None:
    told = read("two_ratings_and_one_of_them_withheld")

    assert told.row("initiatives", "MOJ_1")["probability_of_success"] == "0.4"
    assert told.row("initiatives", "DFT_1")["probability_of_success"] == "0.9"
    assert [(r["id"], r["metric"], r["recorded_by"]) for r in told.rows("evidence")] == [
        ("EVI-DFT_1", "rated Green", "the authority"),
        ("EVI-DFT_1-2", "rated Amber", "the owner"),
        ("EVI-MOJ_1", "rated Red", "the owner"),
    ]
    assert told.facts.tally["rating"] == {"stated": 2}


def test_of_two_projects_with_one_id_none_is_taken() -> None:
    told = read("one_id_for_two_projects")

    assert told.ids == ["DFT_1"]
    assert told.rejected == ["1:2 I040", "1:4 I040"]


def test_names_that_begin_alike_are_not_told_apart_by_their_beginning() -> None:
    told = read("projects_without_ids")

    assert told.ids == ["courts"]
    assert told.rejected == ["1:3 I040", "1:4 I040"]


def test_a_person_tells_them_apart_in_the_mapping() -> None:
    own = SECTIONS["names"] + "ids: {The Great  northern bridge: BRIDGE}\n"

    told = read("projects_without_ids", names=own)

    assert told.ids == ["BRIDGE", "courts", "the-great-northern"]
    assert told.rejected == []


def test_a_project_without_a_name_is_not_taken() -> None:
    told = read("a_project_without_a_name")

    assert told.ids == ["MOJ_1"]
    assert told.rejected == ["1:3 I022"]


def test_a_header_that_is_there_twice_needs_a_choice() -> None:
    assert refusals("a_header_that_is_there_twice") == [
        place_of("starts_on: ", "I016"),
        place_of("ends_on: ", "I021"),
    ]
    chosen = (
        SECTIONS["fields"]
        .replace("starts_on: Start Date", "starts_on: {header: Start Date, number: 1}")
        .replace("ends_on: End Date", "ends_on: {header: start date, number: 2}")
    )

    told = read("a_header_that_is_there_twice", fields=chosen)

    assert told.row("options", "DFT_1")["remaining_duration_likely"] == "2739 days"


def test_a_second_header_of_the_name_must_be_there() -> None:
    chosen = SECTIONS["fields"].replace(
        "name: Project Name", "name: {header: Project Name, number: 2}"
    )

    assert [d.split()[1] for d in refusals("a_footnote_behind_the_last_row", fields=chosen)] == [
        "I021"
    ]


def test_a_formula_is_a_text_and_no_spreadsheet_runs_what_is_written() -> None:
    told = read("a_name_that_is_a_formula")

    assert told.row("initiatives", "MOJ_1")["name"] == "\t=1+1"
    assert told.ids == ["\t+DFT", "MOJ_1"]
    assert told.row("initiatives", "\t+DFT")["name"] == "\t-Tunnel"


def test_lines_of_different_length_lack_their_last_cells() -> None:
    told = read("rows_of_different_length")

    assert told.ids == ["DFT_1", "MOJ_1"]
    assert told.rejected == ["1:4 I022", "8:4 I029"]
    assert told.row("initiatives", "DFT_1")["probability_of_success"] == ""
    assert told.facts.tally["cost_this_year"] == {"stated": 1, "empty": 2}


@pytest.mark.parametrize(
    ("name", "code"),
    [("a_quote_that_is_never_closed", "I015"), ("nothing_at_all", "I014")],
)
def test_a_file_that_cannot_be_divided_is_refused(name: str, code: str) -> None:
    assert refusals(name) == [f"projects.csv:1:1 {code}"]
