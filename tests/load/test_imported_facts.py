"""What an import writes is fit to be planned with, whatever stood in the source."""

import random
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.imported_facts import check_fit
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.snapshot import Snapshot, facts_digest
from mapping_builder import (
    CHARTER,
    COURT,
    HEADERS,
    SECTIONS,
    TUNNEL,
    Read,
    a_charter,
    a_mapping,
    imported,
    in_columns,
    write_imported,
)

AS_OF = date(2022, 3, 31)

GARBAGE = st.one_of(
    st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\r"), max_size=12),
    st.sampled_from(
        [
            *("", "TBD", "Exempt under Section 43", "Early planning", "withheld", "=1", "\x81"),
            *("MOJ", "MOJ & DFT", "ICT", "Green", "2020-04-01", "2022-03-31", "2099-01-01"),
            *(
                "£0.00",
                "£1,234.56",
                "-£1",
                "9999999999999999",
                "999,999,999",
                "Not provided",
                "a;b",
            ),
            *("9999-12-31", "0001-01-01", "2999-12-31"),
        ]
    ),
)
PROJECTS = st.lists(st.tuples(*[GARBAGE] * len(HEADERS)), min_size=1, max_size=5)


def snapshot_of(folder: Path, read: Read) -> Snapshot:
    checked = read_snapshot(write_imported(folder, read), as_of=AS_OF)
    assert checked.value is not None, "\n".join(str(d) for d in checked.errors)
    return checked.value


def test_the_facts_of_two_projects_to_the_penny() -> None:
    told = imported(in_columns(COURT, TUNNEL))

    court = told.row("initiatives", "MOJ_1")
    assert (court["state"], court["category"], court["reference_class"]) == (
        "implementing",
        "enabler",
        "ICT",
    )
    assert court["benefit_per_week_likely"] == "3000000"  # 1,000 million times 1.5 over 500 weeks
    assert court["benefit_life"] == "500 weeks"
    tunnel = told.row("initiatives", "DFT_1")
    assert (tunnel["state"], tunnel["probability_of_success"]) == ("delivery_queue", "0.9")

    keys = ("kind", "remaining_effort_likely", "remaining_duration_likely", "transition_cost")
    assert [tuple(row[key] for key in keys) for row in told.rows("options")] == [
        ("whole", "3650000000", "2739 days", ""),
        ("continue", "600219058.05", "1096 days", ""),  # 1096 of 1826 days are left
        ("pause", "600219058.05", "1096 days", "60021905.81"),
    ]
    assert told.row("options", "DFT_1")["earliest_start_on"] == "2022-10-01"
    assert [(r["value_stream_id"], r["interval"], r["net"]) for r in told.rows("capacity")] == [
        ("DFT", "FY2022-23", "22550000"),
        ("DFT", "FY2023-24", "22550000"),
        ("MOJ", "FY2022-23", "11000000"),
        ("MOJ", "FY2023-24", "11000000"),
    ]


def test_every_number_stands_beside_the_cells_that_it_was_made_of() -> None:
    told = imported(in_columns(COURT, TUNNEL))

    assert told.row("options", "DFT_1")["source"] == (
        'projects.csv: whole_life_cost row 10 column 3 "£3,650", '
        'cost_this_year row 9 column 3 "£20.50", starts_on row 7 column 3 "2022-10-01", '
        'ends_on row 8 column 3 "2030-03-31", value_stream row 3 column 3 "DFT"'
    )
    assert told.row("evidence", "EVI-MOJ_1")["source"] == (
        "the projects of Ruritania, 2022: IPA Rating"
    )


def test_imported_facts_load_and_bring_their_assumptions_first(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, imported(in_columns(COURT, TUNNEL)))

    assert [initiative.id for initiative in snapshot.initiatives] == ["DFT_1", "MOJ_1"]
    assert snapshot.assumptions[0] == "Contains public sector information of Ruritania."
    durations = {o.option: o.remaining_duration_weeks for o in snapshot.options}
    assert durations["continue"] is not None
    assert durations["continue"].likely == Fraction(1096, 7)


def test_what_has_ended_is_assessed_and_has_nothing_left_to_do() -> None:
    over = (*COURT[:7], "2022-03-31", *COURT[8:])

    told = imported(in_columns(over, TUNNEL))

    assert told.row("initiatives", "MOJ_1")["state"] == "outcome_assessment"
    assert {row["initiative_id"] for row in told.rows("options")} == {"DFT_1"}


