"""What waiting costs each initiative: the columns of its urgency, in days and money."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from families.chance import Chance
from families.parameters import TAIL_INTERVALS, Parameters
from families.work import Bet

WEEKS = 13
FIRST_DAY = date(2027, 1, 4)
AS_OF = FIRST_DAY - timedelta(days=1)

type Columns = Mapping[str, str]


def last_day(intervals: float) -> date:
    """The day on which so many intervals of the plan are over."""
    return FIRST_DAY + timedelta(days=round(intervals * WEEKS * 7) - 1)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One initiative with three numbers from 0 to 1, which place its dates."""

    bet: Bet
    plan: int
    early: float
    late: float
    size: float

    @property
    def due(self) -> float:
        """Intervals until its date: from a third of the plan to its end."""
        return self.plan / 3 + self.early * (self.plan - self.plan / 3)

    def money(self, times: float = 1) -> str:
        """A multiple of the delay cost per week, on the grid of hundreds."""
        return str(100 * max(1, round(self.bet.delay_cost * times)))


def draw_urgencies(asked: Parameters, chance: Chance, bets: tuple[Bet, ...]) -> list[Columns]:
    """For each initiative the columns that say what it brings and how that fades."""
    names, shares = zip(*asked.urgencies, strict=True)
    words = chance.words("urgency", len(bets), names, shares)
    numbers = zip(
        *(chance.uniform(f"urgency {what}", len(bets)) for what in ("early", "late", "size")),
        strict=True,
    )
    return [
        _COLUMNS[word](_Drawn(bet, asked.intervals, *each))
        for bet, word, each in zip(bets, words, numbers, strict=True)
    ]


def _fixed_end(drawn: _Drawn) -> Columns:
    # Nothing ends before the tail does, so that what is put off is late and not lost.
    ends = drawn.plan + sum(TAIL_INTERVALS) * (0.5 + drawn.late)
    return {
        "urgency": "standard",
        "benefit_per_week_likely": drawn.money(),
        "benefit_ends_on": last_day(ends).isoformat(),
    }


def _life(drawn: _Drawn) -> Columns:
    return {
        "urgency": "standard",
        "benefit_per_week_likely": drawn.money(),
        "benefit_life": str(52 + round(104 * drawn.late)),
    }


def _deadline(drawn: _Drawn) -> Columns:
    return {
        "urgency": "deadline",
        "deadline_is": "priced",
        "deadline_on": last_day(drawn.due).isoformat(),
        "late_penalty_likely": drawn.money(8 + 40 * drawn.size),
        "late_cost_per_week_likely": drawn.money(),
    }


def _hard_deadline(drawn: _Drawn) -> Columns:
    due = min(drawn.plan, max(drawn.due, drawn.bet.intervals + 1))
    return {
        **_deadline(drawn),
        "deadline_is": "hard",
        "deadline_on": last_day(due).isoformat(),
    }


def _expiring(drawn: _Drawn) -> Columns:
    return {
        "urgency": "expiring",
        "benefit_per_week_likely": drawn.money(2),
        "window_opens_on": FIRST_DAY.isoformat(),
        "window_closes_on": last_day(drawn.plan * (0.7 + drawn.late)).isoformat(),
    }


def _first_mover(drawn: _Drawn) -> Columns:
    return {
        "urgency": "first_mover",
        "benefit_per_week_likely": drawn.money(),
        "benefit_life": str(52 + round(104 * drawn.late)),
        "peak_erosion": f"{0.5 + 2.5 * drawn.size:.1f} %",
        "erosion_from_on": last_day(drawn.plan * drawn.early / 2 + 0.1).isoformat(),
    }


def _enabler(drawn: _Drawn) -> Columns:
    return {
        "urgency": "enabler",
        "benefit_per_week_likely": drawn.money(0.5),
        "benefit_life": str(52 + round(104 * drawn.late)),
    }


_COLUMNS: Mapping[str, Callable[[_Drawn], Columns]] = {
    "fixed end": _fixed_end,
    "life": _life,
    "deadline": _deadline,
    "hard deadline": _hard_deadline,
    "expiring": _expiring,
    "first mover": _first_mover,
    "enabler": _enabler,
}
