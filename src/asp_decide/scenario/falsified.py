"""The same facts in a world in which one assumption does not hold: all that rests on it fails."""

from decimal import Decimal

from asp_decide.model.ids import InitiativeId
from asp_decide.model.outcome import Evidence
from asp_decide.model.snapshot import Snapshot

_NONE = Decimal(0)


def holders(snapshot: Snapshot, assumption: str) -> tuple[InitiativeId, ...]:
    """The initiatives that rest on an assumption, sorted."""
    return tuple(sorted(one.id for one in snapshot.initiatives if assumption in one.assumption_ids))


def falsified(snapshot: Snapshot, assumption: str) -> Snapshot:
    """The facts with the hypothesis of every holder refuted at once, and evidence that says so.

    Failures that share a cause are not independent: drawing each by itself would understate what
    the portfolio can lose together. What is left of a refuted benefit is left of it here too.
    """
    found = frozenset(holders(snapshot, assumption))
    refutation = Evidence(
        id=f"{assumption} does not hold",
        about_kind="assumption",
        about_id=assumption,
        informs="assumption",
        reading="contradicts",
        grade="experiment",
        observed_on=snapshot.as_of,
        source="supposed",
    )
    return snapshot.model_copy(
        update={
            "initiatives": tuple(
                one.model_copy(update={"probability_of_success": _NONE}) if one.id in found else one
                for one in snapshot.initiatives
            ),
            "options": tuple(
                one.model_copy(update={"probability_of_success": _NONE})
                if one.initiative_id in found and one.probability_of_success is not None
                else one
                for one in snapshot.options
            ),
            "evidence": (*snapshot.evidence, refutation),
        }
    )
