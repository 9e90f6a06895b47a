"""One limit changed, or all losses: asked again on the product's live model, or stated anew."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median

from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.runs.instruments import SEED, solver
from families.parameters import of_family
from families.portfolio import draw_portfolio
from question import ask_of

HEAD = (
    "| instance | choices | rebuilt by PuLP, a CPU s | one limit changed, a CPU s | ratio | "
    "all losses changed, a CPU s | ratio |\n"
    "|---|---:|---:|---:|---:|---:|---:|"
)
_LIVE, _REBUILT = 40, 5
_LOOSER = Fraction(51, 50)


def resolved(sizes: Sequence[int]) -> Iterator[str]:
    """A line for each size of family T, seed 1: relaxations of what presolve leaves."""
    for size in sizes:
        programme = ask_of(draw_portfolio(of_family("T", size), seed=1)).programme
        stated = arrange(presolve(programme).programme)
        limits, losses = list(_limits_changed(stated)), list(_losses_changed(stated))
        rebuilt = _rate(limits[:_REBUILT], lambda other: solver().relax(other))
        limit, all_losses = _lived(stated, limits), _lived(stated, losses)
        yield (
            f"| T {size:,} | {len(stated.choices):,} | {rebuilt:,.1f} | {limit:,.1f} | "
            f"{limit / rebuilt:.1f} | {all_losses:,.1f} | {all_losses / rebuilt:.1f} |"
        )


def _lived(programme: Programme, others: Sequence[Programme]) -> float:
    """How often a CPU second asks one of the others on one model: shares and multipliers of it."""
    live = LiveModel(programme, seed=SEED)
    live.relax()

    def ask(other: Programme) -> object:
        live.become(other)
        return live.relax()

    return _rate(others, ask)


def _limits_changed(programme: Programme) -> Iterator[Programme]:
    """One limit 2 % looser, each time another one of those that bind."""
    relaxed = LiveModel(programme, seed=SEED).relax()
    assert relaxed is not None, "what is drawn has a plan"
    # A limit that costs nothing costs nothing to change.
    binding = [
        place
        for place, row in enumerate(programme.rows)
        if row.sense == "<=" and relaxed.multipliers[row.origin]
    ]
    for number in range(_LIVE):
        place = binding[number * 7 % len(binding)]
        rows = list(programme.rows)
        rows[place] = replace(rows[place], limit=rows[place].limit * _LOOSER)
        yield replace(programme, rows=tuple(rows))


def _losses_changed(programme: Programme) -> Iterator[Programme]:
    """All losses up to 5 % more or less."""
    chance = random.Random(1)
    for _ in range(_LIVE):
        parts = (Fraction(chance.randint(950, 1050), 1000) for _ in programme.losses)
        losses = tuple(loss * part for loss, part in zip(programme.losses, parts, strict=True))
        yield replace(programme, losses=losses)


def _rate(others: Sequence[Programme], ask: Callable[[Programme], object]) -> float:
    """How often a CPU second answers: by the median."""
    took = []
    for other in others:
        began = time.process_time()
        assert ask(other) is not None, "what is drawn has a plan"
        took.append(time.process_time() - began)
    return 1 / max(median(took), 1e-6)
