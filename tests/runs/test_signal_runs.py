"""Signals on the command line: entered whole or not at all, filed by the rules, traced both ways."""

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import Said, asp
from workspace_builder import TABLES, write_workspace

ON = ("--on", "2026-12-31")
RIVAL = ("--kind", "market", "--describes", "A rival sails: by night", *ON)


def _asp(folder: Path, *words: object) -> Said:
    return asp("-C", folder, "signal", *words)


def _json(folder: Path, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_asp(folder, *words, "--format", "json").out)
    return found


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "work")


def test_a_signal_is_entered_in_the_form_of_its_file(work: Path) -> None:
    table = work / "facts" / "signals.csv"
    before = table.read_text(encoding="utf-8")

    said = _asp(work, "add", "SIG-2", *RIVAL, "--affects-streams", "booking")

    assert said.code == 0, said.err
    assert said.out.startswith("SIG-2 is open: nobody has filed it; written to ")
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith(before.splitlines()[1])
    assert lines[0] == before.splitlines()[0] + ",description,affects_streams"
    assert lines[2] == "SIG-2,market,environment,2026-12-31,open,A rival sails: by night,booking"


def test_a_table_in_yaml_keeps_its_every_byte(work: Path) -> None:
    (work / "facts" / "signals.csv").unlink()
    table = work / "facts" / "signals.yaml"
    table.write_text("# noticed\n- {id: SIG-1, kind: market}\n", encoding="utf-8")

    assert _asp(work, "add", "SIG-2", *RIVAL, "--continuous").code == 0

    assert table.read_text(encoding="utf-8") == (
        "# noticed\n- {id: SIG-1, kind: market}\n"
        "- id: SIG-2\n  kind: market\n  origin: environment\n  observed_on: 2026-12-31\n"
        '  description: "A rival sails: by night"\n  holds_continuously: yes\n  disposition: open\n'
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--affects-themes", "THE-9", "--affects-streams", "bokking"), "THE-9 bokking"),
        (("--filed-as", "none"), "a filing says by whom"),
        (("--became", "REQ-1"), "belong to a filing"),
        (
            ("--filed-as", "need", "--by", "A. Person", "--role", "portfolio_manager"),
            "an initiative",
        ),
        (("--filed-as", "none", "--by", "A. Person", "--role", "team"), "`portfolio_manager`"),
    ],
)
def test_what_cannot_be_entered_leaves_the_table_as_it_was(
    work: Path, more: tuple[str, ...], told: str
) -> None:
    """All that is wrong is told at once."""
    body = (work / "facts" / "signals.csv").read_bytes()

    said = _asp(work, "add", "SIG-2", *RIVAL, *more)

    assert said.code == 2
    assert all(word in said.err for word in (told.split() if "THE-9" in told else [told]))
    assert (work / "facts" / "signals.csv").read_bytes() == body


def test_an_id_is_never_used_again(work: Path) -> None:
    assert "there is a signal `SIG-1` already" in _asp(work, "add", "SIG-1", *RIVAL).err


def test_a_changed_belief_says_at_once_whom_it_reopens(work: Path) -> None:
    columns, *rows = TABLES["initiatives"].splitlines()
    body = "\n".join([f"{columns},assumption_ids", *(f"{row},ASM-1" for row in rows)])
    (work / "facts" / "initiatives.csv").write_text(body + "\n", encoding="utf-8")
    filed = ("--filed-as", "assumption_change", "--by", "A. Person", "--role", "portfolio_manager")

    said = _asp(work, "add", "SIG-2", *RIVAL, "--affects-assumptions", "ASM-1", *filed)

    assert "INI-1 Instant refunds: is reopened: continue, redirect or stop" in said.out
    assert "INI-2 Gift cards: its case is looked at again" in said.out


def test_open_signals_stand_first_with_what_the_rules_file_them_as(tmp_path: Path) -> None:
    """The decision table of the pack speaks of every signal, whatever somebody has made of it."""
    demo = tmp_path / "demo"
    assert asp("init", demo, "--template", "demo").code == 0

    known = _json(demo, "list", "--as-of", "2026-12-31")

    assert [(s["id"], s["filed_as"], s["rules_say"]) for s in known["signals"]] == [
        ("SIG-3", "open", "need"),
        ("SIG-1", "requirement", "requirement"),
        ("SIG-2", "requirement", "requirement"),
        *((f"SIG-{n}", "assumption_change", "assumption_change") for n in (4, 5, 6, 7)),
    ]
    assert all(one["through"] == "REQ-1" for one in known["signals"][1]["reaches"])
    assert [one["initiative"] for one in known["look_again"]] == ["INI-41"]
    assert "THE-4" in _asp(demo, "list", "--as-of", "2026-12-31").out


