"""A rule's own sentence with its values filled in, for all who have to live with the result."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    EscalateClause,
    LimitClause,
    RequireClause,
)
from asp_decide.clauses.condition import QuantityTest
from asp_decide.model.called import called, so_of_each
from asp_decide.model.finding import Result, Seen, TableOutcome, Truth
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Measured, Subject
from asp_decide.rules.lacking import by_key, lacking
from asp_decide.rules.wording import (
    amount_in_words,
    asked_in_words,
    bound_key,
    limit_in_words,
)

type Parameters = Mapping[str, tuple[Fraction, Unit]]
type Overlaid = Mapping[str, Mapping[str, Fraction]]

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_PARAMETER = re.compile(r" \([a-z_0-9]+\)")
_SPEAKS: frozenset[Result] = frozenset({"fires", "spared", "broken", "unmet", "holds", "gives"})


@dataclass(frozen=True, slots=True)
class Teller:
    """Fills in the messages of one rule.

    `places` are the names in braces; `itself` is what the rule says of itself, and `units` are
    those in which it compares, by comparison. `in_streams` are the values of parameters that
    overlays set, in words, by value stream and parameter.
    """

    clause: Clause
    places: frozenset[str]
    itself: Mapping[str, str]
    units: Mapping[str, Unit]
    currency: str
    in_streams: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def message(
        self,
        subject: Subject,
        result: Result,
        seen: Sequence[Seen],
        table: TableOutcome | None = None,
    ) -> str:
        """What the rule tells people of this subject, or nothing where it has nothing to say.

        A rule that acts, and a requirement that blocks, speak in their own words. Where the
        result is unknown the sentence would state what nobody knows: what is missing is told
        instead.
        """
        blocks = isinstance(self.clause, RequireClause) and result == "unknown"
        if result in _SPEAKS or blocks:
            return self._filled(subject, seen, table)
        if result == "unknown":
            told = self._unknown(seen)
            if table is not None:
                told = "; ".join(dict.fromkeys(told.split("; "))) or _both_hold(table)
            return f"{self.clause.heading.title}: cannot tell, {told}"
        return ""

    def _filled(self, subject: Subject, seen: Sequence[Seen], table: TableOutcome | None) -> str:
        itself = {**self.itself, **self._as_overlaid(subject)}
        told = {**itself, **self._of_the_subject(subject), **self._of_the_values(subject, seen)}
        if table is not None:
            told |= {name: ", ".join(map(_apart, words)) for name, words in table.outputs}
        return _PLACE.sub(lambda place: told.get(place[1], place[0]), self.clause.heading.message)

    def _as_overlaid(self, subject: Subject) -> dict[str, str]:
        """The values that the overlays of the subject's streams set, where all streams agree."""
        if not self.in_streams:
            return {}
        key = subject.key
        streams = (key.id,) if key.kind == "value_stream" else subject.streams
        found = [self.in_streams.get(stream, {}) for stream in streams]
        first = found[0] if found else {}
        return {n: told for n, told in first.items() if all(o.get(n) == told for o in found)}

    def _of_the_subject(self, subject: Subject) -> dict[str, str]:
        told = {kind: ", ".join(ids) for kind, ids in subject.links.items() if ids}
        if subject.streams:
            told["value_stream"] = ", ".join(subject.streams)
        told[subject.key.kind] = subject.key.id
        return told

    def _of_the_values(self, subject: Subject, seen: Sequence[Seen]) -> dict[str, str]:
        named: dict[str, list[Seen]] = {name: [] for name in self.places}
        for one in seen:
            if one.name in named:
                named[one.name].append(one)
        told = {
            name: self._told(self._amounts_of(ones)) + _in_brackets(_counted(subject, name))
            for name, ones in named.items()
            if ones
        }
        measured = next((one for one in seen if one.limit is not None), None)
        if measured is not None and measured.limit is not None:
            unit = self.units[measured.key]
            told["limit"] = limit_in_words(measured.limit, unit, self.currency)
            if measured.margin is not None:
                told["excess"] = amount_in_words(abs(measured.margin), unit, self.currency)
        if isinstance(self.clause, RequireClause) and "unmet" in self.places:
            unmet = lacking(self.clause.that, by_key(seen))
            # All of it may be met by somebody of whom it is not known whether the rule speaks.
            lacks = [self._shortfall(one, _counted(subject, one.name)) for one in unmet]
            told["unmet"] = "; ".join(lacks) or self._unknown(seen)
        return told

    def _amounts_of(self, ones: Sequence[Seen]) -> Sequence[Seen]:
        """Who asks how much of it there is says more than who asks only whether it is known."""
        return [one for one in ones if one.key in self.units] or ones

    def _told(self, ones: Sequence[Seen]) -> str:
        if len(ones) == 1 or not ones[0].via:
            return self._value(ones[0])
        return ", ".join(f"{self._value(one)} ({_where(one)})" for one in ones)

    def _value(self, one: Seen) -> str:
        if not one.values:
            return one.word or one.why or "missing"
        unit = self.units.get(one.key)
        shown = [
            one.why if value is None else self._amount(value, unit, one.limit)
            for _, value in one.values
        ]
        if one.values[0][0] == "at least" and len(shown) == 2:
            return f"{shown[0]} to {shown[1]}"
        return _joined([text or "missing" for text in shown])

    def _amount(self, value: Fraction, unit: Unit | None, limit: Fraction | None) -> str:
        if unit is None:
            return "known"
        return amount_in_words(value, unit, self.currency, beside=limit)

    def _shortfall(self, one: Seen, counted: Sequence[str] = ()) -> str:
        """What is not as it should be; of things that are counted, which they are."""
        of = f" of {_where(one)}" if one.via else ""
        name = called(one.name) + of
        if one.truth is Truth.UNKNOWN or (one.test == "known" and one.why):
            return name + (" is missing" if one.why == "missing" else f": {one.why}")
        is_not = "" if one.truth is Truth.TRUE else f", not {self._asked(one)}"
        so = None if one.via else so_of_each(one.name, several=len(counted) > 1)
        if counted and so is not None:
            return f"{_joined(counted)} {so}{is_not if one.limit else ''}"
        if one.values or one.word:
            of_amount = any(value is not None for _, value in one.values)
            return f"{name}{':' if of_amount else ' is'} {self._value(one)}{is_not}"
        return f"{name} {one.why or one.test}"

    def _asked(self, one: Seen) -> str:
        """What was asked, without the names of parameters, which only their authors know."""
        unit = self.units.get(one.key)
        asked = one.test if unit is None else asked_in_words(one.test, unit, self.currency)
        return _PARAMETER.sub("", asked).removeprefix("is ")

    def _unknown(self, seen: Sequence[Seen]) -> str:
        unknown = [one for one in seen if one.truth is Truth.UNKNOWN]
        return "; ".join(self._shortfall(one) for one in unknown)


