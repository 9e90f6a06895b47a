"""How firm the answers of a plan are: in how many worlds they stay best, and what may turn them."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from asp_decide.model.firmness import Firm, Firmness, Hold, Turn
from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import (
    NONE_GIVEN,
    counted,
    figures,
    money,
    money_between,
    percent,
)
from asp_decide.report.decision_groups import initiative_name
from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers

_ORDER = ("contested", "not resolved", "core", "out", None)
_VARIES = "benefit, chance of success, effort, duration, outlay and capacity"


def firmness_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """What the plan says of other worlds; None where it says nothing of them.

    The doubtful answers come first, then those that least would turn.
    """
    told = plan.firmness
    if told is None or not told.initiatives:
        return None
    blocks = tuple(_blocks(plan, told, numbers))
    return Section("firmness", "How firm the answers are", blocks)


def _blocks(plan: Plan, told: Firmness, numbers: RecordNumbers) -> Iterator[Block]:
    yield Paragraph(worlds_told(told, plan.run.currency), records=numbers.manifest)
    asked = any(one.asked_alone for one in told.initiatives)
    how = f"{_HOW_TO_READ} {_HOW_ASKED}" if asked else _HOW_TO_READ
    yield Paragraph(how, records=numbers.manifest)
    firm = sorted(told.initiatives, key=_doubtful)
    open_ = [one for one in firm if _may_be_otherwise(one)]
    if open_:
        yield _answers(plan, open_, numbers)
    settled = [one.initiative for one in firm if not _may_be_otherwise(one)]
    if settled:
        where = "in every world, and nothing turns them" if told.worlds else "whatever they bring"
        sentence = f"These answers are the best {where}: {', '.join(settled)}."
        yield Paragraph(sentence, records=numbers.manifest)
    if told.assumptions:
        yield _assumptions(plan, told, numbers)


def _answers(plan: Plan, firm: Sequence[Firm], numbers: RecordNumbers) -> Block:
    decisions = _known(plan)
    columns = (
        Column("Initiative"),
        Column("Decided"),
        Column("It is"),
        Column("Best in", "number"),
        Column(f"Otherwise loses at least, {plan.run.currency}", "number"),
        Column("May turn", "reason"),
    )
    rows = tuple(
        (
            initiative_name(decisions[one.initiative]),
            decisions[one.initiative].decision.replace("_", " "),
            one.hold or NONE_GIVEN,
            best_in(one),
            NONE_GIVEN if one.loses is None else figures(Fraction(one.loses), "down"),
            may_turn(one) or NONE_GIVEN,
        )
        for one in firm
    )
    behind = (numbers.decision(decisions[one.initiative]) or numbers.manifest for one in firm)
    return table("How firm each answer is, the doubtful first", columns, rows, tuple(behind))


def _known(plan: Plan) -> Mapping[str, Decision]:
    return {one.initiative: one for one in plan.decisions}


def _may_be_otherwise(one: Firm) -> bool:
    return one.loses is not None or (one.best_in is not None and Fraction(one.best_in[0]) < 1)


_HOW_TO_READ = (
    "Core is worked on in at least 95 of 100 worlds, out in at most 5, contested in between. What "
    "deciding otherwise loses is proven from the plan, and so is what stands above or below a "
    "number in the last column: up to there, everything else being as it is and the rules "
    "answering as they do, no other answer is better."
)
_HOW_ASKED = (
    "Where an answer is not the best one in every world, each number was changed by itself within "
    "its range and the plan relaxed: about the number told, the best answer becomes another."
)


HOLDS: Mapping[Hold, str] = {
    "core": "worked on in at least 95 of 100 drawn worlds",
    "contested": "worked on in some of the drawn worlds, and left in others",
    "out": "worked on in at most 5 of 100 drawn worlds",
    "not resolved": "relaxed, drawn worlds work on parts of it, and which it would be is not known",
}
"""What each of the words says."""

_ARTICLE = {"effort": "an", "outlay": "an"}


def worlds_told(told: Firmness, currency: str) -> str:
    """What was drawn and what became of the plan as a whole, in sentences."""
    if not told.worlds:
        return "No other worlds were drawn for this plan; `asp-decide plan --worlds 20` draws them."
    held = _held(told.held)
    drawn = (
        f"{counted(told.worlds, 'worlds')} were drawn (seed {told.seed}) in which {_VARIES} come "
        f"out as differently as the facts leave open{held}, together where they rest on one "
        "assumption."
    )
    fits = f"In {told.fitting} of them some plan keeps every rule; this one fits as it is in "
    fits += f"{told.kept}."
    if told.captured is None:
        return f"{drawn} {fits}"
    low, high = map(Fraction, told.captured)
    between = money_between(low, high, currency)
    return f"{drawn} {fits} With work put off where it does not fit, 8 of 10 capture {between}."


def best_in(one: Firm) -> str:
    """In what part of the worlds the answer of the plan is the best one, for people."""
    if one.best_in is None:
        return NONE_GIVEN
    low, high = map(Fraction, one.best_in)
    if low == high:
        return percent(low)
    return f"{percent(low, 'down')} to {percent(high, 'up')}"


def may_turn(one: Firm) -> str:
    """The numbers that turn the answer, each by itself: those found first, then those proven."""
    found, proven = _found(one), ", or ".join(_proven(one))
    if found:
        return ", or ".join(filter(None, (*found, proven)))
    if not one.asked_alone:
        return proven
    alone = "no number by itself within its range"
    return f"{alone}; {proven}" if proven else alone


def firmness_lines(one: Firm, currency: str) -> Iterator[str]:
    """The same of one answer in sentences."""
    if one.hold is not None:
        yield f"{one.hold}: {HOLDS[one.hold]}"
        yield f"its answer, `{one.answer}`, is the best one in {best_in(one)} of the drawn worlds"
    if one.loses is not None:
        loses = money(Fraction(one.loses), currency, "down")
        yield f"every plan that decides otherwise about it loses at least {loses} more"
    found, proven = _found(one), _proven(one)
    if found:
        yield f"by itself each of these turns it, found by relaxing the plan: {', or '.join(found)}"
    elif one.asked_alone:
        yield "no one number turns it within its range; several together do"
    if proven:
        turns = ", or ".join(proven)
        yield f"by its benefit or its chance alone, only this may turn it: {turns}"


def _found(one: Firm) -> list[str]:
    """About where a number by itself makes the best answer another one, and which."""
    return [_about(turn) for turn in one.turns if turn.by == "relaxation"]


def _about(turn: Turn) -> str:
    of = f" of {turn.of}" if turn.of else ""
    to = f" (then `{turn.to}`)" if turn.to else ""
    return f"{_ARTICLE.get(turn.aspect, 'a')} {turn.aspect}{of} at about {_amount(turn)}{to}"


def _proven(one: Firm) -> list[str]:
    """Up to where a number by itself leaves the answer the best one."""
    return [_up_to(turn) for turn in one.turns if turn.by == "proof"]


def _up_to(turn: Turn) -> str:
    word = "above" if Fraction(turn.beyond) >= Fraction(turn.now) else "below"
    return f"{_ARTICLE.get(turn.aspect, 'a')} {turn.aspect} {word} {_amount(turn)}"


def _amount(turn: Turn) -> str:
    now, beyond = Fraction(turn.now), Fraction(turn.beyond)
    if turn.aspect == "chance" and now != 1:
        return f"{percent(beyond)} instead of {percent(now)}"
    return f"{percent(beyond)} of what is {'there' if turn.aspect == 'capacity' else 'stated'}"


def _held(held: Mapping[str, int]) -> str:
    parts = ", ".join(f"{aspect} of {count}" for aspect, count in sorted(held.items()))
    return f" (without a range, and so held: {parts})" if parts else ""


def _doubtful(one: Firm) -> tuple[int, Fraction, Fraction, str]:
    best = Fraction(one.best_in[1]) if one.best_in else Fraction(0)
    return _ORDER.index(one.hold), best, Fraction(one.loses or 0), one.initiative


def _assumptions(plan: Plan, told: Firmness, numbers: RecordNumbers) -> Block:
    captured = Fraction(plan.objective.value_captured)
    columns = (
        Column("Assumption"),
        Column("Rests on it", "reason"),
        Column(f"Captured less if it fails, {plan.run.currency}", "number"),
        Column("Of what the plan captures", "number"),
    )
    rows = tuple(
        (
            one.id,
            ", ".join(one.holders) or NONE_GIVEN,
            figures(Fraction(one.captured_less)),
            percent(Fraction(one.captured_less) / captured) if captured > 0 else NONE_GIVEN,
        )
        for one in told.assumptions
    )
    caption = "What fails together: all that rests on an assumption is refuted at once"
    return table(caption, columns, rows, tuple(numbers.manifest for _ in rows))