def test_an_outcome_leads_back_to_theme_and_signal_in_one_query(tmp_path: Path) -> None:
    """Rows 5 and 33; and on from the signal to the same outcome."""
    columns, *rows = TABLES["initiatives"].splitlines()
    traced = "\n".join(
        [
            f"{columns},theme_ids,signal_ids,requirement_ids",
            f"{rows[0]},THE-1,SIG-1,REQ-1",
            f"{rows[1]},,,",
        ]
    )
    outcomes = (
        "initiative_id,quantity,unit,interval,forecast_likely,status\n"
        "INI-1,value,EUR,2026Q4,50000,open\n"
        "INI-1,success,,2027Q1,,open\n"
    )
    folder = write_workspace(tmp_path, initiatives=traced + "\n", outcomes=outcomes)

    (back,) = _json(folder, "trace", "INI-1/value/2026Q4", "--as-of", "2026-12-31")["traces"]
    (on,) = _json(folder, "trace", "SIG-1", "--as-of", "2026-12-31")["traces"]

    (initiative,) = back["back"]
    assert initiative["id"] == "INI-1"
    assert [one["id"] for one in initiative["further"]] == ["REQ-1", "SIG-1", "THE-1"]
    assert [(p["told"], p["due_on"], p["is_overdue"]) for p in back["unanswered"]] == [
        ("value of 2026Q4: not measured", "2026-12-31", True),
        ("success of 2027Q1: no verdict", "2027-03-31", False),
    ]
    reached = [(one["how"], one["id"]) for one in on["on"]]
    assert reached == [("answered by", "INI-1"), ("became", "REQ-1")]
    assert [one["id"] for one in on["on"][0]["further"]] == [
        "INI-1/success/2027Q1",
        "INI-1/value/2026Q4",
    ]


def test_a_release_leads_back_to_the_signal_that_its_work_answers(tmp_path: Path) -> None:
    columns, first, second = TABLES["initiatives"].splitlines()
    folder = write_workspace(
        tmp_path,
        initiatives=f"{columns},signal_ids\n{first},SIG-1\n{second},\n",
        features="id,item,name,value_stream_id,initiative_id,parent_id,state\n"
        "FEA-1,feature,Refund to card,payments,INI-1,,released\n"
        "STO-1,story,Card form,payments,,FEA-1,done\n",
        releases="id,value_stream_id,deployed_at,feature_ids\n"
        "DEP-1,payments,2026-12-15T16:40:00+01:00,FEA-1\n",
    )

    said = _asp(folder, "trace", "DEP-1", "--as-of", "2026-12-31")
    (on,) = _json(folder, "trace", "SIG-1", "--as-of", "2026-12-31")["traces"]

    assert said.out.splitlines()[:5] == [
        "release DEP-1: usable from 2026-12-15 on in payments",
        "  called for by:",
        "    feature FEA-1 (released with): feature Refund to card (released)",
        "      initiative INI-1 (delivered by): Instant refunds (implementing)",
        "        signal SIG-1 (answered by): regulatory",
    ]
    (feature,) = on["on"][0]["further"]
    assert [one["id"] for one in feature["further"]] == ["STO-1", "DEP-1"]


def test_what_nothing_bears_is_told_with_what_was_meant(work: Path) -> None:
    assert (
        "nothing bears the id `INI-11`\n  help: did you mean `INI-1`?"
        in _asp(work, "trace", "INI-11").err
    )


FILED = ("--by", "A. Person", "--role", "portfolio_manager", *ON)


