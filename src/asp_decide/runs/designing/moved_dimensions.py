"""Dimensions of the organization that a question moves, from where evidence puts them today."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.errors import UsageError
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import is_open
from asp_decide.runs.designing.design_check_run import inspected_design, scorecard
from asp_decide.runs.workspace import Sources, Workspace
from asp_decide.scenario.dimension_moves import MOVABLE, KnownLosses, movable, move


@dataclass(frozen=True, slots=True)
class Moves:
    """What is asked in changes of the design alone, and what that takes for granted."""

    base: tuple[str, ...]
    changes: tuple[str, ...]
    told: tuple[str, ...] = ()


def in_changes(
    workspace: Workspace, sources: Sources, *, base: tuple[str, ...], changes: tuple[str, ...]
) -> Moves:
    """The changes with each `funding=1` and its like in words of the design.

    A dimension begins at its score of today, or at what `base` states of it. Raises UsageError for
    a score that is none, or where no fact knows it.
    """
    asked = {name: value for name, value in map(_parted, changes) if name in MOVABLE}
    stated = {name: value for name, value in map(_parted, base) if name in MOVABLE}
    for name in stated.keys() - asked.keys():
        raise UsageError(f"`{name}` holds for both and is not changed", mend=f"say {name}=1 too")
    if not asked:
        return Moves(base, changes)
    today: Mapping[str, Fraction | None] = {
        movable(one.name): one.share for one in scorecard(inspected_design(workspace, sources))
    }
    losses = _losses(sources.snapshot)
    before = [one for one in base if _parted(one)[0] not in MOVABLE]
    after = [one for one in changes if _parted(one)[0] not in MOVABLE]
    told = []
    for name, value in asked.items():
        then = _standing(name, value)
        now = _standing(name, stated[name]) if name in stated else today[name]
        if now is None:
            known = f"no fact says how it stands with `{name}` today"
            raise UsageError(known, mend=f"state it with --base {name}=0.4")
        moved = move(name, now, then, losses)
        before += moved.before
        after += moved.changes
        told.append(moved.told)
    return Moves(tuple(before), tuple(after), tuple(told))


def _losses(snapshot: Snapshot) -> KnownLosses:
    ramps = [Fraction(s.ramp_up_loss) for s in snapshot.value_streams if s.ramp_up_loss is not None]
    chances = [
        Fraction(one.probability_of_success)
        for one in snapshot.initiatives
        if is_open(one) and one.probability_of_success is not None
    ]
    return KnownLosses(
        sum(ramps, Fraction(0)) / len(ramps) if ramps else None,
        1 - sum(chances, Fraction(0)) / len(chances) if chances else None,
    )


def _parted(change: str) -> tuple[str, str]:
    name, _, value = change.partition("=")
    return name, value


def _standing(name: str, value: str) -> Fraction:
    try:
        score = Fraction(value)
    except (ValueError, ZeroDivisionError):
        score = Fraction(-1)
    if not 0 <= score <= 1:
        raise UsageError(f"`{name}={value}` is no score", mend="0 is as a project, 1 long-lived")
    return score
