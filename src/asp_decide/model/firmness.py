"""How firm a plan is if the numbers come out otherwise: `firmness` in `plan.json`."""

from collections.abc import Mapping
from typing import Literal

from asp_decide.model.base import Model

type Hold = Literal["core", "contested", "out", "not resolved"]


type TurnedBy = Literal["benefit", "chance", "effort", "duration", "outlay", "capacity"]


class Turn(Model):
    """One number that would have to be another before an answer turns, everything else as it is.

    By `proof` nothing smaller turns it, and the true turn may lie further away; by `relaxation` it
    was asked where in its range the best answer becomes another, and `to` is that answer (empty
    where it is torn between several). `of` is the value stream of a capacity. Amounts are multiples
    of what the plan counts with, those of a `chance` the probability of success itself.
    """

    aspect: TurnedBy
    of: str = ""
    now: str
    beyond: str
    by: Literal["proof", "relaxation"] = "proof"
    to: str = ""


class Firm(Model):
    """How firm the answer about one initiative is.

    `best_in` are the least and the most of the drawn worlds in which the best answer is that of
    the plan, as shares; `hold` says in how many of them it is worked on in the planning intervals:
    `core` in at least 95 of 100, `out` in at most 5. Both are None where none was drawn. `loses` is
    what every plan loses more that decides otherwise, at least, in money, by the proof of the plan;
    None where no plan does. Where the answer is not the best one in every world, each number was
    `asked_alone` over its range, unless the relaxation does not share the answer of the plan.
    """

    initiative: str
    answer: str
    hold: Hold | None = None
    best_in: tuple[str, str] | None = None
    loses: str | None
    turns: tuple[Turn, ...] = ()
    asked_alone: bool = False


class SharedAssumption(Model):
    """What the plan captures less if one assumption fails, and all that rests on it with it."""

    id: str
    holders: tuple[str, ...]
    captured_less: str


class Firmness(Model):
    """What was asked of other worlds: drawn by number from a seed, so that anybody can ask again.

    `fitting` of the `worlds` have a plan at all, and in `kept` of these the plan fits as it is.
    `captured` are P10 and P90 of what it then captures, work put off where it does not fit; None
    where it fits in none. `held` counts the amounts without a range, by aspect. `initiatives` are
    those that could be decided otherwise. What worlds show is stated and not certified; what
    deciding otherwise loses follows from the proof of the plan.
    """

    worlds: int
    seed: int
    fitting: int
    kept: int
    captured: tuple[str, str] | None
    held: Mapping[str, int]
    initiatives: tuple[Firm, ...]
    assumptions: tuple[SharedAssumption, ...] = ()
