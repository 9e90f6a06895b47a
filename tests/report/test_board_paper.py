"""The board's paper is two pages, whatever the size of the portfolio, and hides nothing in them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.model.approval import Approval
from asp_decide.model.firmness import Firm, Firmness, Hold, SharedAssumption
from asp_decide.model.forced_decision import ForcedDecision
from asp_decide.model.plan import Brake, Plan, PlanFinding
from asp_decide.report.board.board_paper import board_paper
from asp_decide.report.board.short_text import cut_short, fair_shares, lines_needed, width
from asp_decide.report.formats.pdf import Paper
from asp_decide.report.formats.render import render, render_pdf
from asp_decide.report.page import Paragraph, Report, Table
from asp_decide.report.record_numbers import RecordNumbers
from builders import a_charter
from plan_builders import a_board_plan, a_decision, a_plan, a_record, an_override, records_of
from report_printing import WHY_NOT, sheets_of
from report_reading import read_page

LONG = " </td><script>alert(1)</script> of the kind that somebody pastes out of a letter" * 3
BROAD = "漢字" * 90

type Named = Callable[[str], str]


def grown(plan: Plan, times: int, named: Named = str) -> Plan:
    """The plan with every row so many times over, each under a name of its own."""

    def many(rows: Sequence[Any], id_: str, name: str = "") -> tuple[Any, ...]:
        return tuple(
            row.model_copy(
                update={id_: named(f"{getattr(row, id_)}-{n}")}
                | ({name: named(getattr(row, name))} if name else {})
            )
            for n in range(times)
            for row in rows
        )

    return plan.model_copy(
        update={
            "decisions": many(plan.decisions, "initiative", "name"),
            "prices": many(plan.prices, "origin", "frees"),
            "findings": many(plan.findings, "rule", "message"),
            "capacity": many(plan.capacity, "value_stream"),
            "bounds": many(plan.bounds, "rule", "name"),
        }
    )


def firm(plan: Plan) -> Plan:
    """The plan with every answer in doubt, in twenty worlds."""
    holds: tuple[Hold, ...] = ("contested", "core", "out")
    told = Firmness(
        worlds=20,
        seed=1,
        fitting=20,
        kept=3,
        captured=("1000", "2000"),
        held={},
        initiatives=tuple(
            Firm(
                initiative=one.initiative,
                answer="leave",
                hold=holds[n % len(holds)],
                best_in=("0.5", "0.6"),
                loses=str(1000 * (n + 1)),
            )
            for n, one in enumerate(plan.decisions)
        ),
        assumptions=(
            SharedAssumption(id="ASM-1", holders=("INI-112",), captured_less="10"),
            SharedAssumption(id="ASM-2", holders=("INI-112", "INI-7"), captured_less="250000"),
        ),
    )
    return plan.model_copy(update={"firmness": told})


PLANS: dict[str, Plan] = {
    "one decision": a_plan([a_decision()]),
    "a portfolio": firm(a_board_plan()),
    "ten of them": firm(grown(a_board_plan(), 10)),
    "long names": firm(grown(a_board_plan(), 4, lambda name: name + LONG)),
    "broad names": firm(grown(a_board_plan(), 4, lambda name: name + BROAD)),
}


def paper_of(plan: Plan, name: str = "Meridian Mutual") -> Report:
    overrides = tuple(
        an_override(d.initiative, reason=d.name) for d in plan.decisions if d.decision == "stop"
    )
    numbers = RecordNumbers.of(records_of(plan, overrides))
    record = a_record(overrides=overrides, numbers=numbers, previous="2026Q4")
    return board_paper(plan, charter=a_charter(name=name), recorded=record)


def tables(report: Report) -> dict[str, Table]:
    return {
        section.id: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("one decision", "a4"),
        ("a portfolio", "letter"),
        ("ten of them", "letter"),
        ("long names", "a4"),
        ("broad names", "letter"),
    ],
)
def test_it_is_printed_on_two_sheets(name: str, paper: Paper) -> None:
    report = paper_of(PLANS[name], name="Meridian" + LONG if name != "a portfolio" else "Meridian")

    assert sheets_of(render_pdf(report, paper=paper)) == 2


def test_a_sheet_too_many_would_be_counted() -> None:
    leaf = b"/Type /Page\n"

    assert sheets_of(b"/Type /Pages\n" + 3 * leaf) == 3


@pytest.mark.parametrize("name", PLANS)
def test_every_decision_is_shown_or_counted(name: str) -> None:
    plan = PLANS[name]
    found = tables(paper_of(plan))
    shown = {
        row.subject for id_ in ("asked", "decisions") if id_ in found for row in found[id_].rows
    }
    left = [
        int(count)
        for group in found["decisions"].groups
        if group.title.startswith("Not shown here")
        for count in re.findall(r" (\d+)(?:;|$)", group.note)
    ]
    reviews = [
        int(count)
        for group in (found["asked"].groups if "asked" in found else ())
        if group.title.startswith("? Review")
        for count in re.findall(r"^(\d+) more", group.note)
    ]

    assert len(shown - {""}) + sum(left) + sum(reviews) == len(plan.decisions)


def test_no_kind_of_answer_crowds_out_another() -> None:
    plan = PLANS["ten of them"]
    words = {row.cells[2].split(" ")[1] for row in tables(paper_of(plan))["decisions"].rows}

    assert {"stop", "redirect", "pause", "continue", "fund", "wait"} <= words


def test_unknowns_come_first_then_decisions_and_money_opens_the_second_page() -> None:
    report = paper_of(a_board_plan())

    assert [section.id for section in report.sections][:3] == ["asked", "decisions", "glance"]
    assert [section.id for section in report.sections if section.opens_page] == ["glance"]
    page = read_page(render(report, format="html"))
    assert [attrs.get("class") for tag, attrs in page.tags if tag == "body"] == ["paper"]


def test_what_somebody_has_to_decide_by_name_is_asked_first_and_once() -> None:
    """What the plan takes from where it stands is decided by it, and asked of nobody."""
    plan = a_board_plan()
    old, ended = (one.initiative for one in plan.decisions[:2])
    one = ForcedDecision(rule="ORD-04", initiative=old, carried=True, message="it is old")
    other = one.model_copy(update={"initiative": ended, "carried": False})
    found = PlanFinding(
        rule="ORD-04", subject=f"initiative {old}", result="fires", severity="low", message="old"
    )
    forced = plan.model_copy(
        update={"forced": (one, other), "findings": (*plan.findings, found)}, deep=True
    )

    (asked,) = (s for s in board_paper(forced, charter=a_charter(), recorded=None).sections[:1])
    (table,) = (block for block in asked.blocks if isinstance(block, Table))

    assert table.groups[0].title == "! To be decided by name (1)"
    told = [row.cells for group in table.groups for row in group.rows if "ORD-04" in str(row.cells)]
    assert [cells[:2] for cells in told] == [(old, "ORD-04: it is old")]


def test_a_brake_stands_above_everything() -> None:
    brake = Brake(tripped=True, rule="BRK-01", message="much changes", role="portfolio_board")
    report = paper_of(a_board_plan().model_copy(update={"brake": brake}))

    assert report.lead[0].tone == "alert"
    assert "BRK-01" in report.lead[0].text


def test_an_override_that_ends_before_the_next_run_is_marked() -> None:
    record = a_record()
    early = an_override("INI-112").override.model_copy(update={"until": record.approval.on})
    entry = an_override("INI-112")
    told = a_record(overrides=(type(entry)(entry.id, early, entry.price),))
    report = board_paper(a_board_plan(), charter=a_charter(), recorded=told)

    assert isinstance(record.approval, Approval)
    assert [row.cells[3] for row in tables(report)["overrides"].rows] == ["2027-01-12 ▲"]


def test_before_the_meeting_it_asks_and_after_it_it_tells() -> None:
    before = board_paper(a_board_plan(), charter=a_charter(), recorded=None)

    assert "Decisions asked for" in [section.title for section in before.sections]
    assert "Decisions taken" in [section.title for section in paper_of(a_board_plan()).sections]


def test_the_board_reads_how_firm_the_answers_are_where_it_decides() -> None:
    plan = PLANS["a portfolio"]
    count = len(plan.decisions)
    decisions = next(one for one in paper_of(plan).sections if one.id == "decisions")
    (told,) = [
        one.text
        for one in decisions.blocks
        if isinstance(one, Paragraph) and "could be others" in one.text
    ]

    assert f"{count} answers could be others; in 20 drawn worlds they are: " in told
    assert f"{(count + 2) // 3} contested ({plan.decisions[0].initiative}, " in told
    assert f"loses at least EUR 1,000 ({plan.decisions[0].initiative}) to EUR {count},000" in told
    assert "If ASM-2 fails, EUR 250,000 less is captured" in told
    assert "by 2 initiatives at once" in told


def test_without_other_worlds_the_board_reads_that_none_were_drawn() -> None:
    plan = PLANS["a portfolio"]
    assert plan.firmness is not None
    bare = plan.firmness.model_copy(update={"worlds": 0, "assumptions": ()})
    page = render(paper_of(plan.model_copy(update={"firmness": bare})), format="md").decode()

    assert "no other worlds were drawn" in page
    assert "could be others" not in render(paper_of(a_board_plan()), format="md").decode()


def test_it_says_how_the_rest_is_had() -> None:
    page = render(paper_of(a_board_plan()), format="md").decode()

    assert "    asp-decide report --for board-appendix" in page
    assert "    asp-decide verify runs/2027Q1" in page


@given(st.text(alphabet="aW 漢.", max_size=80), st.integers(4, 60))
def test_what_is_cut_fits_and_what_fits_is_not_cut(text: str, room: int) -> None:
    cut = cut_short(text, room)

    assert width(cut) <= room
    assert cut == text or (cut.endswith(" …") and text.startswith(cut.removesuffix(" …")))


@given(st.text(alphabet="ab ", max_size=80), st.integers(3, 20))
def test_lines_are_never_fewer_than_the_letters_need(text: str, room: int) -> None:
    assert lines_needed(text, room) * room >= width(text.strip()) - text.count(" ")
    assert lines_needed(text[: len(text) // 2], room) <= lines_needed(text, room)


@given(st.lists(st.lists(st.integers(1, 4), max_size=8), max_size=6), st.integers(0, 40))
def test_shares_keep_to_the_room_and_to_the_order(lists: list[list[int]], room: int) -> None:
    shares = fair_shares(lists, room, cost=lambda one: one)

    assert sum(sum(own) for own in shares) <= room
    assert all(list(kept) == own[: len(kept)] for kept, own in zip(shares, lists, strict=True))
    if sum(sum(own) for own in lists) <= room:
        assert [list(kept) for kept in shares] == lists


def test_a_row_is_cut_and_its_initiative_is_named_whole_for_who_looks_it_up() -> None:
    rows = tables(paper_of(PLANS["long names"]))["decisions"].rows

    assert all(width(row.cells[1]) <= 50 for row in rows)
    assert all(row.subject.endswith(LONG.rstrip()) or LONG in row.subject for row in rows)
