"""Amounts of the rows of a programme, in the units in which people read them."""

import math
from fractions import Fraction

from asp_decide.model.charter import Charter
from asp_decide.model.quantity import Unit
from asp_decide.model.quantity import unit as named_unit
from asp_decide.optimize.programme import Row
from asp_decide.rules.wording import usual_places


def measured_in(row: Row, charter: Charter) -> tuple[Unit, Fraction]:
    """The unit in which people read the row, and what one of it is in the row's own."""
    reading = row.reading
    if reading is not None and not reading.of:
        return reading.unit, reading.available
    in_money = row.origin.id == "budget" or charter.capacity_unit == "money"
    name = charter.currency if in_money else "team-weeks"
    found = named_unit(name, charter.currency)
    assert found is not None, "money and team-weeks are units"
    return found, Fraction(1)


def enough(amount: Fraction, unit: Unit) -> Fraction:
    """The amount, in base units, as a sentence shows it: rounded up, so that it is enough."""
    return rounded_up(amount / unit.factor, usual_places(amount / unit.factor, unit)) * unit.factor


def rounded_up(amount: Fraction, places: int) -> Fraction:
    """The least amount of so many decimals that is not below this one.

    >>> rounded_up(Fraction(1, 3), 2)
    Fraction(17, 50)
    """
    step = Fraction(1, 10**places)
    return math.ceil(amount / step) * step
