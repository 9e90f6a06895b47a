"""What fired a rule, checked again: the library's word is not taken for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The conditions of one rule, to be asked again of the facts that fired it."""

    equalities: tuple[tuple[str, str, Any], ...]
    joins: tuple[tuple[str, str, str, str], ...]
    aliases: frozenset[str]

    def check(self, facts: Mapping[str, Fact]) -> None:
        """Raises ValueError unless the facts satisfy every condition."""
        if facts.keys() != self.aliases:
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
        aliases=frozenset(alias for pattern in patterns for alias in pattern),
    )
