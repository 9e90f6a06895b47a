"""Lists: each initiative in its order takes its best choice that fits. By CD3, ATC, relaxation."""

import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.list_rules import by_place, by_shares
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.room import Room
from asp_decide.optimize.start_plan import place
from asp_decide.runs.instruments import solver
from peers.answering import PROGRAMME, Answer, answer_with
from question import Question


def by_list(rule: str) -> Callable[[Path, float], Callable[[], Answer]]:
    """The side of that rule: `cd3`, `atc` or `rounding`."""

    def solve(folder: Path, _: float) -> Callable[[], Answer]:
        question: Question = pickle.loads((folder / PROGRAMME).read_bytes())

        def work() -> Answer:
            programme = question.programme
            stated = arrange(presolve(programme).programme)
            taken = _PLACED[rule](question, stated)
            if taken is None:
                return Answer(None, None, "finds no plan")
            return Answer(list(programme.numbers(taken)), None, "placed")

        return work

    return solve


def _in_order(stated: Programme, order: Sequence[InitiativeId]) -> tuple[str, ...] | None:
    return place(Room(stated), by_place(stated, {one: turn for turn, one in enumerate(order)}))


def _rounded(_: Question, stated: Programme) -> tuple[str, ...] | None:
    relaxed = solver().relax(stated)
    if relaxed is None:
        return None
    shares = [relaxed.shares.get(choice.id, 0) for choice in stated.choices]
    return place(Room(stated), by_shares(stated, shares))


_PLACED: dict[str, Callable[[Question, Programme], tuple[str, ...] | None]] = {
    "cd3": lambda question, stated: _in_order(stated, question.cd3),
    "atc": lambda question, stated: _in_order(stated, question.atc),
    "rounding": _rounded,
}


if __name__ == "__main__":
    answer_with(by_list(sys.argv[3]))
