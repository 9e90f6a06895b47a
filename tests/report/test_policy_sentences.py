"""Policies that changed: one sentence each, with who approved it, and with what changed in them."""

from fractions import Fraction

from asp_decide.report.page import Paragraph, Section, Table
from asp_decide.report.recorded import PolicyChanged
from asp_decide.report.sections.changes import Changes
from asp_decide.report.sections.policy_sentences import policy_change_section
from plan_builders import a_plan, a_record, a_run

WIP = PolicyChanged("wip", "portfolio_manager", "portfolio_board", "2026-12-15", "2026Q3", 4)
NEW = PolicyChanged("duties", "finance", "portfolio_board", "2026-12-20", "", 5)
LINE = ("WIP-01 (rule changed)", "limit", "5 initiatives", "6 initiatives")


def since(*lines: tuple[str, str, str, str]) -> Changes:
    now = a_plan(run=a_run(policies="sha256:0"))
    return Changes("2026Q4", a_plan(), now, Fraction(0), lines)


def texts(section: Section | None) -> list[tuple[str, tuple[int, ...]]]:
    assert section is not None
    return [(b.text, b.records) for b in section.blocks if isinstance(b, Paragraph)]


def test_each_policy_has_its_sentence_and_names_its_record() -> None:
    recorded = a_record(previous="2026Q4", policies_changed=(WIP, NEW))

    assert texts(policy_change_section(recorded, None)) == [
        (
            (
                "wip means something else than in run 2026Q3: approved by portfolio board on "
                "2026-12-15; its owner is portfolio manager."
            ),
            (4,),
        ),
        ("duties is new: approved by portfolio board on 2026-12-20; its owner is finance.", (5,)),
    ]


def test_what_changed_in_them_stands_below_where_two_runs_are_compared() -> None:
    section = policy_change_section(
        a_record(previous="2026Q4", policies_changed=(WIP,)), since(LINE)
    )

    assert section is not None
    (told,) = (block for block in section.blocks if isinstance(block, Table))
    assert [row.cells for row in told.groups[0].rows] == [LINE]
    assert told.caption == "What means something else than in 2026Q4"


def test_that_nothing_changed_is_said_and_of_a_first_run_nothing_is() -> None:
    (told,) = texts(policy_change_section(a_record(previous="2026Q4"), since()))

    assert told[0] == "No policy means anything else than when it was last recorded."
    assert policy_change_section(a_record(), None) is None
    assert policy_change_section(None, None) is None