def teller(
    clause: Clause,
    parameters: Parameters,
    *,
    currency: str,
    overlaid: Overlaid = MappingProxyType({}),
) -> Teller:
    """The messages of a rule, with the unit of each of its comparisons at hand."""
    units = {
        leaf.key: leaf.test.unit
        for leaf in comparisons_of(clause)
        if isinstance(leaf.test, QuantityTest)
    }
    if isinstance(clause, LimitClause):
        units[bound_key(clause)] = clause.unit
    places = frozenset(_PLACE.findall(clause.heading.message))
    named = {name: parameters[name] for name in sorted(places & parameters.keys())}
    itself = _of_the_rule(clause, named, currency)
    in_streams: dict[str, dict[str, str]] = {}
    for name, by_stream in overlaid.items():
        for stream, value in by_stream.items() if name in places else ():
            told = limit_in_words(value, parameters[name][1], currency)
            in_streams.setdefault(stream, {})[name] = told
    return Teller(clause, places, itself, units, currency, in_streams)


def _of_the_rule(clause: Clause, parameters: Parameters, currency: str) -> dict[str, str]:
    told = {
        name: limit_in_words(value, unit, currency) for name, (value, unit) in parameters.items()
    }
    told["role"] = _apart(clause.heading.owner)
    match clause:
        case DecideClause(answer=answer):
            told["answer"] = _apart(answer)
        case RequireClause(otherwise=otherwise):
            told["answer"] = _apart(otherwise)
        case EscalateClause(to=(first, *_)):
            told["role"] = _apart(first.role)
            told["due"] = f"within {first.within_days} days"
        case _:
            pass
    return told


def _counted(subject: Subject, name: str) -> tuple[str, ...]:
    """What the subject's own measure counts, by name."""
    found = subject.measures.get(name)
    return found.counted if isinstance(found, Measured) else ()


def _in_brackets(counted: Sequence[str]) -> str:
    return f" ({_joined(counted)})" if counted else ""


def _both_hold(table: TableOutcome) -> str:
    return f"the rows {_joined(table.rows)} hold, and only one may"


def _apart(word: str) -> str:
    """A word of a closed list as people write it."""
    return word.replace("_", " ")


def _where(one: Seen) -> str:
    return ", ".join(key.id for key in one.via)


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]
