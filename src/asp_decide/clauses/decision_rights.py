"""Who may decide at a decision point: one check for `apply` and for whoever audits it."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from asp_decide.clauses.grant import own_cause
from asp_decide.model.charter import Charter
from asp_decide.model.decision_point import GATES
from asp_decide.model.effective import in_force
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey

_NOBODYS_OWN = frozenset({"gate_2", "validation"})
"""Points at which nobody decides about what they lead or sponsor, whatever their role."""


def other_holder(
    point: str, role: str, charter: Charter, *, on: date, linked_outlay: Fraction | None
) -> Role | None:
    """The role that holds the right to a gate, if this one neither holds it nor was lent it.

    None if all is well, and at points that are no gates: what a plan says there follows from the
    order that was funded, and is recorded with it. `on` is the day of the decision, `linked_outlay`
    the money that it and all that belongs to it still need, in the charter's currency; None is
    unknown, which no limit covers.
    """
    if point not in GATES:
        return None
    return holder_instead(point, role, charter, on=on, linked_outlay=linked_outlay)


def holder_without_gate(
    points: Iterable[str], role: str, charter: Charter, *, on: date
) -> tuple[str, Role] | None:
    """The first of these points that a role may not record, with its holder; None if all is well.

    Starts and waits follow from what was decided at the gates, and are recorded with it. Where no
    gate was asked, only who holds a gate, or the point itself, records them: an auditor does not.
    """
    asked = tuple(points)
    if any(point in GATES for point in asked):
        return None
    if any(holder_instead(gate, role, charter, on=on) is None for gate in sorted(GATES)):
        return None
    for point in asked:
        holder = holder_instead(point, role, charter, on=on)
        if holder is not None:
            return point, holder
    return None


def holder_instead(
    point: str, role: str, charter: Charter, *, on: date, linked_outlay: Fraction | None = None
) -> Role | None:
    """The role that holds the right to a decision, if this one neither holds it nor was lent it.

    For every point of either layer, where a person decides it by an act of its own. None if all
    is well; days and money as in `other_holder`.
    """
    holder = charter.rights.get(point)
    if holder is None or holder == role:
        return None
    lent = any(
        (one.by, one.to) == (holder, role)
        and point in one.points
        and in_force(one.effective, on)
        and (
            one.up_to is None
            or (linked_outlay is not None and linked_outlay <= Fraction(one.up_to))
        )
        for one in charter.delegations
    )
    return None if lent else holder


def part_in(initiative: InitiativeId, point: str, person: str, snapshot: Snapshot) -> str | None:
    """What makes the initiative this person's own cause (`lead`, `sponsor`), if that matters here.

    None at points that anybody with the right decides, and where the person has no part in it.
    """
    if point not in _NOBODYS_OWN:
        return None
    parts = own_cause(snapshot, SubjectKey("initiative", initiative))
    return next((p for p, name in parts.items() if name.casefold() == person.casefold()), None)
