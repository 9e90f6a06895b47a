"""What stands between initiatives: predecessors with a lag, and sets of which one is done."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from families.chance import Chance
from families.parameters import Parameters
from families.urgency import WEEKS
from families.work import Bet

_NEAR = 20
"""A predecessor is one of so many before in a random order."""

_MOST_OF_A_SET = 5

type Row = Mapping[str, str]


def draw_links(
    asked: Parameters,
    chance: Chance,
    bets: tuple[Bet, ...],
    *,
    free: Iterable[int],
    needs: Mapping[int, int],
) -> list[Row]:
    """The rows of the dependencies table; `free` are numbers that have no part in any.

    `needs` are links of options: they count where circles could arise, and nowhere else.
    """
    apart = set(free)
    linked = [bet.number for bet in bets if bet.is_candidate and bet.number not in apart]
    chance.of("order of links").shuffle(linked)
    return [
        *_predecessors(asked, chance, linked, bets, needs),
        *_exclusions(asked, chance, linked, bets),
    ]


def _predecessors(
    asked: Parameters,
    chance: Chance,
    linked: list[int],
    bets: tuple[Bet, ...],
    needs: Mapping[int, int],
) -> list[Row]:
    wanted = chance.happens("links", len(bets), asked.links)
    lags = chance.happens("lags", len(bets), asked.lagging)
    which = chance.uniform("predecessor", len(bets))
    depth = dict.fromkeys(linked, 0)
    rows: list[Row] = []
    for place, number in enumerate(linked):
        near = [
            n
            for n in linked[max(0, place - _NEAR) : place]
            if depth[n] + 1 <= asked.chain and needs.get(n) != number
        ]
        if not wanted[number] or not near:
            continue
        first = near[int(which[number] * len(near))]
        depth[number] = depth[first] + 1
        lag = str(WEEKS) if lags[number] else "0"
        rows.append(_row(bets[first], bets[number], "finish_start", lag))
    return rows


def _exclusions(
    asked: Parameters, chance: Chance, linked: list[int], bets: tuple[Bet, ...]
) -> list[Row]:
    draws = chance.of("exclusions")
    rows: dict[tuple[int, int], Row] = {}
    for _ in range(round(asked.exclusions * asked.initiatives)):
        size = min(2 + int(draws.geometric(0.6)) - 1, _MOST_OF_A_SET, len(linked))
        among = sorted(int(n) for n in draws.choice(linked, size, replace=False))
        for one, other in combinations(among, 2):
            rows[one, other] = _row(bets[one], bets[other], "excludes", "0")
    return [rows[ends] for ends in sorted(rows)]


def _row(one: Bet, other: Bet, kind: str, lag: str) -> Row:
    return {"from_id": one.id, "to_id": other.id, "kind": kind, "lag": lag}
