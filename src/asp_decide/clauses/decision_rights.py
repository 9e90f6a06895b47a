"""Who may decide at a decision point: one check for `apply` and for whoever audits it."""

from collections.abc import Mapping

from asp_decide.clauses.grant import own_cause
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import SubjectKey

GATES = frozenset({"gate_1", "gate_2", "validation", "relevance"})
"""Points whose answers only their holder records; starts and waits follow from the order."""

_NOBODYS_OWN = frozenset({"gate_2", "validation"})
"""Points at which nobody decides about what they lead or sponsor, whatever their role."""


def other_holder(point: str, role: str, rights: Mapping[str, Role]) -> Role | None:
    """The role that holds the right to a gate, if it is another than this; None if all is well."""
    holder = rights.get(point) if point in GATES else None
    return None if holder is None or holder == role else holder


def part_in(initiative: InitiativeId, point: str, person: str, snapshot: Snapshot) -> str | None:
    """What makes the initiative this person's own cause (`lead`, `sponsor`), if that matters here.

    None at points that anybody with the right decides, and where the person has no part in it.
    """
    if point not in _NOBODYS_OWN:
        return None
    parts = own_cause(snapshot, SubjectKey("initiative", initiative))
    return next((p for p, name in parts.items() if name.casefold() == person.casefold()), None)
