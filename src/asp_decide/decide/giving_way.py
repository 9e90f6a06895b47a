"""How little would have to give way for a plan to exist, in the words and units of the trade."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from asp_decide.canonical import decimal_text
from asp_decide.decide.causes import BY_A_PERSON
from asp_decide.decide.row_amounts import enough, measured_in, rounded_up
from asp_decide.model.charter import Charter
from asp_decide.model.choice import Step
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.solver import Means
from asp_decide.optimize.ways_out import Concession, Later, More, WayOut, Without, ways_out
from asp_decide.rules.wording import amount_in_words, limit_in_words, unit_in_words

PLACES = 6


def told_ways_out(
    programme: Programme, charter: Charter, conflicting: Sequence[str], means: Means
) -> tuple[Mapping[str, Any], ...]:
    """Each way out as data, with the sentence `in_words`; amounts are decimal texts.

    `conflicting` are the ids of the rows of a smallest conflicting set; without any nothing is
    asked. Raises SolverFailedError.
    """
    if not conflicting:
        return ()
    telling = _Telling(charter, programme.grid)
    return tuple(telling.way(way) for way in ways_out(programme, conflicting, means))


class _Telling:
    """Rows and amounts in words: what it needs is the currency, the unit and the grid."""

    def __init__(self, charter: Charter, grid: Sequence[Step]) -> None:
        self.charter = charter
        self.grid = grid

    def way(self, way: WayOut) -> Mapping[str, Any]:
        """A way out with its concessions."""
        sentence = ", and ".join(self._in_words(one) for one in way.concessions)
        return {
            "in_words": sentence + ("" if way.least else " (perhaps less)"),
            "together": way.together,
            "least": way.least,
            "concessions": [self._concession(one) for one in way.concessions],
        }

    def _concession(self, one: Concession) -> Mapping[str, Any]:
        row = one.rows[0] if isinstance(one, Without) else one.row
        told: dict[str, Any] = {
            "gives": {More: "more", Later: "later", Without: "without"}[type(one)],
            "kind": row.origin.kind,
            "id": row.origin.id,
            "group": row.origin.group or None,
            "interval": row.origin.interval or None,
        }
        match one:
            case More():
                unit, scale = measured_in(row, self.charter)
                amount = rounded_up(one.amount / scale / unit.factor, PLACES)
                told["amount"] = decimal_text(amount, PLACES)
                told["unit"] = unit_in_words(unit, self.charter.currency)
            case Later():
                told["done_by"] = self.grid[one.done_in].id
                told["steps"] = one.steps
            case Without():
                pass
            case _:
                assert_never(one)
        return told

    def _in_words(self, one: Concession) -> str:
        match one:
            case More():
                return self._more(one)
            case Later():
                late = "1 interval" if one.steps == 1 else f"{one.steps} intervals"
                origin, by = one.row.origin, self.grid[one.done_in].id
                return f"{origin.group} done by {by}, {late} later than {origin.id} asks"
            case Without():
                return _without(one.rows[0])
            case _:
                assert_never(one)

    def _more(self, one: More) -> str:
        row, currency = one.row, self.charter.currency
        origin, reading = row.origin, row.reading
        unit, scale = measured_in(row, self.charter)
        if reading is None or reading.of:
            amount = amount_in_words(enough(one.amount / scale, unit), unit, currency)
            if origin.id == "budget" and origin.kind == "fact":
                return f"{amount} more budget by {origin.interval}"
            if origin.kind == "fact":
                return f"{amount} more in {origin.group}, {origin.interval}"
            return f"{amount} beyond what {origin.id} allows {_where(row)}"
        sign = -1 if row.sense == ">=" else 1
        is_now = row.limit / scale
        becomes = is_now + sign * enough(one.amount / scale, unit)
        now, instead = (limit_in_words(end, unit, currency) for end in (is_now, becomes))
        return f"{origin.id} {_where(row)} at {instead} instead of {now}"


def _where(row: Row) -> str:
    interval = f", {row.origin.interval}" if row.origin.interval else ""
    return f"for {row.origin.group}{interval}"


def _without(row: Row) -> str:
    """What goes altogether, as something that somebody can decide."""
    origin = row.origin
    if origin.kind == "pin":
        return f"{origin.group} not {'pinned' if origin.id == 'pin' else 'dropped'}"
    if origin.kind == "link":
        return f"without the link `{origin.id} {origin.group}`"
    if origin.kind == "answer" and origin.id == BY_A_PERSON:
        return f"without the override of {origin.group}"
    return f"{origin.group} spared by {origin.id}"
