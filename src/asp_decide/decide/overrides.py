"""What a person may change in a plan: whether the rules allow it, what they ask, what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from asp_decide.canonical import decimal_text
from asp_decide.clauses.acting_against import (
    RELEVANCE,
    is_as_planned,
    leaves_its_queue,
    rules_against,
)
from asp_decide.clauses.forced_decisions import rules_forcing
from asp_decide.clauses.further_money import ways_to_do
from asp_decide.decide.causes import BY_A_PERSON, cause_in_words, with_causes
from asp_decide.decide.override_rights import (
    Granter,
    refuse_further_money,
    refuse_grant,
    refuse_other_holder,
)
from asp_decide.decide.preparation import Prepared
from asp_decide.errors import NoFeasiblePlanError, UsageError
from asp_decide.model.approval import Override
from asp_decide.model.decision_point import ENDS_THE_QUESTIONS, POINTS_BY_NAME
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Decision, Plan, Price
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.certify import Certificate
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.solver import Means

PLACES = 6
_GOES_AHEAD = frozenset({"fund", "fund_tranche"})


@dataclass(frozen=True, slots=True)
class Departure:
    """An override beside the decision that it changes, and the rules that stand against it."""

    override: Override
    decision: Decision
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision, the answer that is wanted in its place, and its option; None leaves that open."""

    decision: Decision
    answer: str
    option: str | None = None


def depart(
    plan: Plan, overrides: Sequence[Override], *, prepared: Prepared, by: Granter
) -> tuple[Departure, ...]:
    """Each override with what it departs from, sorted by initiative, if all are allowed.

    Raises UsageError for a decision that cannot be taken there, an override of a mandatory rule,
    one that lacks what the rules ask for, lasts too long or is of the granter's own cause, and
    money that earns less than it costs, if evidence or a second approver is missing;
    NotPermittedError for a role that the rule does not name.
    """
    decisions = {decision.initiative: decision for decision in plan.decisions}
    told: list[Departure] = []
    for override in sorted(overrides, key=lambda one: one.initiative):
        decision = decisions.get(override.initiative)
        if decision is None:
            raise UsageError(f"the plan decides nothing about `{override.initiative}`")
        wish = Wish(decision, override.decision, override.option)
        refuse_answer(wish, by_name=bool(rules_forcing(plan, override.initiative)))
        refuse_other_holder(override, decision, prepared=prepared, by=by)
        if override.until < by.on:
            raise UsageError(f"the override of `{override.initiative}` ends before it begins")
        rules = tuple(rules_against(override, plan, prepared.inputs.policies, prepared.answers))
        for rule in rules:
            refuse_grant(rule, override, prepared=prepared, by=by)
        refuse_further_money(override, decision, currency=plan.run.currency)
        told.append(Departure(override, decision, rules))
    return tuple(told)


def price_departure(
    departure: Departure,
    prepared: Prepared,
    certificate: Certificate,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
) -> Price:
    """What the override costs: the least loss with it, less that of the plan, as an interval.

    The plan is solved again with the person's decision in the place of the recommended one.
    Raises UsageError where no plan holds the decision, with what stands against it.
    """
    other = plan_with([departure], prepared, means, order=order)
    return price_between(departure.override.initiative, certificate, other)


def price_between(origin: str, plan: Certificate, other: Certificate) -> Price:
    """What the other plan loses more than the plan, at the least and at the most."""
    low, high = other.bound - plan.loss, other.loss - plan.bound
    proven = plan.gap == 0 and other.gap == 0
    return Price(
        origin=origin,
        low=decimal_text(low, PLACES),
        high=decimal_text(high, PLACES),
        measurable=proven or low > 0 or high < 0,
    )


def plan_with(
    departures: Sequence[Departure],
    prepared: Prepared,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
) -> Certificate:
    """The proof of the best plan with these decisions in the place of the recommended ones.

    Raises UsageError where no plan holds all of them, with what stands against them.
    """
    wishes = [Wish(one.decision, one.override.decision, one.override.option) for one in departures]
    return plan_holding(wishes, prepared, means, order=order)


