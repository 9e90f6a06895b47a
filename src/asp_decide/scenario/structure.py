"""How an organization is built, scored from evidence: six dimensions, each from 0 to 1.

A score is a share of the evidence that speaks for a long-lived delivery system, and the rest of it
is named. What no fact speaks of has no score: unknown is not nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from asp_decide.model.interval import Interval
from asp_decide.model.release import Release
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Staffing, ValueStream

LOOK_BACK = 4
"""Planning intervals that are looked at: a year of quarters."""

FRESH = timedelta(weeks=13)
"""How old a statement of capacity, or a verdict after its day, may be: a quarter."""

A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that a score counts: where it stands, what it says, and whether it speaks for it.

    `weight` is how much of one row it is, from 0 (wholly against) to 1 (wholly for).
    """

    where: str
    told: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension with the rows of evidence; its score is their mean, None without any."""

    name: str
    asks: str
    evidence: tuple[Evidence, ...]
    unknown: str = ""

    @property
    def share(self) -> Fraction | None:
        """From 0 (as projects are run) to 1 (as a long-lived delivery system is)."""
        if not self.evidence:
            return None
        return sum((one.weight for one in self.evidence), Fraction(0)) / len(self.evidence)


def dimensions(snapshot: Snapshot, *, knowledge: Iterable[Evidence] = ()) -> tuple[Dimension, ...]:
    """The six structural dimensions of a snapshot, in the order of the model.

    `knowledge` are rows of whether those who changed a component are still there.
    """
    return (
        Dimension(
            "team structure",
            "temporary, or long-lived?",
            (*_ages(snapshot), *_churn(snapshot)),
            "no stream says since when it is there, and no capacity row says who joined and left",
        ),
        Dimension(
            "funding",
            "episodic, or continuous?",
            tuple(_funding(snapshot)),
            "no capacity row says what a stream was funded with",
        ),
        Dimension(
            "planning",
            "at one point in time, or in a cadence with known capacity?",
            tuple(_planning(snapshot)),
            "no planning interval lies ahead",
        ),
        Dimension(
            "delivery continuity",
            "does each interval release something?",
            tuple(_continuity(snapshot)),
            "no table of releases",
        ),
        Dimension(
            "knowledge retention",
            "do those who know it stay?",
            (*_retention(snapshot), *knowledge),
            "no capacity row names its members, by pseudonyms",
        ),
        Dimension(
            "learning loops",
            "after the project, or all the time?",
            (*_verdicts(snapshot), *_improvements(snapshot)),
            "no hypothesis was due, and no improvement is known",
        ),
    )


def alive(snapshot: Snapshot) -> tuple[ValueStream, ...]:
    """The streams that are there on the day of the snapshot."""
    return tuple(
        one
        for one in snapshot.value_streams
        if one.retired_on is None or one.retired_on > snapshot.as_of
    )


def looked_at(snapshot: Snapshot) -> tuple[Interval, ...]:
    """The last intervals that have ended, oldest first."""
    return snapshot.charter.calendar.closed(snapshot.as_of)[-LOOK_BACK:]


def staffing_of(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[Staffing, ...]]:
    """Who was there in each interval that was looked at and the present one, by stream and team."""
    order = {one.id: n for n, one in enumerate(snapshot.charter.calendar.intervals)}
    last = [n for one, n in order.items() if one in {i.id for i in looked_at(snapshot)}]
    first = min(last, default=0)
    found: dict[tuple[str, str], list[Staffing]] = defaultdict(list)
    for row in snapshot.staffing:
        if order[row.interval] >= first:
            found[row.value_stream_id, row.team or ""].append(row)
    return {
        key: tuple(sorted(rows, key=lambda row: order[row.interval]))
        for key, rows in sorted(found.items())
    }


def _ages(snapshot: Snapshot) -> Iterator[Evidence]:
    for stream in alive(snapshot):
        if stream.formed_on is None:
            continue
        age = snapshot.as_of - stream.formed_on
        weight = min(Fraction(1), Fraction(max(0, age.days), A_YEAR.days))
        yield Evidence(f"value_streams {stream.id}", f"there since {stream.formed_on}", weight)


def _churn(snapshot: Snapshot) -> Iterator[Evidence]:
    for (stream, team), rows in staffing_of(snapshot).items():
        for row in rows:
            if not row.members or row.joined is None or row.left is None:
                continue
            moved = Fraction(row.joined + row.left, 2 * row.members)
            told = f"{row.joined} joined and {row.left} left of {row.members}"
            where = " ".join(filter(None, ("capacity", stream, team, row.interval)))
            yield Evidence(where, told, max(Fraction(0), 1 - moved))


def _funding(snapshot: Snapshot) -> Iterator[Evidence]:
    """Each interval after the first one that is funded: still funded, or ended."""
    for stream, series in funding_of(snapshot).items():
        begun = False
        for interval, amount in series:
            if begun:
                told = f"funded with {amount:,.0f}" if amount else "no longer funded"
                yield Evidence(f"capacity {stream} {interval}", told, Fraction(amount > 0))
            begun = begun or amount > 0


def funding_of(snapshot: Snapshot) -> Mapping[str, tuple[tuple[str, Fraction], ...]]:
    """What streams were funded with, by interval in order; rows of teams added up."""
    totals: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in snapshot.capacities:
        if row.funded is not None and row.value_stream_id is not None:
            totals[row.value_stream_id][row.interval] += Fraction(row.funded)
    order = [one.id for one in snapshot.charter.calendar.intervals]
    return {
        stream: tuple((name, own[name]) for name in order if name in own)
        for stream, own in sorted(totals.items())
    }


def _planning(snapshot: Snapshot) -> Iterator[Evidence]:
    """Each stream in the interval that comes next: is its capacity stated, and newly?"""
    ahead = snapshot.charter.calendar.ahead(snapshot.as_of)
    for stream in alive(snapshot) if ahead else ():
        rows = [
            row
            for row in snapshot.capacities
            if (row.value_stream_id, row.interval) == (stream.id, ahead[0].id)
            and row.function == "delivery"
        ]
        where = f"capacity {stream.id} {ahead[0].id}"
        if not rows or all(row.likely is None for row in rows):
            yield Evidence(where, "no capacity is stated", Fraction(0))
            continue
        stated = min((r.stated_on for r in rows if r.stated_on), default=None)
        if stated is None:
            yield Evidence(where, "stated, and nobody says when", Fraction(1, 2))
            continue
        fresh = snapshot.as_of - stated <= FRESH
        yield Evidence(where, f"stated on {stated}", Fraction(fresh))


def _continuity(snapshot: Snapshot) -> Iterator[Evidence]:
    if not snapshot.delivery.releases:
        return
    for stream in alive(snapshot):
        for interval, count in released_in(snapshot, stream):
            told = f"{count} releases" if count else "nothing was released"
            yield Evidence(f"releases {stream.id} {interval.id}", told, Fraction(count > 0))


def released_in(snapshot: Snapshot, stream: ValueStream) -> Iterator[tuple[Interval, int]]:
    """How often a stream released in each interval in which it was there from the first day on."""
    days = [_day_of(one) for one in snapshot.delivery.releases if one.value_stream_id == stream.id]
    for interval in looked_at(snapshot):
        if stream.formed_on is None or stream.formed_on <= interval.first_day:
            yield interval, sum(interval.first_day <= day <= interval.last_day for day in days)


def _day_of(release: Release) -> date:
    return date(1970, 1, 1) + timedelta(seconds=release.deployed_at)


def _retention(snapshot: Snapshot) -> Iterator[Evidence]:
    """Of those who were there at the beginning, how many still are."""
    for (stream, team), rows in staffing_of(snapshot).items():
        named = [row for row in rows if row.member_ids]
        if len(named) < 2:
            continue
        first, last = named[0], named[-1]
        stayed = set(first.member_ids) & set(last.member_ids)
        told = f"{len(stayed)} of {len(first.member_ids)} of {first.interval} are there"
        where = " ".join(filter(None, ("capacity", stream, team, last.interval)))
        yield Evidence(where, told, Fraction(len(stayed), len(first.member_ids)))


def _verdicts(snapshot: Snapshot) -> Iterator[Evidence]:
    """Each hypothesis whose day is a quarter past: was it judged within that quarter?"""
    last = {one.id: one.last_day for one in snapshot.charter.calendar.intervals}
    for row in snapshot.outcomes:
        due = last.get(row.interval)
        if row.quantity != "success" or due is None:
            continue
        where = f"outcomes {row.initiative_id} {row.interval}"
        if row.verdict is not None and row.verdict_on is not None:
            late = max(0, (row.verdict_on - due).days)
            told = f"judged {late} days after its day"
            yield Evidence(where, told, Fraction(row.verdict_on <= due + FRESH))
        elif due + FRESH < snapshot.as_of:
            yield Evidence(where, "not judged a quarter after its day", Fraction(0))


def _improvements(snapshot: Snapshot) -> Iterator[Evidence]:
    """Each improvement that somebody chose: has it become a habit?"""
    weights = {
        "trying": Fraction(1, 2),
        "adopted": Fraction(3, 4),
        "established": Fraction(1),
        "abandoned": Fraction(0),
    }
    for one in snapshot.delivery.features:
        weight = weights.get(one.state or "")
        if one.item == "improvement" and weight is not None:
            yield Evidence(f"features {one.id}", f"{one.state}", weight)


def worst(dimension: Dimension, count: int) -> Sequence[Evidence]:
    """The rows that speak most against it."""
    against = [one for one in dimension.evidence if one.weight < 1]
    return sorted(against, key=lambda one: (one.weight, one.where))[:count]
