"""Answers of decision points as rows: which choices remain, and which must be taken."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies, DecideClause, TableClause
from asp_decide.model.choice import Choice
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.columns import Columns, Meaning
from asp_decide.optimize.programme import BETWEEN_RULES, Origin, Row, make_row

LEAVES_IT: frozenset[str] = frozenset(
    {"register", "hold", "return", "reject", "decline", "supersede", "return_to_triage"}
)
"""Answers after which nothing is begun with an initiative in this run."""

RUNNING_KINDS: Mapping[str, str] = {
    **{word: word for word in ("continue", "redirect", "pause", "stop")},
    "fund_tranche": "tranche",
}
"""Answers about work in delivery, and the kind of choice that each names."""

FUNDED_KINDS: frozenset[str] = frozenset({"mvp", "whole", "extended"})
"""Kinds of choices that a full yes at Gate 2 allows, beside tranches."""

_ENDS_IT: frozenset[str] = frozenset({"leave", "stop"})


def answer_rows(columns: Columns) -> tuple[Row, ...]:
    """A named row for each binding answer and each blocked one, in the order of initiatives.

    An answer of advisory rules alone gives none: it is shown beside the plan.
    """
    rows: list[Row] = []
    for answer in columns.frame.answers:
        numbers = columns.by_initiative.get(InitiativeId(answer.subject.id), ())
        if answer.subject.kind == "initiative" and numbers:
            rows += _rows_of(answer, numbers, columns)
    return tuple(sorted(rows, key=lambda row: (row.origin.group, row.origin)))


def pin_rows(columns: Columns) -> tuple[Row, ...]:
    """What a person asks for: pinned initiatives go ahead, dropped ones are left or stopped.

    Where a scale is asked for, no other one is done.

    To begin behind the planning intervals is to wait, which a pin does not allow.
    """
    starts = {step.number: step.id for step in columns.grid if not step.is_tail}
    tails = {step.number for step in columns.grid if step.is_tail}
    rows: list[Row] = []
    for pin in sorted(set(columns.frame.pinned), key=str):
        terms = [
            (n, Fraction(1))
            for n in _going_ahead(columns, pin.initiative)
            if (start := columns.choices[n].start) not in tails
            and (pin.interval is None or (start is not None and starts[start] == pin.interval))
        ]
        origin = Origin("pin", "pin", pin.initiative, pin.interval or "")
        rows.append(make_row(origin, "=", Fraction(1), terms))
    for initiative in sorted(set(columns.frame.dropped)):
        ahead = _going_ahead(columns, initiative)
        rows.append(_forbid(Origin("pin", "drop", initiative), ahead))
    for initiative, option in sorted(columns.frame.scales.items()):
        numbers = columns.by_initiative.get(initiative, ())
        others = [n for n in numbers if columns.choices[n].option not in {option, "leave"}]
        rows.append(_forbid(Origin("pin", f"option {option} of", initiative), others))
    return tuple(rows)


def remaining_choices(
    choices: Sequence[Choice],
    by_initiative: Mapping[InitiativeId, tuple[int, ...]],
    answers: Iterable[Answer],
    policies: CompiledPolicies,
) -> dict[InitiativeId, frozenset[int]]:
    """What binding answers leave of the choices of each initiative of which they speak."""
    remaining: dict[InitiativeId, frozenset[int]] = {}
    for answer in answers:
        initiative = InitiativeId(answer.subject.id)
        numbers = by_initiative.get(initiative, ())
        if answer.subject.kind != "initiative" or not numbers:
            continue
        left = remaining.get(initiative, frozenset(numbers)) - blocked_numbers(
            answer, numbers, choices
        )
        said = meaning(answer, numbers, choices) if binding_rules(answer, policies) else None
        remaining[initiative] = left if said is None else left & said.allowed
    return remaining


def binding_rules(answer: Answer, policies: CompiledPolicies) -> str:
    """Who binds the plan to this answer, as the id of an origin; empty if nobody does.

    Rules that are not advisory; else the requirements that blocked another answer; else the
    point itself, where its `otherwise` or an unknown answered.
    """
    if answer.by:
        found = [rule for rule in answer.by if not _is_advisory(rule, policies)]
        return BETWEEN_RULES.join(sorted(found))
    if answer.blocked_by:
        return BETWEEN_RULES.join(sorted(answer.blocked_by))
    return f"{answer.point} {answer.why or 'otherwise'}"


def meaning(answer: Answer, numbers: Sequence[int], choices: Sequence[Choice]) -> Meaning | None:
    """Which of an initiative's choices the answer leaves; None if it leaves them all."""
    now = _starting_now(numbers, choices)
    forced = False
    match answer.point, answer.answer:
        case _, "review":
            allowed = _of_kinds(numbers, choices, {"review"})
            forced = bool(allowed)
            allowed = allowed or _of_kinds(numbers, choices, {"leave"})
        case _, word if word in LEAVES_IT:
            allowed = _of_kinds(numbers, choices, {"leave"})
        case "validation", word if word in RUNNING_KINDS:
            allowed, forced = _of_kinds(numbers, choices, {RUNNING_KINDS[word]}), True
        case "gate_1", "examine":
            allowed = _of_kinds(numbers, choices, {"discovery", "leave"})
        case "gate_2", "fund_tranche":
            allowed = _of_kinds(numbers, choices, {"tranche", "leave"})
        case "analysis", "start":
            allowed, forced = now & _of_kinds(numbers, choices, {"discovery"}), True
        case "start", "start":
            allowed, forced = now, True
        case (("analysis" | "start"), "wait"):
            allowed = frozenset(numbers) - now
        case _:
            return None
    return Meaning(allowed, forced=forced)


