"""What was foretold of each initiative, what came of it, and the verdict on its hypothesis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.plan import Plan
from asp_decide.report.amounts import NONE_GIVEN, counted, figures, money, percent
from asp_decide.report.page import Block, Column, Figure, Paragraph, Section, table
from asp_decide.report.pictures.comparison_picture import Dumbbell, dumbbell_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.stated_facts import StatedFacts

MOST_DUMBBELLS = 25
"""Initiatives that one picture carries, the largest forecasts first; the table has all of them."""

VERDICTS: Mapping[str, str] = {
    "confirmed": "✓ confirmed",
    "partly": "◐ partly",
    "refuted": "✕ refuted",
    "not_measurable": "? not measurable",
}

NOT_JUDGED = "not judged yet"

NO_FACTS = (
    "The facts that this plan was made from are not at hand: nothing is told of value that came."
)

NOTHING_YET = (
    "Nothing to compare yet: no value that was foretold for a closed interval has been measured."
)


@dataclass(frozen=True, slots=True)
class Realised:
    """The value of one initiative over the closed intervals in which both amounts are known.

    `unmeasured` counts the closed intervals whose forecast nobody has measured. A verdict
    `is_recommended` where rules propose it and the facts state none yet.
    """

    initiative: str
    name: str
    foretold: Fraction
    realised: Fraction
    measured: int
    unmeasured: int
    verdict: str = ""
    is_recommended: bool = False

    @property
    def judged(self) -> str:
        """The verdict in words."""
        if not self.verdict:
            return NOT_JUDGED
        told = VERDICTS[self.verdict]
        return f"{told}, recommended" if self.is_recommended else told

    @property
    def share(self) -> Fraction | None:
        """What was realised of what was foretold; None where nothing was."""
        return self.realised / self.foretold if self.foretold else None


def realised_section(facts: StatedFacts | None, plan: Plan, recorded: Recorded | None) -> Section:
    """Value foretold and realised by initiative, with the verdicts so far."""
    title = "What earlier decisions turned out to be worth"
    numbers = recorded.numbers if recorded else NOT_RECORDED
    if facts is None:
        return Section("realised", title, (Paragraph(NO_FACTS, records=numbers.manifest),))
    found = realised_values(facts, plan, recorded)
    blocks: list[Block] = []
    compared = [one for one in found if one.measured]
    if compared:
        blocks.append(_figure(compared, plan.objective.currency, numbers))
    else:
        told = (
            "Nothing to compare yet: no value that was foretold for a closed interval is measured."
        )
        blocks.append(Paragraph(told, records=numbers.manifest))
    blocks.append(_judged(found, numbers))
    return Section("realised", title, tuple(blocks))


def realised_values(
    facts: StatedFacts, plan: Plan, recorded: Recorded | None
) -> tuple[Realised, ...]:
    """Every initiative of which a value was foretold for a closed interval, or a verdict is known.

    The largest forecast first. Where facts state no verdict, it is the one that rules recommend.
    """
    stated: dict[str, str] = {
        one.initiative_id: one.verdict for one in facts.outcomes if one.verdict is not None
    }
    proposed: dict[str, str] = {
        **(recorded.verdicts if recorded else {}),
        **{d.initiative: d.decision for d in plan.decisions if d.decision in VERDICTS},
    }
    verdicts = {**proposed, **stated}
    rows: dict[str, list[_Pair]] = {one: [] for one in verdicts}
    for one in facts.outcomes:
        if one.quantity == "value" and one.interval in facts.closed:
            foretold = None if one.forecast is None else one.forecast.mean
            is_known = one.status == "measured" and one.actual is not None
            actual = Fraction(one.actual) if is_known and one.actual is not None else None
            rows.setdefault(one.initiative_id, []).append((foretold, actual))
    values = (
        replace(
            _realised(one, own, facts),
            verdict=verdicts.get(one, ""),
            is_recommended=one in verdicts and one not in stated,
        )
        for one, own in rows.items()
    )
    return tuple(sorted(values, key=lambda one: (-one.foretold, one.initiative)))


type _Pair = tuple[Fraction | None, Fraction | None]
"""What was foretold for one interval, and what was measured of it."""


def _realised(initiative: str, pairs: Sequence[_Pair], facts: StatedFacts) -> Realised:
    both = [(f, a) for f, a in pairs if f is not None and a is not None]
    return Realised(
        initiative,
        facts.names.get(initiative, initiative),
        sum((foretold for foretold, _ in both), Fraction(0)),
        sum((actual for _, actual in both), Fraction(0)),
        measured=len(both),
        unmeasured=sum(f is not None and a is None for f, a in pairs),
    )


def _figure(compared: Sequence[Realised], currency: str, numbers: RecordNumbers) -> Figure:
    foretold = sum((one.foretold for one in compared), Fraction(0))
    realised = sum((one.realised for one in compared), Fraction(0))
    share = f" ({percent(realised / foretold)})" if foretold else ""
    caption = (
        f"Of {money(foretold, currency)} foretold for closed intervals "
        f"{money(realised, currency)}{share} was realised by "
        f"{counted(len(compared), 'initiatives')}."
    )
    unmeasured = sum(one.unmeasured for one in compared)
    if unmeasured:
        caption += f" Not measured, and in neither amount: {counted(unmeasured, 'intervals')}."
    shown = compared[:MOST_DUMBBELLS]
    if len(shown) < len(compared):
        caption += f" The picture has the {len(shown)} largest forecasts, the table all."
    dumbbells = tuple(
        Dumbbell(f"{one.initiative} {one.name}", one.foretold, one.realised, _beside(one, currency))
        for one in shown
    )
    columns = (
        Column("Initiative"),
        Column(f"Foretold, {currency}", "number"),
        Column(f"Realised, {currency}", "number"),
        Column("Realised of foretold", "number"),
        Column("Intervals measured", "number"),
        Column("Not measured", "number"),
        Column("Verdict"),
    )
    rows = tuple(_row(one) for one in compared)
    records = tuple(_records(one.initiative, numbers) for one in compared)
    told = table(
        "Value by initiative, over closed intervals that are measured", columns, rows, records
    )
    return Figure(caption, dumbbell_picture(dumbbells), told, together(*records))


def _beside(one: Realised, currency: str) -> str:
    share = NONE_GIVEN if one.share is None else percent(one.share)
    return f"{share} of {money(one.foretold, currency)} · {one.judged}"


def _row(one: Realised) -> tuple[str, ...]:
    return (
        f"{one.name} ({one.initiative})" if one.name != one.initiative else one.initiative,
        figures(one.foretold),
        figures(one.realised),
        NONE_GIVEN if one.share is None else percent(one.share),
        str(one.measured),
        str(one.unmeasured),
        one.judged,
    )


def _judged(found: Sequence[Realised], numbers: RecordNumbers) -> Paragraph:
    """The verdicts, counted; what cannot be measured is an answer, and counted as one."""
    judged = [one for one in found if one.verdict]
    if not judged:
        told = "No hypothesis has been judged yet."
        return Paragraph(told, records=numbers.manifest)
    by_verdict: dict[str, list[str]] = {}
    for one in sorted(judged, key=lambda one: ([*VERDICTS].index(one.verdict), one.initiative)):
        by_verdict.setdefault(one.judged, []).append(one.initiative)
    told = "; ".join(f"{words}: {', '.join(own)}" for words, own in by_verdict.items())
    return Paragraph(
        f"Verdicts on hypotheses: {told}.",
        records=together(*(_records(one.initiative, numbers) for one in judged)),
    )


def _records(initiative: str, numbers: RecordNumbers) -> Records:
    """Amounts are facts, which the manifest names by digest; decisions are recorded."""
    about = numbers.about(f"initiative {initiative}", "outcome", "approval", "answer")
    return together(numbers.manifest, about)
