"""A workspace of the delivery layer: two streams, their features, and what happened to them.

A feature is told in a line, and its events follow: when its analysis began, and after how many days
it moved on from each state. The day of the run is the last of 2026.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asp_decide.delivery.delivery_grounds import (
    DELIVERY_FLOWS,
    DeliveryGrounds,
    Published,
    delivery_grounds,
)
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.load.work_log import read_work_log
from asp_decide.model.feature import STATES_OF
from asp_decide.model.work_event import end_of_day
from workspace_builder import write_workspace

POLICIES = Path(__file__).parent.parent / "policies"
NOTHING_PUBLISHED = Published({}, {})
RUN_DAY = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)

STREAMS = """\
id,name,teams,cost_per_team_week,release_transaction_cost
payments,Payments,pay-1;pay-2,10000,3000
booking,Booking,book-1,8000,
"""

CAPACITY = """\
value_stream_id,interval,demonstrated_low,demonstrated_likely,demonstrated_high,basis,stated_on
payments,2027Q1,8,16,20,measured,2026-12-10
booking,2027Q1,4,6,8,measured,2026-12-10
"""

COLUMNS = (
    *("id", "item", "name", "value_stream_id", "team", "state", "category", "initiative_id"),
    *("hypothesis", "acceptance", "is_ready", "commitment", "planned_interval", "expedite"),
    *("value_likely", "cost_of_delay_likely", "remaining_effort_likely"),
    *("remaining_duration_likely", "flow_kind", "parent_id", "story_kind", "planned_sprint"),
    *("planned_value", "achieved_value", "actual_effort", "skill"),
)

SOUND = {
    "item": "feature",
    "value_stream_id": "payments",
    "category": "business",
    "initiative_id": "INI-1",
    "hypothesis": "it helps",
    "acceptance": "it is seen to help",
    "is_ready": "yes",
    "flow_kind": "feature",
    "remaining_effort_likely": "2",
    "remaining_duration_likely": "2",
}


@dataclass
class Told:
    """A row of features with its events."""

    row: dict[str, str]
    events: list[str] = field(default_factory=list)


def told(
    name: str, state: str, *, days_ago: float = 30, blocked: float | None = None, **cells: object
) -> Told:
    """Something that began so many days ago and stands in that state since the day after.

    `blocked` says for how many days it has been blocked.
    """
    row = {**SOUND, "id": name, "name": name, "state": state}
    row |= {column: str(cell) for column, cell in cells.items()}
    way = next(
        [str(one) for one in states] for kind, states in STATES_OF.items() if kind == row["item"]
    )
    reached = way[: way.index(state) + 1]
    began = RUN_DAY - timedelta(days=days_ago)
    events, source = [], ""
    for step, target in enumerate(reached):
        at = (began + timedelta(minutes=step)).isoformat()
        events.append(f"{row['item']},{name},moved,{source},{target},{at},,")
        source = target
    if blocked is not None:
        at = (RUN_DAY - timedelta(days=blocked)).isoformat()
        events.append(f"{row['item']},{name},blocked,,,{at},,waits for a vendor")
    return Told(row, events)


def done(name: str, *, took_days: float, days_ago: float = 10) -> Told:
    """A feature that was released some days ago, so many days after its analysis began."""
    found = told(name, "released", days_ago=days_ago + took_days)
    last = found.events[-1].split(",")
    last[5] = (RUN_DAY - timedelta(days=days_ago)).isoformat()
    found.events[-1] = ",".join(last)
    return found


def delivery_workspace(folder: Path, rows: Iterable[Told], **tables: str | None) -> Path:
    """The workspace with these rows, the default policies of the delivery layer, and its tables."""
    known = tuple(rows)
    features = [",".join(COLUMNS)]
    features += [",".join(one.row.get(column, "") for column in COLUMNS) for one in known]
    events = ["item_kind,item_id,event,from_state,to_state,at,actor,reason"]
    events += [event for one in known for event in one.events]
    own: dict[str, Any] = {
        "value_streams": STREAMS,
        "capacity": CAPACITY,
        "requirements": None,
        "signals": None,
        "features": "\n".join(features) + "\n",
        "work_events": "\n".join(events) + "\n",
        **tables,
    }
    write_workspace(folder, **own)
    shutil.copytree(POLICIES, folder / "policies", dirs_exist_ok=True)
    return folder


def grounds_of(folder: Path, *, published: Published = NOTHING_PUBLISHED) -> DeliveryGrounds:
    """What the delivery layer of the workspace is measured from."""
    snapshot = read_snapshot(folder, as_of=RUN_DAY.date()).value
    log = read_work_log(folder, DELIVERY_FLOWS, until=end_of_day(RUN_DAY.date())).value
    assert snapshot is not None
    assert log is not None
    return delivery_grounds(snapshot, log.histories, published)
