"""How forecasts of judged work turned out, group by group: sums, ranges and stated chances."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.learn.building_streams import building_streams
from asp_decide.learn.chances import Brier, brier
from asp_decide.learn.judged_work import JudgedForecast, judged_cases, judged_on
from asp_decide.learn.quantiles import Coverage, RangeLosses, coverage, range_losses
from asp_decide.model.calibration import ALL
from asp_decide.model.estimate import Estimate
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot

type Grouping = Literal["class", "stream", "kind", "size", "forecaster"]

_HELD = {"confirmed": True, "refuted": False}


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What became of the forecasts of one group of judged initiatives.

    `foretold` and `realised` are sums of value over cases that were measured, in money; `judged`
    counts initiatives, `unmeasured` those of them whose foretold value nobody measured. `ranges`
    are those of every quantity from P10 to P90, `losses` what these lost, `chances` the stated
    probabilities of success.
    """

    group: str
    judged: int
    foretold: Fraction
    realised: Fraction
    unmeasured: int
    ranges: Coverage
    losses: RangeLosses
    chances: Brier | None

    @property
    def realisation(self) -> Fraction | None:
        """Realised over foretold: a ratio of sums, since a mean of ratios hides large failures."""
        return self.realised / self.foretold if self.foretold else None


def track_records(snapshot: Snapshot, by: Grouping = "class") -> tuple[TrackRecord, ...]:
    """The track record of every group that has one, by its name; that of all first."""
    rows: dict[InitiativeId, list[Outcome]] = defaultdict(list)
    for row in snapshot.outcomes:
        rows[row.initiative_id].append(row)
    judged = [
        one for one in snapshot.initiatives if judged_on(one, rows[one.id], snapshot) is not None
    ]
    values = {c.initiative: c for c in judged_cases(snapshot) if c.quantity == "value"}
    streams = building_streams(snapshot)
    groups: dict[str, list[Initiative]] = defaultdict(list)
    for one in judged:
        for name in _groups(one, streams, values, by):
            groups[name].append(one)
    told = [(ALL, judged), *sorted(groups.items())] if judged else []
    return tuple(_record(name, members, rows, values) for name, members in told if members)


def _record(
    name: str,
    members: Sequence[Initiative],
    rows: Mapping[InitiativeId, Sequence[Outcome]],
    values: Mapping[InitiativeId, JudgedForecast],
) -> TrackRecord:
    own = [values[one.id] for one in members if one.id in values]
    measured = [case for case in own if case.actual is not None]
    of_these = [row for one in members for row in rows[one.id]]
    return TrackRecord(
        group=name,
        judged=len(members),
        foretold=sum((case.foretold for case in measured), Fraction(0)),
        realised=sum((case.actual or Fraction(0) for case in measured), Fraction(0)),
        unmeasured=len(own) - len(measured),
        ranges=coverage(_ranges(of_these)),
        losses=range_losses(_ranges(of_these)),
        chances=brier(_chances(of_these)),
    )


def _ranges(rows: Sequence[Outcome]) -> Iterator[tuple[Estimate, Fraction | None]]:
    for row in rows:
        if row.forecast is not None and row.status != "open":
            yield row.forecast, None if row.actual is None else Fraction(row.actual)


def _chances(rows: Sequence[Outcome]) -> Iterator[tuple[Fraction, bool]]:
    """Of verdicts that say yes or no; one that says `partly` is neither."""
    for row in rows:
        if row.forecast_probability is not None and row.verdict in _HELD:
            yield Fraction(row.forecast_probability), _HELD[row.verdict]


def _groups(
    one: Initiative,
    streams: Mapping[InitiativeId, set[str]],
    values: Mapping[InitiativeId, JudgedForecast],
    by: Grouping,
) -> Sequence[str]:
    ways: dict[Grouping, Callable[[], Sequence[str]]] = {
        "class": lambda: [one.reference_class or one.category or "of no class"],
        "stream": lambda: sorted(streams.get(one.id, ())) or ["of no stream"],
        "kind": lambda: [one.category or "of no kind"],
        "size": lambda: [_size(one, values)],
        "forecaster": lambda: [one.lead or one.sponsor or "nobody is named"],
    }
    return ways[by]()


def _size(one: Initiative, values: Mapping[InitiativeId, JudgedForecast]) -> str:
    """The third of foretold values that it belongs to."""
    if one.id not in values:
        return "no value was foretold"
    ordered = sorted(values.values(), key=lambda case: (case.foretold, case.initiative))
    place = [case.initiative for case in ordered].index(one.id)
    return ("smallest third", "middle third", "largest third")[3 * place // len(ordered)]
