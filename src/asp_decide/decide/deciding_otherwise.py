"""What it would cost if people decided otherwise: an override, priced before anybody grants it."""

from dataclasses import dataclass

from asp_decide.clauses.acting_against import against
from asp_decide.clauses.further_money import FurtherMoney, further_money
from asp_decide.decide.investment import Planned
from asp_decide.decide.overrides import Wish, plan_holding, price_between, refuse_answer
from asp_decide.model.plan import Decision, Price


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A decision, another answer in its place, what that costs, and the rules against it.

    Without any rule the plan itself chose; then whoever holds the decision may choose otherwise.
    `further` is money that it would add and that earns less than it costs.
    """

    decision: Decision
    answer: str
    price: Price
    against: tuple[str, ...]
    further: FurtherMoney | None = None


def price_of_deciding(planned: Planned, initiative: str, answer: str) -> Otherwise:
    """The least loss with this answer less that of the plan, as a proven interval.

    The answer may name its option: `fund/whole`.
    It is what `apply` says of the same override, without granting it: whether the rules allow it
    is asked there. The plan must decide about the initiative. Raises UsageError for an answer that
    is none there, and where no plan holds it, with what stands against it.
    """
    decision = next(d for d in planned.plan.decisions if d.initiative == initiative)
    word, _, option = answer.partition("/")
    wish = Wish(decision, word, option or None)
    refuse_answer(wish)
    prepared = planned.outlook.prepared
    other = plan_holding([wish], prepared, planned.means, order=planned.order)
    rules = against(decision, prepared.inputs.policies, prepared.answers)
    price = price_between(initiative, planned.solved.certificate, other)
    further = further_money(decision, word, wish.option)
    return Otherwise(decision, answer, price, tuple(rules), further)
