"""A workspace on disk, sound and small, in which a test changes only what matters to it.

Two streams, two initiatives, quarters from 2026 to 2029 in EUR; the day of the run is the last of
2026.
"""

from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.snapshot import Snapshot

RUN_DAY = date(2026, 12, 31)

CHARTER = """\
name: Example portfolio
currency: EUR
discount_rate_per_year: 10 %
calendar: {first: 2026Q1, from: 2026-01-01, quarters: 16}
"""

TABLES = {
    "capacity": """\
value_stream_id,interval,net
payments,2027Q1,26
payments,2027Q2,26
booking,2027Q1,13
""",
    "initiatives": """\
id,name,state,urgency,benefit_per_week_likely,benefit_life
INI-1,Instant refunds,implementing,standard,10000,156
INI-2,Gift cards,investment_framing,standard,3500,104
""",
    "options": """\
initiative_id,value_stream_id,remaining_effort_likely,remaining_duration_likely
INI-1,payments,15,12
INI-2,booking,6,8
""",
    "themes": """\
id,intent,weight,status
THE-1,Customers solve payment matters without contacting us,40 %,active
""",
    "requirements": """\
id,category,statement,signal_id
REQ-1,regulatory,Refunds are confirmed within one business day,SIG-1
""",
    "signals": """\
id,kind,origin,observed_on,disposition
SIG-1,regulatory,environment,2026-05-20,open
""",
}
"""The sound tables; further ones may be added."""


def write_workspace(folder: Path, *, charter: str = CHARTER, **tables: Any) -> Path:
    """The sound workspace with these tables in place of its own, as CSV; None leaves one out."""
    facts = folder / "facts"
    facts.mkdir(parents=True, exist_ok=True)
    (folder / "asp.yaml").write_text(charter, encoding="utf-8")
    texts: dict[str, str | None] = {**TABLES, **tables}
    for name, text in texts.items():
        if text is not None:
            (facts / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, *, as_of: date = RUN_DAY, **changes: Any) -> Checked[Snapshot]:
    """What the workspace with these tables is read as."""
    return read_snapshot(write_workspace(folder, **changes), as_of=as_of)


def snapshot_of(folder: Path, **changes: Any) -> Snapshot:
    """The snapshot of the workspace with these tables, which must be sound."""
    checked = read(folder, **changes)
    assert checked.value is not None, "\n".join(str(d) for d in checked.diagnostics)
    return checked.value


def problems_of(folder: Path, **changes: Any) -> list[Diagnostic]:
    """The errors and warnings of the workspace with these tables; notes are left out."""
    return [d for d in read(folder, **changes).diagnostics if d.level != "note"]


def problem_of(folder: Path, **changes: Any) -> Diagnostic:
    """The one error or warning of the workspace with these tables."""
    problems = problems_of(folder, **changes)
    assert len(problems) == 1, "\n".join(str(d) for d in problems) or "nothing was told"
    return problems[0]
