"""The log of work of a workspace up to a day, each item held against the flow of its kind."""

from datetime import UTC, date, datetime, timedelta

from asp_decide.canonical import bytes_digest
from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.load.work_lines import file_of
from asp_decide.load.work_log import WorkLog, read_work_log
from asp_decide.memory import Memory
from asp_decide.portfolio.portfolio_flow import PORTFOLIO_FLOW
from asp_decide.runs.workspace import Workspace

FLOWS = {
    "initiative": PORTFOLIO_FLOW,
    "feature": FEATURE_FLOW,
    "improvement": IMPROVEMENT_FLOW,
    "story": TEAM_FLOW,
}
"""The flow of each kind of item, in the order in which they are told."""


def work_log(workspace: Workspace, *, as_of: date) -> Checked[WorkLog]:
    """What had happened by the end of the day, and every problem of the file that tells it."""
    return read_work_log(workspace.root, FLOWS, until=end_of(as_of))


def problems_of_work(
    workspace: Workspace, *, as_of: date, memory: Memory | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with the log of work; looked at again only where the file has changed."""
    path = file_of(workspace.root)
    memory = Memory() if memory is None else memory
    try:
        body = b"" if path is None else path.read_bytes()
    except OSError:
        return work_log(workspace, as_of=as_of).diagnostics
    key = ("problems_of_work", path, bytes_digest(body), as_of)
    return memory.recall(key, lambda: work_log(workspace, as_of=as_of).diagnostics)


def end_of(day: date) -> int:
    """The last second of a day, in UTC: a log of many places has no other end of the day."""
    following = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return int(following.timestamp()) - 1
