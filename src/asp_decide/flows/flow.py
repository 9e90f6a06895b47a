"""A flow as data: where its items can stand, how they may move, and who decides each move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

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
    and `recorded` whether a decision on record is needed.
    """

    id: str
    source: Standing
    target: str
    decider: str
    guard: str
    recorded: bool = False


class IllegalMoveError(ValueError):
    """A change of state that the flow does not have; `why` says so, and what it has instead."""

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
