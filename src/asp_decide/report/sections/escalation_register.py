"""What a run asked of roles, with the clock of each step, and the verdicts that it knew first."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from asp_decide.report.amounts import NONE_GIVEN, money
from asp_decide.report.decision_groups import subject_words
from asp_decide.report.page import Column, Paragraph, Section, table
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.recorded import Recorded
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.sections.realised_value import VERDICTS


def escalation_section(run: RunEvidence, numbers: RecordNumbers) -> Section:
    """Escalations that are open, and those that this run found closed; none is an answer too."""
    title = "Escalations and their clock"
    found = run.acts_of("escalation")
    if not found:
        told = "No escalation is open, and none was closed in this run."
        return Section("escalations", title, (Paragraph(told, records=numbers.close),))
    columns = (
        Column("Rule", "short"),
        Column("Of"),
        Column("Open since"),
        Column("Step", "number"),
        Column("Asked of"),
        Column("Due", "short"),
        Column("Closed by"),
    )
    rows = tuple(
        (
            one["rule"],
            " ".join(one["subject"].values()),
            f"{one['since']}, run {one['since_run']}",
            str(one["step"]),
            one["role"].replace("_", " "),
            one["due"],
            (one["closed_by"] or NONE_GIVEN).replace("_", " "),
        )
        for one in found
    )
    records = ((one["n"],) for one in found)
    caption = "Escalations that are open, or were closed in this run"
    return Section("escalations", title, (table(caption, columns, rows, records),))


def open_section(recorded: Recorded | None) -> Section | None:
    """Escalations that are open, the first that is due first; None before a run is recorded."""
    if recorded is None:
        return None
    title = "Open escalations and their clock"
    if not recorded.escalations:
        told = Paragraph("No escalation is open here.", records=recorded.numbers.close)
        return Section("escalations", title, (told,))
    columns = (
        Column("Rule", "short"),
        Column("Of"),
        Column("Open since"),
        Column("Step", "number"),
        Column("Asked of"),
        Column("Due", "short"),
    )
    found = sorted(recorded.escalations, key=lambda one: (one.due, one.rule, one.subject))
    rows = tuple(
        (
            one.rule,
            subject_words(one.subject),
            f"{one.since}, run {one.since_run}",
            str(one.step),
            one.role.replace("_", " "),
            one.due,
        )
        for one in found
    )
    records = ((one.number,) for one in found)
    caption = "What is asked of which role, and until when"
    return Section("escalations", title, (table(caption, columns, rows, records),))


def verdict_section(run: RunEvidence, numbers: RecordNumbers) -> Section:
    """Verdicts on hypotheses that this run is the first to know, by whom and by which method."""
    title = "Verdicts first known in this run"
    found = run.acts_of("outcome")
    if not found:
        told = "No verdict on a hypothesis is new in this run."
        return Section("verdicts", title, (Paragraph(told, records=numbers.close),))
    columns = (
        Column("Initiative"),
        Column("Verdict"),
        Column("Realised, of foretold", "number"),
        Column("Method"),
        Column("Given by, on"),
        Column("Funded by entry", "number"),
    )
    rows = tuple(
        (
            one["initiative"],
            VERDICTS.get(one["verdict"], one["verdict"]),
            _realised(one["realised"]),
            (one["method"] or NONE_GIVEN).replace("_", " "),
            f"{one['by'].replace('_', ' ')}, {run.name(one['person'])}, {one['on']}",
            NONE_GIVEN if one["decided_in"] is None else str(one["decided_in"]),
        )
        for one in found
    )
    records = ((one["n"],) for one in found)
    caption = "Each verdict in the run that knew it first; entries count the whole log"
    return Section("verdicts", title, (table(caption, columns, rows, records),))


def _realised(realised: Mapping[str, Any] | None) -> str:
    if realised is None:
        return "not measured"
    value, foretold = (
        money(Fraction(realised[name]), realised["unit"]) for name in ("value", "foretold")
    )
    return f"{value} of {foretold}"
