"""A plan out of the relaxation: what it is surest of is placed, then it is asked again."""

from dataclasses import dataclass

from asp_decide.optimize.cut_relaxation import CutRelaxation, Guide
from asp_decide.optimize.cuts import groups_by_choice
from asp_decide.optimize.live import WHOLE, NoAnswer
from asp_decide.optimize.room import Room
from asp_decide.optimize.watch import UNWATCHED, Watch


@dataclass(frozen=True, slots=True)
class Dive:
    """How bold a dive is: what share of a choice is sure (over 2**40), and who goes beside those.

    With every answer so many of the others are placed too, the surest first: `steps` is the number
    of answers after which the last would be placed if none were ever sure.
    """

    sure: int
    steps: int


DIVES = (Dive(WHOLE * 9 // 10, 300), Dive(WHOLE * 999 // 1000, 150))
"""The two that were measured to find the best plans in the time of two hundred relaxations."""

_MOST_RETREATS = 20


def dive(
    relaxation: CutRelaxation,
    guide: Guide,
    room: Room,
    how: Dive,
    watch: Watch = UNWATCHED,
) -> tuple[str, ...] | None:
    """The plan at the end of the dive; None where it runs aground, or is ended.

    `room` is that of the relaxation's programme; what was placed in it goes. Raises
    SolverFailedError.
    """
    descent = _Descent(relaxation, guide, room)
    try:
        while descent.waiting:
            fits = descent.place(how)
            while not (fits and descent.ask()):
                if watch.ended() or not descent.retreat():
                    return None
                fits = True
    finally:
        relaxation.live.exclude(frozenset())
    return room.programme.ids(descent.taken)


class _Descent:
    """What is placed, what waits, and which choices are out of reach by now."""

    def __init__(self, relaxation: CutRelaxation, guide: Guide, room: Room) -> None:
        self.live = relaxation.live
        self.programme = relaxation.programme
        self.room = room
        self.shares = guide.shares
        self.excess = guide.excess
        self.taken: list[int] = []
        self.group_of = groups_by_choice(self.programme)
        self.waiting = dict(enumerate(self.programme.groups))
        self.gone: set[int] = set()
        self.retreats = _MOST_RETREATS
        self._before: tuple[int, set[int]] = 0, set()
        room.clear()

    def place(self, how: Dive) -> bool:
        """Place what the last answer is sure of; whether all others still have a choice."""
        self._before = len(self.taken), set(self.gone)
        turns = []
        for group, numbers in self.waiting.items():
            best = min((n for n in numbers if n not in self.gone), key=self._wish, default=None)
            if best is None:
                return False
            turns.append((-self.shares[best], group, best))
        beside = -(-len(self.programme.groups) // how.steps)
        for share, group, number in sorted(turns):
            if -share < how.sure:
                if not beside:
                    break
                beside -= 1
            if self.room.fits(number):
                self._take(group, number)
            else:
                self.gone.add(number)
        return True

    def ask(self) -> bool:
        """Ask the relaxation what it thinks of the rest; whether there is any answer."""
        for numbers in self.waiting.values():
            self.gone.update(n for n in numbers if n not in self.gone and not self.room.fits(n))
        if not self.waiting:
            return True
        self.live.exclude(frozenset(self.gone))
        answer = self.live.solve()
        if isinstance(answer, NoAnswer) or answer.ended:
            return False
        self.shares = answer.shares
        return True

    def retreat(self) -> bool:
        """Take back what was placed last, and do without the least sure of it; whether one may."""
        placed, self.gone = self._before
        undone, self.taken = self.taken[placed:], self.taken[:placed]
        if not undone or not self.retreats:
            return False
        self.retreats -= 1
        for number in undone:
            self.room.give_back(number)
            group = self.group_of[number]
            self.waiting[group] = self.programme.groups[group]
        self.gone = {*self.gone, undone[-1]}
        self._before = placed, self.gone
        return True

    def _wish(self, number: int) -> tuple[int, int, int]:
        return -self.shares[number], self.excess[number], number

    def _take(self, group: int, number: int) -> None:
        self.room.take(number)
        self.taken.append(number)
        self.gone.update(n for n in self.waiting.pop(group) if n != number)
