"""From which rows of the facts each name of the portfolio catalogue is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from asp_decide.model.subject import SubjectKind


@dataclass(frozen=True, slots=True)
class Reads:
    """Tables whose rows a value may rest on, by how the rows belong to the subject.

    `own`: rows about the subject itself. `linked`: about those that stand before or after it, up to
    the second link. `named`: about themes and requirements that it names. `others`: rows about
    anybody, of which there may be many. `files`: other files of the run. The charter, the
    day, and what was learnt of judged forecasts may be behind everything, and are in none of them.
    """

    own: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def reads_of(kind: SubjectKind, name: str) -> Reads:
    """What a name rests on; a name without an entry of its own on the row of its subject."""
    own = _OWN_TABLE.get(kind)
    return _READS.get((kind, name), Reads() if own is None else Reads(own=(own,)))


PLAN, CERTIFICATE = "plan.json", "certificate.json"

_OWN_TABLE: Mapping[SubjectKind, str] = {
    "initiative": "initiatives",
    "value_stream": "value_streams",
    "signal": "signals",
    "requirement": "requirements",
    "theme": "themes",
}

# Evidence moves what is believed of work and worth before anything reads them.
_WORK = ("initiatives", "options", "evidence")
# An enabler is worth what it lets begin, as far as nothing else holds that back.
_WORTH = (*_WORK, "dependencies")
_OUTCOMES = Reads(own=("outcomes",))
_OPTIONS = Reads(own=("options",))
_OF_THE_WORK = Reads(own=_WORK)
_WITH_ITS_GROUP = Reads(own=_WORK, others=_WORK)
_VALUED = Reads(own=_WORTH, linked=_WORTH)
# Capacity that is known and has no price is not scarce, and free.
_AT_A_PRICE = Reads(own=_WORTH, linked=_WORTH, others=("capacity",), files=(CERTIFICATE,))
_RELEVANT = Reads(own=("initiatives",), named=("themes", "requirements"))
_DUE = Reads(own=("initiatives",), named=("requirements",))
_LINKS = Reads(own=("dependencies",))
_PLANNED = Reads(files=(PLAN,))
_NOT_YET = Reads()
"""What no table states yet, so that nobody knows it."""

_OF_INITIATIVES: Mapping[str, Reads] = {
    "evidence_grade": Reads(own=("evidence",)),
    "tripped_kill": _OUTCOMES,
    "effort_and_outlay": _OPTIONS,
    "first_slice": _OPTIONS,
    "predecessor": _LINKS,
    "successor": _LINKS,
    "value_stream": _OF_THE_WORK,
    "value_realised": _OUTCOMES,
    "value_forecast": _OUTCOMES,
    "outcome_reached": _OUTCOMES,
    "verdict_overdue": _OUTCOMES,
    "kill_criteria": _OUTCOMES,
    "remaining_value": _VALUED,
    "remaining_outlay": _OF_THE_WORK,
    "linked_outlay": _WITH_ITS_GROUP,
    "remaining_effort": _OF_THE_WORK,
    "linked_effort": _WITH_ITS_GROUP,
    "remaining_cost_of_delay": _VALUED,
    "remaining_duration": _OF_THE_WORK,
    "demand": Reads(own=_WORK, files=(PLAN,)),
    "relevance": _RELEVANT,
    "value_of_examining": _AT_A_PRICE,
    "net_value_whole": _AT_A_PRICE,
    "net_value_staged": _AT_A_PRICE,
    "gain_from_stopping": _AT_A_PRICE,
    "gain_from_redirecting": _AT_A_PRICE,
    "gain_from_pausing": _AT_A_PRICE,
    "gain_from_tranche": _AT_A_PRICE,
    "evidence_age": Reads(own=("evidence",)),
    "calibration_age": Reads(own=("initiatives",), others=("initiatives", "outcomes")),
    "requirements_violated": Reads(own=_WORK, others=("requirements",)),
    "assumptions_changed": Reads(own=("initiatives",), others=("evidence", "signals")),
    "window_left": _VALUED,
    "weeks_to_requirement": _DUE,
    "requirement_slack": Reads(own=("initiatives",), named=("requirements",), files=(PLAN,)),
    "age_against_p85": Reads(own=("initiatives",)),
    "streams_touched": _OF_THE_WORK,
    "free_slots": Reads(own=_WORK, others=_WORK),
    "unmet_predecessors": Reads(own=("dependencies",), linked=("initiatives",)),
    "expedite_gain": Reads(own=_WORTH, others=_WORTH),
}

_OF_STREAMS: Mapping[str, Reads] = {
    "demonstrated_capacity": Reads(own=("capacity", "value_streams")),
    "capacity_age": Reads(own=("capacity",)),
    "load": Reads(own=("capacity", "value_streams"), files=(PLAN,)),
    "load_p85": Reads(own=("capacity", "value_streams"), files=(PLAN,)),
    "run_rate_change": Reads(own=("value_streams", "capacity")),
    "burn_variance": Reads(own=("capacity",)),
    "queue_cost": Reads(others=_WORTH),
    "capacity_price": Reads(own=("capacity",), files=(CERTIFICATE,)),
    "rebalance_gain": Reads(
        own=("value_streams", "capacity"),
        others=("value_streams", "capacity"),
        files=(CERTIFICATE,),
    ),
    "reorder_gain": _NOT_YET,
    "realisation": Reads(others=(*_WORK, "outcomes")),
}

_OF_THE_PORTFOLIO = ("stopped_share", "moved_share", "unknown_share", "planned_outlay")

_READS: Mapping[tuple[SubjectKind, str], Reads] = {
    **{("initiative", name): reads for name, reads in _OF_INITIATIVES.items()},
    **{("value_stream", name): reads for name, reads in _OF_STREAMS.items()},
    **{("portfolio", name): _PLANNED for name in _OF_THE_PORTFOLIO},
}
