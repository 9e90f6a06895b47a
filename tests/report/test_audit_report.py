"""What an auditor reads: counts to hold an answer against, and everything that was recorded."""

import re

from asp_decide.model.plan import Reason
from asp_decide.report.auditor.audit_report import Audited, audit_report
from asp_decide.report.formats.render import render
from builders import a_charter
from evidence_builders import (
    DIGEST,
    OTHER,
    a_policy_record,
    a_rule_record,
    an_approval_record,
    an_override_record,
    audited,
)
from plan_builders import a_decision, a_plan
from report_reading import lines_that_state, read_markdown_tables, read_page

NASTY = '</td><script>alert("x")</script>=1+1|*{{7*7}}\u202egnp.'


def tables_of(told: Audited) -> list[list[tuple[str, ...]]]:
    return read_markdown_tables(render(audit_report(told), format="md"))


def row_of(told: Audited, head: str) -> tuple[str, ...]:
    """The first row of any table that begins so."""
    return next(row for table in tables_of(told) for row in table if row[0] == head)


def text_of(told: Audited) -> str:
    return render(audit_report(told), format="md").decode()


def test_it_gives_no_verdict_on_itself_and_names_the_command_that_does() -> None:
    text = text_of(audited([an_approval_record()]))

    assert "asp-decide verify runs/2027Q1 --checkpoint" in text
    assert not re.search(r"\| (PASS|FAIL|NOT CHECKED)", text)
    assert row_of(audited([an_approval_record()]), "8 told")[2] == (
        "7 reports made again, byte for byte"
    )


def test_every_result_stands_once_under_what_came_of_it() -> None:
    results = ("fires", "does_not_fire", "does_not_apply", "unknown", "unmet", "broken")
    told = audited(
        [
            a_rule_record("R-1", {"initiative": f"INI-{n}"}, result)
            for n, result in enumerate(results)
        ]
    )

    assert row_of(told, "R-1") == (
        "R-1",
        "INI-0\u00a0#1, INI-4 ✕\u00a0#5, INI-5 ▲\u00a0#6",
        "INI-1\u00a0#2",
        "INI-2\u00a0#3",
        "INI-3\u00a0#4",
        "#1–6",
    )


def test_a_rule_that_matched_nobody_is_named() -> None:
    assert "No subject in scope: EXP-01. #1" in text_of(audited([a_rule_record("EXP-01")]))


def test_what_is_unknown_is_told_by_its_reason_the_most_frequent_first() -> None:
    seen = [
        {"measure": "load_p85", "truth": "unknown", "why": "missing"},
        {"measure": "age", "truth": "true"},
    ]
    told = audited(
        [
            a_rule_record("A", {"initiative": "INI-1"}, "unknown"),
            *(
                a_rule_record("B", {"value_stream": one}, "unknown", comparisons=seen)
                for one in ("web", "shop")
            ),
        ]
    )
    table = next(t for t in tables_of(told) if t[0][0] == "What is not known")

    assert table[1:] == [
        ("load_p85: missing", "2", "value stream web, value stream shop", "#2–3"),
        ("a rule that it builds on could not tell", "1", "initiative INI-1", "#1"),
    ]


def test_each_source_stands_with_the_rows_that_name_it_and_with_who_looked_at_them() -> None:
    register = {"source": "benefits register", "noted_on": "2026-09-28"}

    def reading(*rows: str) -> list[dict[str, object]]:
        stated = [register] if len(rows) > 1 else [register, {"source": "minutes"}]
        return [{"row": one, "k": [1], "origins": stated} for one in rows]

    told = audited(
        [
            a_rule_record("A", {"initiative": "INI-1"}, inputs=reading("outcomes/1", "outcomes/2")),
            a_rule_record("B", {"initiative": "INI-1"}, inputs=reading("outcomes/3")),
            a_rule_record("C", {"initiative": "INI-1"}, inputs=[{"row": "options/1", "k": [1]}]),
            a_rule_record("D", {"value_stream": "web"}, inputs=[{"file": "plan.json", "k": [0]}]),
        ]
    )
    table = next(t for t in tables_of(told) if t[0][0] == "Source")

    assert [row[1:] for row in table[1:]] == [
        ("2026-09-28", "outcomes/1, outcomes/2, outcomes/3", "#1–2"),
        ("–", "outcomes/3", "#2"),
    ]
    assert "Rules looked at 4 rows of the facts, of which 3 name where" in text_of(told)
    assert "Rows that name no source, by table: options 1. #3" in text_of(told)