def test_a_signal_that_was_entered_is_filed_and_filed_otherwise(work: Path) -> None:
    """Only its own row changes, and whom it reaches is told at once."""
    assert _asp(work, "add", "SIG-2", *RIVAL).code == 0
    before = (work / "facts" / "signals.csv").read_text(encoding="utf-8").splitlines()

    need = _asp(work, "file", "SIG-2", "--filed-as", "need", "--became", "INI-2", *FILED)
    none = _asp(work, "file", "SIG-2", "--filed-as", "none", *FILED)

    assert need.out.startswith("SIG-2 is filed as need; it was open; written to ")
    assert "INI-2 Gift cards: answers it" in need.out
    assert "is filed as none; it was need, by portfolio_manager A. Person" in none.out
    after = (work / "facts" / "signals.csv").read_text(encoding="utf-8").splitlines()
    assert after[1] == before[1]
    assert ",none," in after[2]
    assert "INI-2" not in after[2]


def test_row_3_a_need_becomes_a_candidate_in_intake_with_the_deadline_of_its_signal(
    work: Path,
) -> None:
    """Row 3: its words and its day go with it, and whoever asks traces it back."""
    assert _asp(work, "add", "SIG-2", *RIVAL, "--effective", "2027-09-30").code == 0

    said = _asp(work, "file", "SIG-2", "--filed-as", "need", "--candidate", "INI-9", *FILED)

    assert said.code == 0, said.err
    assert "INI-9 A rival sails: by night: answers it, in `intake`" in said.out
    table = (work / "facts" / "initiatives.csv").read_text(encoding="utf-8")
    head, *rows = (line.split(",") for line in table.splitlines())
    row = dict(zip(head, rows[-1], strict=True))
    assert (row["state"], row["urgency"], row["deadline_on"]) == (
        "intake",
        "deadline",
        "2027-09-30",
    )
    assert table.splitlines()[1].startswith(TABLES["initiatives"].splitlines()[1])
    assert "signal SIG-2" in _asp(work, "trace", "INI-9", "--as-of", "2026-12-31").out


def test_a_belief_that_turns_out_to_be_wrong_reopens_its_holders_when_it_is_filed(
    work: Path,
) -> None:
    columns, *rows = TABLES["initiatives"].splitlines()
    body = "\n".join([f"{columns},assumption_ids", *(f"{row},ASM-1" for row in rows)])
    (work / "facts" / "initiatives.csv").write_text(body + "\n", encoding="utf-8")

    said = _asp(
        *(work, "file", "SIG-1", "--filed-as", "assumption_change"),
        *("--affects-assumptions", "ASM-1", *FILED),
    )

    assert said.code == 0, said.err
    assert "INI-1 Instant refunds: is reopened: continue, redirect or stop" in said.out
    assert "INI-2 Gift cards: its case is looked at again" in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("SIG-11", "--filed-as", "none", *FILED), "did you mean `SIG-1`?"),
        (("SIG-1", "--filed-as", "need", *FILED), "becomes an initiative"),
        (("SIG-1", "--filed-as", "none", "--candidate", "INI-9", *FILED), "makes no candidate"),
        (("SIG-1", "--filed-as", "need", "--candidate", "INI-1", *FILED), "say --became INI-1"),
        (("SIG-1", "--filed-as", "need", "--became", "INI-9", *FILED), "INI-9"),
        (
            ("SIG-1", "--filed-as", "none", "--by", "A. Person", "--role", "team", *ON),
            "`signal` is decided by `portfolio_manager`",
        ),
    ],
)
def test_what_cannot_be_filed_leaves_the_table_as_it_was(
    work: Path, words: tuple[str, ...], told: str
) -> None:
    body = (work / "facts" / "signals.csv").read_bytes()

    said = _asp(work, "file", *words)

    assert (said.code, told in said.err) == (2, True), said.err
    assert (work / "facts" / "signals.csv").read_bytes() == body


def test_a_row_that_only_people_can_write_in_is_told_with_what_to_write(work: Path) -> None:
    (work / "facts" / "signals.csv").unlink()
    table = work / "facts" / "signals.yaml"
    table.write_text("- {id: SIG-1, kind: market, disposition: open}\n", encoding="utf-8")

    said = _asp(work, "file", "SIG-1", "--filed-as", "need", "--became", "INI-2", *FILED)

    assert said.code == 2
    assert (
        "set in it disposition: need, disposed_by: portfolio_manager A. Person, "
        "disposed_on: 2026-12-31, became_ids: [INI-2]"
    ) in said.err.replace('"', "")
