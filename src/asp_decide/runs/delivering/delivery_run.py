"""What delivery policies say of the facts of a workspace, for whoever asks for a decision."""

from dataclasses import dataclass
from datetime import date

from asp_decide.decide.delivery_judging import JudgedDelivery, judge_delivery
from asp_decide.delivery.delivery_grounds import Published, delivery_grounds
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import InvalidInputError, UsageError, unwrap
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.queue_order import cd3_order
from asp_decide.runs.flows_of_work import work_log
from asp_decide.runs.instruments import EngineName, judges
from asp_decide.runs.workspace import Workspace, check_sources

_FUNDED = (*STATE_GROUPS["funded"], *STATE_GROUPS["in_delivery"])


@dataclass(frozen=True, slots=True)
class DeliveryRun:
    """The delivery layer as judged, and what is to be said of its facts."""

    judged: JudgedDelivery
    snapshot: Snapshot
    warnings: tuple[Diagnostic, ...]


def delivery_run(
    workspace: Workspace, *, as_of: date, engine: EngineName = "durable"
) -> DeliveryRun:
    """Read facts, log of work and delivery policies, and judge.

    Raises InvalidInputError with every problem at once, UsageError where no feature is stated or
    no delivery policy is in force, and what the engines raise.
    """
    facts, policies = check_sources(workspace, as_of)
    wrong = (*facts.errors, *policies.errors)
    if wrong or facts.value is None or policies.value is None:
        raise InvalidInputError(wrong or (*facts.diagnostics, *policies.diagnostics))
    snapshot, rules = facts.value, policies.value.delivery
    if not snapshot.delivery.features:
        raise UsageError(
            "no feature is known",
            mend="write `facts/features.csv` with id, item, name, value_stream_id, state",
        )
    if not rules.clauses:
        raise UsageError(
            "no delivery policy is in force",
            mend="`asp-decide init` copies the default ones to policies/delivery/",
        )
    checked = work_log(workspace, as_of=as_of, facts=snapshot)
    grounds = delivery_grounds(snapshot, unwrap(checked).histories, published(snapshot))
    judged = judge_delivery(grounds, rules, judges(engine))
    told = (*facts.diagnostics, *policies.diagnostics, *checked.diagnostics)
    return DeliveryRun(judged, snapshot, tuple(sorted(told)))


def published(snapshot: Snapshot) -> Published:
    """What the portfolio tells the delivery layer: where initiatives stand, and their order.

    The order is by remaining cost of delay over remaining duration, of what is funded or runs.
    """
    states = {one.id: one.state for one in snapshot.initiatives}
    funded = [one for one in cd3_order(snapshot) if states[one] in _FUNDED]
    return Published(states, {one: place for place, one in enumerate(funded, 1)})
