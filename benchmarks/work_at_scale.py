"""A log of work of growing size: what it costs to read it and to measure how work flows.

Every size has a process of its own, so that memory is that size's. Features go through their flow
one state after another, eight lines each. Seconds are those of the CPU.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from asp_decide.delivery.board import board_of
from asp_decide.delivery.flow_time import ageing, flow_efficiency, flow_times, time_in_state
from asp_decide.delivery.throughput import flow_balance
from asp_decide.delivery.usual_time import usual_times
from asp_decide.load.work_log import read_work_log
from asp_decide.runs.flows_by_kind import FLOWS
from places import each_apart

FLOW = FLOWS["feature"]
WAY = tuple(state.name for state in FLOW.states if state.name not in {"discarded", "withdrawn"})
BEGINS = datetime(2024, 1, 1, 8, tzinfo=UTC)
SPAN_MINUTES = 2 * 365 * 24 * 60
HEAD = (
    "| events | features | read and replayed | measured | a million would take | memory |\n"
    "|---:|---:|---:|---:|---:|---:|"
)


def work_at_scale(sizes: list[int]) -> Iterator[str]:
    """A line of the table for each number of events."""
    yield HEAD
    yield from each_apart("work_at_scale", sizes)


def at_size(size: int) -> str:
    """The line of a log of about so many events, read and measured in this process."""
    features = max(1, size // len(WAY))
    until = int((BEGINS + timedelta(minutes=2 * SPAN_MINUTES)).timestamp())
    since = int((BEGINS + timedelta(minutes=SPAN_MINUTES // 2)).timestamp())
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, features)
        began = time.process_time()
        checked = read_work_log(folder, FLOWS, until=until)
        read = time.process_time() - began
    assert checked.value is not None, "what was just written can be read"
    assert not checked.diagnostics, "and could have happened"
    began = time.process_time()
    board = board_of(FLOW, checked.value.histories["feature"], as_of=until)
    flow_times(board, since=since)
    time_in_state(board, since=since)
    flow_efficiency(board, since=since)
    flow_balance(board, since=since)
    ageing(board, usual_times(board, {}, since=since))
    measured = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    events = checked.value.events
    return (
        f"| {events:,} | {features:,} | {read:.1f} s | {measured:.1f} s | "
        f"{(read + measured) / events * 1e6:.0f} s | {memory} MB |"
    )


def _write(folder: Path, features: int) -> None:
    """The log in the order in which things happened, as a tool exports it."""
    drawn = random.Random(1)
    told: list[tuple[datetime, str]] = []
    for number in range(features):
        at = BEGINS + timedelta(minutes=drawn.randrange(SPAN_MINUTES))
        source = ""
        for target in WAY:
            told.append((at, f"feature,FEA-{number},moved,{source},{target},{at.isoformat()}"))
            at += timedelta(minutes=drawn.randrange(60, 10_000))
            source = target
    (folder / "facts").mkdir()
    with (folder / "facts" / "work_events.csv").open("w", encoding="utf-8") as file:
        file.write("item_kind,item_id,event,from_state,to_state,at\n")
        file.writelines(line + "\n" for _, line in sorted(told))


if __name__ == "__main__":
    print(at_size(int(sys.argv[1])))
