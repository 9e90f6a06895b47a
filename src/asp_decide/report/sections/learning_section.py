"""How fast the organization learns, and what its forecasts are therefore taken for."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from asp_decide.learn.correction_words import correction_sentences
from asp_decide.learn.latency import Latency
from asp_decide.learn.lessons import ALL_STREAMS, latencies
from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, number
from asp_decide.report.page import Block, Column, Paragraph, Section, Sentences, Table, table
from asp_decide.report.record_numbers import RecordNumbers, together
from asp_decide.report.stated_facts import StatedFacts


def learning_section(
    facts: StatedFacts | None, plan: Plan, numbers: RecordNumbers
) -> Section | None:
    """What is corrected by past work, and how long a verdict takes to reach a decision.

    None where nothing has been judged. A verdict that this run knew first was used on its day.
    """
    if facts is None or not (facts.lessons or plan.calibration):
        return None
    blocks = tuple(_blocks(facts, plan, numbers))
    return Section("learning", "How fast we learn, and what forecasts are taken for", blocks)


def _blocks(facts: StatedFacts, plan: Plan, numbers: RecordNumbers) -> Iterator[Block]:
    """How fast it is first: of several sentences a paper has room for the first ones."""
    told, latency_table = _latency(facts, plan, numbers) if facts.lessons else (None, None)
    if told is not None:
        yield told
    sentences = tuple(
        f"{one[0].upper()}{one[1:]}." for one in correction_sentences(plan.calibration)
    )
    if sentences:
        yield Sentences(sentences, numbers.find("calibration") or numbers.manifest)
    if latency_table is not None:
        yield latency_table


def _latency(facts: StatedFacts, plan: Plan, numbers: RecordNumbers) -> tuple[Paragraph, Table]:
    new = {
        one.initiative: rests_on
        for one in facts.lessons
        if (rests_on := numbers.about(f"initiative {one.initiative}", "outcome"))
    }
    used_on = dict.fromkeys(new, date.fromisoformat(plan.run.as_of))
    found = latencies(facts.lessons, used_on=used_on, changes=facts.changes)
    behind = together(numbers.manifest, *new.values())
    columns = (
        Column("Value stream"),
        Column("Verdicts", "number"),
        Column("Release to verdict, weeks", "number"),
        Column("Verdict to this decision, weeks", "number"),
        Column("Between broken assumptions, weeks", "number"),
        Column("Learning over change", "number"),
    )
    rows = tuple(_row(name, one) for name, one in found.items())
    caption = "How long learning takes: medians over the verdicts that are known"
    told = Paragraph(_told(found), records=behind)
    return told, table(caption, columns, rows, tuple(behind for _ in rows))


def _told(found: Mapping[str, Latency]) -> str:
    one = found[ALL_STREAMS]
    verdicts = counted(one.verdicts, "hypotheses have been judged")
    if one.verdicts == 1:
        verdicts = "One hypothesis has been judged"
    if one.loop_ratio is None:
        return (
            f"{verdicts}. Whether learning outpaces change cannot be said yet: it takes a release, "
            "a verdict, a decision that is the first to know it, and assumptions that break."
        )
    word = "faster" if one.loop_ratio < 1 else "no faster"
    return (
        f"{verdicts}. From a release to the decision that knew its verdict it took "
        f"{number(one.total or Fraction(0))} weeks, {word} than assumptions break: "
        f"{number(one.loop_ratio, 2)} times what lies between two of them{_by_stream(found)}."
    )


def _by_stream(found: Mapping[str, Latency]) -> str:
    """The value streams that learn fastest and slowest against change; nothing for a single one."""
    ratios = sorted(
        (one.loop_ratio, name)
        for name, one in found.items()
        if name != ALL_STREAMS and one.loop_ratio is not None
    )
    if len(ratios) < 2:
        return ""
    (least, first), (most, last) = ratios[0], ratios[-1]
    return f", from {number(least, 2)} in {first} to {number(most, 2)} in {last}"


def _row(name: str, one: Latency) -> tuple[str, ...]:
    return (
        "All together" if name == ALL_STREAMS else name,
        str(one.verdicts),
        *(_weeks(weeks) for weeks in (one.to_verdict, one.to_use, one.between_changes)),
        NONE_GIVEN if one.loop_ratio is None else number(one.loop_ratio, 2),
    )


def _weeks(weeks: Fraction | None) -> str:
    return NONE_GIVEN if weeks is None else number(weeks)
