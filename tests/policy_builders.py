"""Policies for tests: the text under test, and how it is read."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.diagnostics import Checked
from asp_decide.errors import unwrap
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.role_map import ROLES
from asp_decide.policy.policy_reader import read_policies, read_policy_sets
from asp_decide.policy.written.policy_set import PolicySet

AS_OF = date(2026, 10, 1)

HEAD = """\
asp: policy/v1
policy: portfolio/sample
layer: portfolio
title: A sample
owner: portfolio_manager
approved: {by: portfolio_board, on: 2025-12-15}
effective: {from: 2026-01-01}
"""

GOOD = """\
asp: policy/v1
policy: portfolio/sample
layer: portfolio
title: A sample with a rule of each kind
owner: portfolio_manager
approved: {by: portfolio_board, on: 2025-12-15}
effective: {from: 2026-01-01}

parameters:
  wip_limit:
    unit: initiatives
    overlays: tighten_only
    values:
      - {from: 2026-01-01, value: 5 initiatives}
  hurdle:
    unit: EUR/week/week
    values:
      - {from: 2025-06-01, value: 1_000 EUR/week/week}
      - {from: 2026-01-01, value: 1_500 EUR/week/week}

measures:
  wip: {count: initiative, where: {state: in_delivery}, unit: initiatives}
  bold_share: {share_of: capacity, where: {horizon: H3}, basis: available, unit: "%"}
  budget_used: {share_of: budget, basis: available, unit: "%"}
  largest: {largest_share_of: capacity, by: initiative, basis: available, unit: "%"}
  value_realisation: {ratio: [value_realised, value_forecast], unit: "%"}
  remaining_cd3: {ratio: [remaining_cost_of_delay, remaining_duration], unit: EUR/week/week}

decisions:
  gate_2: {order: [return, decline, fund_tranche, fund], otherwise: plan}
  validation: {order: [stop, redirect, pause, continue], otherwise: review}

rules:
  - id: WIP-01
    title: Limit
    limit: wip
    per: value_stream
    at_most: $wip_limit
    enforce: mandatory
    owner: value_stream_owner
    because: Queues decide how long value waits.
    message: "{value_stream} has {wip} of {limit}, {excess} too many"

  - id: GRD-01
    title: Floor
    guardrail: bold_share
    per: portfolio
    at_least: 5 %
    enforce: overridable
    override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}
    owner: portfolio_manager
    because: Options are bought before they are needed.
    message: "{bold_share} under {limit}"

  - id: FND-01
    title: Ceiling
    guardrail: budget_used
    per: portfolio
    at_most: 90 %
    enforce: mandatory
    owner: finance
    because: Surprises cost money as well.
    message: "{budget_used}"

  - id: GRD-04
    title: Largest bet
    guardrail: largest
    per: portfolio
    at_most: 30 %
    enforce: advisory
    owner: finance
    because: Large forecasts err most.
    message: "{largest}"

  - id: GATE-21
    title: Complete
    require: lean_business_case
    at: gate_2
    before: [fund, fund_tranche]
    that:
      all:
        - benefit_model: known
        - every: value_stream
          that: {capacity_age: at most 13 weeks}
    else: return
    enforce: mandatory
    owner: portfolio_manager
    because: Nobody decides on what nobody has written.
    message: "{initiative}: {unmet}"

  - id: STOP-01
    title: Stop
    decide: stop
    at: validation
    when:
      all:
        - value_realisation: below 40 % for 2 intervals in a row
        - remaining_cd3: below $hurdle
        - horizon: one of H1, H2
    unless: {mandatory: holds}
    missing: review
    enforce: overridable
    override: {by: portfolio_board, longest: 2 intervals, needs: [reason, evidence]}
    owner: portfolio_manager
    because: What was spent is gone either way.
    message: "{initiative}: {value_realisation}, under {hurdle}"

  - id: REQ-03
    title: Mandatory
    derive: mandatory
    for_each: initiative
    when:
      any:
        - some: requirement
          that: {category: is regulatory}
        - some: successor
          that: {mandatory: holds}
    owner: portfolio_manager
    because: Enablers of duties are duties.
    message: "{initiative} is mandatory"

  - id: BRK-01
    title: Brake
    escalate: brake
    for_each: portfolio
    when: {stopped_share: above 30 %}
    to:
      - {role: portfolio_board, within: 14 days}
    halts: apply
    owner: portfolio_manager
    because: Somebody should look at this.
    message: "{stopped_share} stopped; {role} is asked"

  - id: TAB-01
    title: Heard
    table: consulted
    for_each: initiative
    where: {state: outcome_assessment}
    hit: collect
    inputs: [category, linked_outlay]
    outputs: [heard]
    rows:
      - {row: dear, if: [any, at least 500_000 EUR], then: [finance]}
      - {row: structure, if: [enabler, any], then: [architecture_owner]}
    missing: fail
    owner: portfolio_manager
    because: A large case touches people who are not in the room.
    message: "{initiative}: hear {heard} first"
