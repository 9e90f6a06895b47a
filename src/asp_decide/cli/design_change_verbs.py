"""Verbs about another design of the organization: what it would do, and that it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import (
    Progress,
)
from asp_decide.cli.options import AsOf, Format, NoColor, at_least_one, day, share
from asp_decide.cli.printed import Aside, Headline, Line, Part, Rows, Text, print_answer
from asp_decide.runs.designing.design_change_run import design_change_run
from asp_decide.runs.designing.design_simulate_run import (
    DesignOrder,
    SimulatedDesigns,
    design_simulate_run,
)
from asp_decide.runs.person_act import Act
from asp_decide.runs.workspace import find_workspace

type Changes = Annotated[str, Parameter(help="NAME=VALUE: wip, batch, streams, split, start ...")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What both designs are asked, beside the change."""

    base: Annotated[
        tuple[str, ...],
        Parameter(negative="", show_default=False, help="What holds for both; repeatable."),
    ] = ()
    runs: Annotated[int, Parameter(help="How many worlds are drawn.")] = 100
    weeks: Annotated[int, Parameter(help="For how long work keeps coming.")] = 104
    seed: Annotated[int, Parameter(help="From which the worlds are drawn.")] = 1
    load: Annotated[
        str, Parameter(help="Share of the capacity asked for, where no log of work knows it.")
    ] = "90%"
    as_of: AsOf = None

    def about(self, changes: tuple[str, ...]) -> DesignOrder:
        """The same as an order, about these changes. Raises UsageError for what cannot be meant."""
        return DesignOrder(
            changes=changes,
            as_of=day(self.as_of),
            base=self.base,
            runs=at_least_one(self.runs, "--runs"),
            weeks=at_least_one(self.weeks, "--weeks"),
            seed=self.seed,
            load=Fraction(share(self.load, "--load")),
        )


_AS_USUAL = Question()


def simulate(
    *changes: Changes,
    question: Question = _AS_USUAL,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Two organization designs on the same demand: delay cost, flow time on both clocks, value.

    Example: asp-decide design simulate wip=2 --as-of 2026-12-31
    """
    order = question.about(changes)
    with Progress("simulating") as progress:
        found = design_simulate_run(find_workspace(Path.cwd()), order, progress=progress)
    ranges = "`from` and `to` hold the mean difference with nine chances in ten"
    return print_answer(
        found.as_json,
        *_designs(found),
        Aside(f"{ranges}; nothing was changed"),
        style=style,
        no_color=no_color,
    )


def change(
    *changes: Changes,
    by: Annotated[str, Parameter(help="Who decides it.")],
    role: Annotated[str, Parameter(help="In which role.")],
    reason: Annotated[str, Parameter(help="Why.")],
    on: Annotated[str | None, Parameter(help="The day of the decision; today unless said.")] = None,
    question: Question = _AS_USUAL,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Decide a change of the design: both designs, figures and seed; the next run records it.

    Example: asp-decide design change wip=2 --by "A. Person" --role portfolio_board
    --reason "We start more than we finish"
    """
    order = question.about(changes)
    act = Act(by, role, day(on), reasons=(reason,))
    with Progress("simulating") as progress:
        entered = design_change_run(find_workspace(Path.cwd()), order, act, progress=progress)
    return print_answer(
        entered.as_json,
        *_designs(entered.simulated),
        Text(entered.summary),
        Aside("the change itself is made where it stands: in policies and facts"),
        style=style,
        no_color=no_color,
    )


def _designs(found: SimulatedDesigns) -> Iterator[Part]:
    yield Headline(
        f"{found.runs} worlds of {found.weeks} weeks and {found.items} items, seed {found.seed}"
    )
    yield Line(f"as it is: {found.as_it_is}")
    yield Line(f"changed:  {found.changed}")
    yield Rows(
        "",
        ("measure", "in", "as it is", "changed", "more", "from", "to", ""),
        [
            (m.name, m.unit, m.as_it_is, m.changed, m.more, m.low, m.high, m.told)
            for m in found.measures
        ],
    )
    yield Text("taken for granted:")
    yield from map(Line, found.assumptions)
