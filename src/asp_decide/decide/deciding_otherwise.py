"""What it would cost if people decided otherwise: an override, priced before anybody grants it."""

from dataclasses import dataclass

from asp_decide.clauses.act_records import against
from asp_decide.decide.investment import Planned
from asp_decide.decide.overrides import plan_holding, price_between, refuse_answer
from asp_decide.model.plan import Decision, Price


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A decision, another answer in its place, what that costs, and the rules against it.

    Without any rule the plan itself chose; then whoever holds the decision may choose otherwise.
    """

    decision: Decision
    answer: str
    price: Price
    against: tuple[str, ...]


def price_of_deciding(planned: Planned, initiative: str, answer: str) -> Otherwise:
    """The least loss with this answer less that of the plan, as a proven interval.

    It is what `apply` says of the same override, without granting it: whether the rules allow it
    is asked there. The plan must decide about the initiative. Raises UsageError for an answer that
    is none there, and where no plan holds it, with what stands against it.
    """
    decision = next(d for d in planned.plan.decisions if d.initiative == initiative)
    refuse_answer(answer, decision)
    prepared = planned.outlook.prepared
    other = plan_holding([(decision, answer)], prepared, planned.means, order=planned.order)
    rules = against(decision, prepared.inputs.policies, prepared.answers)
    price = price_between(initiative, planned.solved.certificate, other)
    return Otherwise(decision, answer, price, tuple(rules))
