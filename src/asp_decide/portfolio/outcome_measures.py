"""What was realised of what was foretold: by interval, by value stream, and of the hypothesis."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from asp_decide.model.interval import Interval, weeks_until
from asp_decide.model.outcome import OF_THE_MODEL, Outcome
from asp_decide.model.subject import History, Measured
from asp_decide.portfolio.dossier import Dossiers


def value_history(rows: Iterable[Outcome], told: Dossiers) -> tuple[History, History]:
    """Value realised and value foretold by closed interval, from the first that has a row.

    What was not measured, is withheld or is still open is a hole; so is an interval without row.
    """
    by_interval = {row.interval: row for row in rows if row.quantity == "value"}
    lived = _since_first(told.closed, by_interval)
    found = [by_interval.get(interval.id) for interval in lived]
    names = tuple(interval.id for interval in lived)
    return (
        History(names, tuple(None if row is None else _actual(row) for row in found)),
        History(names, tuple(None if row is None else _foretold(row) for row in found)),
    )


def realisation(rows: Iterable[Outcome], told: Dossiers) -> History:
    """Sum realised over sum foretold by closed interval: a ratio of sums, no mean of ratios.

    An interval in which one of several values is missing is a hole, and so is one that foretold
    nothing.
    """
    by_interval: dict[str, list[Outcome]] = {}
    for row in rows:
        if row.quantity == "value":
            by_interval.setdefault(row.interval, []).append(row)
    lived = _since_first(told.closed, by_interval)
    return History(
        tuple(interval.id for interval in lived),
        tuple(_ratio_of_sums(by_interval.get(interval.id, ())) for interval in lived),
    )


def outcome_reached(rows: Sequence[Outcome], told: Dossiers) -> Measured:
    """The way from baseline to target that the metric has gone, as a share; the least of several.

    The target is that of the metric's last interval, the actual its latest measured one.
    """
    metrics = sorted({row.quantity for row in rows if row.quantity not in OF_THE_MODEL})
    shares: list[Fraction] = []
    for metric in metrics:
        share = _reached([row for row in rows if row.quantity == metric], told)
        if share is None:
            return Measured(None, f"`{metric}` lacks baseline, target or actual")
        shares.append(share)
    return Measured(min(shares)) if shares else Measured(None, "no outcome metric is stated")


def verdict_overdue(rows: Iterable[Outcome], told: Dossiers) -> Measured:
    """Weeks past the day on which the hypothesis was to be judged: 0 once judged, negative before.

    That day is the last of the closing interval of `success`.
    """
    closing = [row for row in rows if row.quantity == "success" and row.interval in told.intervals]
    if not closing:
        return Measured(None, "no day is stated on which it is judged")
    if any(row.verdict is not None for row in closing):
        return Measured(Fraction(0))
    due = max(told.intervals[row.interval].last_day for row in closing)
    return Measured(-weeks_until(due, told.as_of))


def _since_first(closed: Sequence[Interval], seen: Iterable[str]) -> Sequence[Interval]:
    known = set(seen)
    first = next((n for n, interval in enumerate(closed) if interval.id in known), len(closed))
    return closed[first:]


def _ratio_of_sums(rows: Sequence[Outcome]) -> Fraction | None:
    realised = foretold = Fraction(0)
    for row in rows:
        actual, forecast = _actual(row), _foretold(row)
        if actual is None or forecast is None:
            return None
        realised, foretold = realised + actual, foretold + forecast
    return realised / foretold if foretold else None


def _reached(rows: Sequence[Outcome], told: Dossiers) -> Fraction | None:
    """The rows of one metric come by interval, so the last one bears the target."""
    measured = [row for row in rows if told.is_closed(row) and _actual(row) is not None]
    baselines = [row.baseline for row in rows if row.baseline is not None]
    if not measured or not baselines or rows[-1].forecast is None:
        return None
    baseline = Fraction(baselines[0])
    way = rows[-1].forecast.likely - baseline
    actual = _actual(measured[-1])
    return None if actual is None or not way else (actual - baseline) / way


def _actual(row: Outcome) -> Fraction | None:
    if row.status != "measured" or row.actual is None:
        return None
    return Fraction(row.actual)


def _foretold(row: Outcome) -> Fraction | None:
    return None if row.forecast is None else row.forecast.mean
