"""Words about an initiative, what is known of it, and where its links lead."""

from collections.abc import Mapping, Sequence

from asp_decide.model.initiative import DeadlineProfile, Initiative
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.evidence import best_grade
from asp_decide.portfolio.grounds import Grounds
from asp_decide.portfolio.kill_criteria import tripped_kill
from asp_decide.portfolio.work import unknown_amounts

_TO_FUND = frozenset({"tranche", "mvp", "whole", "extended", "continue"})
_FIRST_SLICES = frozenset({"tranche", "mvp"})


def initiative_attributes(grounds: Grounds, initiative: Initiative) -> Mapping[str, str | None]:
    """One word each, None where it is missing."""
    told, profile = grounds.dossiers, initiative.profile
    return {
        "state": initiative.state,
        "kind": initiative.kind,
        "horizon": initiative.horizon,
        "category": initiative.category,
        "urgency": initiative.urgency,
        "deadline_is": profile.deadline_is if isinstance(profile, DeadlineProfile) else None,
        "expedite": "yes" if initiative.expedite else "no",
        "evidence_grade": best_grade(told.evidence.get(initiative.id, ())),
        "tripped_kill": tripped_kill(told.outcomes.get(initiative.id, ()), told),
    }


def initiative_fields(book: Book, initiative: Initiative) -> Mapping[str, bool]:
    """Whether each thing that a gate may ask for is known."""
    options = book.options.get(initiative.id, ())
    return {
        "lead": bool(initiative.lead),
        "value_hypothesis": bool(initiative.value_hypothesis),
        "benefit_model": initiative.profile is not None,
        "effort_and_outlay": any(
            option.kind in _TO_FUND and not unknown_amounts(option) for option in options
        ),
        "probability_of_success": initiative.probability_of_success is not None,
        "assumption_ids": bool(initiative.assumption_ids),
        "first_slice": any(option.kind in _FIRST_SLICES for option in options),
        "operability": bool(initiative.operability),
        "review_on": initiative.review_on is not None,
        "theme_ids": bool(initiative.theme_ids),
        "requirement_ids": bool(initiative.requirement_ids),
    }


def initiative_links(
    book: Book, initiative: Initiative, streams: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """Ids of everything it is linked with, sorted, each once."""
    before = [link.from_id for link in book.predecessors.get(initiative.id, ())]
    after = [link.to_id for link in book.successors.get(initiative.id, ())]
    return {
        "requirement": _sorted(initiative.requirement_ids),
        "theme": _sorted(initiative.theme_ids),
        "signal": _sorted(initiative.signal_ids),
        "value_stream": _sorted(streams),
        "predecessor": _sorted(before),
        "successor": _sorted(after),
    }


def _sorted(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
