"""Verbs about learning: what became of promises, and what that teaches of forecasts."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from asp_decide.canonical import decimal_text
from asp_decide.cli.console import print_headline, print_json, print_line, print_rows, talk
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.learn.latency import Latency
from asp_decide.learn.promises import JUDGEMENTS, Promise, counted_judgements, waiting
from asp_decide.learn.track_record import Grouping, TrackRecord
from asp_decide.model.calibration import ClassCalibration
from asp_decide.runs.learning.calibration_run import Effect, Learnt, calibration_run, effect_run
from asp_decide.runs.learning.review_run import Reviewed, review_run
from asp_decide.runs.workspace import find_workspace

_NONE_GIVEN = "–"
_CLASSES = ("quantity", "class", "cases", "came to", "spread", "off by", "corrected", "used", "as")
_RECORDS = (
    *("group", "judged", "not measured", "realised of foretold"),
    *("ranges", "held", "range loss", "chances", "Brier"),
)
_WAITING = ("initiative", "stands in", "promised weeks ago", "verdict due")
_LATENCIES = ("value stream", "verdicts", "weeks to verdict", "to use", "between changes", "loop")
_EFFECTS = ("initiative", "as stated", "worth", "corrected", "worth so")
_EXITS = ("initiative", "ended in", "reason")


def review(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """What became of all that was promised: verdicts, value realised, waits, ends.

    Example: asp-decide review --as-of 2026-12-31
    """
    found = review_run(find_workspace(Path.cwd()), as_of=day(as_of))
    if style == "json":
        print_json(_review_json(found))
        return 0
    counts = counted_judgements(found.promises)
    told = ", ".join(f"{counts[word]} {_word(word)}" for word in JUDGEMENTS if counts[word])
    print_headline(
        f"{len(found.promises)} initiatives were funded: {told or 'nothing is known of any'}",
        style=style,
        no_color=no_color,
    )
    tables = (
        ("Value that was judged, by value stream", _RECORDS, map(_record, found.records)),
        ("Promises without a verdict", _WAITING, map(_waits, waiting(found.promises))),
        (
            "How long learning takes, in weeks (medians)",
            _LATENCIES,
            (_latency(name, one) for name, one in found.latencies.items()),
        ),
        ("What has ended", _EXITS, ((e.initiative, e.state, e.reason) for e in found.exits)),
    )
    for title, columns, lines in tables:
        rows = list(lines)
        if rows:
            print_rows(title, columns, rows, style=style, no_color=no_color)
    talk("an end is a result: no figure here holds stopping against anybody")
    return 0


def calibration(
    *,
    by: Annotated[Grouping, Parameter(help="How judged work is grouped.")] = "class",
    effect: Annotated[
        bool, Parameter(help="Plan with and without it, and show what it changes.")
    ] = False,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """How forecasts turned out, by reference class, and which are corrected by that.

    Example: asp-decide calibration --by stream --as-of 2026-12-31
    """
    workspace = find_workspace(Path.cwd())
    found = calibration_run(workspace, as_of=day(as_of), by=by)
    effects = effect_run(workspace, as_of=day(as_of)) if effect else ()
    if style == "json":
        told = {"effect": [_effect_json(one) for one in effects]} if effect else {}
        print_json({**_calibration_json(found), **told})
        return 0
    if not found.calibration.classes:
        talk("no work was judged and measured yet: forecasts are taken as stated")
        return 0
    version = found.calibration.version
    print_headline(f"calibration {version} as of {found.as_of}", style=style, no_color=no_color)
    for sentence in found.sentences:
        print_line(sentence, style=style, no_color=no_color)
    rows = [_class(one) for one in found.calibration.classes]
    print_rows("What is learnt", _CLASSES, rows, style=style, no_color=no_color)
    records = [_record(one) for one in found.records]
    print_rows(f"Track records by {by}", _RECORDS, records, style=style, no_color=no_color)
    for one in found.records:
        for line in _parts_of_losses(one):
            print_line(line, style=style, no_color=no_color)
    if effect:
        rows = [_effect(one) for one in effects]
        title = "Decisions with forecasts as stated, and as past work corrects them"
        print_rows(title, _EFFECTS, rows, style=style, no_color=no_color)
    return 0


def _class(one: ClassCalibration) -> tuple[str, ...]:
    held = one.held_back
    return (
        one.quantity,
        one.reference_class,
        str(one.cases),
        _percent(one.factor),
        _NONE_GIVEN if one.spread is None else str(one.spread),
        _NONE_GIVEN if held is None else _percent(held.as_stated),
        _NONE_GIVEN if held is None else _percent(held.corrected),
        "yes" if one.used else "no",
        _NONE_GIVEN if one.part_of is None else f"part of {one.part_of}",
    )


def _record(one: TrackRecord) -> tuple[str, ...]:
    return (
        one.group,
        str(one.judged),
        str(one.unmeasured),
        _percent(one.realisation),
        str(one.ranges.n),
        _percent(one.ranges.share),
        _percent(one.losses.interval),
        "0" if one.chances is None else str(one.chances.n),
        _NONE_GIVEN if one.chances is None else decimal_text(one.chances.total, 3),
    )


def _parts_of_losses(one: TrackRecord) -> Iterator[str]:
    """What its quantiles lose, and of what its loss of stated chances is made up."""
    losses, chances = one.losses, one.chances
    if losses.interval is not None:
        quantiles = ", ".join(map(_percent, (losses.low, losses.middle, losses.high)))
        yield f"{one.group}: P10, P50 and P90 lose {quantiles} of what was foretold"
    if chances is not None:
        total, *parts = (
            decimal_text(amount, 3)
            for amount in (
                *(chances.total, chances.reliability),
                *(chances.resolution, chances.uncertainty),
            )
        )
        reliability, resolution, uncertainty = parts
        yield (
            f"{one.group}: Brier {total} is reliability {reliability} less resolution {resolution} "
            f"plus uncertainty {uncertainty}"
        )


def _effect(one: Effect) -> tuple[str, ...]:
    return (
        f"{one.corrected.initiative} {one.corrected.name}",
        one.as_stated.decision,
        one.as_stated.value or _NONE_GIVEN,
        one.corrected.decision,
        one.corrected.value or _NONE_GIVEN,
    )


def _effect_json(one: Effect) -> dict[str, Any]:
    return {
        "initiative": one.corrected.initiative,
        "as_stated": {"decision": one.as_stated.decision, "value": one.as_stated.value},
        "corrected": {"decision": one.corrected.decision, "value": one.corrected.value},
    }


def _waits(one: Promise) -> tuple[str, ...]:
    due = "no day is stated" if one.due_on is None else f"due {one.due_on}"
    if one.overdue_weeks is not None:
        due = f"{_weeks(one.overdue_weeks)} weeks ago"
    return (f"{one.initiative} {one.name}", one.state, _weeks(one.age_weeks), due)


def _latency(name: str, one: Latency) -> tuple[str, ...]:
    return (
        name,
        str(one.verdicts),
        *map(_weeks, (one.to_verdict, one.to_use, one.between_changes)),
        _NONE_GIVEN if one.loop_ratio is None else decimal_text(one.loop_ratio, 2),
    )


def _review_json(found: Reviewed) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "as_of": found.as_of.isoformat(),
        "currency": found.currency,
        "funded": len(found.promises),
        "verdicts": dict(counted_judgements(found.promises)),
        "promises": [
            {
                "initiative": one.initiative,
                "state": one.state,
                "verdict": None if one.judgement == "none" else one.judgement,
                "method": one.method or None,
                "on": None if one.judged_on is None else one.judged_on.isoformat(),
                "age_weeks": _exact(one.age_weeks),
                "due_on": None if one.due_on is None else one.due_on.isoformat(),
                "overdue_weeks": _exact(one.overdue_weeks),
            }
            for one in found.promises
        ],
        "track_records": [_record_json(one) for one in found.records],
        "learning_latency": {
            name: {
                "verdicts": one.verdicts,
                "weeks_to_verdict": _exact(one.to_verdict),
                "weeks_to_use": _exact(one.to_use),
                "weeks_between_changes": _exact(one.between_changes),
                "loop_ratio": _exact(one.loop_ratio),
            }
            for name, one in found.latencies.items()
        },
        "exits": [
            {"initiative": e.initiative, "state": e.state, "reason": e.reason or None}
            for e in found.exits
        ],
    }


def _calibration_json(found: Learnt) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "as_of": found.as_of.isoformat(),
        "version": found.calibration.version or None,
        "classes": [one.model_dump(mode="json") for one in found.calibration.classes],
        "sentences": list(found.sentences),
        "track_records": [_record_json(one) for one in found.records],
    }


def _record_json(one: TrackRecord) -> dict[str, Any]:
    chances = one.chances
    return {
        "group": one.group,
        "judged": one.judged,
        "not_measured": one.unmeasured,
        "foretold": decimal_text(one.foretold, 2),
        "realised": decimal_text(one.realised, 2),
        "realisation": _exact(one.realisation),
        "ranges": {
            "n": one.ranges.n,
            "inside": one.ranges.inside,
            "below": one.ranges.below,
            "above": one.ranges.above,
            "not_measured": one.ranges.unmeasured,
        },
        "losses_as_share_of_forecast": {
            "n": one.losses.n,
            "pinball_p10": _exact(one.losses.low),
            "pinball_p50": _exact(one.losses.middle),
            "pinball_p90": _exact(one.losses.high),
            "interval": _exact(one.losses.interval),
        },
        "chances": None
        if chances is None
        else {
            "n": chances.n,
            "brier": _exact(chances.total),
            "reliability": _exact(chances.reliability),
            "resolution": _exact(chances.resolution),
            "uncertainty": _exact(chances.uncertainty),
        },
    }


def _word(judgement: str) -> str:
    return "not judged yet" if judgement == "none" else judgement.replace("_", " ")


def _weeks(weeks: Fraction | None) -> str:
    return _NONE_GIVEN if weeks is None else decimal_text(weeks, 1)


def _percent(share: Fraction | Decimal | None) -> str:
    return _NONE_GIVEN if share is None else f"{decimal_text(Fraction(share) * 100, 0)} %"


def _exact(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, 6)
