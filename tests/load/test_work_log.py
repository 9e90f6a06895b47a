"""The log of work is read line by line; a line that cannot be read refuses it, and is told."""

from pathlib import Path

import pytest

from asp_decide.diagnostics import Checked
from asp_decide.load.work_log import WorkLog, read_work_log
from asp_decide.runs.flows_by_kind import FLOWS

HEAD = "item_kind,item_id,event,from_state,to_state,at\n"
LINES = (
    "feature,FEA-1,moved,,funnel,2026-12-01T09:00:00+01:00\n",
    "feature,FEA-1,moved,funnel,analyzing,2026-12-07T10:20:00+01:00\n",
    "story,STO-1,moved,,backlog,2026-12-07T10:20:00+01:00\n",
)
LATE = 2_000_000_000


def _read(
    folder: Path, text: str, *, name: str = "work_events.csv", until: int = LATE
) -> Checked[WorkLog]:
    (folder / "facts").mkdir(exist_ok=True)
    (folder / "facts" / name).write_text(text, encoding="utf-8")
    return read_work_log(folder, FLOWS, until=until)


def _log(checked: Checked[WorkLog]) -> WorkLog:
    assert checked.value is not None, "\n".join(map(str, checked.diagnostics))
    return checked.value


def test_items_of_every_kind_stand_where_their_events_lead(tmp_path: Path) -> None:
    log = _log(_read(tmp_path, HEAD + "".join(LINES)))

    assert log.events == 3
    assert {kind: own[0].state for kind, own in log.histories.items()} == {
        "feature": "analyzing",
        "story": "backlog",
    }


def test_where_there_is_no_log_nothing_has_happened(tmp_path: Path) -> None:
    assert read_work_log(tmp_path, FLOWS, until=LATE).value == WorkLog({}, 0)


def test_a_moment_is_the_same_in_every_offset(tmp_path: Path) -> None:
    here = _log(_read(tmp_path, HEAD + LINES[0]))
    there = _log(_read(tmp_path, HEAD + LINES[0].replace("09:00:00+01:00", "08:00:00Z")))

    assert here == there


def test_clocks_that_are_set_back_do_not_run_backwards(tmp_path: Path) -> None:
    """At the end of summer time an hour is told twice; its offsets keep the two apart."""
    text = HEAD + (
        "feature,FEA-1,moved,,funnel,2026-10-25T02:50:00+02:00\n"
        "feature,FEA-1,moved,funnel,analyzing,2026-10-25T02:10:00+01:00\n"
    )

    checked = _read(tmp_path, text)

    assert checked.diagnostics == ()
    (history,) = _log(checked).histories["feature"]
    assert history.stays[0].left is not None
    assert history.stays[0].left - history.stays[0].entered == 20 * 60


def test_what_has_not_happened_yet_is_not_seen(tmp_path: Path) -> None:
    text = HEAD + "".join(LINES)
    first_week = 1_796_200_000

    log = _log(_read(tmp_path, text, until=first_week))

    assert log.events == 1
    assert log.histories["feature"][0].state == "funnel"


def test_yaml_and_csv_of_the_same_events_are_the_same_log(tmp_path: Path) -> None:
    csv = _log(_read(tmp_path, HEAD + "".join(LINES)))
    (tmp_path / "facts" / "work_events.csv").unlink()
    names = HEAD.strip().split(",")
    rows = [
        "- {"
        + ", ".join(f"{n}: '{c}'" for n, c in zip(names, line.strip().split(","), strict=True) if c)
        + "}"
        for line in LINES
    ]

    yaml = _log(_read(tmp_path, "\n".join(rows) + "\n", name="work_events.yaml"))

    assert [h.state for own in yaml.histories.values() for h in own] == [
        h.state for own in csv.histories.values() for h in own
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + LINES[0].replace("feature", "feture"), "I023 unknown-word: `feture` is no kind"),
        (HEAD + LINES[0].replace("moved", "went"), "I023 unknown-word: `went` is no event"),
        (HEAD + LINES[0].replace("FEA-1", ""), "I022 missing-value: `item_id` is missing"),
        (
            HEAD + LINES[0].replace("+01:00", ""),
            "I032 bad-moment: `2026-12-01T09:00:00` is no moment",
        ),
        (HEAD + LINES[0].replace("2026-12-01", "Tuesday"), "I032 bad-moment"),
        (HEAD.replace("event", "evnt") + LINES[0], "I020 unknown-column: unknown column `evnt`"),
        (HEAD.replace("event", "evnt") + LINES[0], "I021 missing-column"),
        (HEAD.replace("from_state", "to_state") + LINES[0], "I016 repeated-column"),
        (HEAD + LINES[0].strip() + ",more\n", "I015 broken-row: this cell stands under no header"),
        (HEAD + LINES[0] + 'feature,"FEA-2,moved\n', "I015 broken-row: the quotes"),
        ("\n\n", "I014 no-table"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    checked = _read(tmp_path, text)

    assert checked.value is None
    assert any(told in str(one) for one in checked.errors), [str(d) for d in checked.diagnostics]
    assert all(one.place.file == "facts/work_events.csv" for one in checked.errors)


def test_every_line_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD + LINES[0].replace("+01:00", "") + LINES[1] + LINES[2].replace("moved", "went")

    checked = _read(tmp_path, text)

    assert [(d.place.line, d.place.column, d.code) for d in checked.diagnostics] == [
        (2, 29, "I032"),
        (4, 13, "I023"),
    ]


def test_an_item_with_a_fault_is_kept_beside_those_without(tmp_path: Path) -> None:
    torn = "feature,FEA-2,moved,ready,implementing,2026-12-08T10:20:00+01:00\n"

    checked = _read(tmp_path, HEAD + "".join(LINES) + torn)

    assert [d.code for d in checked.diagnostics] == ["I085"]
    assert [history.is_sound for history in _log(checked).histories["feature"]] == [True, False]


def test_a_strategic_initiative_is_held_against_its_own_flow(tmp_path: Path) -> None:
    """It is an initiative to whoever writes the log, and never enters delivery."""
    states = ("intake", "triage", "discovery_queue", "investigate", "investment_framing")
    way = zip((None, *states), (*states, "delivery_queue"), strict=True)
    lines = [
        f"initiative,INI-9,moved,{source or ''},{target},2026-0{month}-01T09:00:00Z,DEC-1\n"
        for month, (source, target) in enumerate(way, 1)
    ]
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "work_events.csv").write_text(
        HEAD.replace("at\n", "at,decision_id\n") + "".join(lines), encoding="utf-8"
    )

    ordinary = read_work_log(tmp_path, FLOWS, until=LATE)
    strategic = read_work_log(tmp_path, FLOWS, until=LATE, strategic=frozenset({"INI-9"}))

    assert ordinary.diagnostics == ()
    assert list(_log(strategic).histories) == ["strategic"]
    assert [one.message for one in strategic.diagnostics] == [
        "strategic initiative `INI-9`: no strategic initiative stands in `delivery_queue`"
    ]
