"""From drawn files to the programme: read, measured, judged and formulated as in any run."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asp_decide.decide.preparation import Inputs, Prepared, prepare
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.queue_order import atc_order, cd3_order
from asp_decide.runs.instruments import judges, solver
from asp_decide.runs.workspace import Sources, open_workspace, read_sources
from families.portfolio import Portfolio
from families.urgency import AS_OF


@dataclass(frozen=True, slots=True)
class Question:
    """What every side is asked, with both list orders, and what it took to come to it."""

    facts: str
    programme: Programme
    cd3: Sequence[InitiativeId]
    atc: Sequence[InitiativeId]
    read_seconds: float
    build_seconds: float

    @property
    def order(self) -> Mapping[InitiativeId, int]:
        """The place of each initiative by CD3."""
        return {one: place for place, one in enumerate(self.cd3)}


def ask(folder: Path, *, facts: str) -> Question:
    """The programme of the workspace in that folder, by the reference evaluator alone."""
    began = time.perf_counter()
    sources = read_sources(open_workspace(folder), AS_OF)
    read = time.perf_counter()
    programme = _prepared(sources).programme
    built = time.perf_counter()
    return Question(
        facts=facts,
        programme=programme,
        cd3=cd3_order(sources.snapshot),
        atc=atc_order(sources.snapshot),
        read_seconds=read - began,
        build_seconds=built - read,
    )


def prepared_of(folder: Path) -> Prepared:
    """The same with all that its rows are made of."""
    return _prepared(read_sources(open_workspace(folder), AS_OF))


def _prepared(sources: Sources) -> Prepared:
    choice_set = choices(sources.snapshot)
    prices = capacity_prices(choice_set, solver())
    inputs = Inputs(sources.snapshot, sources.policies, choice_set, prices)
    return prepare(inputs, judges("reference"))


def ask_of(portfolio: Portfolio) -> Question:
    """The same of a drawn portfolio, from the files it is written to."""
    with tempfile.TemporaryDirectory() as folder:
        portfolio.write(Path(folder))
        return ask(Path(folder), facts=portfolio.digest)
