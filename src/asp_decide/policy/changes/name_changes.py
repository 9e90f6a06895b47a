"""Two versions of what rules name in words: parameters, measures, decision points, exemptions."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.policy.changes.condition_changes import ChangedPart, words_of
from asp_decide.policy.changes.rule_changes import direction_of
from asp_decide.policy.changes.rule_words import period_in_words, where_in_words
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.directions import uses_of
from asp_decide.policy.written.document import Bounded, DefinedMeasure, Ordered, Parameter, Rule
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import Declared, PolicySet
from asp_decide.policy.written.rule_parts import amounts_in, amounts_of, conditions_of, leaves


def named_in(policies: PolicySet) -> dict[str, set[str]]:
    """Each parameter and measure of an author that a rule or an exemption uses, with the rules."""
    found: dict[str, set[str]] = {}
    for rule, declared in policies.rules.items():
        for name in _named_by(declared.thing):
            found.setdefault(name, set()).add(rule)
    for written in policies.exemptions:
        for condition in written.lapses_when:
            for leaf, _ in leaves(condition):
                amounts = (one.parameter for one in amounts_in(leaf) if isinstance(one, Named))
                for name in (leaf.name.text, *amounts):
                    found.setdefault(name, set()).add(written.rule.text)
    declared_names = {*policies.parameters, *policies.measures}
    return {name: rules for name, rules in found.items() if name in declared_names}


def _named_by(rule: Rule) -> Iterator[str]:
    yield from (one.parameter for one in amounts_of(rule) if isinstance(one, Named))
    if isinstance(rule, Bounded):
        yield rule.measure.text
    for condition in conditions_of(rule):
        yield from (leaf.name.text for leaf, _ in leaves(condition))


def point_meaning(declared: Declared[Ordered]) -> dict[str, Any]:
    """Everything of the order of a decision point that moves an answer, as plain texts."""
    one = declared.thing
    return {
        "order": [answer.text for answer in one.order],
        "otherwise": one.otherwise.text,
        "effective": period_in_words(declared.document.effective),
    }


def point_parts(
    old: Declared[Ordered] | None, new: Declared[Ordered] | None
) -> Iterator[ChangedPart]:
    """What differs in the order of a decision point."""
    was, is_now = ({} if one is None else point_meaning(one) for one in (old, new))
    for part in ("order", "otherwise", "effective"):
        told = [_listed(of.get(part, "")) for of in (was, is_now)]
        if told[0] != told[1]:
            yield ChangedPart(part, told[0], told[1])


def _listed(told: str | list[str]) -> str:
    return told if isinstance(told, str) else ", ".join(told)


def parameter_parts(name: str, old: PolicySet, new: PolicySet) -> Iterator[ChangedPart]:
    """What differs in a parameter: its values from each day on, and those of value streams."""
    was, is_now = (_parameter(name, side) for side in (old, new))
    if was is None and is_now is None:
        return
    side = _side(name, old, new)
    before, after = _values(was, old), _values(is_now, new)
    told = list(_from_day_to_day(before, after, side))
    if not told and list(before) != list(after):
        # The same on every day, and another history of how it came to be so.
        told = [ChangedPart("days of its values", _days(before), _days(after))]
    yield from told
    modes = ["" if one is None else one.overlays for one in (was, is_now)]
    if modes[0] != modes[1] and {*modes} != {"", "fixed"}:
        yield ChangedPart("overlays", modes[0], modes[1])
    streams = [_set_in_streams(name, of) for of in (old, new)]
    for where in sorted({*streams[0], *streams[1]}):
        values = streams[0].get(where), streams[1].get(where)
        if _amount(values[0]) != _amount(values[1]):
            yield _moved(where, values[0], values[1], side)


def measure_parts(name: str, old: PolicySet, new: PolicySet) -> Iterator[ChangedPart]:
    """What differs in a measure that an author defines."""
    measures = [of.measures[name].thing if name in of.measures else None for of in (old, new)]
    kinds = ["" if one is None else one.kind for one in measures]
    if kinds[0] != kinds[1]:
        told = ["" if one is None else _measure(one) for one in measures]
        yield ChangedPart("is", told[0], told[1])
        return
    meanings = [_measure_meaning(name, of) for of in (old, new)]
    for key in dict.fromkeys((*meanings[0], *meanings[1])):
        if meanings[0].get(key) != meanings[1].get(key):
            words = ["" if one is None else _measure_part(key, one) for one in measures]
            yield ChangedPart(key.replace("_", " "), words[0], words[1])


def exemption_parts(
    old: tuple[WrittenExemption | None, PolicySet], new: tuple[WrittenExemption | None, PolicySet]
) -> Iterator[ChangedPart]:
    """What differs in an exemption of the register."""
    meanings = [
        {} if one is None else PlainMeaning(policies).exemption(one) for one, policies in (old, new)
    ]
    words = [{} if one is None else _exemption(one) for one, _ in (old, new)]
    for key in dict.fromkeys((*meanings[0], *meanings[1])):
        told = words[0].get(key, ""), words[1].get(key, "")
        if meanings[0].get(key) != meanings[1].get(key) and told[0] != told[1]:
            yield ChangedPart(key.replace("_", " "), *told)


type _Value = tuple[str, Fraction]


def _parameter(name: str, policies: PolicySet) -> Parameter | None:
    declared = policies.parameters.get(name)
    return None if declared is None else declared.thing


def _values(parameter: Parameter | None, policies: PolicySet) -> dict[date, _Value]:
    values = () if parameter is None else parameter.values
    return {one.from_day: (one.text.text, policies.converted(one.number)) for one in values}


def _set_in_streams(parameter: str, policies: PolicySet) -> dict[str, _Value]:
    """What overlays set the parameter to, by value stream and days."""
    return {
        f"in {overlay.stream.text}, {period_in_words(overlay.effective)}": (
            setting.text.text,
            policies.converted(setting.number),
        )
        for overlay in policies.overlays
        if (setting := overlay.value_of(parameter)) is not None
    }


def _from_day_to_day(
    before: dict[date, _Value], after: dict[date, _Value], side: str
) -> Iterator[ChangedPart]:
    """A part for each day from which on another value holds than did."""
    told: tuple[Fraction | None, Fraction | None] = (None, None)
    for day in sorted({*before, *after}):
        was, is_now = (_on(day, values) for values in (before, after))
        amounts = _amount(was), _amount(is_now)
        if amounts[0] != amounts[1] and amounts != told:
            yield _moved(f"from {day}", was, is_now, side)
        told = amounts


def _moved(part: str, was: _Value | None, is_now: _Value | None, side: str) -> ChangedPart:
    direction = direction_of(side, _amount(was), _amount(is_now)) if side else ""
    return ChangedPart(part, was[0] if was else "", is_now[0] if is_now else "", direction)


def _amount(value: _Value | None) -> Fraction | None:
    return None if value is None else value[1]


def _on(day: date, values: dict[date, _Value]) -> _Value | None:
    begun = [one for one in values if one <= day]
    return values[max(begun)] if begun else None


def _days(values: dict[date, _Value]) -> str:
    return ", ".join(f"{value} from {day}" for day, (value, _) in sorted(values.items()))


def _side(name: str, old: PolicySet, new: PolicySet) -> str:
    """The side of the bounds that the parameter is the limit of, if it is always the same."""
    sides = {use.side for policies in (old, new) for use in uses_of(policies).get(name, ())}
    found = next(iter(sides)) if len(sides) == 1 else ""
    return "" if found == "a condition" else found


def _measure_meaning(name: str, policies: PolicySet) -> dict[str, Any]:
    declared = policies.measures.get(name)
    return {} if declared is None else dict(PlainMeaning(policies).measure(name, ""))


def _measure(one: DefinedMeasure) -> str:
    where = f" where {where_in_words(one.where)}" if one.where else ""
    basis = f", of what is {one.basis}" if one.basis else ""
    return f"{one.kind.replace('_', ' ')} {_of(one)}{where}{basis}, in {one.unit.text}"


def _measure_part(key: str, one: DefinedMeasure) -> str:
    match key:
        case "where":
            return where_in_words(one.where)
        case "basis":
            return one.basis or ""
        case "dimension":
            return one.unit.text
        case "name":
            return one.name.text
        case _:
            return _of(one)


def _of(one: DefinedMeasure) -> str:
    return ", ".join(of.text for of in one.of)


def _exemption(one: WrittenExemption) -> dict[str, str]:
    second = "" if one.second_approver is None else one.second_approver.text
    return {
        "rule": one.rule.text,
        "for": f"{one.kind.text} {one.subject.text}",
        "does": "suspend" if one.replaced is None else f"limit {one.replaced.text.text}",
        "granted": f"by {one.by.text}, {one.person.text}, on {one.on}",
        "second_approver": second,
        "effective": period_in_words(one.effective),
        "lapses_when": " or ".join(words_of(condition) for condition in one.lapses_when),
    }
