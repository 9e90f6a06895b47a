"""Whether the log of work and the tables say the same: of states, of features, of releases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import Fault, FaultKind, History
from asp_decide.model.feature import Feature
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
    it keeps no evidence. `whole_from` is the first day on which each story was both integrated and
    tested; None where no story states either.
    """

    states: Mapping[tuple[str, str], str]
    known: Mapping[str, frozenset[str]]
    deployed_at: Mapping[str, int] | None
    kept_up: Mapping[str, int] | None
    whole_from: Mapping[str, int] | None


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
        whole_from=_whole_from(features),
    )


def _kept_up(snapshot: Snapshot) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in snapshot.evidence:
        is_behaviour = one.about_kind == "improvement" and one.informs == "behaviour"
        if is_behaviour and one.reading == "supports" and one.observed_on is not None:
            begins = _beginning(one.observed_on)
            found[one.about_id] = min(begins, found.get(one.about_id, begins))
    return found


def _whole_from(features: Iterable[Feature]) -> Mapping[str, int] | None:
    stories = [one for one in features if one.item == "story"]
    if not any(one.integrated_on or one.tested_on for one in stories):
        return None
    return {
        one.id: _beginning(max(one.integrated_on, one.tested_on))
        for one in stories
        if one.integrated_on is not None and one.tested_on is not None
    }


def _beginning(day: date) -> int:
    return end_of_day(day) - SECONDS_A_DAY


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
    if done is not None:
        yield from _unproven(stated, kind, name, done=done, end=flow.done)


def _unproven(
    stated: StatedWork, kind: str, name: str, *, done: int, end: str
) -> Iterator[tuple[FaultKind, str]]:
    """What is done by its events, and by nothing that the tables keep of such things."""
    if kind == "improvement" and stated.kept_up is not None:
        kept_up = stated.kept_up.get(name)
        if kept_up is None or kept_up > done:
            yield "no-evidence", f"it is `{end}`, and nothing that was seen by then shows it"
    if kind == "story" and stated.whole_from is not None:
        whole_from = stated.whole_from.get(name)
        if whole_from is None or whole_from > done:
            yield "not-integrated", f"it is `{end}`, and was not integrated and tested by then"
    if kind != _RELEASED or stated.deployed_at is None:
        return
    deployed = stated.deployed_at.get(name)
    if deployed is None:
        yield "no-release", f"it is `{end}`, and no release has it"
    elif deployed > done:
        yield "no-release", f"it is `{end}` before the first release that has it"
