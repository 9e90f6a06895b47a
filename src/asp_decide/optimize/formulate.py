"""Choices, facts, answers and limits to one programme, every row under the name of its origin."""

from collections.abc import Sequence
from dataclasses import replace

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.enforcement import enforced_by
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.answer_rows import answer_rows, pin_rows, remaining_choices
from asp_decide.optimize.columns import Columns, Frame, demands_of, going_on, total
from asp_decide.optimize.fact_rows import budget_rows, capacity_rows
from asp_decide.optimize.limit_rows import limit_rows
from asp_decide.optimize.link_rows import link_rows
from asp_decide.optimize.programme import Programme, Row, make_programme


def formulate(choice_set: ChoiceSet, frame: Frame) -> Programme:
    """The programme of a run, its rows sorted by origin and its choices as the choice set has them.

    Rules that filter choices (an answer, a date, a largest bet) are rows too: a conflict can
    then name them and a price can take them away. Advisory limits, and those suspended for their
    group, are `watched`: measured in the plan, never binding it.
    """
    columns = _columns(choice_set, frame)
    binding, watched = _rows_of_limits(columns, frame)
    rows: list[Row] = [
        *capacity_rows(columns),
        *budget_rows(columns),
        *link_rows(columns),
        *answer_rows(columns),
        *pin_rows(columns),
        *binding,
    ]
    return make_programme(
        columns.choices,
        [_with_right(row, frame) for row in sorted(rows, key=lambda row: row.origin)],
        worth=total(choice_set.best_value[i] for i in sorted(columns.by_initiative)),
        grid=choice_set.grid,
        watched=sorted(watched, key=lambda row: row.origin),
    )


def _rows_of_limits(columns: Columns, frame: Frame) -> tuple[list[Row], list[Row]]:
    """The rows of limits that bind, and those that are only measured."""
    binding: list[Row] = []
    watched: list[Row] = []
    for clause in frame.policies.clauses:
        for row in limit_rows(columns, clause) if isinstance(clause, LimitClause) else ():
            assert isinstance(clause, LimitClause), "only limits have such rows"
            assert row.reading is not None, "the row of a limit can be read by people"
            by = frame.suspends(clause, row.reading.group)
            if by:
                watched.append(replace(row, reading=replace(row.reading, set_by=by)))
            else:
                (watched if clause.enforce == "advisory" else binding).append(row)
    return binding, watched


def formulate_limit(choice_set: ChoiceSet, frame: Frame, rule: str) -> Programme:
    """The programme with the rows of one limit alone; they are those of the whole programme."""
    columns = _columns(choice_set, frame)
    alone = [clause for clause in frame.policies.clauses if clause.heading.rule == rule]
    only = replace(frame, policies=replace(frame.policies, clauses=tuple(alone)))
    binding, watched = _rows_of_limits(columns, only)
    worth = total(choice_set.best_value[i] for i in sorted(columns.by_initiative))
    in_order = sorted(binding, key=lambda row: row.origin)
    return make_programme(
        columns.choices, in_order, worth=worth, grid=choice_set.grid, watched=watched
    )


def formulate_capacity(choice_set: ChoiceSet) -> Programme:
    """The programme before any rule: capacity, budget, and one choice of each initiative."""
    no_rules = CompiledPolicies(clauses=(), points={}, digest="")
    columns = _columns(choice_set, Frame(policies=no_rules, answers=(), subjects={}))
    rows = sorted((*capacity_rows(columns), *budget_rows(columns)), key=lambda row: row.origin)
    worth = total(choice_set.best_value[i] for i in sorted(columns.by_initiative))
    return make_programme(columns.choices, rows, worth=worth, grid=choice_set.grid)


def _with_right(row: Row, frame: Frame) -> Row:
    """The row, saying whether a role may suspend a rule behind it."""
    clauses = (frame.policies.clause(rule) for rule in row.origin.rules)
    enforced = {enforced_by(clause) for clause in clauses if clause is not None}
    return replace(row, overridable=True) if "overridable" in enforced else row


def _columns(choice_set: ChoiceSet, frame: Frame) -> Columns:
    kept = _without_idle_reviews(choice_set.choices, frame)
    by_initiative = _numbers_by_initiative(kept)
    ruled = remaining_choices(kept, by_initiative, frame.answers, frame.policies)
    held = {
        number
        for initiative, numbers in by_initiative.items()
        for number in numbers
        if kept[number].kind == "review"
        and ruled.get(initiative, frozenset(numbers)) == frozenset({number})
    }
    columns = Columns(kept, by_initiative, choice_set, frame, ruled, frozenset(held))
    return replace(columns, going_on=going_on(columns), demands=demands_of(kept))


def _without_idle_reviews(choices: Sequence[Choice], frame: Frame) -> tuple[Choice, ...]:
    """Review is nothing to choose: it is there by an answer, or where going on is not known.

    Without the last, work of which only the stop is known would be stopped for want of facts.
    """
    by_initiative = _numbers_by_initiative(choices)
    ruled = remaining_choices(choices, by_initiative, frame.answers, frame.policies)
    idle = {
        number
        for initiative, numbers in by_initiative.items()
        for number in numbers
        if choices[number].kind == "review"
        and any(choices[n].kind == "continue" for n in numbers)
        and ruled.get(initiative) != frozenset({number})
    }
    return tuple(choice for number, choice in enumerate(choices) if number not in idle)


def _numbers_by_initiative(
    choices: Sequence[Choice],
) -> dict[InitiativeId, tuple[int, ...]]:
    numbers: dict[InitiativeId, list[int]] = {}
    for number, choice in enumerate(choices):
        numbers.setdefault(choice.initiative, []).append(number)
    return {initiative: tuple(found) for initiative, found in sorted(numbers.items())}
