"""Clauses and subjects for tests, in the words of the policy language: say only what matters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.bounded import Bounded, Scope, SubjectMeasure
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    DeriveClause,
    Enforce,
    EscalateClause,
    EscalationStep,
    Heading,
    LimitClause,
    PointOrder,
    RequireClause,
)
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    Test,
    Window,
    Word,
    WordTest,
)
from asp_decide.diagnostics import Place
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.portfolio_catalogue import ATTRIBUTES, FIELDS
from asp_decide.model.quantity import Unit, unit
from asp_decide.model.subject import (
    PORTFOLIO,
    History,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
    Subjects,
)

CURRENCY = "EUR"

_PHRASE = re.compile(
    r"(?P<word>below|at most|above|at least|between) (?P<limit>-?[\d_.]+ [^ ]+)"
    r"(?: and (?P<upper>-?[\d_.]+ [^ ]+))?"
    r"(?: for (?P<row>\d+) intervals in a row| in (?P<k>\d+) of the last (?P<n>\d+) intervals)?"
)


_WORDS: dict[str, Word] = {
    "below": "below",
    "at most": "at most",
    "above": "above",
    "at least": "at least",
    "between": "between",
}


@dataclass(frozen=True)
class Quantity:
    """An exact amount in base units, and the unit in which it was written."""

    value: Fraction
    unit: Unit


def quantity(text: str) -> Quantity:
    """`40 %` or `1_500 EUR/week/week` as an exact amount in base units."""
    number, name = text.split(" ")
    its_unit = unit(name, CURRENCY)
    assert its_unit is not None, f"`{name}` is a unit"
    return Quantity(Fraction(number.replace("_", "")) * its_unit.factor, its_unit)


def compared(
    key: str,
    name: str,
    phrase: str,
    *,
    of: SubjectKind = "initiative",
    ratio_of: tuple[str, str] | None = None,
) -> Comparison:
    """`compared("STOP-01/1", "value_realisation", "below 40 % for 2 intervals in a row")`."""
    what: Literal["attribute", "field", "measure", "ratio", "conclusion"] = "measure"
    if any(one.name == name and one.subject == of for one in ATTRIBUTES):
        what = "attribute"
    elif any(one.name == name and one.subject == of for one in FIELDS):
        what = "field"
    elif phrase in {"holds", "does not hold"}:
        what = "conclusion"
    elif ratio_of is not None:
        what = "ratio"
    return Comparison(key, of, what, name, _test(phrase), phrase, ratio_of)


def _test(phrase: str) -> Test:
    if phrase in {"known", "missing"}:
        return KnownTest(phrase == "known")
    if phrase in {"holds", "does not hold"}:
        return HoldsTest(phrase == "holds")
    if phrase.startswith("is not "):
        return WordTest((phrase.removeprefix("is not "),), negated=True)
    if phrase.startswith("is "):
        return WordTest((phrase.removeprefix("is "),))
    if phrase.startswith("one of "):
        return WordTest(tuple(phrase.removeprefix("one of ").split(", ")))
    found = _PHRASE.fullmatch(phrase)
    assert found is not None, f"`{phrase}` is a phrase"
    limit = quantity(found["limit"])
    upper = quantity(found["upper"]).value if found["upper"] else None
    window = None
    if found["row"]:
        window = Window(int(found["row"]), int(found["row"]))
    elif found["n"]:
        window = Window(int(found["k"]), int(found["n"]))
    return QuantityTest(_WORDS[found["word"]], limit.value, limit.unit, upper, window)


def some(link: str, that: Comparison) -> Linked:
    """At least one subject along the link."""
    return Linked("some", link, that)


def every(link: str, that: Comparison) -> Linked:
    """Each subject along the link."""
    return Linked("every", link, that)


def all_of(*parts: Condition) -> All:
    """Every part holds."""
    return All(parts)


def any_of(*parts: Condition) -> AnyOf:
    """One part holds."""
    return AnyOf(parts)


def none_of(part: Condition) -> Not:
    """The part does not hold."""
    return Not(part)


def a_heading(rule: str, message: str = "") -> Heading:
    """What every rule has beside its meaning."""
    return Heading(
        rule=RuleId(rule),
        title=f"Rule {rule}",
        owner=Role("portfolio_manager"),
        because="It is the example of a test.",
        message=message or f"{rule} speaks",
        layer="portfolio",
        place=Place("policies/portfolio/example.yaml"),
    )


def decide(
    rule: str,
    answer: str,
    *,
    when: Condition,
    at: str = "validation",
    unless: Condition | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    missing: Literal["review", "fail"] = "review",
    enforce: Enforce = "overridable",
    subject: SubjectKind = "initiative",
    message: str = "",
) -> DecideClause:
    """An answer that is proposed at a decision point."""
    return DecideClause(
        heading=a_heading(rule, message),
        point=at,
        answer=answer,
        scope=a_scope(subject, where),
        when=when,
        unless=unless,
        missing=missing,
        enforce=enforce,
    )


def require(
    rule: str,
    *,
    that: Condition,
    at: str,
    before: Sequence[str],
    otherwise: str,
    unless: Condition | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    message: str = "",
) -> RequireClause:
    """Something that must be known and true before certain answers."""
    return RequireClause(
        heading=a_heading(rule, message),
        name=rule.lower(),
        point=at,
        before=tuple(before),
        that=that,
        otherwise=otherwise,
        scope=a_scope("initiative", where),
        unless=unless,
        enforce="mandatory",
    )


def derive(
    rule: str,
    name: str,
    *,
    when: Condition,
    of: SubjectKind = "initiative",
    unless: Condition | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> DeriveClause:
    """A conclusion that other rules may use."""
    return DeriveClause(a_heading(rule), name, a_scope(of, where), when, unless)


def escalate(
    rule: str, *, when: Condition, of: SubjectKind = "portfolio", message: str = ""
) -> EscalateClause:
    """A role is asked."""
    to = (EscalationStep(Role("portfolio_board"), 14),)
    return EscalateClause(
        a_heading(rule, message), rule.lower(), a_scope(of, None), when, None, to, halts_apply=True
    )


def limit(
    rule: str,
    name: str,
    bound: str,
    *,
    measure: Bounded | None = None,
    per: SubjectKind = "initiative",
    when: Condition | None = None,
    message: str = "",
) -> LimitClause:
    """`limit("WIP-01", "wip", "at most 5 initiatives", measure=..., per="value_stream")`."""
    word, _, amount = (
        bound.rpartition(" most ") if " most " in bound else bound.rpartition(" least ")
    )
    assert word == "at", "a bound is at most or at least so much"
    value = quantity(amount)
    return LimitClause(
        heading=a_heading(rule, message),
        name=name,
        measure=measure or SubjectMeasure(Scope(per), name),
        per=per,
        unit=value.unit,
        enforce="mandatory",
        at_most=value.value if " most " in bound else None,
        at_least=value.value if " least " in bound else None,
        when=when,
    )


def a_scope(subject: SubjectKind, where: Mapping[str, Sequence[str]] | None = None) -> Scope:
    """All subjects of a kind, or those with certain attributes."""
    chosen = (where or {}).items()
    return Scope(subject, tuple((name, tuple(words)) for name, words in sorted(chosen)))


def policies(
    *clauses: Clause,
    points: Mapping[str, tuple[Sequence[str], str]] | None = None,
    parameters: Mapping[str, str] | None = None,
) -> CompiledPolicies:
    """A policy set; `points` are order and `otherwise`, by decision point."""
    values = {name: quantity(text) for name, text in (parameters or {}).items()}
    return CompiledPolicies(
        clauses=tuple(sorted(clauses, key=lambda clause: clause.heading.rule)),
        points={
            point: PointOrder(point, tuple(order), otherwise)
            for point, (order, otherwise) in (points or {}).items()
        },
        digest="sha256:" + "0" * 64,
        parameters={name: (value.value, value.unit) for name, value in values.items()},
    )


type Given = str | Sequence[str | None] | None


def a_subject(kind: SubjectKind, name: str, /, **given: Given) -> Subject:
    """A subject from words: attributes, fields, links and measures told apart by their names.

    `state="implementing"`, `first_slice="known"`, `successor=["INI-2"]`,
    `value_realisation=["90 %", None]` (a history), `remaining_cd3="750 EUR/week/week"`.
    """
    attributes: dict[str, str | None] = {}
    fields: dict[str, bool] = {}
    measures: dict[str, Measured | History] = {}
    links: dict[str, tuple[str, ...]] = {}
    for key, value in given.items():
        if any(one.name == key and one.subject == kind for one in ATTRIBUTES):
            assert value is None or isinstance(value, str), f"{key} is one word"
            attributes[key] = value
        elif any(one.name == key and one.subject == kind for one in FIELDS):
            fields[key] = value == "known"
        elif value is None:
            measures[key] = Measured(None, "missing")
        elif isinstance(value, str):
            measures[key] = Measured(quantity(value).value)
        elif any(isinstance(one, str) and " " not in one for one in value):
            links[key] = tuple(str(one) for one in value)
        else:
            measures[key] = a_history(*value)
    streams = links.get("value_stream", ()) if kind == "initiative" else ()
    return Subject(SubjectKey(kind, name), name, attributes, fields, measures, links, streams)


def an_initiative(name: str, /, **given: Given) -> Subject:
    """An initiative in delivery, unless another state is given."""
    return a_subject("initiative", name, **{"state": "implementing", **given})


def the_portfolio(**given: Given) -> Subject:
    """The one subject of kind portfolio."""
    return a_subject("portfolio", PORTFOLIO, **given)


def a_history(*values: str | None) -> History:
    """Values of the closed intervals, oldest first, the last of them being 2026Q3."""
    last = 4 * 2026 + 2
    quarters = range(last - len(values) + 1, last + 1)
    intervals = tuple(f"{quarter // 4}Q{quarter % 4 + 1}" for quarter in quarters)
    return History(
        intervals, tuple(None if value is None else quantity(value).value for value in values)
    )


def facts(*subjects: Subject) -> Subjects:
    """The subjects by their keys."""
    return {subject.key: subject for subject in subjects}
