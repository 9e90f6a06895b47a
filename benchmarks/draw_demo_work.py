"""Two years of work in the demo, drawn once: features, releases, and what happened to all of them.

`python benchmarks/draw_demo_work.py` writes the three tables again, byte for byte. The streams
differ on purpose: Booking is steady and rests in July, Payments waits long for its verification,
Fleet operations begins more than it ends since the summer of 2026, Traveller information is quick
and breaks more and more, Freight gathers its work for a few large releases, and Platform gets
faster.
"""

import csv
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from draw_demo_initiatives import portfolio_events, trace_to_what_was_in_delivery
from draw_demo_practice import improvements, size_finished, stories

SEED = 20261231
FACTS = Path(__file__).parents[1] / "src" / "asp_decide" / "shipped" / "demo" / "facts"
BEGINS, ENDS = date(2025, 1, 1), date(2026, 12, 31)
HERE = ZoneInfo("Europe/Stockholm")
UPSTREAM = ("analyzing", "ready")
FLOW = ("implementing", "integrating", "verifying", "deploying")
WHY_DROPPED = ("not_worth_cost", "no_effect", "duplicate", "no_longer_needed")
WHY_BLOCKED = ("waits for a supplier", "test data are missing", "an interface is not agreed")
SUMMER = {6: 1.2, 7: 2.4, 8: 1.3, 12: 1.4}
"""How much longer things take in a month: July is for holidays, and December half of it."""


@dataclass(frozen=True)
class Stream:
    """How a value stream works: features a week, days in each state, days between releases."""

    id: str
    teams: int
    a_week: float
    days: Mapping[str, float]
    train: int
    fails: tuple[float, float]
    kinds: Sequence[int]
    initiatives: Sequence[str]
    earlier: Sequence[str]
    ended: Sequence[str] = ()
    grows: float = 1.0
    quickens: float = 1.0
    parts: Sequence[str] = ("core", "edge")
    words: Sequence[str] = ()


STREAMS = (
    Stream(
        "booking",
        3,
        0.85,
        {"analyzing": 7, "ready": 9, "implementing": 12, "integrating": 2, "verifying": 4},
        7,
        (0.10, 0.09),
        (62, 20, 6, 12),
        ("INI-01", "INI-03"),
        ("INI-51",),
        ended=("INI-53",),
        parts=("shop", "desk", "search"),
        words=(
            "Change a trip",
            "Seat map",
            "Cancel online",
            "Fare rules",
            "Group quote",
            "Deposits",
        ),
    ),
    Stream(
        "payments",
        2,
        0.45,
        {"analyzing": 9, "ready": 22, "implementing": 13, "integrating": 3, "verifying": 13},
        14,
        (0.06, 0.05),
        (48, 14, 28, 10),
        ("INI-03", "INI-07"),
        ("INI-51",),
        ended=("INI-53",),
        parts=("refunds", "cards", "ledger"),
        words=("Card vault", "Refund batch", "Chargebacks", "Bank file", "Receipt", "Token swap"),
    ),
    Stream(
        "operations",
        3,
        0.70,
        {"analyzing": 8, "ready": 10, "implementing": 17, "integrating": 4, "verifying": 6},
        14,
        (0.12, 0.14),
        (55, 22, 9, 14),
        ("INI-04", "INI-08"),
        ("INI-65",),
        grows=2.0,
        quickens=1.9,
        ended=("INI-54",),
        parts=("rosters", "vessels", "depots"),
        words=(
            "Crew skills",
            "Door sensor",
            "Shift swap",
            "Log book",
            "Bus allocation",
            "Rest hours",
        ),
    ),
    Stream(
        "traveller",
        2,
        0.80,
        {"analyzing": 4, "ready": 5, "implementing": 6, "integrating": 1, "verifying": 2},
        4,
        (0.10, 0.30),
        (60, 28, 2, 10),
        ("INI-02", "INI-05"),
        ("INI-51",),
        ended=("INI-53",),
        parts=("app", "signs"),
        words=(
            "Stop display",
            "Delay notice",
            "Portal video",
            "Map layer",
            "Voice sign",
            "Favourites",
        ),
    ),
    Stream(
        "freight",
        2,
        0.35,
        {"analyzing": 10, "ready": 14, "implementing": 14, "integrating": 5, "verifying": 8},
        42,
        (0.20, 0.18),
        (58, 20, 8, 14),
        ("INI-06",),
        ("INI-52", "INI-63"),
        parts=("quotes", "customs"),
        words=(
            "Quote form",
            "Slot list",
            "Weigh note",
            "Text message",
            "Tariff table",
            "Bill copy",
        ),
    ),
    Stream(
        "platform",
        2,
        0.50,
        {"analyzing": 6, "ready": 8, "implementing": 14, "integrating": 4, "verifying": 5},
        7,
        (0.14, 0.07),
        (22, 18, 30, 30),
        ("INI-05", "INI-07"),
        ("INI-65",),
        quickens=0.55,
        ended=("INI-54",),
        parts=("data", "hosting", "events"),
        words=("Event bus", "Key store", "Nightly build", "Read replica", "Alerts", "Data feed"),
    ),
)


