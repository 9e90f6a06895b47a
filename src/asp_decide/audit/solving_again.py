"""What solving again shows of a plan: the parts of a run that nothing else can confirm."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.audit.check import Divergence
from asp_decide.audit.planned_use import text
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import CERTIFICATE, PLAN, Evidence
from asp_decide.model.choice import Pool
from asp_decide.model.exact_number import exact_text
from asp_decide.optimize.pipeline import Solved
from asp_decide.optimize.programme import Programme


@dataclass(frozen=True, slots=True)
class SolvedAgain:
    """What a solver found for the run's own programme, with the work that the run was given.

    `as_planned` is true where the very versions solve that planned: then everything must come out
    the same. `capacity_prices` are those that measures of the run use.
    """

    solved: Solved
    capacity_prices: Mapping[Pool, Fraction]
    as_planned: bool


type SolveAgain = Callable[[Programme, Evidence, Reading], SolvedAgain]
"""Solves a run again. Raises AspDecideError where there is no plan, or no answer."""


def told_otherwise(evidence: Evidence, again: SolvedAgain) -> Iterator[Divergence]:
    """What the run says of its solve, and solving again does not."""
    claimed, found = evidence.plan.objective, again.solved
    stated = None if claimed.bound_stated is None else Fraction(claimed.bound_stated)
    if stated is not None and Fraction(text(found.certificate.loss)) < stated:
        told, lost = claimed.bound_stated, text(found.certificate.loss)
        what = f"the bound stated by the solver is `{told}`, and a plan loses {lost}"
        yield Divergence(PLAN, what)
    if not again.as_planned:
        return
    bound = None if found.bound_stated is None else text(found.bound_stated)
    gap = None if found.gap_stated is None else text(found.gap_stated)
    for name, told, same in (
        ("loss", claimed.loss, text(found.certificate.loss)),
        ("stated bound", claimed.bound_stated, bound),
        ("stated gap", claimed.gap_stated, gap),
        ("status", claimed.status, found.outcome),
    ):
        if told != same:
            yield Divergence(PLAN, f"{name} is told as `{told}`, solved again it is `{same}`")
    yield from _other_prices(evidence, again)


def confirmed(evidence: Evidence, again: SolvedAgain) -> str:
    """What solving again has shown, in words."""
    if again.as_planned:
        return "solved again: it all comes out the same"
    solver = evidence.plan.run.versions.get("highspy", "another version")
    loss = f"{round(again.solved.certificate.loss):,}"
    return f"solved again, not by HiGHS {solver}: loss {loss}, and nothing contradicts the bound"


def _other_prices(evidence: Evidence, again: SolvedAgain) -> Iterator[Divergence]:
    stored, found = evidence.certificate.capacity_prices, again.capacity_prices
    for pool in sorted(stored.keys() | found.keys()):
        told, same = (_price(prices.get(pool)) for prices in (stored, found))
        if told != same:
            what = f"a price of capacity, {pool}, is `{told}`, solved again it is `{same}`"
            yield Divergence(CERTIFICATE, what)


def _price(price: Fraction | None) -> str | None:
    return None if price is None else exact_text(price)