def test_a_policy_says_whether_its_text_or_its_meaning_changed_and_who_saw_it_first() -> None:
    before = [
        a_policy_record("policies/a.yaml"),
        a_policy_record("policies/b.yaml"),
        a_policy_record("policies/c.yaml"),
        a_policy_record("policies/gone.yaml"),
    ]
    new_text = a_policy_record("policies/b.yaml", text=OTHER)
    loosened = a_policy_record("policies/c.yaml", text=OTHER, meaning=OTHER)
    fresh = a_policy_record("policies/d.yaml")
    told = audited(
        [loosened, fresh],
        before=before,
        closed={"as_of": "2026-09-30", "run": "2026Q4", "initiatives": []},
        manifest={"policies": [before[0], new_text, loosened, fresh]},
    )

    assert [row_of(told, name)[5:7] for name in "abcd"] == [
        ("unchanged", "run 2026Q4, its #0"),
        ("another text, the same meaning", "run 2026Q4, its #1"),
        ("another meaning", "in this run"),
        ("new", "in this run"),
    ]
    assert "not in force in this run: gone." in text_of(told)
    assert "changed since they were last recorded: c" in row_of(told, "4 right rules")[2]


def test_decisions_that_moved_say_whether_a_changed_policy_stands_behind_them() -> None:
    plan = a_plan(
        [
            a_decision("INI-1", "stop", reasons=(Reason(rule="STOP-01", message="m"),)),
            a_decision("INI-2", "wait", reasons=(Reason(rule="OTHER-01", message="m"),)),
            a_decision("INI-3", "continue"),
        ]
    )
    closed = {
        "as_of": "2026-09-30",
        "run": "2026Q4",
        "initiatives": [
            {"initiative": f"INI-{n}", "decided": "continue", "state": "x"} for n in (1, 2, 3)
        ],
    }
    told = audited(
        [
            a_policy_record(meaning=OTHER, text=OTHER),
            a_rule_record("STOP-01", {"initiative": "INI-1"}),
            a_rule_record("OTHER-01", {"initiative": "INI-2"}, at="policies/x.yaml:1:1"),
        ],
        plan=plan,
        before=[a_policy_record()],
        closed=closed,
    )

    assert "Of 3 decisions 2 are recommended otherwise" in text_of(told)
    assert "1 of them names a rule of a policy whose meaning changed" in text_of(told)
    rows = next(t for t in tables_of(told) if t[0][1] == "Decided in 2026Q4")[1:]
    assert [(row[2], row[4]) for row in rows] == [("stop", "STOP-01"), ("wait", "no")]


def test_the_first_run_of_a_log_compares_nothing() -> None:
    told = audited([a_policy_record()])

    assert "there is nothing to compare yet" in text_of(told)
    assert row_of(told, "wip")[5] == "first run of the log"
    assert "No run was recorded before it." in text_of(told)


def test_names_stay_masked_where_they_are_not_shown_though_somebody_opened_them() -> None:
    """The folder of a run has the same page with the openings and without them."""
    mask = {"$masked": DIGEST}
    acts = [an_override_record(), an_approval_record()]
    closed = [
        {**acts[0], "granted": {**acts[0]["granted"], "person": mask}, "price": mask},
        {**acts[1], "person": mask},
    ]

    opened = text_of(audited(acts, shows_names=False))

    assert "A. Example" not in opened
    assert "B. Example" not in opened
    assert row_of(audited(closed), "gate 2")[3] == "name masked, 2027-01-12"
    assert row_of(audited(closed), "OV-1")[7] == "masked"


def test_acts_stand_against_the_rights_to_them_with_the_names_of_people() -> None:
    told = audited(
        [
            an_override_record(),
            an_override_record(
                "EX-1", state="refused", why="it ended", doubt="", renewals=2, decided="x"
            ),
            an_approval_record(),
            an_approval_record(
                "INI-102",
                recommended={"answer": "wait", "record": 3},
                override="OV-1",
                reason="The law asks for it",
            ),
        ]
    )

    assert row_of(told, "gate 2")[1:7] == (
        *("portfolio board", "portfolio board", "A. Example, 2027-01-12"),
        *("2", "1", "1"),
    )
    assert row_of(told, "INI-102")[2:6] == ("wait, #3", "fund", "The law asks for it", "OV-1")
    register = row_of(told, "OV-1")
    assert register[5] == "2027-01-12 to 2027-03-31, 79 days"
    assert register[6] == "The law asks for it; minutes p. 4; second approver: B. Example"
    assert register[7] == "EUR 8,200 to 11,800"
    assert row_of(told, "EX-1")[3] == "refused; it ended; renewed 2 times in a row"