"""
"""A policy with a rule of each kind, in which slips and edits are made."""


OVERLAY = """\
asp: overlay/v1
overlay: payments
layer: portfolio
for: {value_stream: payments}
owner: value_stream_owner
approved: {by: portfolio_manager, on: 2026-09-20}
effective: {from: 2026-10-01, until: 2027-03-31}
because: Two teams were merged, and few things are begun until they are stable.
set:
  wip_limit: 4 initiatives
"""
"""An overlay of the good policy that tightens its limit for one value stream."""


REGISTER = """\
asp: exceptions/v1
exceptions:
  - id: EX-2026-014
    rule: STOP-01
    for: {initiative: INI-112}
    does: suspend
    granted: {by: portfolio_board, person: A. Example, on: 2026-09-30}
    effective: {from: 2026-10-01, until: 2026-12-31}
    reason: The regulator moved the deadline; the value arrives in one step in December.
    evidence: [minutes/2026-09-30.pdf p. 4]
    lapses_when:
      - remaining_cd3: below 500 EUR/week/week

  - id: EX-2026-015
    rule: GRD-01
    for: {portfolio: portfolio}
    does: {replace_limit: 2 %}
    granted: {by: portfolio_board, person: A. Example, on: 2026-09-30}
    effective: {from: 2026-10-01, until: 2026-12-31}
    reason: One team is lent out for the cut-over.
"""
"""A register with an exemption of each kind from the good policy."""


def write_policies(folder: Path, texts: Mapping[str, str]) -> Path:
    """The folder `policies` with a file for each name (`portfolio/wip`)."""
    policies = folder / "policies"
    for name, text in texts.items():
        path = policies / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return policies


def read_sample(
    folder: Path, body: str, *, as_of: date = AS_OF, currency: str = "EUR"
) -> Checked[CompiledPolicies]:
    """One policy file with the usual head, read from the folder."""
    return read_all(folder, {"portfolio/sample": HEAD + body}, as_of=as_of, currency=currency)


def read_all(
    folder: Path, texts: Mapping[str, str], *, as_of: date = AS_OF, currency: str = "EUR"
) -> Checked[CompiledPolicies]:
    """Whole policy files, read from the folder."""
    written = write_policies(folder, texts)
    return of_portfolio(read_policies(written, as_of=as_of, currency=currency, roles=ROLES))


def of_portfolio[T](read: Checked[ByLayer[T]]) -> Checked[T]:
    """What was read of the portfolio layer, with the problems of both."""
    return Checked(None if read.value is None else read.value.portfolio, read.diagnostics)


def of_delivery[T](read: Checked[ByLayer[T]]) -> Checked[T]:
    """What was read of the delivery layer, with the problems of both."""
    return Checked(None if read.value is None else read.value.delivery, read.diagnostics)


def a_policy_set(folder: Path, body: str) -> PolicySet:
    """One policy file with the usual head, parsed and checked."""
    written = write_policies(folder, {"portfolio/sample": HEAD + body})
    return unwrap(read_policy_sets(written, currency="EUR", roles=ROLES)).portfolio


def the_clause(folder: Path, test: Callable[..., None], rule: str) -> Clause:
    """The clause of a rule of the policy that stands in the docstring of the test."""
    found = unwrap(read_sample(folder, body_of(test))).clause(rule)
    assert found is not None, f"{rule} stands in the docstring"
    return found


def body_of(test: Callable[..., None]) -> str:
    """The policy that stands in the docstring of a test."""
    text = inspect.getdoc(test)
    assert text is not None, "the docstring is the policy under test"
    return text + "\n"


def codes_of(checked: Checked[CompiledPolicies]) -> list[str]:
    """The codes of everything that refuses, in the order of files and lines."""
    return [diagnostic.code for diagnostic in checked.errors]
