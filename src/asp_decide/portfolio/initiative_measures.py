"""Everything that a rule may name of an initiative, computed from facts alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.subject import History, Measured, Subject, SubjectKey
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.business_case import (
    net_value_staged,
    net_value_whole,
    remaining_value,
    value_of_examining,
)
from asp_decide.portfolio.continuation import gain_from
from asp_decide.portfolio.delay_loss import leading_option
from asp_decide.portfolio.evidence import (
    assumptions_changed,
    evidence_age,
    requirements_violated,
    weeks_since,
)
from asp_decide.portfolio.expediting import expedite_gain
from asp_decide.portfolio.grounds import Grounds
from asp_decide.portfolio.initiative_attributes import (
    initiative_attributes,
    initiative_fields,
    initiative_links,
)
from asp_decide.portfolio.kill_criteria import kill_criteria
from asp_decide.portfolio.next_tranche import gain_from_tranche
from asp_decide.portfolio.outcome_measures import outcome_reached, value_history, verdict_overdue
from asp_decide.portfolio.queue_order import priority
from asp_decide.portfolio.relevance import relevance, weeks_to_requirement
from asp_decide.portfolio.remaining_work import remaining_work
from asp_decide.portfolio.value_window import unmet_predecessors, window_left
from asp_decide.portfolio.waiting import times_deferred
from asp_decide.portfolio.work import streams_of

_NOT_AMONG_THE_FACTS = {
    "free_slots": Measured(None, "no limit holds for its next move"),
}
"""Measures that no table states yet; room under limits follows where rules are judged."""


def measure_initiatives(grounds: Grounds) -> tuple[Subject, ...]:
    """Every initiative as rules see it, closed ones included, in the order of the snapshot."""
    remaining = remaining_work(grounds.book)
    return tuple(
        _subject(grounds, initiative, remaining[initiative.id])
        for initiative in grounds.book.snapshot.initiatives
    )


def _subject(
    grounds: Grounds, initiative: Initiative, remaining: Mapping[str, Measured]
) -> Subject:
    book = grounds.book
    option = leading_option(book, initiative.id)
    streams = () if option is None else streams_of(option)
    touched = Measured(Fraction(len(streams)))
    if option is None:
        touched = Measured(None, "no option is stated")
    return Subject(
        key=SubjectKey("initiative", initiative.id),
        name=initiative.name,
        attributes=initiative_attributes(grounds, initiative),
        fields=initiative_fields(book, initiative),
        measures={
            **remaining,
            **_economics(grounds, initiative.id),
            **_records(grounds, initiative, streams),
            "streams_touched": touched,
            "calibration_age": _calibration_age(book, initiative.id),
            **_NOT_AMONG_THE_FACTS,
        },
        links=initiative_links(book, initiative, streams),
        streams=streams,
    )


def _economics(grounds: Grounds, initiative: InitiativeId) -> dict[str, Measured]:
    book, prices = grounds.book, grounds.prices
    waiting = priority(book, initiative)
    return {
        "remaining_value": remaining_value(book, initiative),
        "remaining_cost_of_delay": _or_missing(waiting.cost_of_delay_per_week),
        "remaining_duration": _or_missing(waiting.remaining_weeks),
        "value_of_examining": value_of_examining(book, initiative, prices),
        "net_value_whole": net_value_whole(book, initiative, prices),
        "net_value_staged": net_value_staged(book, initiative, prices),
        "gain_from_stopping": gain_from("stop", book, initiative, prices),
        "gain_from_redirecting": gain_from("redirect", book, initiative, prices),
        "gain_from_pausing": gain_from("pause", book, initiative, prices),
        "gain_from_tranche": gain_from_tranche(book, initiative, prices),
        "window_left": window_left(book, initiative),
        "unmet_predecessors": unmet_predecessors(book, initiative),
        "expedite_gain": expedite_gain(book, initiative),
    }


def _records(
    grounds: Grounds, initiative: Initiative, streams: Sequence[str]
) -> dict[str, Measured | History]:
    told, frame = grounds.dossiers, grounds.book.frame
    outcomes = told.outcomes.get(initiative.id, ())
    evidence = told.evidence.get(initiative.id, ())
    realised, foretold = value_history(outcomes, told)
    return {
        "value_realised": realised,
        "value_forecast": foretold,
        "relevance": relevance(initiative, grounds.themes, grounds.requirements, frame),
        "weeks_to_requirement": weeks_to_requirement(initiative, grounds.requirements, frame),
        "evidence_age": evidence_age(evidence, frame.as_of),
        "sponsor_review_age": weeks_since(initiative.sponsor_reviewed_on, frame.as_of),
        "age_in_state": _age_in_state(initiative, frame.as_of),
        "age_against_p85": _age_against_p85(grounds.book, initiative),
        "business_case_age": weeks_since(initiative.case_agreed_on, frame.as_of),
        "kill_criteria": Measured(Fraction(kill_criteria(outcomes))),
        "requirements_violated": requirements_violated(
            initiative,
            grounds.book.snapshot.requirements,
            evidence,
            streams=streams,
            as_of=frame.as_of,
        ),
        "assumptions_changed": assumptions_changed(initiative, told),
        "times_deferred": times_deferred(
            initiative, grounds.book.snapshot.charter.calendar, frame.as_of
        ),
        "outcome_reached": outcome_reached(outcomes, told),
        "verdict_overdue": verdict_overdue(outcomes, told),
    }


def _calibration_age(book: Book, initiative: InitiativeId) -> Measured:
    """Weeks since the newest case by which its forecast of value is corrected."""
    found = book.calibration.of(initiative, "value")
    if found is None or not found.used:
        return Measured(None, "no calibration corrects its forecast")
    return weeks_since(found.newest, book.frame.as_of)


def _age_in_state(initiative: Initiative, as_of: date) -> Measured:
    """Weeks since it came into its state; into intake it came when it was submitted."""
    since = initiative.state_since
    if since is None and initiative.state == "intake":
        since = initiative.submitted_on
    return weeks_since(since, as_of)


def _age_against_p85(book: Book, initiative: Initiative) -> Measured:
    """That age as a share of what 85 of 100 stays in the state took at most (F31)."""
    usual = book.snapshot.usual_stays.get(initiative.state)
    if usual is None:
        return Measured(None, f"too few have left `{initiative.state}` to say what is usual there")
    age = _age_in_state(initiative, book.frame.as_of)
    return age if age.value is None else Measured(age.value / usual)


def _or_missing(amount: Fraction | None) -> Measured:
    return Measured(None, "missing") if amount is None else Measured(amount)
