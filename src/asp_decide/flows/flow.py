"""A flow as data: where its items can stand, how they may move, and who decides each move."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

type StateKind = Literal["stage", "queue", "pool", "end"]
"""A stage is work, a queue an ordered wait, a pool an unordered one; an end is left by nobody."""

type Standing = str | None
"""A state by name; None is where an item stands before it is there."""


@dataclass(frozen=True, slots=True)
class State:
    """Where an item can stand, and what it means that it does."""

    name: str
    kind: StateKind
    meaning: str


@dataclass(frozen=True, slots=True)
class Move:
    """A legal change of state.

    `guard` says what must hold before it, `decider` is the key of the role that holds the right,
    and `recorded` whether a decision on record is needed. `point` is the decision point at which it
    is decided, empty where its decider is never asked by a rule. `lent_to` are roles to which the
    holder has lent the right.
    """

    id: str
    source: Standing
    target: str
    decider: str
    guard: str
    recorded: bool = False
    point: str = ""
    lent_to: frozenset[str] = frozenset()


type Owing = Literal["no-reason", "unknown-reason", "no-decision", "not-the-holder"]
"""What somebody may owe for a move that the flow does have."""


class Act(NamedTuple):
    """Who moves an item, in which role, with what reason, on which decision; None is not said."""

    role: str | None = None
    reason: str | None = None
    decision_id: str | None = None


class IllegalMoveError(ValueError):
    """A change of state that the flow does not have, or not so; `why` says why not."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Flow:
    """States and moves of one kind of item.

    The clock of flow time starts when an item first stands in `starts` and stops in `done`.
    `reasons` are the codes of which each end but `done` needs one; an end without an entry takes
    any reason.
    """

    item: str
    starts: str
    done: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [state.name for state in self.states]
        assert len(set(names)) == len(names), "a state stands once in a flow"
        ends = {move.target for move in self.moves} | {move.source for move in self.moves}
        assert ends - {None} == set(names), "every state is entered or left, and none is invented"
        assert all(move.source not in self.ends for move in self.moves), "an end is left by nobody"

    @property
    def plural(self) -> str:
        """What flows, where there are several: features, stories."""
        return f"{self.item[:-1]}ies" if self.item.endswith("y") else f"{self.item}s"

    @cached_property
    def named(self) -> Mapping[str, State]:
        """The states by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def ends(self) -> frozenset[str]:
        """The states in which an item is closed."""
        return frozenset(state.name for state in self.states if state.kind == "end")

    @cached_property
    def working(self) -> frozenset[str]:
        """The states in which somebody works on an item, where it is not blocked."""
        return frozenset(state.name for state in self.states if state.kind == "stage")

    @cached_property
    def legal(self) -> Mapping[tuple[Standing, str], Move]:
        """The moves by what they lead from and to."""
        return {(move.source, move.target): move for move in self.moves}

    def move(self, source: Standing, target: str) -> Move:
        """The move between two states. Raises IllegalMoveError, which says why there is none."""
        found = self.legal.get((source, target))
        if found is not None:
            return found
        raise IllegalMoveError(self._why_not(source, target))

    def owed(self, source: Standing, target: str, act: Act) -> Iterator[tuple[Owing, str]]:
        """What an act lacks for a change of state: its reason, its record, its right.

        Of a change that the flow does not have nothing is owed: `move` refuses it.
        """
        code = (act.reason or "").partition(":")[0].strip()
        codes = self.reasons.get(target, ())
        if target in self.ends and (codes or target != self.done) and not code:
            yield "no-reason", f"`{target}` states its reason"
        elif codes and code not in codes:
            yield "unknown-reason", f"`{target}` has no reason `{code}`: {', '.join(codes)}"
        move = self.legal.get((source, target))
        if move is None or not (move.recorded or move.point):
            return
        if move.recorded and not act.decision_id:
            yield "no-decision", f"{move.id} is decided by `{move.decider}`, and no record is named"
        if act.role and act.role != move.decider and act.role not in move.lent_to:
            yield (
                "not-the-holder",
                f"{move.id} is decided by `{move.decider}`, and `{act.role}` did it",
            )

    def take(self, source: Standing, target: str, act: Act) -> Move:
        """The move by which an act changes a state.

        Raises IllegalMoveError where there is none, and with all that is owed where there is one.
        A move that is recorded needs its role said: an open gate has somebody who opened it.
        """
        move = self.move(source, target)
        lacking = [told for _, told in self.owed(source, target, act)]
        if move.recorded and not act.role:
            lacking.append(f"{move.id} is decided by `{move.decider}`, and no role is named")
        if lacking:
            raise IllegalMoveError("; ".join(lacking))
        return move

    def held_by(self, rights: Mapping[str, str], lent: Mapping[str, frozenset[str]]) -> "Flow":
        """The same flow where a workspace gives decision points to other roles, or lends them.

        `rights` are holders and `lent` further roles, both by decision point.
        """
        moves = tuple(
            replace(
                move,
                decider=rights.get(move.point, move.decider),
                lent_to=lent.get(move.point, frozenset()),
            )
            for move in self.moves
        )
        return replace(self, moves=moves)

    def _why_not(self, source: Standing, target: str) -> str:
        here = f"from `{source}`" if source else "to begin with"
        one = f"an {self.item}" if self.item[0] in "aeiou" else f"a {self.item}"
        for name in (source, target):
            if name is not None and name not in self.named:
                return f"no {self.item} stands in `{name}`"
        if source in self.ends:
            return f"`{source}` is an end: {one} leaves it for no other state"
        onward = sorted(move.target for move in self.moves if move.source == source)
        return f"{here} {one} goes to {_either(onward)}, and not to `{target}`"


def _either(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" or {shown[-1]}"
