"""Rule by subject: where each rule acted, where it did not, and where it could not tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from asp_decide.report.amounts import NONE_GIVEN, counted
from asp_decide.report.decision_groups import subject_words
from asp_decide.report.page import Block, Column, Paragraph, Row, RowGroup, Section, Table, table
from asp_decide.report.record_numbers import RecordNumbers, Records
from asp_decide.report.run_evidence import RuleResult, RunEvidence, Told

_COLUMNS: tuple[Told, ...] = ("acted", "did not act", "does not apply", "unknown")

_SIGNS: Mapping[str, str] = {"unmet": " ✕", "broken": " ▲"}
"""What stands behind a subject where acting means that something is lacking or too much."""


def matrix_section(run: RunEvidence, numbers: RecordNumbers) -> Section:
    """Every rule with each of its subjects once, under what came of it, with its record."""
    by_rule: dict[str, list[RuleResult]] = defaultdict(list)
    for one in run.results:
        by_rule[one.rule].append(one)
    of_nobody = sorted(rule for rule, own in by_rule.items() if not any(r.subject for r in own))
    blocks: list[Block] = [
        Paragraph(
            "A rule acted where it fires, holds, gives a row, is not met (✕) or is broken (▲). "
            "What it did for a subject is the record whose number stands behind it.",
            records=numbers.all_of("rule"),
        )
    ]
    if len(of_nobody) < len(by_rule):
        blocks.append(_matrix(by_rule, of_nobody))
    if of_nobody:
        told = f"No subject in scope: {', '.join(of_nobody)}."
        records = tuple(one.number for rule in of_nobody for one in by_rule[rule])
        blocks.append(Paragraph(told, records=tuple(sorted(records))))
    return Section("matrix", "Every rule and every subject", tuple(blocks))


def unknown_results_section(run: RunEvidence, numbers: RecordNumbers) -> Section:
    """Everything that could not be told, by what is not known, the most frequent first."""
    reasons: dict[str, list[RuleResult]] = defaultdict(list)
    for one in run.results:
        if one.told == "unknown":
            for why in one.why or ("a rule that it builds on could not tell",):
                reasons[why].append(one)
    title = "Everything unknown, by reason"
    if not reasons:
        nothing = "Every rule could tell of every subject."
        return Section("unknown", title, (Paragraph(nothing, records=numbers.all_of("rule")),))
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    columns = (Column("What is not known", "reason"), Column("Results", "number"), Column("Of"))
    rows = tuple(
        (why, str(len(own)), ", ".join(_each(subject_words(r.subject) for r in own)))
        for why, own in ordered
    )
    records = (tuple(sorted({r.number for r in own})) for _, own in ordered)
    told = table("Results that nobody could tell", columns, rows, records)
    return Section("unknown", title, (told,))


def _matrix(by_rule: Mapping[str, Sequence[RuleResult]], of_nobody: Sequence[str]) -> Table:
    columns = (
        Column("Rule", "short"),
        Column("Acted", "reason"),
        Column("Did not act", "reason"),
        Column("Does not apply"),
        Column("Unknown"),
    )
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for rule in sorted(by_rule.keys() - set(of_nobody)):
        own = [one for one in by_rule[rule] if one.subject]
        kind = own[0].subject.partition(" ")[0]
        cells = (_cell(one for one in own if one.told == told) for told in _COLUMNS)
        by_kind[kind].append(Row((rule, *cells), records=_numbers(own)))
    groups = tuple(
        RowGroup(tuple(rows), kind.replace("_", " "), counted(len(rows), "rules"))
        for kind, rows in sorted(by_kind.items())
    )
    return Table("Every rule with each of its subjects once", columns, groups)


def _cell(results: Iterable[RuleResult]) -> str:
    told = (
        f"{one.subject.partition(' ')[2]}{_SIGNS.get(one.result, '')}\u00a0#{one.number}"
        for one in results
    )
    return ", ".join(told) or NONE_GIVEN


def _numbers(results: Iterable[RuleResult]) -> Records:
    return tuple(sorted(one.number for one in results))


def _each(words: Iterable[str]) -> list[str]:
    """Each once, in the order in which they come."""
    return list(dict.fromkeys(words))