def blocked_numbers(
    answer: Answer, numbers: Sequence[int], choices: Sequence[Choice]
) -> frozenset[int]:
    """The choices that would carry out an answer which a requirement blocks."""
    blocked: frozenset[int] = frozenset()
    for word in answer.blocked_answers:
        match answer.point, word:
            case "gate_1", "examine":
                blocked |= _of_kinds(numbers, choices, {"discovery"})
            case "gate_2", "fund":
                blocked |= _of_kinds(numbers, choices, FUNDED_KINDS)
            case "gate_2", "fund_tranche":
                blocked |= _of_kinds(numbers, choices, {"tranche"})
            case (("analysis" | "start"), "start"):
                blocked |= _starting_now(numbers, choices)
            case "validation", word if word in RUNNING_KINDS:
                blocked |= _of_kinds(numbers, choices, {RUNNING_KINDS[word]})
            case _:
                pass
    return blocked


def _rows_of(answer: Answer, numbers: Sequence[int], columns: Columns) -> list[Row]:
    group = answer.subject.id
    binding = binding_rules(answer, columns.frame.policies)
    blockers = BETWEEN_RULES.join(sorted(answer.blocked_by))
    blocked = blocked_numbers(answer, numbers, columns.choices)
    said = meaning(answer, numbers, columns.choices) if binding else None
    rows: list[Row] = []
    if said is not None:
        allowed = said.allowed - (blocked if binding == blockers else frozenset())
        if said.forced:
            terms = [(n, Fraction(1)) for n in allowed]
            rows.append(make_row(Origin("answer", binding, group), "=", Fraction(1), terms))
        else:
            rows.append(_forbid(Origin("answer", binding, group), set(numbers) - allowed))
    if blocked and (said is None or binding != blockers):
        rows.append(_forbid(Origin("answer", blockers, group), blocked))
    return [row for row in rows if row.terms or row.sense == "="]


def _forbid(origin: Origin, numbers: Iterable[int]) -> Row:
    return make_row(origin, "<=", Fraction(0), [(n, Fraction(1)) for n in numbers])


def _going_ahead(columns: Columns, initiative: InitiativeId) -> list[int]:
    numbers = columns.by_initiative.get(initiative)
    assert numbers is not None, f"`{initiative}` is pinned or dropped but not open in this run"
    return [n for n in numbers if columns.choices[n].kind not in _ENDS_IT]


def _of_kinds(
    numbers: Iterable[int], choices: Sequence[Choice], kinds: Iterable[str]
) -> frozenset[int]:
    wanted = frozenset(kinds)
    return frozenset(n for n in numbers if choices[n].kind in wanted)


def _starting_now(numbers: Iterable[int], choices: Sequence[Choice]) -> frozenset[int]:
    return frozenset(n for n in numbers if choices[n].begins_work and choices[n].start == 0)


def _is_advisory(rule: str, policies: CompiledPolicies) -> bool:
    clause = policies.clause(rule)
    return isinstance(clause, DecideClause | TableClause) and clause.enforce == "advisory"
