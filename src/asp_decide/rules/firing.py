"""What fired a rule, checked again: the library's word is not taken for it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Fact = Mapping[str, Any]

_ID = re.compile(r'"id": "(f\d+)"')


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as it was told to the library: what it says, and the very text that was said."""

    fact: Fact
    text: str


def told(id_: str, fact: Fact) -> Told:
    """A fact with the id by which the library knows it, and with the constant of every fact."""
    whole = {"id": id_, "z": 1, **fact}
    return Told(whole, json.dumps(whole, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The conditions of one rule, to be asked again of the facts that fired it."""

    equalities: tuple[tuple[str, str, Any], ...]
    joins: tuple[tuple[str, str, str, str], ...]
    aliases: tuple[str, ...]

    def facts_of(self, rule: str, message: str, known: Mapping[str, Told]) -> dict[str, Fact]:
        """The facts that a message of the library says fired the rule, by the alias of a pattern.

        The library repeats the text of a fact as it was told, so that a message is compared and
        not read; what it says in other words is read. Raises ValueError for what was never told.
        """
        ids = _ID.findall(message)
        if len(ids) == len(self.aliases) and all(one in known for one in ids):
            pairs = zip(self.aliases, ids, strict=True)
            facts = ",".join([f'"{alias}":{known[one].text}' for alias, one in pairs])
            if message == f'{{"{rule}":{{{facts}}}}}':
                pairs = zip(self.aliases, ids, strict=True)
                return {alias: known[one].fact for alias, one in pairs}
        return self._read(rule, message, known)

    def _read(self, rule: str, message: str, known: Mapping[str, Told]) -> dict[str, Fact]:
        facts: dict[str, Fact] = json.loads(message)[rule]
        for fact in facts.values():
            one = known.get(fact.get("id", ""))
            if one is None or one.fact != fact:
                raise ValueError("it holds a fact that was never told")
        return facts

    def check(self, facts: Mapping[str, Fact]) -> None:
        """Raises ValueError unless the facts satisfy every condition."""
        if facts.keys() != set(self.aliases):
            raise ValueError("it holds other patterns than the rule")
        for alias, name, wanted in self.equalities:
            if facts[alias].get(name) != wanted:
                raise ValueError(f"`{name}` of `{alias}` is not {wanted!r}")
        for alias, name, other, joined in self.joins:
            found = facts[alias].get(name)
            if found is None or found != facts[other].get(joined):
                raise ValueError(f"`{name}` of `{alias}` is not `{joined}` of `{other}`")


def evidence_of(patterns: Sequence[Mapping[str, Any]]) -> Evidence:
    """What the patterns of a rule ask, as the library reads them."""
    conditions = [
        (alias, name, wanted)
        for pattern in patterns
        for alias, condition in pattern.items()
        for one in condition["$and"]
        for name, wanted in one.items()
        if name != "$ex"
    ]
    return Evidence(
        equalities=tuple(one for one in conditions if not isinstance(one[2], dict)),
        joins=tuple(
            (alias, name, *next(iter(wanted.items())))
            for alias, name, wanted in conditions
            if isinstance(wanted, dict)
        ),
        aliases=tuple(alias for pattern in patterns for alias in pattern),
    )
