"""What the rules of a workspace cost its plan, rule by rule and value stream by value stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from asp_decide.clauses.clause import Clause
from asp_decide.decide.investment import Planned
from asp_decide.decide.rule_prices import RulePrice, per_week, rule_prices, rules_with_rows
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.report.amounts import NONE_GIVEN, money_between
from asp_decide.report.sections.price_table import SAME_PLAN, dearest_first, price_line
from asp_decide.runs.explaining.rules_of_draft import titled
from asp_decide.runs.investing.plan_run import PlanOrder, Progress, make_plan
from asp_decide.runs.workspace import Sources, Workspace, read_sources
from asp_decide.scenario.executor import Where, ask_all

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Priced:
    """The prices, those of one rule together; money in `currency`, `weeks` of planning ahead.

    `free` are the rules of the set without any row in the plan: nothing was asked about them,
    since without a row they cannot cost anything. `rules` are all of the set, by id.
    """

    title: str
    prices: tuple[RulePrice, ...]
    free: tuple[str, ...]
    currency: str
    weeks: Fraction
    rules: Mapping[str, Clause]

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("rule", "where", "in this plan", "price", "a week", "without it")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each price; value streams of one rule where it costs nothing share one."""
        lines: list[tuple[str, ...]] = []
        for idle, alike in groupby(self.prices, key=_costs_nothing_there):
            rows = [self._row(one) for one in alike]
            if idle:
                rule, _, *rest = rows[0]
                rows = [(rule, ", ".join(where for _, where, *_ in rows), *rest)]
            lines += rows
        return lines

    @property
    def rest(self) -> str:
        """Which rules cannot cost anything, in a sentence; empty if there are none."""
        if not self.free:
            return ""
        told = ", ".join(self.free)
        if len(self.free) == 1:
            return f"{told} bounds nothing in this plan, so it costs nothing"
        return f"these bound nothing in this plan, so they cost nothing: {told}"

    def as_json(self) -> dict[str, Any]:
        """The same for machines: decimal texts, in money over the horizon and for each week."""
        return {
            "schema_version": "1",
            "currency": self.currency,
            "weeks": str(self.weeks),
            "prices": [
                {
                    "rule": one.price.origin,
                    "value_stream": one.value_stream or None,
                    "initiative": one.initiative or None,
                    "binds": one.binds,
                    "low": one.price.low,
                    "high": one.price.high,
                    "low_per_week": per_week(one.price.low, self.weeks),
                    "high_per_week": per_week(one.price.high, self.weeks),
                    "measurable": one.price.measurable,
                    "without_it": one.price.frees,
                }
                for one in self.prices
            ],
            "without_rows": list(self.free),
        }

    def _row(self, one: RulePrice) -> tuple[str, ...]:
        price = one.price
        low, high = (Fraction(per_week(one, self.weeks)) for one in (price.low, price.high))
        where = one.value_stream or one.initiative
        return (
            "" if where else titled(price.origin, self.rules),
            where or EVERYWHERE,
            "binds" if one.binds and not where else "",
            price_line(price, self.currency),
            money_between(low, high, self.currency) if price.measurable else NONE_GIVEN,
            price.frees or SAME_PLAN,
        )


@dataclass(frozen=True, slots=True)
class PriceOrder:
    """Which rules are asked about (all unless some are named), and where."""

    rules: tuple[str, ...] = ()
    workers: int = 1
    cluster: str = ""


def price_run(
    workspace: Workspace, order: PlanOrder, wanted: PriceOrder, *, progress: Progress
) -> Priced:
    """What the rules cost, all that have rows in the plan unless some are named.

    Writes nothing. Raises UsageError for a rule that is not in force, and what `plan` raises.
    """
    sources = read_sources(workspace, order.as_of)
    _refuse_unknown(wanted.rules, sources, order)
    planned = make_plan(sources, order, progress=progress)
    able = rules_with_rows(planned)
    every = tuple(clause.heading.rule for clause in sources.policies.clauses)
    asked = sorted(rule for rule in wanted.rules or every if rule in able)
    found = ask_all(
        _some_prices,
        (planned, asked, bool(wanted.rules)),
        range(len(asked)),
        where=Where(wanted.workers, wanted.cluster, batch=1),
        progress=progress,
    )
    plan = planned.plan
    return Priced(
        title=f"What rules cost, plan {plan.run.id}, facts as of {plan.run.as_of}",
        prices=_dearest_first(found),
        free=tuple(sorted({*(wanted.rules or every)} - {*able})),
        currency=plan.run.currency,
        weeks=_planned_weeks(planned),
        rules={clause.heading.rule: clause for clause in sources.policies.clauses},
    )


def _some_prices(
    shared: tuple[Planned, Sequence[str], bool], numbers: Sequence[int]
) -> tuple[RulePrice, ...]:
    """The prices of some of the rules; whoever asks many rules is told how far that is."""
    planned, rules, named = shared
    wanted = [rules[number] for number in numbers]
    return rule_prices(planned, wanted, every_stream=named, progress=_in_silence)


def _costs_nothing_there(one: RulePrice) -> str:
    """The rule, where it costs nothing in a value stream and nothing changes without it there."""
    nothing = one.price.measurable and Fraction(one.price.high) == 0 and not one.price.frees
    return one.price.origin if one.value_stream and nothing else ""


def _in_silence(_: str) -> None:
    """Progress that nobody watches."""


def _dearest_first(prices: tuple[RulePrice, ...]) -> tuple[RulePrice, ...]:
    """Rules in the order of their prices, each followed by its value streams and initiatives."""
    whole = dearest_first(
        one.price for one in prices if not one.value_stream and not one.initiative
    )
    place = {price.origin: number for number, price in enumerate(whole)}

    def in_order(one: RulePrice) -> tuple[int, str, str]:
        return place[one.price.origin], one.initiative, one.value_stream

    return tuple(sorted(prices, key=in_order))


def _refuse_unknown(rules: tuple[str, ...], sources: Sources, order: PlanOrder) -> None:
    known = [clause.heading.rule for clause in sources.policies.clauses]
    for rule in rules:
        if rule not in known:
            near = nearest(rule, known)
            raise UsageError(
                f"no rule `{rule}` is in force on {order.as_of}",
                mend=f"did you mean `{near}`?" if near else "`asp-decide policy list` names them",
            )


def _planned_weeks(planned: Planned) -> Fraction:
    grid = planned.outlook.prepared.programme.grid
    return sum((step.weeks for step in grid if not step.is_tail), start=Fraction(0))
