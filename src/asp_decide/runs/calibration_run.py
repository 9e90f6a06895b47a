"""What judged work says of forecasts, and what is corrected by that, for people."""

from dataclasses import dataclass
from datetime import date

from asp_decide.errors import unwrap
from asp_decide.learn.calibrate import calibrate
from asp_decide.learn.correction_words import correction_sentences
from asp_decide.learn.track_record import Grouping, TrackRecord, track_records
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.calibration import Calibration
from asp_decide.runs.workspace import Workspace


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
