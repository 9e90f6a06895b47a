"""What judged work says of forecasts, and what is corrected by that, for people."""

from dataclasses import dataclass, replace
from datetime import date

from asp_decide.errors import unwrap
from asp_decide.learn.calibrate import calibrate
from asp_decide.learn.correction_words import correction_sentences
from asp_decide.learn.track_record import Grouping, TrackRecord, track_records
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.calibration import Calibration
from asp_decide.model.plan import Decision
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.workspace import Workspace, read_sources


@dataclass(frozen=True, slots=True)
class Learnt:
    """The calibration as of a day, what it corrects in sentences, and who foretold how well."""

    as_of: date
    calibration: Calibration
    sentences: tuple[str, ...]
    records: tuple[TrackRecord, ...]


def calibration_run(workspace: Workspace, *, as_of: date, by: Grouping = "class") -> Learnt:
    """What is known of forecasts on a day, with track records by `by`.

    Raises InvalidInputError for facts that cannot be read.
    """
    snapshot = unwrap(read_snapshot(workspace.root, as_of=as_of))
    calibration = calibrate(snapshot)
    return Learnt(
        as_of=as_of,
        calibration=calibration,
        sentences=tuple(correction_sentences(calibration.classes)),
        records=track_records(snapshot, by),
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """One decision as it would be if forecasts were taken as stated, and as it is."""

    as_stated: Decision
    corrected: Decision


def effect_run(workspace: Workspace, *, as_of: date) -> tuple[Effect, ...]:
    """What past rounds teach the decisions of a day: those at Gate 2, and any other that it moves.

    Plans twice with the quick budget; nothing is written. Raises what a plan raises.
    """
    sources = read_sources(workspace, as_of)
    order = PlanOrder(as_of=as_of, budget="quick")
    unlearnt = sources.snapshot.model_copy(update={"as_stated": True})
    stated = make_plan(replace(sources, snapshot=unlearnt), order).plan
    corrected = make_plan(sources, order).plan
    both = zip(stated.decisions, corrected.decisions, strict=True)
    return tuple(
        Effect(before, after)
        for before, after in both
        if after.point == "gate_2" or before.decision != after.decision
    )
