"""Whether the log of work and the tables say the same: of states, of features, of releases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import Fault, FaultKind, History
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day

_OF_DELIVERY = ("feature", "improvement", "story")
_RELEASED = "feature"


@dataclass(frozen=True, slots=True)
class StatedWork:
    """What tables state of what the log tells of.

    `states` are by kind and id, `known` the ids of each kind that a table lists, and `deployed_at`
    is when each feature went to production first; None where the workspace keeps no releases.
    `kept_up` is the first day on which each improvement was seen to have become a habit; None where
    it keeps no evidence.
    """

    states: Mapping[tuple[str, str], str]
    known: Mapping[str, frozenset[str]]
    deployed_at: Mapping[str, int] | None
    kept_up: Mapping[str, int] | None


def stated_work(snapshot: Snapshot) -> StatedWork:
    """What the tables of a snapshot state; one without rows is one that nobody keeps."""
    features, releases = snapshot.delivery.features, snapshot.delivery.releases
    states = {("initiative", str(one.id)): str(one.state) for one in snapshot.initiatives}
    states |= {(one.item, str(one.id)): one.state for one in features if one.state is not None}
    deployed: dict[str, int] = {}
    for release in releases:
        for feature in release.feature_ids:
            deployed[feature] = min(release.deployed_at, deployed.get(feature, release.deployed_at))
    return StatedWork(
        states=states,
        known={
            kind: frozenset(one.id for one in features if one.item == kind)
            for kind in (_OF_DELIVERY if features else ())
        },
        deployed_at=deployed if releases else None,
        kept_up=_kept_up(snapshot) if snapshot.evidence else None,
    )


def _kept_up(snapshot: Snapshot) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in snapshot.evidence:
        is_behaviour = one.about_kind == "improvement" and one.informs == "behaviour"
        if is_behaviour and one.reading == "supports" and one.observed_on is not None:
            begins = end_of_day(one.observed_on) - SECONDS_A_DAY
            found[one.about_id] = min(begins, found.get(one.about_id, begins))
    return found


class LastTold(NamedTuple):
    """Where the log tells last of an item by the day: what it calls it, in which row.

    Of one that `goes_on` behind that day the tables may state a later state.
    """

    kind: str
    row: int
    goes_on: bool


def held_against(stated: StatedWork, flow: Flow, history: History, last: LastTold) -> History:
    """The history with what the tables say otherwise as further faults, at its last event."""
    faults = tuple(
        Fault(fault, last.row, told) for fault, told in _differences(stated, flow, history, last)
    )
    return replace(history, faults=(*history.faults, *faults)) if faults else history


def _differences(
    stated: StatedWork, flow: Flow, history: History, last: LastTold
) -> Iterator[tuple[FaultKind, str]]:
    kind, _, goes_on = last
    name = history.item_id
    state = stated.states.get((kind, name))
    if kind in stated.known and name not in stated.known[kind]:
        yield "no-row", f"no row of the features is about a {kind} of this name"
    if not history.is_sound:  # told already, and no state can be read off it
        return
    if state is not None and state != history.state and not goes_on:
        yield "state-differs", f"its row states `{state}`, its events tell `{history.state}`"
    done = history.first(flow.done)
    if kind == "improvement" and done is not None and stated.kept_up is not None:
        kept_up = stated.kept_up.get(name)
        if kept_up is None or kept_up > done:
            yield "no-evidence", f"it is `{flow.done}`, and nothing that was seen by then shows it"
    if kind != _RELEASED or done is None or stated.deployed_at is None:
        return
    deployed = stated.deployed_at.get(name)
    if deployed is None:
        yield "no-release", f"it is `{flow.done}`, and no release has it"
    elif deployed > done:
        yield "no-release", f"it is `{flow.done}` before the first release that has it"