def test_work_that_ends_on_its_first_day_takes_that_day() -> None:
    short = (*TUNNEL[:6], "2022-10-01", "2022-10-01", *TUNNEL[8:])

    (row,) = imported(in_columns(short)).rows("options")

    assert row["remaining_duration_likely"] == "1 days"
    assert row["remaining_effort_likely"] == "3650000000"


def test_the_most_that_a_year_may_take_bounds_what_remains() -> None:
    capped = SECTIONS["assume"].replace("straight_line,", "straight_line, most_per_year: 200 %,")

    told = imported(in_columns(COURT, (*TUNNEL[:8], "Exempt", TUNNEL[9])), assume=capped)

    by_year = Fraction(2 * 10_000_000 * 1096) / Fraction("365.25")
    assert Fraction(told.row("options", "MOJ_1")["remaining_effort_likely"]) == round(by_year, 2)
    assert told.row("options", "DFT_1")["remaining_effort_likely"] == "withheld"


@given(PROJECTS)
def test_no_garbage_in_any_cell_makes_an_import_fail_or_its_facts_unreadable(
    projects: list[tuple[str, ...]],
) -> None:
    """What cannot be used is unknown: a workspace is never left that cannot be loaded."""
    body = in_columns(COURT, *projects)

    told = imported(body)

    with TemporaryDirectory() as folder:
        snapshot_of(Path(folder), told)
    for one in told.facts.rejected:
        assert 1 <= one.place.line <= len(HEADERS)
        assert 2 <= one.place.column <= len(projects) + 2


@given(PROJECTS)
def test_importing_twice_gives_the_same_bytes(projects: list[tuple[str, ...]]) -> None:
    body = in_columns(COURT, *projects)

    assert imported(body).facts == imported(body).facts


@given(PROJECTS, st.randoms(use_true_random=False))
def test_the_order_of_projects_changes_nothing_but_where_they_stand(
    projects: list[tuple[str, ...]], shuffler: random.Random
) -> None:
    shuffled = [COURT, TUNNEL, *projects]
    shuffler.shuffle(shuffled)

    one, other = imported(in_columns(COURT, TUNNEL, *projects)), imported(in_columns(*shuffled))

    assert without_places(one) == without_places(other)
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        assert facts_digest(snapshot_of(Path(first), one)) == facts_digest(
            snapshot_of(Path(second), other)
        )


def without_places(read: Read) -> object:
    tables = {
        name: [{**row, "source": ""} for row in read.rows(name.removesuffix(".csv"))]
        for name in read.facts.files
        if name.endswith(".csv")
    }
    reasons = sorted((d.code, d.message) for d in read.facts.rejected)
    return tables, reasons, read.facts.files["assumptions.yaml"], read.facts.tally


def test_a_byte_order_mark_and_the_end_of_lines_change_nothing() -> None:
    utf_8 = SECTIONS["file"].replace("cp1252", "utf-8")
    text = in_columns(COURT, TUNNEL).decode("cp1252")

    plain = imported(text.encode(), file=utf_8)

    marked = ("\ufeff" + text.replace("\r\n", "\n")).encode()
    assert imported(marked, file=utf_8).facts == plain.facts
    assert plain.rows("initiatives") == imported(in_columns(COURT, TUNNEL)).rows("initiatives")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            ("currency: GBP", "currency: EUR"),
            "I027 the mapping reads GBP, and the workspace counts in EUR",
        ),
        (("capacity_unit: money\n", ""), "I026 effort is read in money, and the workspace counts"),
    ],
)
def test_mapping_and_workspace_speak_of_the_same_money_and_capacity(
    changed: tuple[str, str], told: str
) -> None:
    found = check_fit(a_mapping(), a_charter(CHARTER.replace(*changed)), "mapping.yaml")

    assert [f"{one.code} {one.message}"[: len(told)] for one in found] == [told]


def test_a_calendar_that_has_ended_before_the_day_of_the_plan_is_refused() -> None:
    later = SECTIONS["head"].replace("as_of: 2022-03-31", "as_of: 2030-03-31")

    (one,) = check_fit(a_mapping(head=later), a_charter(), "mapping.yaml")

    assert one.code == "W018"
