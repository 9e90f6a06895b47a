"""What the environment and the organization told us, and everything that followed from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import InvalidInputError
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.signal import Signal
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Subjects
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.signals import Reached, left_by_themes, reached_by, reopened
from asp_decide.portfolio.standing_measures import measure_signal
from asp_decide.runs.instruments import reference_judge
from asp_decide.runs.workspace import Workspace, check_sources

POINT = "signal"


@dataclass(frozen=True, slots=True)
class ToldSignal:
    """A signal as it is filed, what the rules file it as, and whom it reaches.

    `advised` is the answer of the rules whatever somebody has decided since; empty where they have
    none.
    """

    signal: Signal
    advised: str
    reached: tuple[Reached, ...]

    @property
    def filed(self) -> str:
        """What it was filed as; `open` while nobody has."""
        return self.signal.disposition or "open"

    @property
    def differs(self) -> bool:
        """Whether somebody has filed it otherwise than the rules would."""
        return self.filed != "open" and self.advised not in {"", "review", self.filed}


@dataclass(frozen=True, slots=True)
class SignalList:
    """All signals, and work that is to be looked at again for whatever reason a signal may bear.

    `again` are initiatives left by their themes or reopened by an assumption, whether or not a
    signal says why: a retired theme sends its work back on the same day.
    """

    as_of: date
    signals: tuple[ToldSignal, ...]
    again: tuple[Reached, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "as_of": self.as_of.isoformat(),
            "signals": [
                {
                    "id": one.signal.id,
                    "kind": one.signal.kind,
                    "origin": one.signal.origin,
                    "observed_on": _day(one.signal.observed_on),
                    "effective_on": _day(one.signal.effective_on),
                    "description": one.signal.description,
                    "filed_as": one.filed,
                    "rules_say": one.advised or None,
                    "differs": one.differs,
                    "became": list(one.signal.became_ids),
                    "reaches": [reached_json(each) for each in one.reached],
                }
                for one in self.signals
            ],
            "look_again": [reached_json(each) for each in self.again],
        }


def signal_list(workspace: Workspace, *, as_of: date) -> SignalList:
    """Every signal of the workspace with its disposition and what it reaches.

    Raises InvalidInputError with every problem of facts and policies.
    """
    facts, policies = check_sources(workspace, as_of)
    wrong = (*facts.errors, *policies.errors)
    if facts.value is None or policies.value is None:
        raise InvalidInputError(wrong)
    snapshot = facts.value
    advised = _advised(snapshot, policies.value)
    told = [
        ToldSignal(one, advised.get(one.id, ""), reached_by(one, snapshot))
        for one in snapshot.signals
        if one.observed_on is None or one.observed_on <= as_of
    ]
    order = sorted(told, key=lambda one: (one.filed != "open", one.signal.id))
    again = (*left_by_themes(snapshot), *reopened(snapshot))
    return SignalList(as_of, tuple(order), again)


def reached_json(one: Reached) -> dict[str, Any]:
    """An initiative that a signal reaches, for machines."""
    return {
        "initiative": one.initiative.id,
        "state": one.initiative.state,
        "cause": one.cause,
        "through": one.through,
        "follows": one.follows,
        "asks": one.asks,
    }


def _advised(snapshot: Snapshot, policies: ByLayer[CompiledPolicies]) -> dict[str, str]:
    """What the rules file each signal as, asked as if nobody had filed it yet."""
    frame = open_book(snapshot).frame
    unfiled = [one.model_copy(update={"disposition": "open"}) for one in snapshot.signals]
    measured = [measure_signal(one, frame) for one in unfiled]
    subjects: Subjects = {subject.key: subject for subject in measured}
    _, answers = reference_judge(snapshot.charter.currency)(policies.portfolio, subjects)
    return {one.subject.id: one.answer for one in answers if one.point == POINT}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
