"""From gross capacity to net: what a value stream's time goes to before any planned work (F14)."""

from fractions import Fraction

from asp_decide.model.base import Model
from asp_decide.model.exact_number import ExactNumber
from asp_decide.model.ids import IntervalId, ValueStreamId


class Deductions(Model):
    """What is taken off the gross capacity of a value stream or a team in one interval.

    `gross` is in team-weeks, or in what the charter counts capacity in. `run`, `absence` and
    `improvement` are shares of it, `focus` is the part of the rest that reaches planned work, and
    `split` what a team of several streams loses. No decision reads them: the net stands in
    `Capacity`.
    """

    value_stream_id: ValueStreamId
    interval: IntervalId
    team: str | None = None
    gross: ExactNumber
    run: ExactNumber | None = None
    absence: ExactNumber | None = None
    improvement: ExactNumber | None = None
    focus: ExactNumber | None = None
    split: ExactNumber = Fraction(0)

    @property
    def taken(self) -> Fraction | None:
        """The sum of the three shares; None where one of them is not stated."""
        if self.run is None or self.absence is None or self.improvement is None:
            return None
        return self.run + self.absence + self.improvement

    @property
    def net(self) -> Fraction | None:
        """What is left for planned work; None where a part of it is not stated."""
        if self.taken is None or self.focus is None:
            return None
        return self.gross * (1 - self.taken) * self.focus * (1 - self.split)