@dataclass
class Work:
    """One feature while it is drawn."""

    id: str
    row: dict[str, str]
    events: list[dict[str, str]] = field(default_factory=list)
    state: str = ""
    team: str = ""

    def tell(self, what: str, at: datetime, who: str, **more: str) -> None:
        """What happened to it, when, and who did it."""
        told = {"item_kind": "feature", "item_id": self.id, "event": what}
        self.events.append({**told, "at": at.isoformat(), "actor": who, **more})


class Drawn:
    """The tables of one stream, drawn in the order of time."""

    def __init__(self, stream: Stream, drawing: random.Random) -> None:
        self.stream, self.drawing = stream, drawing
        self.works: list[Work] = []
        self.releases: list[dict[str, str]] = []
        self.waiting: list[tuple[datetime, Work]] = []

    def draw(self) -> None:
        day = BEGINS
        while day < ENDS:
            share = (day - BEGINS).days / (ENDS - BEGINS).days
            rate = self.stream.a_week / 7
            if share > 0.72:
                rate *= self.stream.grows
            if day.weekday() < 5:
                for chance in (rate, rate * 0.4):
                    if self.drawing.random() < chance:
                        self._feature(day, share)
            day += timedelta(days=1)
        self._trains()

    def _feature(self, day: date, share: float) -> None:
        """One feature from its first thought on, as far as it comes by the last day."""
        stream, drawing = self.stream, self.drawing
        kind = drawing.choices(("feature", "defect", "risk", "debt"), weights=stream.kinds)[0]
        number = len(self.works) + 1
        team = f"{stream.id}-{drawing.randint(1, stream.teams)}"
        row = {
            "item": "feature",
            "name": f"{drawing.choice(stream.words)} {number}",
            "value_stream_id": stream.id,
            "team": team,
            "component": drawing.choice(stream.parts),
            "flow_kind": kind,
            **self._trace(kind, share),
        }
        work = Work(f"{stream.id[:3].upper()}-{number:03}", row, team=team)
        self.works.append(work)
        now = self._at(day)
        self._move(work, "funnel", now, "product_manager")
        now = self._later(now, 9, share)
        for state in UPSTREAM:
            if drawing.random() < 0.05:
                self._end(work, "discarded", now)
                return
            if not self._move(work, state, now, "product_manager"):
                return
            now = self._later(now, stream.days[state], share)
        self._flows(work, now, share)

    def _flows(self, work: Work, now: datetime, share: float) -> None:
        """From the commitment on: built, brought together, verified, and ready for a release."""
        for state in FLOW[:-1]:
            if not self._move(work, state, now, "team"):
                return
            if self.drawing.random() < 0.09:
                now = self._blocked(work, now, share)
            now = self._later(now, self.stream.days[state], share)
            if state == "implementing" and self.drawing.random() < 0.025:
                self._end(work, "withdrawn", now)
                return
        if self.drawing.random() < 0.12:  # what verification found is mended
            for again in FLOW[:-1]:
                if not self._move(work, again, now, "team"):
                    return
                now = self._later(now, self.stream.days[again] / 3, share)
        if self._move(work, FLOW[-1], now, "team"):
            self.waiting.append((now, work))

    def _trace(self, kind: str, share: float) -> dict[str, str]:
        """What a feature is for: an initiative, or a standing class of the stream's work."""
        drawing = self.drawing
        if kind == "defect":
            return {"category": "run"}
        if kind == "debt":
            return {"category": "technical_quality"}
        own = self.stream.initiatives if share > 0.6 else self.stream.earlier
        category = "enabler" if kind == "risk" else "business"
        if drawing.random() < 0.25:
            return {"category": "improvement"}
        return {"category": category, "initiative_id": drawing.choice(own)}

    def _move(self, work: Work, state: str, at: datetime, role: str) -> bool:
        """Whether the move has happened by the last day."""
        if at.date() > ENDS:
            return False
        who = f"{role}/{work.team}-{self.drawing.randint(1, 5)}"
        if role == "product_manager":
            who = f"{role}/{self.stream.id}-pm"
        work.tell("moved", at, who, from_state=work.state, to_state=state)
        work.state = state
        return True

    def _end(self, work: Work, state: str, at: datetime) -> None:
        if at.date() <= ENDS:
            who = f"product_manager/{self.stream.id}-pm"
            why = self.drawing.choice(WHY_DROPPED)
            work.tell("moved", at, who, from_state=work.state, to_state=state, reason=why)
            work.state = state

    def _blocked(self, work: Work, at: datetime, share: float) -> datetime:
        begins = self._later(at, 2, share)
        ends = self._later(begins, 5, share)
        who = f"team/{work.team}-{self.drawing.randint(1, 5)}"
        if begins.date() <= ENDS:
            why = self.drawing.choice(WHY_BLOCKED)
            work.tell("blocked", begins, who, reason=why)
        if ends.date() <= ENDS:
            work.tell("unblocked", ends, who)
        return ends

    def _trains(self) -> None:
        """Releases on the stream's days, each with what waits for it; some of them break."""
        stream, drawing = self.stream, self.drawing
        self.waiting.sort(key=lambda pair: (pair[0], pair[1].id))
        day = BEGINS + timedelta(days=stream.train)
        while day <= ENDS:
            share = (day - BEGINS).days / (ENDS - BEGINS).days
            at = self._at(_workday(day))
            on_board = [pair for pair in self.waiting if pair[0] < at]
            self.waiting = [pair for pair in self.waiting if pair[0] >= at]
            if at.date() <= ENDS and (on_board or drawing.random() < 0.3):
                self._release(at, on_board, share)
            day += timedelta(days=stream.train)

    def _release(
        self, at: datetime, on_board: Sequence[tuple[datetime, Work]], share: float
    ) -> None:
        stream, drawing = self.stream, self.drawing
        before, after = stream.fails
        failed = drawing.random() < before + (after - before) * max(0.0, share - 0.5) * 2
        name = f"{stream.id[:3].upper()}-R{len(self.releases) + 1:03}"
        committed = min((pair[0] for pair in on_board), default=at - timedelta(hours=30))
        committed -= timedelta(hours=drawing.randint(2, 60))
        restored = at + timedelta(minutes=int(drawing.lognormvariate(5, 0.8)))
        self.releases.append(
            {
                "id": name,
                "value_stream_id": stream.id,
                "component": on_board[0][1].row["component"] if on_board else stream.parts[0],
                "committed_at": committed.isoformat(),
                "deployed_at": at.isoformat(),
                "feature_ids": ";".join(pair[1].id for pair in on_board),
                "failed": "yes" if failed else "no",
                "restored_at": restored.isoformat() if failed else "",
                "is_unplanned_repair": "no",
            }
        )
        for _, work in on_board:
            usable = at + timedelta(minutes=drawing.randint(5, 90))
            self._move(work, "released", usable, "product_manager")
        if failed and restored.date() <= ENDS:
            self.releases.append(
                {
                    "id": f"{stream.id[:3].upper()}-R{len(self.releases) + 1:03}",
                    "value_stream_id": stream.id,
                    "component": stream.parts[0],
                    "committed_at": (restored - timedelta(minutes=40)).isoformat(),
                    "deployed_at": restored.isoformat(),
                    "failed": "no",
                    "is_unplanned_repair": "yes",
                    "repairs_id": name,
                }
            )

    def _at(self, day: date) -> datetime:
        minute = self.drawing.randint(8 * 60, 17 * 60)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=HERE)

    def _later(self, at: datetime, days: float, share: float) -> datetime:
        """So many days on, as they fall: longer in summer, seldom much longer, on a workday."""
        quick = 1 + (self.stream.quickens - 1) * share
        slow = SUMMER.get(at.month, 1.0) * quick
        drawn = days * slow * self.drawing.lognormvariate(-0.2, 0.62)
        return self._at(_workday(max(at.date() + timedelta(days=round(drawn)), _next(at.date()))))


