"""The facts that a run decides with: every case moved by the evidence that counts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from asp_decide.model.calibration import Calibration
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.outcome import Evidence
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.believed_case import Belief, Case, believed_initiative, believed_option


@dataclass(frozen=True, slots=True)
class Believed:
    """A snapshot whose cases say what is believed of them, and what evidence made of each amount.

    `beliefs` follow the initiatives of the snapshot, each one's own before those of its options.
    """

    snapshot: Snapshot
    beliefs: tuple[Belief, ...]


def believed_facts(snapshot: Snapshot, calibration: Calibration) -> Believed:
    """The facts with the chance of success, the benefit and the work as they are believed.

    Chances move in odds, each likelihood ratio to the power of the weight of its grade; amounts
    move by precision. What is said of the work of an initiative as such is about its only
    `continue`, else its only `whole`. What is not known stays unknown. Give it facts as they were
    read: what is believed already must not be moved again. What `calibration` corrects is still to
    be corrected; evidence is weighed against it as if it were.
    """
    rows: dict[str, list[Evidence]] = defaultdict(list)
    for row in snapshot.evidence:
        if row.about_kind in {"initiative", "option"}:
            rows[row.about_id].append(row)
    if not rows:
        return Believed(snapshot, ())
    of_initiative: dict[InitiativeId, list[Option]] = defaultdict(list)
    for option in snapshot.options:
        of_initiative[option.initiative_id].append(option)
    beliefs: list[Belief] = []
    initiatives: list[Initiative] = []
    options: dict[tuple[InitiativeId, str], Option] = {}
    for initiative in snapshot.initiatives:
        weights = snapshot.charter.evidence_weights
        case = Case(initiative, rows[initiative.id], snapshot.as_of, weights, calibration)
        initiatives.append(believed_initiative(case))
        standing = _standing(of_initiative[initiative.id])
        for option in of_initiative[initiative.id]:
            own = rows[f"{initiative.id}/{option.option}"]
            options[option.initiative_id, option.option] = believed_option(
                case, option, own, stands=option is standing
            )
        beliefs += case.beliefs
    told = {
        "initiatives": tuple(initiatives),
        "options": tuple(options.get((o.initiative_id, o.option), o) for o in snapshot.options),
    }
    return Believed(snapshot.model_copy(update=told), tuple(beliefs))


def _standing(options: Sequence[Option]) -> Option | None:
    """The one option that what is said of the whole initiative's work is about."""
    for kind in ("continue", "whole"):
        of_kind = [option for option in options if option.kind == kind]
        if of_kind:
            return of_kind[0] if len(of_kind) == 1 else None
    return None
