"""Family P: policies and portfolios of a size, drawn from a seed; every rule asks every subject.

A rule of N asks for two amounts and for a third in a window of two intervals. Each fifth rule
draws a conclusion, which spares from the four that follow. Limits are set where about one rule in
twenty acts on a subject; `missing` is the share of amounts that nobody knows.
"""

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from asp_decide.model.charter import ROLES
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, Subjects
from asp_decide.policy.policy_reader import read_policies

AS_OF = date(2026, 12, 31)
CURRENCY = "EUR"
AMOUNTS = {
    "remaining_value": "EUR",
    "remaining_outlay": "EUR",
    "evidence_age": "weeks",
    "kill_criteria": "criteria",
    "window_left": "weeks",
    "remaining_duration": "weeks",
}
HISTORY = "value_realised"
_INTERVALS = ("2026Q2", "2026Q3", "2026Q4")
_TOP = 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of one rule: two amounts below limits, and two intervals in a row below one."""

    first: tuple[str, int]
    second: tuple[str, int]
    in_a_row: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rules as they were drawn and as they were compiled, and the subjects that they ask."""

    asked: tuple[Condition, ...]
    policies: CompiledPolicies
    subjects: Subjects


def draw(rules: int, subjects: int, *, missing: float, seed: int) -> Drawn:
    """So many rules over so many initiatives in delivery: the same on every machine."""
    chance = Random(seed)
    asked = tuple(_asked(chance) for _ in range(rules))
    return Drawn(asked, _compiled(asked), _subjects(Random(seed + 1), subjects, missing))


def _asked(chance: Random) -> Condition:
    # Three independent draws of 0.37 each are met together about once in twenty.
    first, second = chance.sample(sorted(AMOUNTS), 2)
    return Condition(
        (first, chance.randint(270, 470)),
        (second, chance.randint(270, 470)),
        chance.randint(510, 710),
    )


def _compiled(asked: tuple[Condition, ...]) -> CompiledPolicies:
    policy = {
        "asp": "policy/v1",
        "policy": "portfolio/drawn",
        "layer": "portfolio",
        "title": "Drawn from a seed",
        "owner": "portfolio_manager",
        "approved": {"by": "portfolio_board", "on": "2026-01-01"},
        "effective": {"from": "2026-01-01"},
        "decisions": {
            "validation": {
                "order": ["stop", "redirect", "pause", "continue"],
                "otherwise": "review",
            }
        },
        "rules": [_rule(number, one) for number, one in enumerate(asked)],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "portfolio", "drawn.yaml")
        path.parent.mkdir()
        path.write_text(json.dumps(policy), encoding="utf-8")
        read = read_policies(Path(folder), as_of=AS_OF, currency=CURRENCY, roles=ROLES)
        return unwrap(read).portfolio


def _rule(number: int, asked: Condition) -> dict[str, object]:
    head = {
        "id": f"R-{number:03}",
        "title": f"Rule {number}",
        "owner": "portfolio_manager",
        "because": "It was drawn from a seed.",
        "message": "{initiative}",
        "when": {
            "all": [
                *(
                    {name: f"below {at} {AMOUNTS[name]}"}
                    for name, at in (asked.first, asked.second)
                ),
                {HISTORY: f"below {asked.in_a_row} EUR for 2 intervals in a row"},
            ]
        },
    }
    if number % 5 == 0:
        return head | {"derive": f"conclusion_{number}", "for_each": "initiative"}
    return head | {
        "decide": "stop",
        "at": "validation",
        "unless": {f"conclusion_{number - number % 5}": "holds"},
        "missing": "review",
        "enforce": "mandatory",
    }


def _subjects(chance: Random, count: int, missing: float) -> Subjects:
    def amount() -> Fraction | None:
        return None if chance.random() < missing else Fraction(chance.randrange(_TOP))

    found = {}
    for number in range(count):
        key = SubjectKey("initiative", f"INI-{number:05}")
        measures: dict[str, Measured | History] = {n: Measured(amount()) for n in AMOUNTS}
        measures[HISTORY] = History(_INTERVALS, tuple(amount() for _ in _INTERVALS))
        found[key] = Subject(key, key.id, attributes={"state": "implementing"}, measures=measures)
    return found
