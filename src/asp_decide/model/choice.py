"""What the optimizer may choose among: initiative x option x start, on a grid of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from asp_decide.model.calibration import NOTHING_LEARNT, Calibration
from asp_decide.model.ids import InitiativeId, IntervalId, ValueStreamId
from asp_decide.model.initiative import OptionKind
from asp_decide.model.value_stream import Function

type ChoiceKind = OptionKind | Literal["leave", "review"]

DELIVERING: frozenset[str] = frozenset({"mvp", "whole", "extended", "continue", "redirect"})
"""Kinds that finish the work; precedence waits for these."""

STARTING: frozenset[str] = frozenset(
    {"discovery", "tranche", "mvp", "whole", "extended", "redirect"}
)
"""Kinds that begin work; precedence holds these back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the grid: a planning interval, or a coarse tail block behind the plan.

    `begins` and `ends` are weeks from the end of `as_of`; `intervals` are the calendar's
    intervals that it covers, empty where a tail block lies behind the calendar.
    """

    number: int
    id: str
    begins: Fraction
    ends: Fraction
    is_tail: bool
    intervals: tuple[IntervalId, ...]

    @property
    def weeks(self) -> Fraction:
        """Its length in weeks."""
        return self.ends - self.begins

    def last_day(self, as_of: date) -> date:
        """The day on which it ends, of a grid that begins behind `as_of`."""
        return as_of + timedelta(days=int(self.ends * 7))


class Pool(NamedTuple):
    """A finite capacity: a value stream, a scarce skill in it, or the portfolio's analysts.

    A plain tuple, because every demand of every choice is looked up by it.
    """

    value_stream: ValueStreamId
    function: Function = "delivery"
    skill: str = ""

    def __str__(self) -> str:
        parts = [self.value_stream or "portfolio"]
        if self.function != "delivery":
            parts.append(self.function)
        if self.skill:
            parts.append(self.skill)
        return "/".join(parts)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of one initiative from one start: a column of the programme.

    `loss` is money not earned plus remaining outlay and transition cost, against the best that
    the initiative could bring; `value` is what this choice brings. `start` and `finish` are
    numbers of steps (None where nothing is done). `demand` is capacity by pool and step, `outlay`
    money by step, `active` the steps in which it counts as work in progress, `streams` the value
    streams it touches. What `goes_on` begins nothing that does not run today, such as one more
    tranche of work in delivery. No amount contains money already spent.
    """

    id: str
    initiative: InitiativeId
    option: str
    kind: ChoiceKind
    start: int | None
    finish: int | None
    value: Fraction
    loss: Fraction
    demand: Mapping[tuple[Pool, int], Fraction] = field(default_factory=dict)
    outlay: Mapping[int, Fraction] = field(default_factory=dict)
    active: tuple[int, ...] = ()
    streams: tuple[ValueStreamId, ...] = ()
    needs: tuple[InitiativeId, ...] = ()
    goes_on: bool = False

    @property
    def delivers(self) -> bool:
        """Whether its work is done at its finish."""
        return self.kind in DELIVERING

    @property
    def begins_work(self) -> bool:
        """Whether it starts something that does not run today."""
        return self.kind in STARTING and not self.goes_on


@dataclass(frozen=True, slots=True)
class Removal:
    """A choice that is not made, with the reason in the words of the trade."""

    initiative: InitiativeId
    option: str
    start: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """All choices of a run, the grid they stand on, and the capacity they compete for.

    `choices` are sorted by initiative, option and start; every initiative that is open has at
    least one. `capacity` is net capacity by pool and step, `budget` money by step (a step that is
    absent is not limited). `running` are the initiatives in delivery today. `best_value` is W of
    each initiative: what its best option would bring if capacity were free. Amounts are as
    `calibration` corrects them.
    """

    grid: tuple[Step, ...]
    choices: tuple[Choice, ...]
    capacity: Mapping[tuple[Pool, int], Fraction]
    budget: Mapping[int, Fraction]
    running: frozenset[InitiativeId]
    best_value: Mapping[InitiativeId, Fraction]
    removed: tuple[Removal, ...] = ()
    assumptions: tuple[str, ...] = ()
    calibration: Calibration = NOTHING_LEARNT
