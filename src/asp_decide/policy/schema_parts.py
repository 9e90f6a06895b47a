"""Pieces of JSON Schema that every schema of the language is made of (draft 2020-12)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from asp_decide.model.quantity import CURRENCY, Unit, spellings
from asp_decide.policy.policy_set import PolicySet

type Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_NUMBER = r"-?[0-9]+(_[0-9]+)*(\.[0-9]+)?"
_NAME = "[a-z][a-z0-9_]*"
_WINDOW = (
    "( +for +[0-9]{1,4} +intervals? +in +a +row"
    "| +in +[0-9]{1,4} +of +the +last +[0-9]{1,4} +intervals?)?"
)

DAY: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "description": "a day, as 2026-10-01",
}
NAME: Schema = {"type": "string", "pattern": f"^{_NAME}$"}
SENTENCE: Schema = {"type": "string", "minLength": 1}
REASON: Schema = {"type": "string", "minLength": 10, "description": "why, in a sentence"}


def closed(properties: Mapping[str, Any], required: Iterable[str] = (), **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
        "required": sorted(required),
        **more,
    }


def one_of(words: Iterable[str], description: str = "") -> Schema:
    """One of these words."""
    schema: Schema = {"enum": sorted(dict.fromkeys(words))}
    return schema | ({"description": description} if description else {})


def some_of(items: Schema, *, least: int = 1) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items, "minItems": least}


def matching(pattern: str, description: str = "") -> Schema:
    """A text that the whole pattern matches."""
    schema: Schema = {"type": "string", "pattern": f"^({pattern})$"}
    return schema | ({"description": description} if description else {})


def ref(name: str) -> Schema:
    """The definition of that name."""
    return {"$ref": f"#/$defs/{name}"}


def when_key(key: str, value: str, then: Schema) -> Schema:
    """Where a key says so, this holds too."""
    return {
        "if": {"required": [key], "properties": {key: {"const": value}}},
        "then": then,
    }


def quantity_pattern(unit: Unit, policies: PolicySet) -> str:
    """A number with a unit of this dimension, or a parameter that is measured in one."""
    units = "|".join(re.escape(name) for name in spellings(unit, policies.currency))
    named = _parameters_of(unit, policies)
    number = rf"{_NUMBER} *({units})"
    return rf"{number}|\$({'|'.join(named)})" if named else number


def number_pattern(unit: Unit, policies: PolicySet) -> str:
    """A number with a unit of this dimension, written out."""
    units = "|".join(re.escape(name) for name in spellings(unit, policies.currency))
    return rf"{_NUMBER} *({units})"


def measure_pattern(unit: Unit, policies: PolicySet, *, history: bool) -> str:
    """A phrase about a measure of that unit; a window only where it has a history."""
    quantity = f"({quantity_pattern(unit, policies)})"
    bound = rf"(below|at +most|above|at +least) +{quantity}|between +{quantity} +and +{quantity}"
    return f"known|missing|({bound}){_WINDOW if history else ''}"


def words_pattern(words: Sequence[str]) -> str:
    """A phrase about an attribute; any word where the words are the user's own."""
    word = f"({'|'.join(words)})" if words else "[A-Za-z][A-Za-z0-9_]*"
    return rf"known|missing|is( +not)? +{word}|one +of +{word}( *, *{word})*"


def shown(unit: Unit, policies: PolicySet) -> str:
    """The unit's name as an author writes it."""
    return unit.name.replace(CURRENCY, policies.currency)


def _parameters_of(unit: Unit, policies: PolicySet) -> list[str]:
    names = []
    for name, declared in sorted(policies.parameters.items()):
        measured = policies.unit(declared.thing.unit.text)
        if measured is not None and measured.dimension == unit.dimension:
            names.append(name)
    return names