def plan_holding(
    wishes: Sequence[Wish],
    prepared: Prepared,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
) -> Certificate:
    """The proof of the best plan with these answers in the place of those decisions.

    Raises UsageError where no plan holds all of them, with what stands against them.
    """
    given = [_answer_of(wish) for wish in wishes]
    decided = {(answer.point, answer.subject): answer for answer in given}
    # Of what leaves its queue nothing else is asked any more.
    leaving = [answer for answer in given if answer.answer in ENDS_THE_QUESTIONS]
    gone = {answer.subject for answer in leaving}
    asked = (answer for answer in prepared.answers if answer.subject not in gone)
    ahead = {_subject(wish) for wish in wishes if wish.answer in _GOES_AHEAD}
    frame = replace(
        prepared.frame,
        answers=(*(decided.get((a.point, a.subject), a) for a in asked), *leaving),
        pinned=tuple(sorted({*prepared.frame.pinned, *map(Pin, ahead)}, key=str)),
        scales={_subject(wish): wish.option for wish in wishes if wish.option is not None},
    )
    choice_set = prepared.inputs.choice_set
    try:
        programme = formulate(choice_set, frame)
        return solve_programme(programme, means, order=order).certificate
    except NoFeasiblePlanError as error:
        told = ", ".join(f"`{_subject(wish)}={_asked(wish)}`" for wish in wishes)
        them = "it" if len(wishes) == 1 else "they"
        names = {str(one.id): one.name for one in prepared.inputs.snapshot.initiatives}
        # Whoever asks for one thing knows that this is what stands against the rest.
        own = {f"{BY_A_PERSON} {_subject(wish)}" for wish in wishes if len(wishes) == 1}
        causes = with_causes(error.origins, choice_set.removed)
        against = [cause_in_words(one, names) for one in causes if one not in own]
        raise UsageError(
            f"no plan holds {told}; {them} cannot stand with\n"
            + "\n".join(f"  {one}" for one in against)
        ) from None


def _answer_of(wish: Wish) -> Answer:
    subject = SubjectKey("initiative", wish.decision.initiative)
    leaves = leaves_its_queue(wish.answer, wish.decision)
    point = RELEVANCE if leaves else wish.decision.point
    return Answer(point, subject, wish.answer, by=(BY_A_PERSON,))


def _subject(wish: Wish) -> InitiativeId:
    return InitiativeId(wish.decision.initiative)


def _asked(wish: Wish) -> str:
    return wish.answer if wish.option is None else f"{wish.answer}/{wish.option}"


def refuse_answer(wish: Wish, *, by_name: bool = False) -> None:
    """Refuse what is no other answer at the point of this decision (UsageError).

    `by_name` says that a rule asks for a word of a person: the plan's own is then one, too.
    """
    answer, decision = wish.answer, wish.decision
    if decision.point not in POINTS_BY_NAME:
        raise UsageError(f"no decision is asked about `{decision.initiative}` in its state")
    answers = (*POINTS_BY_NAME[decision.point].answers, "review")
    if answer not in answers and not leaves_its_queue(answer, decision):
        raise UsageError(
            f"`{answer}` is no answer at `{decision.point}`",
            mend=f"one of {', '.join(answers)}",
        )
    if is_as_planned(answer, wish.option, decision) and not by_name:
        raise UsageError(
            f"`{_asked(wish)}` is what the plan recommends for `{decision.initiative}`",
            mend="leave the override out",
        )
    ways = [course.option for course in ways_to_do(decision, answer)]
    if wish.option is not None and wish.option not in ways:
        raise UsageError(
            f"`{decision.initiative}` has no option `{wish.option}` by which to {answer}",
            mend=f"one of {', '.join(ways)}" if ways else "leave the option out",
        )
