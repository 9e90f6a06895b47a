"""Limits and guardrails as the witness reads them: members are counted by hand, group by group."""

from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.clauses.bounded import CountOf, SubjectMeasure, SumOf
from asp_decide.clauses.clause import LimitClause
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.subject import IN_STREAMS, Measured, Subject, SubjectKey, Subjects
from asp_decide.rules.witnessed_comparisons import values_of
from asp_decide.rules.wording import bound_in_words, bound_key, unit_in_words

type Ends = tuple[Fraction | None, Fraction | None, str, str]


@dataclass(slots=True)
class WitnessedBound:
    """One limit or guardrail, with the members that it counts, by group."""

    clause: LimitClause
    subjects: Subjects
    currency: str
    _certain: dict[str, list[str]] = field(default_factory=dict)
    _doubtful: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        measure = self.clause.measure
        if not isinstance(measure, CountOf | SumOf):
            return
        for key, subject in sorted(self.subjects.items()):
            words = [(subject.attributes.get(name), let) for name, let in measure.members.where]
            kept_out = any(word is not None and word not in let for word, let in words)
            if key.kind != measure.members.subject or kept_out:
                continue
            doubtful = any(word is None for word, _ in words)
            pile = self._doubtful if doubtful else self._certain
            for group in {"portfolio", *(f"value_stream {stream}" for stream in subject.streams)}:
                pile.setdefault(group, []).append(key.id)

    def seen(self, subject: Subject) -> Seen:
        """The bound on one group or subject: kept is true, broken is false."""
        least, most, interval, why = self._ends(subject)
        over = self.clause.at_most is not None
        limit, limit_from = self._limit(subject)
        truth, margin = Truth.UNKNOWN, None
        if least is not None and most is not None:
            better, worse = (least, most) if over else (most, least)
            if (worse <= limit) if over else (worse >= limit):
                truth, margin = Truth.TRUE, worse - limit
            elif (better > limit) if over else (better < limit):
                truth, margin = Truth.FALSE, better - limit
        values: tuple[tuple[str, Fraction | None], ...] = ((interval, least),)
        if least != most:
            values = (("at least", least), ("at most", most))
        return Seen(
            key=bound_key(self.clause),
            name=self.clause.name,
            test=bound_in_words(self.clause, limit, self.currency),
            truth=truth,
            values=values,
            limit=limit,
            unit=unit_in_words(self.clause.unit, self.currency),
            limit_from=limit_from,
            margin=margin,
            why=why,
        )

    def _limit(self, subject: Subject) -> tuple[Fraction, str]:
        """The limit of this subject: its own, the tightest of its streams, or the rule's."""
        clause, key = self.clause, subject.key
        over = clause.at_most is not None
        common = clause.at_most if clause.at_most is not None else clause.at_least
        assert common is not None, "a limit has one bound"
        found = {str(one.subject): (one.limit, one.limit_from) for one in clause.own_limits}
        if key.kind not in IN_STREAMS or str(key) in found or not subject.streams:
            return found.get(str(key), (common, clause.limit_from))
        limits = [
            found.get(f"value_stream {stream}", (common, clause.limit_from))
            for stream in sorted(subject.streams)
        ]
        tightest = limits[0]
        for limit in limits[1:]:
            tightens = limit[0] < tightest[0] if over else limit[0] > tightest[0]
            tightest = limit if tightens else tightest
        return tightest

    def _ends(self, subject: Subject) -> Ends:
        measure, name = self.clause.measure, self.clause.name
        if isinstance(measure, SubjectMeasure) or name in subject.measures:
            ratio_of = measure.ratio_of if isinstance(measure, SubjectMeasure) else None
            values, _ = values_of(subject, name, ratio_of)
            interval, value, why = values[-1] if values else ("", None, "no closed interval yet")
            return value, value, interval, why
        if not isinstance(measure, CountOf | SumOf):
            return None, None, "", "not planned yet"
        key = subject.key
        group = "portfolio" if key.kind == "portfolio" else str(key)
        certain, doubtful = self._certain.get(group, []), self._doubtful.get(group, [])
        why = f"not known whether it counts {', '.join(doubtful)}" if doubtful else ""
        if isinstance(measure, SumOf):
            return self._added(measure, certain, doubtful, why)
        return Fraction(len(certain)), Fraction(len(certain) + len(doubtful)), "", why

    def _added(self, measure: SumOf, certain: list[str], doubtful: list[str], why: str) -> Ends:
        """The sum of those who belong, with the losses and with the gains of those who may."""
        amounts: dict[str, Fraction] = {}
        for one in (*certain, *doubtful):
            held = self.subjects[SubjectKey(measure.members.subject, one)].measures
            amount = held.get(measure.of)
            if isinstance(amount, Measured) and amount.value is not None:
                amounts[one] = amount.value
        lacking = sorted({*certain, *doubtful} - set(amounts))
        if lacking:
            return None, None, "", f"`{measure.of}` of {', '.join(lacking)} is not known"
        sure = sum((amounts[one] for one in certain), start=Fraction(0))
        perhaps = [amounts[one] for one in doubtful]
        losses = sum((amount for amount in perhaps if amount < 0), start=Fraction(0))
        gains = sum((amount for amount in perhaps if amount > 0), start=Fraction(0))
        return sure + losses, sure + gains, "", why
