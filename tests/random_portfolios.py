"""Small random portfolios with rows of chosen kinds, and every plan of them, by trying all."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Literal

from asp_decide.clauses.clause import Clause
from asp_decide.model.choice import Choice, ChoiceKind, ChoiceSet, Step
from asp_decide.model.dependency import Dependency
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.evaluation import breaches, loss_of
from asp_decide.optimize.programme import Programme, Row
from asp_decide.optimize.ties import TieKey, tie_key
from choice_builders import (
    a_choice,
    a_choice_set,
    a_decision,
    a_frame,
    a_grid,
    an_answer,
    an_initiative_subject,
    before,
    excludes,
    in_time,
    largest,
    leave,
    share,
    wip,
)

ROW_KINDS = (
    "budget",
    "wip",
    "floor",
    "ceiling",
    "allocated",
    "largest",
    "precedence",
    "need",
    "exclusion",
    "date",
    "answers",
    "running",
    "pins",
)
"""Kinds of rows that a random portfolio may have beside capacity."""

_QUARTER = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the optimizer is given, and the places of initiatives by CD3."""

    choice_set: ChoiceSet
    frame: Frame
    order: Mapping[InitiativeId, int]


@dataclass(frozen=True, slots=True)
class Best:
    """The least loss of any plan, and the lowest key among the plans that have it."""

    loss: Fraction
    key: TieKey


def best_of_all(programme: Programme, order: Mapping[InitiativeId, int]) -> Best | None:
    """By trying every combination of choices, short of those that already lose more or fail.

    A partial combination fails a row if even the most helpful choices of the rest do.
    """
    groups = [sorted(g, key=lambda n: programme.losses[n]) for g in programme.groups]
    dearer = _room(groups, dict(enumerate(programme.losses)), Fraction(0)).taken
    rooms = [room for row in programme.rows for room in _rooms(groups, row)]
    taken: dict[int, list[tuple[int, int]]] = {n: [] for group in groups for n in group}
    for place, room in enumerate(rooms):
        for number, amount in room.taken.items():
            taken[number].append((place, amount))
    found: list[tuple[int, TieKey, tuple[int, ...]]] = []

    def go_on(numbers: tuple[int, ...], lost: int, left: list[int]) -> None:
        if min(left, default=0) < 0 or (found and lost > found[-1][0]):
            return
        if len(numbers) == len(groups):
            assert not breaches(programme, numbers), "every row was summed to its end"
            plan = (lost, tie_key(programme, programme.ids(numbers), order), numbers)
            found[:] = [min([plan, *found])]
            return
        for number in groups[len(numbers)]:
            rest = left.copy()
            for place, amount in taken[number]:
                rest[place] -= amount
            go_on((*numbers, number), lost + dearer.get(number, 0), rest)

    go_on((), 0, [room.left for room in rooms])
    return next((Best(loss_of(programme, plan), key) for _, key, plan in found), None)


@dataclass(frozen=True, slots=True)
class _Room:
    """What a row leaves where each group helps most, and what of it a choice takes that helps less.

    All of a row is counted in a part of which each of its numbers is a multiple: as exact as
    fractions are, and many times as fast.
    """

    left: int
    taken: Mapping[int, int]


def _rooms(groups: Sequence[Sequence[int]], row: Row) -> list[_Room]:
    return [
        _room(groups, {number: sign * amount for number, amount in row.terms}, sign * row.limit)
        for sign in {"<=": [1], ">=": [-1], "=": [1, -1]}[row.sense]
    ]


def _room(
    groups: Sequence[Sequence[int]], amounts: Mapping[int, Fraction], limit: Fraction
) -> _Room:
    parts = lcm(limit.denominator, *(amount.denominator for amount in amounts.values()))
    whole = {number: int(amount * parts) for number, amount in amounts.items()}
    left = int(limit * parts)
    taken: dict[int, int] = {}
    for group in groups:
        least = min(whole.get(number, 0) for number in group)
        left -= least
        taken |= {n: more for n in group if (more := whole.get(n, 0) - least)}
    return _Room(left, taken)


