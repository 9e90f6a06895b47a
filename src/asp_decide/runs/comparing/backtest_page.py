"""A backtest as people read it: what it can say at all, each run, each decision that changes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.report.amounts import NONE_GIVEN, counted, money, number
from asp_decide.runs.page_section import PageSection
from asp_decide.scenario.backtest import Backtested, Changed, Effect

PLACES = 6

_IN_WORDS: dict[Effect, str] = {
    "false stop": "would have been wrong",
    "late stop found": "would have been right",
    "no difference": "would have made no difference",
    "not observed yet": "no outcome measured yet",
    "never observable": "cannot be known",
}


@dataclass(frozen=True, slots=True)
class BacktestPage:
    """The runs with their changes; money in `currency`, capacity in `unit`."""

    runs: tuple[Backtested, ...]
    currency: str
    unit: str

    @property
    def changes(self) -> tuple[Changed, ...]:
        """Every decision that would change, by run."""
        return tuple(change for run in self.runs for change in run.changed)

    @property
    def sections(self) -> tuple[PageSection, ...]:
        """What it says in a few sentences, then run by run, then decision by decision."""
        return (self._summary(), self._by_run(), self._by_decision())

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "currency": self.currency,
            "capacity_unit": self.unit,
            "regret": decimal_text(_sum_of_regret(self.changes), PLACES),
            "not_observable": sum(one.regret is None for one in self.changes),
            "runs": [
                {
                    "run": run.run,
                    "as_of": run.as_of.isoformat(),
                    "decisions": run.decisions,
                    "moved": decimal_text(run.moved, PLACES),
                    "changed": [_change_as_json(one) for one in run.changed],
                }
                for run in self.runs
            ],
        }

    def _summary(self) -> PageSection:
        changes = self.changes
        known = [one for one in changes if one.regret is not None]
        unknown = len(changes) - len(known)
        decisions = sum(run.decisions for run in self.runs)
        lines = []
        if unknown > len(known):
            lines.append(
                f"of {counted(len(changes), 'changes')} only {len(known)} can be judged by what "
                "was observed: this backtest says little about whether the policies are better"
            )
        lines.append(
            f"{len(changes)} of {counted(decisions, 'decisions')} in "
            f"{counted(len(self.runs), 'runs')} would change"
        )
        moved = sum((run.moved for run in self.runs), start=Fraction(0))
        if moved:
            lines.append(f"{number(moved)} {self.unit} of first intervals would go elsewhere")
        for effect, count in sorted(Counter(one.effect for one in changes).items()):
            lines.append(f"{effect}: {count}, {_IN_WORDS[effect]}")
        if known:
            lines.append(
                f"regret in all {money(_sum_of_regret(changes), self.currency)} "
                f"over {counted(len(known), 'changes')} with an outcome; {unknown} without"
            )
        if any(one.in_sample for one in changes):
            lines.append(
                "in sample: the policies were approved after these outcomes could be known, so "
                "the outcomes do not confirm them"
            )
        return PageSection("Backtest", tuple(lines))

    def _by_run(self) -> PageSection:
        rows = tuple(
            (
                run.run,
                run.as_of.isoformat(),
                str(run.decisions),
                str(len(run.changed)),
                number(run.moved),
            )
            for run in self.runs
        )
        heads = ("run", "facts as of", "decisions", "change", f"moved, {self.unit}")
        return PageSection("Runs", (), heads, rows)

    def _by_decision(self) -> PageSection:
        heads = (
            *("run", "initiative", "name", "was", "would be", "by", "then", "regret", "observed"),
            f"would hold more, {self.unit}",
        )
        rows = tuple(
            (
                one.run,
                one.initiative,
                one.name,
                one.was,
                one.would_be,
                ", ".join(one.rules) or NONE_GIVEN,
                one.effect,
                NONE_GIVEN if one.regret is None else money(one.regret, self.currency),
                _observed(one),
                number(one.held),
            )
            for one in self.changes
        )
        return PageSection("Decisions that would change", (), heads, rows)


def backtest_page(runs: Sequence[Backtested], *, currency: str, unit: str) -> BacktestPage:
    """The page of these runs."""
    return BacktestPage(tuple(runs), currency, unit)


def _observed(one: Changed) -> str:
    if not one.observed:
        return NONE_GIVEN
    told = one.observed[0]
    if len(one.observed) > 1:
        told += f" to {one.observed[-1]}"
    return told + (" (in sample)" if one.in_sample else "")


def _sum_of_regret(changes: Sequence[Changed]) -> Fraction:
    return sum((one.regret for one in changes if one.regret is not None), start=Fraction(0))


def _change_as_json(one: Changed) -> dict[str, Any]:
    return {
        "initiative": one.initiative,
        "was": one.was,
        "would_be": one.would_be,
        "rules": list(one.rules),
        "effect": one.effect,
        "observed": list(one.observed),
        "regret": None if one.regret is None else decimal_text(one.regret, PLACES),
        "held": decimal_text(one.held, PLACES),
        "in_sample": one.in_sample,
    }
