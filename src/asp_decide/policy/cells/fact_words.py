"""A made-up fact as people of the trade would tell it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import Clause, LimitClause
from asp_decide.clauses.condition import QuantityTest, comparisons
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.model.subject import History, Measured
from asp_decide.policy.cells.bare_conditions import conditions_of_clause
from asp_decide.policy.cells.suppositions import DRAWN, Supposed, SupposedLinks, Supposition

MOST_TOLD = 8
"""Things that are told of one fact; more of them nobody reads."""

_PLACES = 4

type Units = Mapping[str, Unit]


def units_of(clauses: Iterable[Clause]) -> Units:
    """The units in which the rules write limits of each measure."""
    found: dict[str, Unit] = {}
    for clause in clauses:
        if isinstance(clause, LimitClause):
            found.setdefault(clause.name, clause.unit)
        for condition in conditions_of_clause(clause):
            for leaf in comparisons(condition):
                if isinstance(leaf.test, QuantityTest):
                    found.setdefault(leaf.name, leaf.test.unit)
    return found


def told(supposition: Supposition, units: Units, currency: str) -> str:
    """The fact in one line: what is known of it first, and only so much.

    >>> told((Supposed("field", "lead", None), Supposed("attribute", "state", "held")), {}, "EUR")
    'state held, lead missing'
    """
    words = Told(units, currency)
    unique = dict.fromkeys(supposition)
    known = sorted(unique, key=lambda one: isinstance(one, Supposed) and not _is_known(one))
    shown = [words.of(one) for one in known[:MOST_TOLD]]
    more = [f"and {len(known) - MOST_TOLD} more"] if len(known) > MOST_TOLD else []
    return ", ".join([*shown, *more]) or "anything"


class Told:
    """Words for suppositions, in the units of the rules."""

    def __init__(self, units: Units, currency: str) -> None:
        self._units = units
        self._currency = currency

    def of(self, one: Supposed | SupposedLinks) -> str:
        """One thing that is supposed."""
        if isinstance(one, SupposedLinks):
            if not one.members:
                return f"no {one.link}"
            each = "; ".join(", ".join(self.of(part) for part in member) for member in one.members)
            return f"{one.link} with {each}"
        if one.what == "conclusion":
            holds = "holds" if one.value == DRAWN else "does not hold"
            return f"{one.name} {'not known' if one.value is None else holds}"
        if one.what == "output" and one.value is None:
            return f"{one.name} not known"
        return f"{one.name} {', '.join(self._values(one))}"

    def _values(self, one: Supposed) -> Iterator[str]:
        match one.value:
            case Measured(value=value):
                yield self._amount(one.name, value)
            case History(values=values):
                if not values:
                    yield "of no interval yet"
                yield from (self._amount(one.name, value) for value in values)
            case None:
                yield "missing"
            case word:
                yield word

    def _amount(self, name: str, value: Fraction | None) -> str:
        if value is None:
            return "missing"
        unit = self._units.get(name)
        if unit is None:
            return "known"
        shown = decimal_text(value / unit.factor, _PLACES)
        return f"{shown} {unit.name.replace(CURRENCY, self._currency)}"


def _is_known(one: Supposed) -> bool:
    match one.value:
        case Measured(value=value):
            return value is not None
        case History(values=values):
            return None not in values and bool(values)
        case value:
            return value is not None
