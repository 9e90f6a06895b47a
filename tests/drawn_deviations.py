"""What deviates from a drawn policy: an overlay of one value stream, a register of exemptions."""

import json
from random import Random
from typing import Any

from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.subject import PORTFOLIO
from asp_decide.policy.written.directions import IN_A_STREAM

type Drawn = dict[str, Any]

STREAMS = ("cards", "lending")
IDS = {
    "signal": "SIG-0",
    "requirement": "REQ-0",
    "theme": "THM-0",
    "initiative": "INI-0",
    "feature": "FEA-0",
    "story": "STO-0",
    "improvement": "IMP-0",
    "flow_state": "cards implementing",
    "team": "TEA-0",
    "value_stream": STREAMS[0],
    "portfolio": PORTFOLIO,
}
"""A subject of each kind for whom something may be granted; it may not be among the facts."""

_PERIODS = (
    {"from": "2026-10-01", "until": "2026-12-31"},
    {"from": "2026-09-30", "until": "2026-10-01"},
    {"from": "2026-10-02", "until": "2026-12-31"},
)
"""Two in force on the day of the run, at their ends, and one that begins on the day after."""


def drawn_overlay(chance: Random, policy: Drawn) -> Drawn | None:
    """An overlay that sets what it may: the free as it likes, the others tighter."""
    used = _sides(policy)
    named = json.dumps([rule for rule in policy["rules"] if _subject(rule) in IN_A_STREAM])
    settings: Drawn = {}
    for name, parameter in policy["parameters"].items():
        if parameter["overlays"] == "fixed" or f"${name}" not in named or chance.random() < 0.2:
            continue
        numbers = [float(value["value"].split(" ")[0]) for value in parameter["values"]]
        unit = parameter["values"][0]["value"].split(" ")[1]
        if parameter["overlays"] == "free":
            settings[name] = f"{chance.randint(-2, 4)} {unit}"
        elif name in used:
            least = min(numbers) - 1 if used[name] == "at_most" else max(numbers) + 1
            settings[name] = f"{least:g} {unit}"
    if not settings or chance.random() < 0.2:
        return None
    return {
        "asp": "overlay/v1",
        "overlay": "cards",
        "layer": policy["layer"],
        "for": {"value_stream": STREAMS[0]},
        "owner": "value_stream_owner",
        "approved": {"by": "portfolio_manager", "on": "2026-09-20"},
        "effective": chance.choice(_PERIODS),
        "because": "It was drawn by chance.",
        "set": settings,
    }


def _subject(rule: Drawn) -> str:
    """The kind of subject that a rule speaks of, wherever it says so."""
    if "at" in rule:
        return POINTS_BY_NAME[rule["at"]].subject
    return str(rule.get("for_each", rule.get("per")))


def _sides(policy: Drawn) -> dict[str, str]:
    """The side on which each parameter stands that bounds value streams or their work."""
    return {
        rule[side].removeprefix("$"): side
        for rule in policy["rules"]
        if rule.get("per") in IN_A_STREAM
        for side in ("at_most", "at_least")
        if str(rule.get(side, "")).startswith("$")
    }


def drawn_register(chance: Random, policy: Drawn) -> Drawn | None:
    """An exemption from some rules that can be overridden, or None."""
    granted = []
    for number, rule in enumerate(policy["rules"]):
        if rule.get("enforce") != "overridable" or chance.random() < 0.3:
            continue
        own = rule.get("per", rule.get("for_each", ""))
        subject = own or POINTS_BY_NAME[rule["at"]].subject
        one = {
            "id": f"EX-2026-{number:03}",
            "rule": rule["id"],
            "for": {subject: IDS[subject]},
            "does": "suspend",
            "granted": {"by": "portfolio_board", "person": "A. Example", "on": "2026-09-29"},
            "effective": chance.choice(_PERIODS),
            "reason": "It was drawn by chance.",
        }
        bound = str(rule.get("at_most", rule.get("at_least", "")))
        if bound and chance.random() < 0.6:
            unit = bound.split(" ")[1] if " " in bound else _unit(policy, bound)
            one["does"] = {"replace_limit": f"{chance.randint(-2, 6)} {unit}"}
        condition = rule.get("when", rule.get("that"))
        if condition is not None and chance.random() < 0.4:
            one["lapses_when"] = [condition]
        granted.append(one)
    return {"asp": "exceptions/v1", "exceptions": granted} if granted else None


def _unit(policy: Drawn, parameter: str) -> str:
    return str(policy["parameters"][parameter.removeprefix("$")]["unit"])