def test_a_right_that_was_lent_says_so() -> None:
    charter = a_charter(
        delegations=(
            {
                "by": "portfolio_board",
                "to": "portfolio_manager",
                "points": ("gate_2",),
                "effective": {"from_day": "2027-01-01", "until": "2027-01-31"},
            },
        )
    )
    act = an_approval_record(by="portfolio_manager")

    assert row_of(audited([act], charter=charter), "gate 2")[2] == (
        "portfolio manager, to whom it was lent"
    )
    late = an_approval_record(by="portfolio_manager", on="2027-02-01")
    assert row_of(audited([late], charter=charter), "gate 2")[2] == "portfolio manager"


def test_escalations_stand_there_with_their_clock_and_verdicts_with_their_method() -> None:
    escalation = {
        "kind": "escalation",
        "rule": "FND-05",
        "subject": {"value_stream": "freight"},
        "since_run": "2026Q4",
        "since": "2026-09-30",
        "step": 2,
        "role": "portfolio_board",
        "due": "2027-01-14",
        "closed_by": None,
    }
    outcome = {
        "kind": "outcome",
        "initiative": "INI-51",
        "verdict": "partly",
        "realised": {"value": "80", "foretold": "100", "unit": "EUR"},
        "method": "before_after",
        "by": "portfolio_manager",
        "person": "A. Example",
        "on": "2026-12-15",
        "decided_in": 17,
    }
    told = audited([escalation, {**escalation, "rule": "X", "closed_by": "does_not_fire"}, outcome])

    assert row_of(told, "FND-05")[1:7] == (
        *("freight", "2026-09-30, run 2026Q4", "2", "portfolio board", "2027-01-14", "–"),
    )
    assert row_of(told, "X")[6] == "does not fire"
    assert row_of(told, "INI-51")[1:6] == (
        *("◐ partly", "EUR 80 of EUR 100", "before after"),
        *("portfolio manager, A. Example, 2026-12-15", "17"),
    )
    assert row_of(told, "5 allowed")[2].endswith(", 1 outcome"), "as the check itself counts them"
    quiet = text_of(audited([an_approval_record()]))
    assert "No escalation is open" in quiet
    assert "No verdict on a hypothesis is new" in quiet


def test_its_place_in_the_log_joins_it_to_the_run_before() -> None:
    closed = {"as_of": "2026-09-30", "run": "2026Q4", "initiatives": []}
    text = text_of(audited([an_approval_record()], closed=closed))

    assert "3 records, entries 50 to 52" in text
    assert "The run before is 2026Q4, after which the log had 50 records" in text
    assert "asp-decide ledger prove 50..53" in text
    assert f"| asp.yaml | {DIGEST} | #0 |" in text


def test_whatever_it_states_names_its_records() -> None:
    told = audited([a_rule_record(), a_policy_record(), an_override_record(), an_approval_record()])

    lines = lines_that_state(render(audit_report(told), format="md"))

    assert len(lines) > 40
    assert [line for line in lines if not re.search(r"#\d+", line)] == []


def test_nasty_records_are_shown_and_do_nothing() -> None:
    nasty = {
        "initiative": NASTY,
    }
    told = audited(
        [
            a_policy_record(NASTY, policy=NASTY, owner=NASTY),
            a_rule_record(NASTY, nasty, "unknown", owner=NASTY, at=f"{NASTY}:1:2"),
            a_rule_record(NASTY, {"signal": NASTY}, "unmet"),
            an_override_record(NASTY, NASTY, rules=[NASTY]),
            an_approval_record(NASTY, person=NASTY, reason=NASTY, override=NASTY),
        ],
        manifest={"repository": {"commit": NASTY}, "origin": NASTY},
    )

    body = render(audit_report(told), format="html")
    page = read_page(body)

    assert "script" not in {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert "\u202e" not in body.decode()
    assert NASTY.replace("\u202e", "") in page.text
    assert "<script" not in text_of(told).replace("\\<script", "")
