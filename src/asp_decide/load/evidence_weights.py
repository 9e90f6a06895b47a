"""How much an observation of each grade counts, as a charter says it."""

from decimal import Decimal

from asp_decide.load.cell_values import Scale, plain_decimal
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.model.charter import EVIDENCE_WEIGHTS
from asp_decide.model.outcome import GRADES, Grade

_WEIGHT = Scale("share", "0.7", least=Decimal(0), most=Decimal(1))


def read_evidence_weights(keys: KeyedValues) -> dict[Grade, Decimal] | None:
    """Every grade with its weight: what the file says, and the usual ones for the rest.

    None where it says nothing of them::

        evidence_weights: {expert: 0.1, before_after: 30 %}
    """
    stated = keys.child("evidence_weights")
    if stated is None:
        return None
    stated.expect(GRADES)
    read = {grade: stated.number(grade, _WEIGHT, None) for grade in GRADES}
    return {
        grade: EVIDENCE_WEIGHTS[grade] if weight is None else plain_decimal(weight)
        for grade, weight in read.items()
    }
