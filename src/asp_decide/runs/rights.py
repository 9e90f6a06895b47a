"""Whether a person in a role may decide what a plan asks to have decided."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from asp_decide.clauses.case_records import CaseNow, held_back
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.decision_rights import (
    holder_instead,
    holder_without_gate,
    other_holder,
    part_in,
)
from asp_decide.clauses.design_records import new_designs, objection_to_design
from asp_decide.clauses.forced_decisions import undecided
from asp_decide.clauses.further_money import pinned_money
from asp_decide.clauses.outcome_records import new_verdicts, objection_to, verdicts
from asp_decide.clauses.policy_records import PolicyBefore, approval_mend, approval_trouble
from asp_decide.errors import BrakeError, NotPermittedError, UsageError
from asp_decide.model.approval import Override
from asp_decide.model.charter import Charter
from asp_decide.model.design_change import DesignChange
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.remaining_work import remaining_work
from asp_decide.report.amounts import money
from asp_decide.runs.person_act import Act


def refuse_rights(plan: Plan, snapshot: Snapshot, act: Act) -> None:
    """Refuse a role that is none, or holds no right to a point of the plan, or to its brake.

    A right may be lent for some days and up to an outlay. Raises UsageError, NotPermittedError,
    and BrakeError where nobody has confirmed.
    """
    charter = snapshot.charter
    refuse_no_role(act.role, charter)
    work = remaining_work(open_book(snapshot)) if charter.delegations else {}
    for one in sorted(plan.decisions, key=lambda one: (one.point, one.initiative)):
        known = work.get(InitiativeId(one.initiative), {}).get("linked_outlay")
        holder = other_holder(
            one.point,
            act.role,
            charter,
            on=act.on,
            linked_outlay=None if known is None else known.value,
        )
        if holder is not None:
            about = f" of `{one.initiative}`" if charter.delegations else ""
            raise NotPermittedError(f"`{one.point}`{about}", role=act.role, holder=holder)
    points = [one.point for one in plan.decisions]
    other = holder_without_gate(points, act.role, charter, on=act.on)
    if other is not None:
        raise NotPermittedError(f"`{other[0]}`", role=act.role, holder=other[1])
    if not plan.brake.tripped:
        return
    if not act.confirm:
        raise BrakeError(plan.brake.rule, plan.brake.message, role=plan.brake.role)
    if act.role != plan.brake.role:
        raise NotPermittedError("the brake of a run", role=act.role, holder=plan.brake.role)


def refuse_right_to(point: str, charter: Charter, act: Act) -> None:
    """Refuse whoever decides at a point of either layer in a role that may not.

    Raises UsageError for a role that is none, NotPermittedError with the role that holds it.
    """
    refuse_no_role(act.role, charter)
    holder = holder_instead(point, act.role, charter, on=act.on)
    if holder is not None:
        raise NotPermittedError(f"`{point}`", role=act.role, holder=holder)


def refuse_no_role(role: str, charter: Charter) -> None:
    """Refuse what is no role of the workspace (UsageError)."""
    if role not in charter.roles:
        raise UsageError(
            f"`{role}` is no role of this workspace", mend=f"one of {', '.join(charter.roles)}"
        )


def refuse_unapproved(
    policies: CompiledPolicies,
    before: Mapping[str, PolicyBefore],
    charter: Charter,
    *,
    as_of: date,
) -> None:
    """Refuse policies that nobody but their owner approved, or not as they are now (UsageError).

    Every such file is named, with how it comes to be approved.
    `before` are the files that the ledger has on record, by path.
    """
    told = []
    for file in policies.files:
        known = before.get(file.path)
        trouble = approval_trouble(file, known, as_of=as_of, roles=charter.roles)
        if trouble:
            mend = approval_mend(file, as_of=as_of, roles=charter.roles)
            told.append(f"{file.path}: {trouble}\n  help: {mend}")
    if told:
        raise UsageError("\n".join([*told, "then plan again, and apply that plan"]))


def refuse_verdicts(snapshot: Snapshot, before: Mapping[str, Any] | None) -> None:
    """Refuse verdicts that this run would be the first to know and that were not given rightly.

    `before` is the record that closed the run before. Raises UsageError with every one of them.
    """
    found = new_verdicts(verdicts(snapshot), before)
    told = [(one.initiative, objection_to(one, snapshot)) for one in found]
    wrong = [f"verdict on `{one}`: {what}" for one, what in told if what]
    if wrong:
        mend = "asp-decide record-outcome writes one as it must be; then plan again"
        raise UsageError("\n".join(wrong), mend=mend)


def refuse_owed_cases(plan: Plan, cases: Iterable[CaseNow], decided: Mapping[str, str]) -> None:
    """Refuse work that may not go on as it is decided, by what the log knows (UsageError).

    Redirected work owes its next business case, and a second tranche new information.
    `decided` are the decisions that depart from the plan, by initiative.
    """
    words = {one.initiative: decided.get(one.initiative, one.decision) for one in plan.decisions}
    found = list(held_back(cases, words))
    if found:
        raise UsageError(
            "\n".join(why for _, why in found),
            mend=f"enter it and plan again; until then --override {found[0][0]}=review holds it",
        )


def refuse_exploratory(plan: Plan, path: Path) -> None:
    """Refuse a plan that a clock or a hand cut short (UsageError)."""
    if plan.run.exploratory:
        raise UsageError(
            f"`{path}` was cut short by a time limit; only what can be repeated is recorded",
            mend="plan again without --time-limit",
        )


def refuse_undecided(
    plan: Plan, overrides: Iterable[Override], before: Mapping[str, Any] | None
) -> None:
    """Refuse to carry over what a rule forces somebody to decide (UsageError, with all of them).

    `before` is the record that closed the run before: it holds what was left until a day to come.
    """
    found = list(undecided(plan, overrides, before))
    if not found:
        return
    words = {one.initiative: one.decision for one in plan.decisions}
    first = found[0].initiative
    raise UsageError(
        "\n".join(f"{one.rule} forces a decision: {one.message}" for one in found),
        mend=f"decide it: --override {first}={words[first]} --reason TEXT --until DATE leaves it"
        " where it stands until then",
    )


def refuse_pinned_money(plan: Plan) -> None:
    """Refuse a plan in which a pin adds money that earns less than it costs (UsageError)."""
    for decision, more in pinned_money(plan):
        short = money(more.shortfall, plan.run.currency)
        asked = f"{decision.initiative}={decision.decision}/{more.course.option}"
        raise UsageError(
            f"the plan pins `{decision.initiative}`, and `{more.course.option}` earns less than it"
            f" costs: {short} less than {more.instead}",
            mend=f"plan without the pin, and --override {asked} with evidence and another approver",
        )


def refuse_designs(
    changes: Iterable[DesignChange], before: Mapping[str, Any] | None, charter: Charter
) -> None:
    """Refuse changes of the design that are new with this run and not sound.

    Who took one had the right to, and what is said of it is what its own seed gives. Raises
    UsageError with every one of them.
    """
    wrong = []
    for one in new_designs(changes, before):
        from asp_decide.scenario.design_replay import played_again  # noqa: PLC0415 - heavy

        objection = objection_to_design(one, charter)
        if not objection and played_again(one, charter.currency) != one:
            objection = "its figures are not those that its own demand and seed give"
        if objection:
            wrong.append(f"{one.path}: {objection}")
    if wrong:
        mend = "asp-decide design change writes one as it must be; then plan again"
        raise UsageError("\n".join(wrong), mend=mend)


def refuse_own_cause(plan: Plan, snapshot: Snapshot, act: Act) -> None:
    """Refuse whoever would decide about money for their own initiative (UsageError)."""
    for one in plan.decisions:
        part = part_in(InitiativeId(one.initiative), one.point, act.person, snapshot)
        if part is not None:
            raise UsageError(
                f"`{act.person}` is {part} of `{one.initiative}` and does not decide its"
                f" `{one.point}`",
                mend="let somebody else record the decision with --by NAME",
            )
