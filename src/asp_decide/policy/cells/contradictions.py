"""Cells that cannot occur: a ratio is not known where a part of it is missing or its divisor is 0.

What is computed from the same facts in other ways is not known here; a finding that only shows
where such things are taken apart says so.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from asp_decide.clauses.condition import All, Comparison, Condition, KnownTest, QuantityTest
from asp_decide.model.quantity import Unit
from asp_decide.policy.cells.bare_conditions import Asked
from asp_decide.policy.written.vocabulary import CATALOGUES

_UNIT_OF = {(one.subject, one.name): one.unit for own in CATALOGUES for one in own.measures}


def contradictions(asked: Iterable[Asked]) -> tuple[Condition, ...]:
    """Conditions that hold of no subject, about the things that these questions look at."""
    own = [one for one in asked if isinstance(one, Comparison)]
    measured = {one.name: one for one in own if one.what == "measure"}
    ratios = {one.name: one for one in own if one.what == "ratio"}
    found: dict[Condition, None] = {}
    for ratio in ratios.values():
        known = replace(ratio, test=KnownTest(known=True))
        assert ratio.ratio_of is not None, "a ratio is of two measures"
        above, below = ratio.ratio_of
        for name in (above, below):
            if name in measured:
                missing = replace(measured[name], test=KnownTest(known=False))
                found[All((known, missing))] = None
        if below in measured:
            found[All((known, replace(measured[below], test=_zero(measured[below]))))] = None
    return tuple(found)


def _zero(measured: Comparison) -> QuantityTest:
    name = _UNIT_OF[measured.subject, measured.name]
    test = measured.test
    unit = test.unit if isinstance(test, QuantityTest) else Unit(name, name)
    return QuantityTest("between", Fraction(0), unit, Fraction(0))
