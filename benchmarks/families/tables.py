"""The portfolio as files of a workspace: facts as CSV, the agreed frame, the policies."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from families.options import in_team_weeks, stream_name
from families.parameters import TAIL_INTERVALS, Parameters
from families.supply import Supply
from families.urgency import FIRST_DAY, WEEKS, Columns, last_day
from families.work import CATEGORIES, Bet

type Row = Mapping[str, str]


def table(rows: Sequence[Row]) -> bytes:
    """The rows as CSV, with every column that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def initiative_rows(
    bets: Sequence[Bet], urgencies: Sequence[Columns], due: Mapping[int, int]
) -> list[Row]:
    """The initiatives; what is examined first has its chance with its option."""
    return [
        {
            "id": bet.id,
            "name": f"Initiative {bet.number + 1}",
            "state": bet.state,
            "category": bet.category,
            "probability_of_success": "" if bet.state == "discovery_queue" else "100 %",
            "requirement_ids": _requirement(due[bet.number]) if bet.number in due else "",
            **urgency,
        }
        for bet, urgency in zip(bets, urgencies, strict=True)
    ]


def requirement_rows(due: Iterable[int]) -> list[Row]:
    """A law for each interval by whose end anything is due."""
    return [
        {
            "id": _requirement(interval),
            "category": "regulatory",
            "statement": f"In force behind interval {interval}",
            "valid_from": (last_day(interval) + timedelta(days=1)).isoformat(),
        }
        for interval in sorted(set(due))
    ]


def capacity_rows(supply: Supply) -> list[Row]:
    """Net capacity of each stream, of its scarce skill and of the analysts, by interval."""
    rows: list[Row] = []
    for stream, amounts in supply.capacity.items():
        for number, tenths in enumerate(amounts):
            row = {
                "value_stream_id": stream_name(stream),
                "interval": _interval(number),
                "function": "delivery",
                "skill": "",
            }
            rows.append({**row, "net": in_team_weeks(tenths)})
            if stream in supply.specialists:
                scarce = in_team_weeks(supply.specialists[stream][number])
                rows.append({**row, "skill": "specialist", "net": scarce})
    intervals = len(next(iter(supply.capacity.values())))
    analysts = in_team_weeks(supply.analysts)
    rows += [
        {"interval": _interval(number), "function": "analysis", "net": analysts}
        for number in range(intervals)
    ]
    return rows


def charter(asked: Parameters, supply: Supply) -> bytes:
    """`asp.yaml`: intervals of 13 weeks, so that work fills whole intervals exactly."""
    intervals = asked.intervals + sum(TAIL_INTERVALS)
    told = {
        "name": "Drawn from a seed",
        "currency": "EUR",
        "discount_rate_per_year": "8 %",
        "calendar": {
            "first": _interval(0),
            "from": FIRST_DAY.isoformat(),
            "weeks": WEEKS,
            "intervals": intervals,
        },
        "planning_intervals": asked.intervals,
        "tail_intervals": list(TAIL_INTERVALS),
    }
    if supply.budget is not None:
        each = 100 * supply.budget
        told["budgets"] = {_interval(number): each for number in range(intervals)}
    return _yaml(told)


def policy(asked: Parameters, supply: Supply) -> bytes:
    """Limits of work in progress, shares of capacity by category, and dates of mandates."""
    most = max(supply.places.values())
    shares = [
        (category, min(floor, supply.reachable[category] / 3), cap)
        for category, floor, cap in zip(CATEGORIES, asked.floors, asked.caps, strict=True)
    ]
    return _yaml(
        {
            "asp": "policy/v1",
            "policy": "portfolio/drawn",
            "layer": "portfolio",
            "title": "Drawn from a seed",
            "owner": "portfolio_manager",
            "approved": {"by": "portfolio_board", "on": "2026-01-01"},
            "effective": {"from": "2026-01-01"},
            "parameters": {
                "places": {
                    "title": "Initiatives in delivery in one value stream",
                    "unit": "initiatives",
                    "overlays": "tighten_only",
                    "values": [{"from": "2026-01-01", "value": f"{most} initiatives"}],
                }
            },
            "measures": {
                "wip": {
                    "count": "initiative",
                    "where": {"state": "in_delivery"},
                    "unit": "initiatives",
                },
                **{f"{name}_share": _share(name) for name in CATEGORIES},
            },
            "rules": [
                {**_rule("WIP-01", "limit", "wip"), "per": "value_stream", "at_most": "$places"},
                {
                    **_rule("WIP-02", "limit", "wip"),
                    "per": "portfolio",
                    "at_most": f"{supply.places_of_portfolio} initiatives",
                },
                *(_bound("CAP", name, "at_most", cap) for name, _, cap in shares),
                *(_bound("FLOOR", name, "at_least", floor) for name, floor, _ in shares if floor),
                {
                    **_rule("DATE-01", "guardrail", "requirement_slack"),
                    "per": "initiative",
                    "when": {"weeks_to_requirement": "known"},
                    "at_least": "0 weeks",
                },
            ],
        }
    )


def overlays(supply: Supply) -> dict[str, bytes]:
    """By path, the tighter limit of every stream that has fewer places than the largest."""
    most = max(supply.places.values())
    return {
        f"policies/overlays/{stream_name(stream)}.yaml": _yaml(
            {
                "asp": "overlay/v1",
                "overlay": stream_name(stream),
                "layer": "portfolio",
                "for": {"value_stream": stream_name(stream)},
                "owner": "value_stream_owner",
                "approved": {"by": "portfolio_manager", "on": "2026-01-01"},
                "effective": {"from": "2026-01-01"},
                "because": "The stream holds fewer at once.",
                "set": {"places": f"{places} initiatives"},
            }
        )
        for stream, places in supply.places.items()
        if places < most
    }


def _share(category: str) -> dict[str, object]:
    where = {"category": category}
    return {"share_of": "capacity", "where": where, "basis": "available", "unit": "%"}


def _bound(family: str, category: str, at: str, share: float) -> dict[str, str]:
    measure = f"{category}_share"
    number = CATEGORIES.index(category) + 1
    return {
        **_rule(f"{family}-{number:02d}", "guardrail", measure),
        "per": "portfolio",
        at: f"{round(100 * share)} %",
    }


def _rule(id_: str, kind: str, measure: str) -> dict[str, str]:
    return {
        "id": id_,
        "title": f"Bound of {measure}",
        kind: measure,
        "enforce": "mandatory",
        "owner": "portfolio_manager",
        "because": "It was drawn from a seed.",
        "message": "the limit is {limit}",
    }


def _interval(number: int) -> str:
    return f"I-{number + 1}"


def _requirement(interval: int) -> str:
    return f"REQ-{interval:02d}"


def _yaml(told: object) -> bytes:
    """JSON, which YAML contains."""
    return json.dumps(told, indent=1).encode() + b"\n"
