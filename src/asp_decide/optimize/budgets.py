"""How much work a recorded run may spend: nodes by the number of choices, never seconds."""

from typing import Literal

from asp_decide.optimize.solver import WorkLimit

type Budget = Literal["quick", "board", "deep"]

_WORK: dict[Budget, int] = {"quick": 20_000, "board": 500_000, "deep": 5_000_000}
"""Choices times nodes: a node of a larger programme costs more.

With `board` 60 initiatives are mostly proven best and 100 come within 1 to 3 per cent of it.
"""

_ROUNDS: dict[Budget, int] = {"quick": 8, "board": 60, "deep": 1_000}
"""Rounds of improving part by part, where the whole programme is not proven best."""

_FEWEST_NODES = 1


def work_limit(budget: Budget, *, choices: int) -> WorkLimit:
    """The work of the budget for a programme with so many choices."""
    nodes = max(_FEWEST_NODES, _WORK[budget] // max(1, choices))
    return WorkLimit(nodes, rounds=_ROUNDS[budget])
