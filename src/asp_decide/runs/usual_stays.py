"""How long initiatives usually stay in each state, read off the log of work for the rules."""

from pathlib import Path

from asp_decide.delivery.spread import spread_of
from asp_decide.delivery.usual_time import FEWEST_DONE
from asp_decide.diagnostics import Checked
from asp_decide.load.work_lines import file_of
from asp_decide.load.work_log import STRATEGIC, read_work_log
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.work_event import end_of_day
from asp_decide.runs.flows_by_kind import flows_in, strategic_in

_KIND = "initiative"


def with_usual_stays(read: Checked[Snapshot], folder: Path) -> Checked[Snapshot]:
    """The facts with the P85 of completed stays of initiatives by state, in weeks.

    A state that fewer than seven have left is not in it: nobody can say what is usual there. Only
    the lines about initiatives are read; what is wrong with the log, lint tells.
    """
    snapshot = read.value
    if snapshot is None or file_of(folder) is None:
        return read
    flows = flows_in(snapshot.charter)
    log = read_work_log(
        folder,
        {kind: flows[kind] for kind in (_KIND, STRATEGIC)},
        until=end_of_day(snapshot.as_of),
        strategic=strategic_in(folder),
        facts=snapshot,
    ).value
    stays: dict[str, list[int]] = {}
    for history in () if log is None else log.histories.get(_KIND, ()):
        for stay in history.stays if history.is_sound else ():
            if stay.left is not None:
                stays.setdefault(stay.state, []).append(stay.left - stay.entered)
    spreads = {state: spread_of(taken) for state, taken in sorted(stays.items())}
    usual = {
        state: spread.p85 / 7
        for state, spread in spreads.items()
        if spread is not None and spread.n >= FEWEST_DONE and spread.p85 > 0
    }
    if not usual:
        return read
    return Checked(snapshot.model_copy(update={"usual_stays": usual}), read.diagnostics)
