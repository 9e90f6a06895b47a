"""One decision for each open initiative: its word, its choice, its reasons, its numbers."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.exemption_use import ACTS
from asp_decide.decide.outlook import Outlook
from asp_decide.decide.plan_reasons import plan_reasons
from asp_decide.decide.reasons import rule_reasons
from asp_decide.decide.words import Verdict, last_answers, open_initiatives, verdict
from asp_decide.model.choice import Choice, Step
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.initiative import Initiative
from asp_decide.model.plan import Course, Decision, Reason
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.portfolio.open_courses import OpenCourse, courses_of

PLACES = 6


def decisions(outlook: Outlook) -> tuple[Decision, ...]:
    """The decisions of a run, sorted by initiative."""
    inputs = outlook.prepared.inputs
    answers = last_answers(outlook.prepared.answers)
    taken = {choice.initiative: choice for choice in outlook.taken}
    worth_having = _worth_having(inputs.choice_set.choices)
    found: dict[tuple[str, str], Finding] = {
        (f.rule, f.subject.id): f
        for f in outlook.findings
        if f.subject is not None and f.subject.kind == "initiative"
    }
    open_to = courses_of(inputs.snapshot, inputs.capacity_prices)
    told: list[Decision] = []
    for initiative in open_initiatives(inputs.snapshot.initiatives):
        word = verdict(
            answers.get(initiative.id),
            taken=taken[initiative.id],
            grid=inputs.choice_set.grid,
            worth_having=initiative.id in worth_having,
        )
        reasons = _reasons(outlook, taken[initiative.id], word, found)
        decision = _decision(outlook, initiative, word, reasons=reasons)
        courses = tuple(_course(course) for course in open_to[initiative.id])
        told.append(decision.model_copy(update={"courses": courses}))
    return tuple(sorted(told, key=lambda decision: decision.initiative))


def _reasons(
    outlook: Outlook,
    taken: Choice,
    word: Verdict,
    found: Mapping[tuple[str, str], Finding],
) -> tuple[Reason, ...]:
    currency = outlook.prepared.inputs.snapshot.charter.currency
    used = _suspensions(outlook, word.answer, found)
    suspended = frozenset(rule for rule, _ in used)
    by_rules = (
        rule_reasons(word.answer, found, currency=currency, suspended=suspended)
        if word.answer
        else ()
    )
    by_plan = plan_reasons(outlook, taken, word) if word.by == "plan" else ()
    if word.by == "state":
        return (Reason(rule="", message=f"no decision is asked in its state; {_NOBODY_ASKS}"),)
    return (*(reason for _, reason in used), *by_rules, *by_plan)


def _suspensions(
    outlook: Outlook, answer: Answer | None, found: Mapping[tuple[str, str], Finding]
) -> list[tuple[str, Reason]]:
    """The rules that would have acted on the initiative and are suspended, each with its reason."""
    told: list[tuple[str, Reason]] = []
    for standing in outlook.prepared.standing if answer is not None else ():
        one, key = standing.exemption, answer.subject if answer is not None else None
        acted = found.get((one.rule, one.subject.id))
        if standing.lapsed or one.replaced is not None or one.subject != key:
            continue
        if acted is not None and acted.result in ACTS:
            message = f"{one.rule} is suspended until {one.effective.until}: {one.grant.reason}"
            told.append((one.rule, Reason(rule=one.id, result="suspends", message=message)))
    return told


_NOBODY_ASKS = "it stays where it is"


def _decision(
    outlook: Outlook, initiative: Initiative, word: Verdict, *, reasons: tuple[Reason, ...]
) -> Decision:
    grid = outlook.prepared.inputs.choice_set.grid
    taken = next(choice for choice in outlook.taken if choice.initiative == initiative.id)
    subject = outlook.subjects[SubjectKey("initiative", initiative.id)]
    doing = taken.kind not in {"leave", "review"}
    # What is stopped or paused is told where it was at work, since that is what it frees.
    works = doing and taken.kind not in {"stop", "pause"}
    scheduled = word.starts and taken.start is not None and not grid[taken.start].is_tail
    return Decision(
        initiative=initiative.id,
        name=initiative.name,
        state=initiative.state,
        decision=word.word,
        point=word.point,
        by=word.by,
        option=taken.option if doing else None,
        start=_step_id(taken.start, grid) if scheduled else None,
        finish=_step_id(taken.finish, grid) if scheduled else None,
        until=_until(outlook, taken) if scheduled else None,
        value_streams=taken.streams if works else subject.streams,
        reasons=reasons,
        value=decimal_text(taken.value, PLACES) if doing else None,
        loss=decimal_text(taken.loss, PLACES),
        cost_of_delay_per_week=_amount(subject, "remaining_cost_of_delay"),
        remaining_duration_weeks=_amount(subject, "remaining_duration"),
        cd3=_cd3(subject),
        remaining_effort=_amount(subject, "remaining_effort"),
    )


def _course(course: OpenCourse) -> Course:
    return Course(
        option=course.option.option,
        kind=course.option.kind,
        worth=_money(course.worth.value),
        cost=_money(course.cost),
        information=_money(course.information),
        gain=_money(course.gain),
        margin=_money(course.margin),
        why=course.worth.why,
    )


def _money(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, PLACES)


def _worth_having(choices: Sequence[Choice]) -> frozenset[str]:
    """Initiatives of which some choice loses less than leaving it, were capacity free."""
    left = {c.initiative: c.loss for c in choices if c.kind == "leave"}
    return frozenset(
        c.initiative
        for c in choices
        if c.kind != "leave" and c.initiative in left and c.loss < left[c.initiative]
    )


def _until(outlook: Outlook, taken: Choice) -> str | None:
    """The day by which a tranche has been done, and is decided anew."""
    if taken.kind != "tranche" or taken.finish is None:
        return None
    inputs = outlook.prepared.inputs
    return inputs.choice_set.grid[taken.finish].last_day(inputs.snapshot.as_of).isoformat()


def _step_id(number: int | None, grid: Sequence[Step]) -> str | None:
    return None if number is None else grid[number].id


def _amount(subject: Subject, name: str) -> str | None:
    measured = subject.measures.get(name)
    if not isinstance(measured, Measured) or measured.value is None:
        return None
    return decimal_text(measured.value, PLACES)


def _cd3(subject: Subject) -> str | None:
    delay = subject.measures.get("remaining_cost_of_delay")
    duration = subject.measures.get("remaining_duration")
    if not isinstance(delay, Measured) or not isinstance(duration, Measured):
        return None
    if delay.value is None or not duration.value:
        return None
    return decimal_text(delay.value / duration.value, PLACES)
