"""How far forecasts of a reference class have been off, and what is therefore corrected."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from asp_decide.canonical import digest
from asp_decide.model.base import Model
from asp_decide.model.ids import InitiativeId

type Foretold = Literal["value", "effort", "duration", "cost"]

FORETOLD: tuple[Foretold, ...] = ("value", "effort", "duration", "cost")
"""The quantities whose forecasts are amounts, and so can be corrected by a factor."""

ALL = "all"
"""The reference class that every other one is part of."""


class HeldBack(Model):
    """How far cases were off that were held back while the rest of their class was learnt from.

    Both are typical errors as a share of what was foretold. `chance` is the probability
    that a correction which helps nothing would look so good on as many cases.
    """

    as_stated: Decimal
    corrected: Decimal
    chance: Decimal


class Regression(Model):
    """How far a large estimate falls back towards its class (Smith & Winkler 2006), per week.

    `mean` is what cases of the class brought in a week, `spread` how much that differs between
    them, `error` how far their corrected forecasts were off, all in money a week.
    """

    mean: Decimal
    spread: Decimal
    error: Decimal
    held_back: HeldBack
    used: bool


class ClassCalibration(Model):
    """What the cases of a reference class say of one quantity, shrunk to the class above it.

    `cases` are those with forecast and actual, `nothing` of them brought nothing at all,
    `unmeasured` were promised and judged and never measured. `bias` is the mean of
    ln(actual / forecast) of cases that brought something, `spread` its standard deviation (None
    of a single case). `typical` is the median of actual over forecast and `factor` its mean, both
    shrunk to the class above; the mean of a forecast is corrected by `factor` where it is `used`:
    where `held_back` shows that it helps, in this class or in the one above.
    """

    reference_class: str
    quantity: Foretold
    part_of: str | None
    cases: int
    nothing: int
    unmeasured: int
    bias: Decimal | None
    spread: Decimal | None
    typical: Decimal
    factor: Decimal
    held_back: HeldBack | None
    regression: Regression | None = None
    used: bool
    newest: date


class Calibration(Model):
    """What was learnt up to a day; empty where nothing has been judged yet.

    `classes` go by quantity and class. `belongs` is the nearest class of each initiative of which
    something is known, by quantity.
    """

    classes: tuple[ClassCalibration, ...] = ()
    belongs: Mapping[Foretold, Mapping[InitiativeId, str]] = Field(default_factory=dict)

    @property
    def version(self) -> str:
        """The digest of all that was learnt, by which a decision cites it; empty without any."""
        if not self.classes:
            return ""
        return digest([one.model_dump(mode="json") for one in self.classes])

    def of(self, initiative: InitiativeId, quantity: Foretold) -> ClassCalibration | None:
        """What corrects or would correct this quantity of an initiative; None without cases."""
        return self._named(self.belongs.get(quantity, {}).get(initiative), quantity)

    def regression(self, initiative: InitiativeId) -> Regression | None:
        """How the value of an initiative falls back to its class: that of the nearest which does.

        None where it does not help on held-back cases, or where no class has cases enough.
        """
        found = self.of(initiative, "value")
        while found is not None and found.regression is None:
            found = self._named(found.part_of, "value")
        regression = None if found is None else found.regression
        return regression if regression is not None and regression.used else None

    def factor(self, initiative: InitiativeId, quantity: Foretold) -> Fraction:
        """By what a forecast of that quantity is multiplied: 1 where nothing is corrected."""
        found = self.of(initiative, quantity)
        return Fraction(found.factor) if found is not None and found.used else Fraction(1)

    def _named(self, name: str | None, quantity: Foretold) -> ClassCalibration | None:
        key = (name, quantity)
        return next((c for c in self.classes if (c.reference_class, c.quantity) == key), None)


NOTHING_LEARNT = Calibration()
"""What is known before the first verdict."""


def chain(reference_class: str, parents: Mapping[str, str]) -> Sequence[str]:
    """A reference class and those that it is part of, up to the one of all.

    >>> list(chain("refunds", {"refunds": "customer-service"}))
    ['refunds', 'customer-service', 'all']
    """
    found = [reference_class]
    while found[-1] != ALL:
        found.append(parents.get(found[-1], ALL))
    return tuple(found)