def a_portfolio(
    seed: int, kinds: Iterable[str] = (), *, most: int = 7, least: int = 3
) -> Portfolio:
    """So many initiatives. Amounts stand on coarse grids, so that limits are met exactly and
    losses tie. Capacity grows with the initiatives; up to thirteen are drawn as they always were.
    """
    draw = _Draw(random.Random(seed), frozenset(kinds), most, least)
    times = max(1, len(draw.names) // 7)
    choice_set = a_choice_set(
        [choice for name in draw.names for choice in draw.choices_of(name)],
        grid=draw.grid,
        capacity={stream: times * draw.chance.randint(2, 8) for stream in draw.streams},
        budget=draw.budget(),
        running=draw.running,
    )
    order = list(draw.names)
    draw.chance.shuffle(order)
    return Portfolio(choice_set, draw.frame(), {InitiativeId(n): p for p, n in enumerate(order)})


@dataclass(slots=True)
class _Draw:
    chance: random.Random
    wanted: frozenset[str]
    most: int
    least: int
    grid: tuple[Step, ...] = ()
    streams: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        chance = self.chance
        self.grid = a_grid(chance.randint(2, 3), chance.choice([(), (), (2,)]))
        self.streams = ["ads", "billing", "cards"][: chance.randint(1, 3)]
        self.names = [f"INI-{n + 1}" for n in range(chance.randint(self.least, self.most))]
        runs = "running" in self.wanted
        self.running = {n for n in self.names if runs and chance.random() < 0.4}

    def budget(self) -> dict[int, int] | None:
        if "budget" not in self.wanted:
            return None
        return {step: self.chance.randint(2, 9) for step in range(len(self.grid))}

    def choices_of(self, name: str) -> list[Choice]:
        chance = self.chance
        best = chance.choice([0, 10, 20, 20, 30, 35])
        touched = chance.sample(self.streams, chance.randint(1, min(2, len(self.streams))))
        needs = {s: Fraction(chance.choice([2, 2, 4, 6, 5]), 2) for s in touched}
        fades, steps = chance.choice([0, 5, 5, 10]), chance.randint(1, 2)
        if name in self.running:
            return self._running(name, best, needs, fades, steps)
        return [leave(name, best), *self._candidate(name, best, needs, fades, steps)]

    def _running(
        self, name: str, best: int, needs: Mapping[str, Fraction], fades: int, steps: int
    ) -> list[Choice]:
        made = [
            a_choice(name, "continue", 0, value=best, best=best, needs=needs, steps=steps),
            a_choice(name, "review", 0, value=best, best=best, needs=needs),
            a_choice(name, "stop", 0, value=5, best=best, cost=self.chance.choice([0, 3])),
        ]
        for start in range(1, len(self.grid) - steps + 1):
            value = max(0, best - fades * start)
            made.append(
                a_choice(name, "pause", start, value=value, best=best, needs=needs, steps=steps)
            )
        return made

    def _candidate(
        self, name: str, best: int, needs: Mapping[str, Fraction], fades: int, steps: int
    ) -> list[Choice]:
        chance = self.chance
        outlay = chance.choice([0, 1, 2]) if "budget" in self.wanted else 0
        others = [other for other in self.names if other != name]
        needing = "need" in self.wanted and chance.random() < 0.5
        after = (chance.choice(others),) if needing else ()
        scales: list[tuple[ChoiceKind, Fraction]] = [("whole", Fraction(1))]
        if chance.random() < 0.4:
            scales.append(("mvp", Fraction(1, 2)))
        return [
            a_choice(
                name,
                kind,
                start,
                value=max(Fraction(0), best * (part + 1) / 2 - fades * (start + steps - 1)),
                best=best,
                needs={stream: amount * part for stream, amount in needs.items()},
                steps=steps,
                outlay=outlay,
                after=after if kind == "whole" else (),
            )
            for kind, part in scales
            for start in range(len(self.grid) - steps + 1)
        ]

    def frame(self) -> Frame:
        chance = self.chance
        candidates = [name for name in self.names if name not in self.running]
        dated = "date" in self.wanted and bool(candidates)
        subjects = [
            an_initiative_subject(
                name,
                weeks_to_requirement=chance.choice([26, 39, 40]),
                category=chance.choice(["business", "technical_quality", None]),
                state="implementing" if name in self.running else "delivery_queue",
            )
            for name in self.names
        ]
        frame = a_frame(
            *self._limits(),
            *([in_time()] if dated else []),
            *self._decisions(),
            answers=self._answers(),
            subjects=subjects,
            applies={("GRD-11", chance.choice(candidates)): True} if dated else {},
            dependencies=self._links(),
        )
        if "pins" not in self.wanted or len(candidates) < 2:
            return frame
        pinned, dropped = chance.sample(candidates, 2)
        return replace(frame, pinned=(Pin(InitiativeId(pinned)),), dropped=(InitiativeId(dropped),))

    def _limits(self) -> list[Clause]:
        chance, made = self.chance, list[Clause]()
        if "wip" in self.wanted:
            per: Literal["value_stream", "portfolio"] = chance.choice(["value_stream", "portfolio"])
            made.append(wip(chance.randint(1, 3), per=per))
        if "floor" in self.wanted:
            floor = chance.choice([1, 2]) * _QUARTER / 2
            made.append(share("GRD-01", "technical_quality", at_least=floor))
        if "ceiling" in self.wanted:
            made.append(share("GRD-02", "business", at_most=chance.randint(1, 3) * _QUARTER))
        if "allocated" in self.wanted:
            most = chance.randint(1, 3) * _QUARTER
            made.append(share("GRD-03", "business", at_most=most, basis="allocated"))
        if "largest" in self.wanted:
            basis: Literal["available", "allocated"] = chance.choice(["available", "allocated"])
            made.append(largest("GRD-04", chance.randint(1, 2) * _QUARTER, basis=basis))
        return made

    def _decisions(self) -> list[Clause]:
        if "answers" not in self.wanted:
            return []
        return [
            a_decision("STOP-01", "validation", "stop", enforce="overridable"),
            a_decision("CON-01", "validation", "continue", enforce="advisory"),
        ]

    def _answers(self) -> list[Answer]:
        if "answers" not in self.wanted:
            return []
        return [self._answer_of(name) for name in self.names if self.chance.random() < 0.4]

    def _answer_of(self, name: str) -> Answer:
        if name not in self.running:
            word = self.chance.choice(["wait", "review", "plan"])
            return replace(an_answer(name, "start", word), otherwise=True)
        word = self.chance.choice(["stop", "continue", "review"])
        rules = {"stop": ("STOP-01",), "continue": ("CON-01",), "review": ()}[word]
        answer = an_answer(name, "validation", word, *rules)
        return replace(answer, why="unknown") if word == "review" else answer

    def _links(self) -> list[Dependency]:
        chance, links = self.chance, list[Dependency]()
        if "precedence" in self.wanted:
            for _ in range(chance.randint(1, 3)):
                first, second = sorted(chance.sample(range(len(self.names)), 2))
                lag = chance.choice([0, 0, 4])
                links.append(before(self.names[first], self.names[second], lag))
        if "exclusion" in self.wanted:
            links += [excludes(*chance.sample(self.names, 2)) for _ in range(chance.randint(1, 3))]
        return links
