"""A subject drawn from what a record of a rule tells of it: its values, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Self

from asp_decide.clauses.asked import leaves_of
from asp_decide.clauses.clause import Clause, LimitClause
from asp_decide.clauses.condition import Comparison, HoldsTest
from asp_decide.model.quantity import unit
from asp_decide.model.subject import History, Measured, Subject, SubjectKey
from asp_decide.rules.witnessed_conditions import TRUTHS, Given, Named, Witness
from asp_decide.rules.witnessed_scopes import asked_by
from asp_decide.rules.wording import ROW_NOT_KNOWN, TOO_YOUNG

type Told = Mapping[str, Any]


@dataclass(slots=True)
class _Drawn:
    """What is known of one subject."""

    attributes: dict[str, str | None] = field(default_factory=dict)
    fields: dict[str, bool] = field(default_factory=dict)
    measures: dict[str, Measured | History] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    def as_subject(self, key: SubjectKey) -> Subject:
        links = {link: tuple(ids) for link, ids in self.links.items()}
        return Subject(
            key,
            attributes=self.attributes,
            fields=self.fields,
            measures=self.measures,
            links=links,
        )


@dataclass(slots=True)
class ShownSubject:
    """The subject of a record, those along its links, and the conclusions drawn of them."""

    key: SubjectKey
    currency: str
    _drawn: dict[SubjectKey, _Drawn] = field(default_factory=dict)
    _risen: dict[Named, int] = field(default_factory=dict)
    _given: dict[Named, Given] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Told, clause: Clause, currency: str) -> Self:
        """Drawn from a record of that rule. Raises what reading something else raises."""
        shown = cls(key_of(record), currency)
        leaves = {comparison.key: (comparison, link) for comparison, link in leaves_of(clause)}
        absent = set()
        for told in record["comparisons"]:
            leaf = leaves.get(f"{clause.heading.rule}/{told['k']}")
            if leaf is not None:
                shown._look(told, *leaf)
            elif isinstance(clause, LimitClause) and told["measure"] == clause.name:
                shown._amount(told, shown.key, clause.name)
            else:
                absent.add(str(told["measure"]))
        shown._place(clause, absent)
        return shown

    @property
    def subject(self) -> Subject:
        """The subject that the record is about."""
        return self._of(self.key).as_subject(self.key)

    @property
    def witness(self) -> Witness:
        """Eyes that see that subject and those along its links."""
        subjects = {key: one.as_subject(key) for key, one in self._drawn.items()}
        return Witness(subjects, self.currency, self._risen, self._given)

    def _of(self, key: SubjectKey) -> _Drawn:
        return self._drawn.setdefault(key, _Drawn())

    def _look(self, told: Told, comparison: Comparison, link: str) -> None:
        if not link:
            self._note(told, comparison, self.key)
        for one in told.get("via", ()):
            key = key_of({"subject": one})
            self._of(self.key).links.setdefault(link, []).append(key.id)
            self._note(told, comparison, key)

    def _note(self, told: Told, comparison: Comparison, key: SubjectKey) -> None:
        drawn, name = self._of(key), comparison.name
        word = next((one["value"] for one in told["seen"]), None)
        if isinstance(comparison.test, HoldsTest):
            self._risen[name, key] = [one.value for one in TRUTHS].index(str(word))
        elif comparison.what == "output":
            self._given[name, key] = (word, told.get("why") != ROW_NOT_KNOWN)
        elif comparison.what == "attribute":
            drawn.attributes[name] = word
        elif comparison.what == "field":
            drawn.fields[name] = word == "known"
        else:
            self._amount(told, key, name)

    def _amount(self, told: Told, key: SubjectKey, name: str) -> None:
        measured_in = unit(told["unit"], self.currency) if told.get("unit") else None
        factor = measured_in.factor if measured_in else Fraction(1)
        values = [None if one["value"] is None else Fraction(one["value"]) for one in told["seen"]]
        amounts = [None if value is None else value * factor for value in values]
        measures, why = self._of(key).measures, str(told.get("why", ""))
        known = measures.get(name)
        # Of a history and a single amount that is not known a ratio has one interval, and no past.
        single = amounts == [None] and not why.startswith(TOO_YOUNG)
        if single or (amounts and "interval" not in told["seen"][-1]):
            # Another comparison may have looked at more of it, or have told it in a finer unit.
            if known is None or (isinstance(known, Measured) and measured_in):
                measures[name] = Measured(amounts[-1], why)
            return
        intervals = [str(one["interval"]) for one in told["seen"]]
        found = History(tuple(intervals), tuple(amounts))
        before = known if isinstance(known, History) else History((), ())
        measures[name] = _both(before, found) if measured_in else _both(found, before)

    def _place(self, clause: Clause, absent: set[str]) -> None:
        """The subject is where its record says it is: among those that the rule speaks of."""
        attributes = self._of(self.key).attributes
        lines = asked_by(clause)[1]
        for name in {name for name, _, _ in lines} - absent:
            of_name = [allowed for other, allowed, _ in lines if other == name]
            common = [word for word in of_name[0] if all(word in words for words in of_name)]
            attributes.setdefault(name, next(iter(common), None))


def key_of(record: Told) -> SubjectKey:
    """Whom a record is about. Raises what reading one that is about nobody raises."""
    ((kind, id_),) = record["subject"].items()
    return SubjectKey(kind, id_)


def _both(one: History, other: History) -> History:
    """A history of what two comparisons looked at; the other one's amounts are told finer."""
    values = {
        interval: value
        for history in (one, other)
        for interval, value in zip(history.intervals, history.values, strict=True)
    }
    intervals = tuple(sorted(values))
    return History(intervals, tuple(values[interval] for interval in intervals))
