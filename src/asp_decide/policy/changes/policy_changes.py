"""What differs between two versions of a policy set: rules, and the names that rules use.

What is told is what moves a digest of meaning: prose, comments and every order that means nothing
are no change, and where the digests are the same there is none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from asp_decide.canonical import digest
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.subject import Layer
from asp_decide.policy.changes.condition_changes import ChangedPart
from asp_decide.policy.changes.name_changes import (
    exemption_parts,
    measure_parts,
    named_in,
    parameter_parts,
    point_meaning,
    point_parts,
)
from asp_decide.policy.changes.rule_changes import rule_parts_changed
from asp_decide.policy.changes.rule_words import RuleVersion, sentence_of
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.policy_set import PolicySet

type Thing = Literal["rule", "point", "parameter", "measure", "exemption"]
type Fate = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One thing that means something else, or is there in one version alone.

    `rules` are those that use it, in either version; of a rule it is the rule itself.
    """

    layer: Layer
    thing: Thing
    name: str
    fate: Fate
    parts: tuple[ChangedPart, ...]
    rules: tuple[str, ...]


def meaning_of_layers(sets: ByLayer[PolicySet]) -> str:
    """The digest of everything that decides anything on any day, in both layers."""
    return digest({one.words.layer: _meanings(one) for one in sets})


def policy_changes(
    old: ByLayer[PolicySet], new: ByLayer[PolicySet], *, as_of: date
) -> tuple[PolicyChange, ...]:
    """Everything of two checked versions that means something else, by layer, thing and name.

    None exactly where `meaning_of_layers` is the same of both. Limits are told as they are on
    `as_of`; what holds on other days counts as well.
    """
    found: list[PolicyChange] = []
    for layer in ("portfolio", "delivery"):
        found += _in_layer(_Both(old.of(layer), new.of(layer), layer, as_of))
    assert bool(found) == (meaning_of_layers(old) != meaning_of_layers(new)), (
        "what is told is what moves the digest"
    )
    return tuple(found)


def _meanings(policies: PolicySet) -> dict[str, Any]:
    meaning = PlainMeaning(policies)
    return {
        "rules": {name: meaning.rule(one.thing) for name, one in policies.rules.items()},
        "points": {name: point_meaning(one) for name, one in policies.points.items()},
        "exemptions": {one.id.text: meaning.exemption(one) for one in policies.exemptions},
    }


@dataclass(frozen=True, slots=True)
class _Both:
    """Both versions of one layer."""

    old: PolicySet
    new: PolicySet
    layer: Layer
    as_of: date

    @property
    def sides(self) -> tuple[PolicySet, PolicySet]:
        """The old one, then the new one."""
        return self.old, self.new


def _in_layer(both: _Both) -> Iterator[PolicyChange]:
    yield from _rules(both)
    yield from _points(both)
    yield from _names(both)
    yield from _exemptions(both)


def _rules(both: _Both) -> Iterator[PolicyChange]:
    for name in sorted({*both.old.rules, *both.new.rules}):
        versions = [
            RuleVersion(side.rules[name].thing, side, both.as_of) if name in side.rules else None
            for side in both.sides
        ]
        was, is_now = versions
        if was is None or is_now is None:
            said = ["" if one is None else sentence_of(one.rule) for one in versions]
            parts: tuple[ChangedPart, ...] = (ChangedPart("says", said[0], said[1]),)
        else:
            parts = rule_parts_changed(was, is_now)
        if parts:
            yield PolicyChange(both.layer, "rule", name, _fate(was, is_now), parts, (name,))


def _points(both: _Both) -> Iterator[PolicyChange]:
    for name in sorted({*both.old.points, *both.new.points}):
        was, is_now = (side.points.get(name) for side in both.sides)
        parts = tuple(point_parts(was, is_now))
        if parts:
            yield PolicyChange(both.layer, "point", name, _fate(was, is_now), parts, ())


def _names(both: _Both) -> Iterator[PolicyChange]:
    """Parameters and measures, as far as a rule or an exemption uses them."""
    used = [named_in(side) for side in both.sides]
    for name in sorted({*used[0], *used[1]}):
        users = tuple(sorted({*used[0].get(name, ()), *used[1].get(name, ())}))
        fate = _fate(*(name in of for of in used))
        for thing, parts_of in _PARTS.items():
            parts = tuple(parts_of(name, both.old, both.new))
            if parts:
                yield PolicyChange(both.layer, thing, name, fate, parts, users)


_PARTS: Mapping[Thing, Callable[[str, PolicySet, PolicySet], Iterator[ChangedPart]]] = {
    "parameter": parameter_parts,
    "measure": measure_parts,
}


def _exemptions(both: _Both) -> Iterator[PolicyChange]:
    by_id = [{one.id.text: one for one in side.exemptions} for side in both.sides]
    for name in sorted({*by_id[0], *by_id[1]}):
        was, is_now = (of.get(name) for of in by_id)
        parts = tuple(exemption_parts((was, both.old), (is_now, both.new)))
        if parts:
            rules = tuple(sorted({one.rule.text for one in (was, is_now) if one is not None}))
            yield PolicyChange(both.layer, "exemption", name, _fate(was, is_now), parts, rules)


def _fate(was: object, is_now: object) -> Fate:
    if was and is_now:
        return "changed"
    return "removed" if was else "added"