def _workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _with_plan(drawn: Drawn) -> None:
    """What is open states what is left of it and what it is worth."""
    drawing = drawn.drawing
    for work in drawn.works:
        work.row |= {"id": work.id, "state": work.state}
        if work.state in {"analyzing", "ready", *FLOW}:
            effort = drawing.choice((1, 1.5, 2, 2.5, 3, 4))
            delay = drawing.choice((500, 800, 1200, 2000, 3200, 5000))
            work.row |= {
                "hypothesis": f"{work.row['name']}: fewer steps for whoever needs it",
                "remaining_effort_low": str(effort * 0.7),
                "remaining_effort_likely": str(effort),
                "remaining_effort_high": str(effort * 1.6),
                "remaining_duration_likely": str(round(effort * 1.3, 1)),
                "cost_of_delay_low": str(delay * 6 // 10),
                "cost_of_delay_likely": str(delay),
                "cost_of_delay_high": str(delay * 16 // 10),
                "value_likely": str(delay * 60),
                "probability_of_success": "0.85",
            }
        if work.state in {"ready", *FLOW}:
            work.row |= {"acceptance": "agreed with the product owner", "is_ready": "yes"}
        if work.state in FLOW:
            work.row |= {"commitment": "committed", "planned_interval": "2026Q4"}


def _goals(stream: Stream, drawing: random.Random) -> Iterator[dict[str, str]]:
    """A goal for each quarter that is over, and every other time one more as stretch."""
    for number in range(8):
        quarter = f"{2025 + number // 4}Q{number % 4 + 1}"
        share = 0.9 - (0.09 * max(0, number - 4) if stream.grows > 1 else 0)
        planned = drawing.choice((20, 30, 40))
        achieved = min(planned, round(planned * drawing.gauss(share, 0.1)))
        goal = {"item": "pi_goal", "value_stream_id": stream.id, "planned_interval": quarter}
        yield {
            **goal,
            "id": f"{stream.id[:3].upper()}-G{quarter}",
            "name": f"{stream.id.capitalize()} in {quarter}",
            "state": "met" if achieved >= planned * 0.8 else "missed",
            "commitment": "committed",
            "planned_value": str(planned),
            "achieved_value": str(achieved),
        }
        if drawing.random() < 0.4:
            yield {
                **goal,
                "id": f"{stream.id[:3].upper()}-G{quarter}-more",
                "name": f"If there is room in {quarter}",
                "state": "missed",
                "commitment": "stretch",
                "planned_value": "10",
                "achieved_value": "0",
            }


COLUMNS = {
    "features": (
        *("id", "item", "name", "value_stream_id", "team", "initiative_id", "component"),
        *("category", "flow_kind", "hypothesis", "acceptance", "is_ready", "state"),
        *("value_likely", "cost_of_delay_low", "cost_of_delay_likely", "cost_of_delay_high"),
        *("probability_of_success", "remaining_effort_low", "remaining_effort_likely"),
        *("remaining_effort_high", "remaining_duration_likely", "planned_interval"),
        *("commitment", "planned_value", "achieved_value"),
        *("actual_effort", "parent_id", "story_kind", "planned_sprint"),
        *("integrated_on", "tested_on"),
    ),
    "releases": (
        *("id", "value_stream_id", "component", "committed_at", "deployed_at", "feature_ids"),
        *("failed", "restored_at", "is_unplanned_repair", "repairs_id"),
    ),
    "work_events": (
        *("item_kind", "item_id", "event", "from_state", "to_state", "at", "actor", "reason"),
        "decision_id",
    ),
}


def draw() -> dict[str, str]:
    """The three tables as CSV, by name."""
    features: list[dict[str, str]] = []
    releases: list[dict[str, str]] = []
    events = list(portfolio_events())
    for stream in STREAMS:
        drawing = random.Random(f"{SEED} {stream.id}")
        drawn = Drawn(stream, drawing)
        drawn.draw()
        known = (*stream.ended, *stream.earlier, *stream.initiatives)
        trace_to_what_was_in_delivery(drawn.works, known)
        _with_plan(drawn)
        practice = random.Random(f"{SEED} {stream.id} practice")
        size_finished(stream.id, drawn.works, practice)
        features += [
            work.row | {"commitment": work.row.get("commitment", "none")} for work in drawn.works
        ]
        features += _goals(stream, drawing)
        releases += drawn.releases
        events += [event for work in drawn.works for event in work.events]
        for row, own in (*stories(drawn.works, practice), *improvements(stream.id, practice)):
            features.append(row)
            events += own
    for row in features:
        row.setdefault("probability_of_success", "1")
        row.setdefault("commitment", "none")
    events.sort(key=lambda event: (datetime.fromisoformat(event["at"]), event["item_id"]))
    tables = {"features": features, "releases": releases, "work_events": events}
    return {name: _as_csv(COLUMNS[name], rows) for name, rows in tables.items()}


def _as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    for table, body in draw().items():
        (FACTS / f"{table}.csv").write_text(body, encoding="utf-8")
        print(f"{table}: {body.count(chr(10)) - 1} rows")
