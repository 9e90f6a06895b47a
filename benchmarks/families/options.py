"""What can be done with each initiative: rows of the options table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from families.chance import Chance
from families.parameters import Parameters
from families.urgency import WEEKS
from families.work import Bet

type Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What chance says of the options of one initiative."""

    mvp: bool
    extended: bool
    modes: bool
    redirected: bool
    paused: bool
    exit_part: float
    released: float
    quality: float
    examination: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """An option as a multiple of the whole: its effort, its intervals, its benefit in per cent."""

    name: str
    kind: str
    effort: float
    intervals: int
    benefit: int


def draw_options(
    asked: Parameters,
    chance: Chance,
    bets: tuple[Bet, ...],
    *,
    skilled: Mapping[int, str],
    needs: Mapping[int, int],
) -> list[Row]:
    """The rows of all options.

    `skilled` names the scarce skill of the home stream by number of initiative; `needs` the
    initiative that the largest option of one cannot do without.
    """
    rows: list[Row] = []
    for bet, drawn in zip(bets, _drawn(asked, chance), strict=True):
        if bet.state == "discovery_queue":
            rows += _examined(bet, drawn)
        elif bet.runs:
            rows += _running(bet, drawn, skilled)
        else:
            made = [_rows(bet, scale, skilled) for scale in _scales(asked, bet, drawn)]
            needed = needs.get(bet.number)
            if needed is not None:
                made[-1] = [{**row, "needs_ids": bets[needed].id} for row in made[-1]]
            rows += [row for each in made for row in each]
    return rows


def whole_only(asked: Parameters, chance: Chance) -> list[bool]:
    """Whether an initiative can be done in one way only, by its number."""
    return [not (drawn.mvp or drawn.modes) for drawn in _drawn(asked, chance)]


def draw_needs(asked: Parameters, chance: Chance, bets: tuple[Bet, ...]) -> dict[int, int]:
    """Of some candidates the largest option needs another candidate, an earlier one."""
    wanted = chance.happens("needs", len(bets), asked.needs)
    which = chance.uniform("needed", len(bets))
    found: dict[int, int] = {}
    before: list[int] = []
    for bet in bets:
        if not bet.is_candidate:
            continue
        if wanted[bet.number] and before:
            found[bet.number] = before[int(which[bet.number] * len(before))]
        before.append(bet.number)
    return found


def draw_skilled(asked: Parameters, chance: Chance, bets: tuple[Bet, ...]) -> dict[int, str]:
    """The scarce skill that initiatives need of their home stream, where that has one."""
    streams = chance.happens("streams with a scarce skill", asked.streams, asked.skills)
    needing = chance.happens("work of the scarce skill", len(bets), 0.60)
    return {
        bet.number: "specialist"
        for bet in bets
        if streams[bet.streams[0]] and needing[bet.number] and bet.state != "discovery_queue"
    }


def _drawn(asked: Parameters, chance: Chance) -> list[_Drawn]:
    count = asked.initiatives
    return [
        _Drawn(*each)
        for each in zip(
            chance.happens("mvp", count, asked.with_mvp),
            chance.happens("extended", count, asked.with_extended),
            chance.happens("modes", count, asked.with_modes),
            chance.happens("redirected", count, asked.redirected),
            chance.happens("paused", count, asked.paused),
            chance.uniform("exit cost", count, 0.05, 0.20),
            chance.uniform("released", count, 0, 0.40),
            chance.uniform("quality", count, 0.3, 0.6),
            [int(n) for n in chance.of("examination").integers(5, 40, count)],
            strict=True,
        )
    ]


def _scales(asked: Parameters, bet: Bet, drawn: _Drawn) -> list[_Scale]:
    most = max(1, asked.intervals // 2)
    whole, shorter = bet.intervals, max(1, bet.intervals - 1)
    if drawn.mvp and drawn.extended:
        return [
            _Scale("mvp", "mvp", 0.55, shorter, 50),
            _Scale("whole", "whole", 1, whole, 83),
            _Scale("extended", "extended", 1.4, whole, 100),
        ]
    scales = [_Scale("mvp", "mvp", 0.55, shorter, 60)] if drawn.mvp else []
    if drawn.modes:
        scales += [
            _Scale("fast", "whole", 1.2, shorter, 100),
            _Scale("slow", "whole", 0.9, min(most, whole + 1), 100),
        ]
    return [*scales, _Scale("whole", "whole", 1, whole, 100)]


def _rows(bet: Bet, scale: _Scale, skilled: Mapping[int, str]) -> list[Row]:
    rows: list[Row] = []
    for place, (stream, tenths) in enumerate(bet.effort.items()):
        skill = skilled.get(bet.number, "") if place == 0 else ""
        rows.append(
            {
                "initiative_id": bet.id,
                "option": scale.name,
                "kind": scale.kind,
                "function": "delivery",
                "value_stream_id": stream_name(stream),
                "skill": skill,
                "remaining_effort_likely": in_team_weeks(max(1, round(tenths * scale.effort))),
                "remaining_duration_likely": str(WEEKS * scale.intervals),
                "remaining_outlay_likely": _money(bet.outlay * scale.effort) if not place else "",
                "benefit_share": f"{scale.benefit} %",
            }
        )
    return rows


def _running(bet: Bet, drawn: _Drawn, skilled: Mapping[int, str]) -> list[Row]:
    rows = _rows(bet, _Scale("continue", "continue", 1, bet.intervals, 100), skilled)
    released = round(100 * drawn.released)
    rows.append(
        {
            "initiative_id": bet.id,
            "option": "stop",
            "kind": "stop",
            "benefit_share": f"{released} %",
            "remaining_outlay_likely": _money(bet.outlay * drawn.exit_part),
        }
    )
    ways: Sequence[tuple[bool, _Scale]] = (
        (drawn.redirected, _Scale("redirect", "redirect", 0.7, 1, max(80, released))),
        (drawn.paused, _Scale("pause", "pause", 1, bet.intervals, 100)),
    )
    for offered, scale in ways:
        if offered:
            cost = {"transition_cost": _money(bet.outlay * 0.05)}
            rows += [{**row, **cost} for row in _rows(bet, scale, skilled)]
    return rows


def _examined(bet: Bet, drawn: _Drawn) -> list[Row]:
    discovery = {
        "initiative_id": bet.id,
        "option": "examine",
        "kind": "discovery",
        "function": "analysis",
        "remaining_effort_likely": in_team_weeks(drawn.examination),
        "remaining_duration_likely": str(WEEKS),
        "remaining_outlay_likely": _money(bet.outlay * 0.02),
        "benefit_share": "0 %",
        "probability_of_success": f"{round(100 * drawn.quality)} %",
        "test_sensitivity": "80 %",
        "test_specificity": "75 %",
        "continues_with": "whole",
    }
    return [discovery, *_rows(bet, _Scale("whole", "whole", 1, bet.intervals, 100), {})]


def stream_name(stream: int) -> str:
    """The id of a value stream by its number."""
    return f"stream-{stream + 1:03d}"


def in_team_weeks(tenths: int) -> str:
    """Tenths of a team-week as a table states them."""
    return f"{tenths // 10}.{tenths % 10}"


def _money(hundreds: float) -> str:
    return str(100 * round(hundreds))
