"""The log of work of a workspace up to a day, each item held against the flow of its kind."""

from datetime import date

from asp_decide.canonical import bytes_digest
from asp_decide.delivery.stream_work import StreamWork
from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.load.work_lines import file_of
from asp_decide.load.work_log import WorkLog, read_work_log
from asp_decide.memory import Memory
from asp_decide.model.delivery_facts import delivery_digest
from asp_decide.model.snapshot import Snapshot, facts_digest
from asp_decide.model.work_event import end_of_day
from asp_decide.runs.flows_by_kind import FLOWS, flows_in, strategic_in
from asp_decide.runs.workspace import Workspace


def work_log(
    workspace: Workspace, *, as_of: date, facts: Snapshot | None = None
) -> Checked[WorkLog]:
    """What had happened by the end of the day, and every problem of the file that tells it.

    With the other `facts` of the workspace, what they say otherwise is a problem as well.
    """
    return read_work_log(
        workspace.root,
        flows_in(workspace.charter),
        until=end_of_day(as_of),
        strategic=strategic_in(workspace.root),
        facts=facts,
    )


def problems_of_work(
    workspace: Workspace, *, as_of: date, facts: Snapshot | None, memory: Memory | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with the log of work; looked at again only where the files have changed."""
    path = file_of(workspace.root)
    memory = Memory() if memory is None else memory
    try:
        body = b"" if path is None else path.read_bytes()
    except OSError:
        return work_log(workspace, as_of=as_of).diagnostics
    strategic = strategic_in(workspace.root) if body else frozenset()
    charter = workspace.charter
    decided = (tuple(sorted(charter.rights.items())), charter.delegations, strategic)
    stated = None if facts is None else (facts_digest(facts), delivery_digest(facts.delivery))
    key = ("problems_of_work", path, bytes_digest(body), as_of, decided, stated)
    return memory.recall(key, lambda: work_log(workspace, as_of=as_of, facts=facts).diagnostics)


def known_work(facts: Snapshot, log: WorkLog) -> StreamWork:
    """The work that a log tells of, with its rows, up to and with the day of the facts."""
    return StreamWork(
        until=end_of_day(facts.as_of),
        flows=FLOWS,
        histories={kind: log.histories[kind] for kind in FLOWS if kind in log.histories},
        facts=facts.delivery,
        intervals=facts.charter.calendar.intervals,
    )


def work_beside(workspace: Workspace, facts: Snapshot) -> StreamWork | None:
    """The work of a workspace beside its other facts; None where no event can be read."""
    log = work_log(workspace, as_of=facts.as_of, facts=facts).value
    return None if log is None or not log.events else known_work(facts, log)
