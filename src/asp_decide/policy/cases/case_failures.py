"""What came out of a case otherwise than expected, and why; nothing loud goes unnamed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from asp_decide.diagnostics import Place
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.cases.case import Expectation, Failure, Judged
from asp_decide.policy.cases.case_tables import said_by
from asp_decide.policy.cases.reasons_of_findings import why

LOUD = frozenset({"fires", "spared", "broken", "unmet", "holds", "gives"})
"""Results that no case may leave unnamed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules said of the subjects of a case."""

    findings: Mapping[tuple[str, SubjectKey], Finding]
    answers: Mapping[tuple[str, SubjectKey], Answer]

    @classmethod
    def of(cls, findings: Iterable[Finding], answers: Iterable[Answer]) -> "Outcome":
        """Findings by rule and subject, answers by point and subject."""
        return cls(
            {(str(f.rule), f.subject): f for f in findings if f.subject is not None},
            {(answer.point, answer.subject): answer for answer in answers},
        )


def failures_of(
    expected: Iterable[Expectation],
    outcome: Outcome,
    *,
    judged: Judged,
    place: Place,
    currency: str,
) -> tuple[Failure, ...]:
    """What came out otherwise; what the case does not state stands at its own `place`."""
    stated = tuple(expected)
    results = [one for one in stated if not one.is_point]
    answers = [one for one in stated if one.is_point]
    return (
        *_other_results(results, outcome, currency),
        *_unstated_results(results, outcome, judged, place, currency),
        *_other_answers(answers, outcome, currency),
        *_unstated_answers(answers, outcome, place),
    )


def _other_results(stated: list[Expectation], outcome: Outcome, currency: str) -> Iterator[Failure]:
    for one in stated:
        finding = outcome.findings.get((one.name, one.subject))
        if finding is None:
            said = f"{one.name} says nothing of {one.subject.id}, expected `{one.says}`"
            yield Failure(one.place, said, one.says, "nothing")
        elif (got := said_by(finding)) != one.says:
            said = f"{one.name} says `{got}` of {one.subject.id}, expected `{one.says}`"
            yield Failure(one.place, said, one.says, got, why(finding, currency))


def _unstated_results(
    stated: list[Expectation], outcome: Outcome, judged: Judged, place: Place, currency: str
) -> Iterator[Failure]:
    named = {(one.name, one.subject) for one in stated}
    beside = {one.name: one.place for one in stated}
    for (rule, subject), finding in sorted(outcome.findings.items(), key=lambda pair: pair[0]):
        if (rule, subject) in named:
            continue
        got, reasons = said_by(finding), why(finding, currency)
        if rule in beside:
            said = f"{rule} says `{got}` of {subject.id}, which the case does not state"
            yield Failure(beside[rule], said, "nothing unstated", got, reasons)
        elif rule in judged.rules and _is_loud(finding, judged):
            said = f"unexpected: {rule} says `{got}` of {subject.id}"
            yield Failure(place, said, "nothing unstated", got, reasons)


def _is_loud(finding: Finding, judged: Judged) -> bool:
    """Loud is what moves something, and what a rule that is no bound cannot tell."""
    if finding.result == "unknown":
        return finding.rule not in judged.bounds
    return finding.result in LOUD


def _other_answers(stated: list[Expectation], outcome: Outcome, currency: str) -> Iterator[Failure]:
    for one in stated:
        answer = outcome.answers.get((one.name, one.subject))
        wanted = f"{one.says} ({one.reason})" if one.reason else one.says
        if answer is None:
            said = f"`{one.name}` was not asked of {one.subject.id}, expected `{wanted}`"
            yield Failure(one.place, said, wanted, "nothing")
        elif answer.answer != one.says or (one.reason and one.reason not in reasons_of(answer)):
            got = _told(answer)
            said = f"`{one.name}` of {one.subject.id} is `{got}`, expected `{wanted}`"
            yield Failure(one.place, said, wanted, got, _why_not(one, answer, outcome, currency))


def _unstated_answers(
    stated: list[Expectation], outcome: Outcome, place: Place
) -> Iterator[Failure]:
    named, points = {(one.name, one.subject) for one in stated}, {one.name for one in stated}
    for (point, subject), answer in sorted(outcome.answers.items(), key=lambda pair: pair[0]):
        if point in points and (point, subject) not in named:
            said = f"`{point}` of {subject.id} is `{answer.answer}`, which the case does not state"
            yield Failure(place, said, "nothing unstated", _told(answer))


def reasons_of(answer: Answer) -> tuple[str, ...]:
    """What may stand behind an answer in brackets: why it is a review, or the rules behind it."""
    because = (answer.why,) if answer.why else ()
    return (*because, *answer.by, *answer.blocked_by)


def _told(answer: Answer) -> str:
    reasons = ", ".join(reasons_of(answer))
    return f"{answer.answer} ({reasons})" if reasons else answer.answer


def _why_not(one: Expectation, answer: Answer, outcome: Outcome, currency: str) -> tuple[str, ...]:
    """What the rules said that gave the answer, and the one that was expected to give it."""
    rules = dict.fromkeys((*answer.by, *answer.blocked_by, one.reason))
    found = (outcome.findings.get((str(rule), one.subject)) for rule in rules)
    return tuple(
        f"{finding.rule} says `{said_by(finding)}`: {line}" if n == 0 else line
        for finding in found
        if finding is not None
        for n, line in enumerate(why(finding, currency))
    )
