"""What only a plan has: its load, its dates, and how much it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from asp_decide.model.choice import Choice, ChoiceSet, Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import PORTFOLIO, History, Measured, SubjectKey, Subjects
from asp_decide.portfolio.grid import time_grid
from asp_decide.portfolio.supply import capacity_met_in_85

_NOTHING = Fraction(0)


def measure_plan(
    subjects: Subjects,
    *,
    snapshot: Snapshot,
    choice_set: ChoiceSet,
    taken: tuple[Choice, ...],
    reviewed_for_want_of_facts: int,
) -> Subjects:
    """The same subjects with the measures of a plan, in which each initiative takes one choice.

    Load, demand, moved share and outlay are those of the first interval.
    `reviewed_for_want_of_facts` is the number of open initiatives that end in review because a
    fact is missing.
    """
    planned: dict[SubjectKey, Mapping[str, Measured]] = {
        SubjectKey("portfolio", PORTFOLIO): {
            "stopped_share": stopped_share(choice_set, taken),
            "moved_share": moved_share(choice_set, taken),
            "unknown_share": _share(
                Fraction(reviewed_for_want_of_facts), Fraction(len(choice_set.best_value))
            ),
            "planned_outlay": Measured(sum((c.outlay.get(0, _NOTHING) for c in taken), _NOTHING)),
        }
    }
    planned |= _slacks(subjects, choice_set, taken)
    planned |= _loads(subjects, snapshot, choice_set, taken)
    demands = {choice.initiative: first_demand(choice) for choice in taken}
    return {
        key: replace(
            subject,
            measures={**subject.measures, **planned.get(key, {}), **_demand(key, demands)},
        )
        for key, subject in subjects.items()
    }


def first_demand(choice: Choice) -> Fraction:
    """Delivery capacity that a choice takes in the first interval, in all value streams."""
    return sum(_first_use(choice).values(), _NOTHING)


def _demand(key: SubjectKey, demands: Mapping[InitiativeId, Fraction]) -> dict[str, Measured]:
    """What an initiative takes in the first interval; nothing where the plan does not take it."""
    if key.kind != "initiative":
        return {}
    return {"demand": Measured(demands.get(InitiativeId(key.id), _NOTHING))}


def stopped_share(choice_set: ChoiceSet, taken: Sequence[Choice]) -> Measured:
    """Initiatives that the plan stops, of those in delivery; 0 where nothing is in delivery."""
    running = len(choice_set.running)
    stopped = sum(1 for c in taken if c.kind == "stop" and c.initiative in choice_set.running)
    return Measured(Fraction(stopped, running) if running else _NOTHING)


def moved_share(choice_set: ChoiceSet, taken: Sequence[Choice]) -> Measured:
    """How much of the delivery capacity that is in use today the plan takes from its use.

    Today's use is what each initiative in delivery holds of each stream in the first interval if
    it goes on (what a review of it would hold); the plan takes away the part of it that the same
    initiative does not use there any more. New work on free capacity moves nothing. It is the sum
    of what is taken over the sum of today's use; 0 where nothing is in use.
    """
    uses = {c.initiative: _first_use(c) for c in taken if c.initiative in choice_set.running}
    in_use = moved = _NOTHING
    for choice in choice_set.choices:
        if choice.kind != "review":
            continue
        later = uses.get(choice.initiative, {})
        for pool, today in _first_use(choice).items():
            in_use += today
            moved += max(_NOTHING, today - later.get(pool, _NOTHING))
    return Measured(moved / in_use if in_use else _NOTHING)


def _first_use(choice: Choice) -> dict[Pool, Fraction]:
    """Delivery capacity of whole streams that a choice uses in the first interval."""
    return {
        pool: amount
        for (pool, step), amount in choice.demand.items()
        if step == 0 and pool.function == "delivery" and not pool.skill
    }


def _slacks(
    subjects: Subjects, choice_set: ChoiceSet, taken: Sequence[Choice]
) -> dict[SubjectKey, Mapping[str, Measured]]:
    """Weeks between the day on which the plan has an initiative done and its requirement's date."""
    done = {
        choice.initiative: choice_set.grid[choice.finish].ends
        for choice in taken
        if choice.delivers and choice.finish is not None
    }
    finishes = {SubjectKey("initiative", initiative): weeks for initiative, weeks in done.items()}
    slacks: dict[SubjectKey, Mapping[str, Measured]] = {}
    for key, subject in subjects.items():
        if key.kind != "initiative":
            continue
        due = _amount(subject.measures["weeks_to_requirement"])
        if due.value is None:
            slacks[key] = {"requirement_slack": due}
        elif key not in finishes:
            slacks[key] = {"requirement_slack": Measured(None, "the plan does not have it done")}
        else:
            slacks[key] = {"requirement_slack": Measured(due.value - finishes[key])}
    return slacks


def _loads(
    subjects: Subjects, snapshot: Snapshot, choice_set: ChoiceSet, taken: Sequence[Choice]
) -> dict[SubjectKey, Mapping[str, Measured]]:
    planned: dict[Pool, Fraction] = {}
    for choice in taken:
        for pool, amount in _first_use(choice).items():
            planned[pool] = planned.get(pool, _NOTHING) + amount
    met = capacity_met_in_85(snapshot, time_grid(snapshot.charter, snapshot.as_of))
    loads: dict[SubjectKey, Mapping[str, Measured]] = {}
    for key in subjects:
        if key.kind == "value_stream":
            pool = Pool(ValueStreamId(key.id))
            used = planned.get(pool, _NOTHING)
            loads[key] = {
                "load": _share(used, choice_set.capacity.get((pool, 0))),
                "load_p85": _share(used, met.get((pool, 0))),
            }
    return loads


def _share(part: Fraction, whole: Fraction | None) -> Measured:
    if whole is None:
        return Measured(None, "missing")
    return Measured(part / whole) if whole else Measured(None, "divided by zero")


def _amount(measure: Measured | History) -> Measured:
    assert isinstance(measure, Measured), "a date has no history"
    return measure
