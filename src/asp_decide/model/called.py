"""What people call the names that policies use."""

import re

_CALLED = {
    "affects_assumptions": "assumptions it touches",
    "affects_initiatives": "initiatives it touches",
    "affects_themes": "themes it touches",
    "age_against_p85": "age against what 85 of 100 take",
    "age_in_state": "time in its state",
    "age_of_oldest": "age of the oldest",
    "assumption_ids": "assumptions it rests on",
    "assumptions_changed": "assumptions that changed",
    "burn_variance": "spending beyond funding",
    "business_case_age": "age of its business case",
    "calibration_age": "age of its calibration",
    "capacity_age": "age of the capacity figure",
    "change_fail_excess": "failing changes beyond its own band",
    "change_fail_rate": "share of changes that fail",
    "deadline_is": "kind of its deadline",
    "effort_and_outlay": "effort, duration and outlay",
    "evidence_age": "age of its evidence",
    "features_in_state": "features in that state",
    "flow_time_p85": "flow time of 85 of 100",
    "gain_from_tranche": "gain from one more tranche",
    "holds_continuously": "obligation without an end",
    "initiative_id": "initiative it belongs to",
    "is_ready": "definition of ready",
    "linked_effort": "effort of all linked parts",
    "linked_outlay": "outlay of all linked parts",
    "load_p85": "load of what is met in 85 of 100 intervals",
    "moved_share": "share of capacity that is moved",
    "net_value_staged": "net value in stages",
    "net_value_whole": "net value as a whole",
    "outcome_reached": "share of its target reached",
    "realisation": "share realised of what was foretold",
    "rebalance_gain": "gain from moving a team",
    "reorder_gain": "gain from another order",
    "requirement_ids": "requirements it serves",
    "requirement_slack": "time to spare before its requirement",
    "requirements_violated": "requirements it violates",
    "review_on": "day of its next review",
    "rework_excess": "rework beyond its own band",
    "size_against_interval": "size against one interval",
    "sponsor_review_age": "time since its sponsor looked at evidence",
    "stopped_share": "share of running work that is stopped",
    "streams_touched": "value streams it needs",
    "theme_ids": "themes it serves",
    "times_deferred": "runs that left it waiting",
    "tripped_kill": "answer of a tripped kill criterion",
    "unknown_share": "share that ends in review for want of data",
    "unmet_predecessors": "predecessors not yet done",
    "verdict_overdue": "time since its verdict was due",
    "weeks_to_effect": "time until it takes hold",
    "weeks_to_end": "time until it lapses",
    "weeks_to_force": "time until it is law",
    "weeks_to_requirement": "time until its requirement",
    "window_left": "time left to earn anything",
}
"""Names that do not say by themselves what they stand for, once their words stand apart."""

_OF_EACH = {
    "assumptions_changed": ("has changed", "have changed"),
    "requirements_violated": ("is violated", "are violated"),
    "unmet_predecessors": ("is not yet done", "are not yet done"),
}
"""What is so of one thing, and of several, that a measure counts."""

_SHORT = re.compile(r"\b(cd3|id|mvp|p\d\d)\b")


def called(name: str) -> str:
    """What people call an attribute, a field, a measure or a conclusion.

    >>> called("unmet_predecessors"), called("remaining_cd3"), called("demonstrated_capacity")
    ('predecessors not yet done', 'remaining CD3', 'demonstrated capacity')
    """
    apart = name.replace("_", " ")
    return _CALLED.get(name) or _SHORT.sub(lambda word: word[0].upper(), apart)


def named(id_: str, name: str) -> str:
    """A thing by its id and its name; by its id alone where it has no name of its own.

    >>> named("INI-07", "Card data out of our systems"), named("INI-1", "INI-1")
    ('INI-07 Card data out of our systems', 'INI-1')
    """
    return id_ if name in {"", id_} else f"{id_} {name}"


def so_of_each(name: str, *, several: bool) -> str | None:
    """What is so of each thing that a measure counts; None of one that counts nothing by name."""
    found = _OF_EACH.get(name)
    return None if found is None else found[several]
