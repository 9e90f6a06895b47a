"""How long initiatives usually stay in each state, read off the log of work for the rules."""

from collections.abc import Iterable
from datetime import UTC, datetime

from asp_decide.delivery.spread import spread_of
from asp_decide.delivery.usual_time import FEWEST_DONE
from asp_decide.diagnostics import Checked
from asp_decide.flows.replay import History, Stay
from asp_decide.load.work_log import STRATEGIC, WorkLog
from asp_decide.model.exact_number import ExactNumber
from asp_decide.model.initiative import Initiative
from asp_decide.model.snapshot import Snapshot

KINDS = ("initiative", STRATEGIC)
"""Those whose stays a plan of the portfolio rests on."""


def with_stays(read: Checked[Snapshot], log: WorkLog | None) -> Checked[Snapshot]:
    """The facts with what the log of work says of how long initiatives stay where they stand.

    That is since when each is in its state, where its row does not say so itself, and the P85 of
    completed stays by state, in weeks. A state that fewer than seven have left has none: nobody can
    say what is usual there. What is wrong with the log, lint tells.
    """
    snapshot = read.value
    if snapshot is None:
        return read
    histories = {} if log is None else log.histories
    ordinary, strategic = (
        [one for one in histories.get(kind, ()) if one.is_sound] for kind in KINDS
    )
    told: dict[str, object] = {}
    if usual := _usual(ordinary):
        told["usual_stays"] = usual
    last = {one.item_id: one.stays[-1] for one in (*ordinary, *strategic) if one.stays}
    initiatives = tuple(_with_since(one, last.get(one.id)) for one in snapshot.initiatives)
    if initiatives != snapshot.initiatives:
        told["initiatives"] = initiatives
    return Checked(snapshot.model_copy(update=told), read.diagnostics) if told else read


def _with_since(one: Initiative, stay: Stay | None) -> Initiative:
    """The initiative with the day of its last move, if the log leads to where its row has it."""
    if stay is None or stay.state != one.state or one.state_since is not None:
        return one
    day = datetime.fromtimestamp(stay.entered, tz=UTC).date()
    return one.model_copy(update={"state_since": day})


def _usual(histories: Iterable[History]) -> dict[str, ExactNumber]:
    stays: dict[str, list[int]] = {}
    for history in histories:
        for stay in history.stays:
            if stay.left is not None:
                stays.setdefault(stay.state, []).append(stay.left - stay.entered)
    spreads = {state: spread_of(taken) for state, taken in sorted(stays.items())}
    return {
        state: spread.p85 / 7
        for state, spread in spreads.items()
        if spread is not None and spread.n >= FEWEST_DONE and spread.p85 > 0
    }
