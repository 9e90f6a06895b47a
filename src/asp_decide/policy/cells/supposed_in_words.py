"""A made-up fact as a person reads it: `relevance 24.9 %, value_stream (capacity_age missing)`."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.condition import QuantityTest, comparisons
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.model.subject import History, Measured
from asp_decide.policy.cells.bare_conditions import conditions_of_clause
from asp_decide.policy.cells.suppositions import DENIED, DRAWN, Supposed, SupposedLinks, Supposition

_PLACES = 12
_CONCLUDED: Mapping[object, str] = {DRAWN: "holds", DENIED: "does not hold", None: "missing"}


def supposed_in_words(supposition: Supposition, policies: CompiledPolicies, currency: str) -> str:
    """Everything that is supposed of a subject, amounts in the units of the policies' limits."""
    units = dict(_units(policies))
    return ", ".join(_told(one, units, currency) for one in supposition)


def _units(policies: CompiledPolicies) -> Iterator[tuple[str, Unit]]:
    for clause in policies.clauses:
        if isinstance(clause, LimitClause):
            yield clause.name, clause.unit
        for condition in conditions_of_clause(clause):
            for leaf in comparisons(condition):
                if isinstance(leaf.test, QuantityTest):
                    yield leaf.name, leaf.test.unit


def _told(one: Supposed | SupposedLinks, units: Mapping[str, Unit], currency: str) -> str:
    if isinstance(one, SupposedLinks):
        members = [", ".join(_told(m, units, currency) for m in of) for of in one.members]
        return " and ".join(f"a {one.link} ({of})" for of in members) or f"no {one.link}"
    if one.what == "conclusion":
        return f"{one.name} {_CONCLUDED[one.value]}"
    unit = units.get(one.name)
    match one.value:
        case Measured(value=value):
            return f"{one.name} {_amount(value, unit, currency)}"
        case History(values=values):
            return f"{one.name} [{', '.join(_amount(value, unit, currency) for value in values)}]"
        case word:
            return f"{one.name} {word or 'missing'}"


def _amount(value: Fraction | None, unit: Unit | None, currency: str) -> str:
    if value is None:
        return "missing"
    if unit is None:
        return "known"
    return f"{decimal_text(value / unit.factor, _PLACES)} {unit.name.replace(CURRENCY, currency)}"
