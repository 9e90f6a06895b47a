"""What a plan takes beside a log of work of growing size: read, planned, and written as a draft.

The portfolio is the shipped demo. So many features are added to its six value streams as the log
has lines for, eight each; of one of the streams the capacity is read off what its features took.
Every size has a process of its own. Seconds are those of the CPU.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from asp_decide.runs.investing.plan_run import PlanOrder, make_plan, plan_run
from asp_decide.runs.opening.templates import init_workspace
from asp_decide.runs.workspace import open_workspace, read_sources
from places import each_apart
from work_at_scale import WAY

AS_OF = date(2026, 12, 31)
BEGINS = datetime(2025, 1, 2, 8, tzinfo=UTC)
SPAN_MINUTES = 600 * 24 * 60
QUARTERS = 8
STREAMS = ("booking", "payments", "operations", "traveller", "freight", "platform")
HEAD = (
    "| events | features | facts read | planned | the command | memory |\n"
    "|---:|---:|---:|---:|---:|---:|"
)


def plan_beside_work(sizes: list[int]) -> Iterator[str]:
    """A line of the table for each number of events that are added to the demo's own."""
    yield HEAD
    yield from each_apart("plan_beside_work", sizes)


def at_size(size: int) -> str:
    """The line of a log with about so many events more, planned in this process."""
    features = size // len(WAY)
    with TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        init_workspace(folder, template="demo")
        _add(folder / "facts", features)
        workspace, order = open_workspace(folder), PlanOrder(as_of=AS_OF)
        began = time.process_time()
        sources = read_sources(workspace, AS_OF)
        read = time.process_time() - began
        began = time.process_time()
        make_plan(sources, order)
        planned = time.process_time() - began
        del sources
        began = time.process_time()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            plan_run(workspace, order, output=None, progress=lambda _: None)
        whole = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"| {features * len(WAY):,} | {features:,} | {read:.1f} s | {planned:.1f} s | "
        f"{whole:.1f} s | {memory} MB |"
    )


def _add(facts: Path, features: int) -> None:
    """Features that went all their way, without releases: then the event is the release."""
    drawn = random.Random(1)
    (facts / "releases.csv").unlink()
    # Together they take a team-week of each stream and quarter, however many they are.
    effort = f"{len(STREAMS) * QUARTERS / max(1, features):.9f}"
    columns = (facts / "features.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    log = (facts / "work_events.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    with (
        (facts / "features.csv").open("a", encoding="utf-8") as rows,
        (facts / "work_events.csv").open("a", encoding="utf-8") as events,
    ):
        for number in range(features):
            name, stream = f"ADD-{number}", STREAMS[number % len(STREAMS)]
            row = {"id": name, "item": "feature", "name": name, "value_stream_id": stream}
            row |= {"category": "business", "state": "released", "actual_effort": effort}
            rows.write(",".join(row.get(column, "") for column in columns) + "\n")
            at, source = BEGINS + timedelta(minutes=drawn.randrange(SPAN_MINUTES)), ""
            for target in WAY:
                told = {"item_kind": "feature", "item_id": name, "event": "moved"}
                told |= {"from_state": source, "to_state": target, "at": at.isoformat()}
                events.write(",".join(told.get(column, "") for column in log) + "\n")
                at += timedelta(minutes=drawn.randrange(60, 10_000))
                source = target


if __name__ == "__main__":
    print(at_size(int(sys.argv[1])))
