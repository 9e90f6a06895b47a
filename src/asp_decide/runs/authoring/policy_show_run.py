"""One rule as people ask about it: what it says now, who answers, what it did last."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.clauses.clause import Clause
from asp_decide.clauses.sentence import force_in_words, reason_and_force, sentence
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError, unwrap
from asp_decide.model.ids import RuleId
from asp_decide.model.plan import Plan, Price
from asp_decide.policy.policy_reader import read_policies, read_policy_sets
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import amounts_of
from asp_decide.report.sections.price_table import price_line
from asp_decide.runs.drafts import PLAN, newest_draft
from asp_decide.runs.opened_ledger import ledger_if_any
from asp_decide.runs.workspace import Workspace

MOST_RUNS = 4
"""Recorded runs that are looked at, the newest first: a year of quarters."""

_QUIET = frozenset({"does_not_fire", "does_not_hold", "does_not_apply", "kept", "met"})


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a parameter that the rule names, and since when it holds."""

    parameter: str
    from_day: str
    value: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    """What the rule said in one recorded run: subjects by result, and whom it named."""

    run: str
    results: Mapping[str, int]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """What the rule costs in the newest plan of the workspace, which may be of other policies.

    `price` is None where the rule does not bind in it.
    """

    plan: Plan
    price: Price | None
    same_policies: bool

    @property
    def line(self) -> str:
        """The price in a sentence."""
        run = self.plan.run
        of = f"in the newest plan, {run.id} of facts as of {run.as_of}"
        if not self.same_policies:
            of += " and other policies"
        if self.price is None:
            return f"binds nothing {of}"
        return f"costs {price_line(self.price, run.currency)} {of}"


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule with everything that is known of it on a day; `cost` is None without any plan."""

    clause: Clause
    says: str
    values: tuple[ShownValue, ...]
    runs: tuple[ShownRun, ...]
    cost: ShownPrice | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The rule in a few sentences."""
        heading = self.clause.heading
        return (
            f"{heading.rule} {heading.title}",
            f"  {self.says}",
            *(f"  {line}" for line in reason_and_force(self.clause)),
            f"  owner {heading.owner}; severity {heading.severity}; at {heading.place}",
            *([] if self.cost is None else [f"  {self.cost.line}"]),
        )

    @property
    def value_rows(self) -> list[tuple[str, ...]]:
        """A line for each dated value."""
        return [
            (one.parameter, one.from_day, one.value, "in force" if one.in_force else "")
            for one in self.values
        ]

    @property
    def run_rows(self) -> list[tuple[str, ...]]:
        """A line for each run, the newest first."""
        return [
            (
                one.run,
                ", ".join(f"{count} {result}" for result, count in sorted(one.results.items())),
                ", ".join(one.named),
            )
            for one in self.runs
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        heading = self.clause.heading
        return {
            "schema_version": "1",
            "rule": heading.rule,
            "title": heading.title,
            "says": self.says,
            "because": heading.because.strip(),
            "enforced": force_in_words(self.clause),
            "owner": heading.owner,
            "severity": heading.severity,
            "layer": heading.layer,
            "at": str(heading.place),
            "meaning": heading.meaning,
            "parameters": [
                {
                    "parameter": one.parameter,
                    "from": one.from_day,
                    "value": one.value,
                    "in_force": one.in_force,
                }
                for one in self.values
            ],
            "runs": [
                {"run": one.run, "results": dict(one.results), "named": list(one.named)}
                for one in self.runs
            ],
            "price": _price_as_json(self.cost),
        }


def _price_as_json(cost: ShownPrice | None) -> dict[str, Any] | None:
    if cost is None:
        return None
    price = cost.price
    return {
        "run": cost.plan.run.id,
        "as_of": cost.plan.run.as_of,
        "same_policies": cost.same_policies,
        "binds": price is not None,
        "low": None if price is None else price.low,
        "high": None if price is None else price.high,
        "measurable": None if price is None else price.measurable,
    }


def show_policy(workspace: Workspace, rule: str, *, as_of: date) -> ShownRule:
    """The rule as it is in force on that day, its parameters of all days, last runs and price.

    Raises UsageError for a rule that is not in force then, InvalidInputError.
    """
    charter, folder = workspace.charter, workspace.root / "policies"
    read = read_policies(
        folder,
        as_of=as_of,
        currency=charter.currency,
        roles=charter.roles,
        language=workspace.language,
    )
    layers = unwrap(read)
    clauses = {c.heading.rule: c for layer in layers for c in layer.clauses}
    clause = clauses.get(RuleId(rule))
    if clause is None:
        near = nearest(rule, [str(one) for one in clauses])
        raise UsageError(
            f"no rule `{rule}` is in force on {as_of}",
            mend=f"did you mean `{near}`?" if near else "`asp-decide policy list` names them",
        )
    sets = unwrap(read_policy_sets(folder, currency=charter.currency, roles=charter.roles))
    return ShownRule(
        clause,
        sentence(clause, currency=charter.currency),
        tuple(_values(sets.of(clause.heading.layer), rule, as_of)),
        tuple(_runs(workspace, rule)),
        _cost(workspace, clause, layers.portfolio.digest),
    )


def _cost(workspace: Workspace, clause: Clause, policies: str) -> ShownPrice | None:
    """What the rule costs in the newest plan; None where there is none, or none of its layer."""
    if clause.heading.layer != "portfolio" or not any(workspace.plans.glob(f"*/{PLAN}")):
        return None
    plan = newest_draft(workspace.plans).plan
    price = next((one for one in plan.prices if one.origin == clause.heading.rule), None)
    return ShownPrice(plan, price, plan.run.policies == policies)


def _values(policies: PolicySet, rule: str, as_of: date) -> Iterator[ShownValue]:
    written = policies.rules[rule].thing
    named = {one.parameter for one in amounts_of(written) if isinstance(one, Named)}
    for name in sorted(named):
        values = policies.parameters[name].thing.values
        present = [value for value in values if value.from_day <= as_of]
        for value in values:
            in_force = bool(present) and value is present[-1]
            yield ShownValue(name, value.from_day.isoformat(), value.text.text, in_force)


def _runs(workspace: Workspace, rule: str) -> Iterator[ShownRun]:
    ledger = ledger_if_any(workspace)
    if ledger is None:
        return
    with ledger:
        for line in reversed(ledger.runs()[-MOST_RUNS:]):
            records = [
                entry.record
                for entry in ledger.entries(line.id)
                if entry.record["kind"] == "rule" and entry.record["rule"] == rule
            ]
            loud = [one for one in records if one["result"] not in _QUIET and one["subject"]]
            yield ShownRun(
                line.id,
                Counter(str(one["result"]) for one in records),
                tuple(str(next(iter(one["subject"].values()))) for one in loud),
            )
