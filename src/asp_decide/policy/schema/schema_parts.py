"""Pieces of JSON Schema that every schema of the language is made of (draft 2020-12)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from asp_decide.model.language import LANGUAGE
from asp_decide.model.quantity import CURRENCY, Unit, spellings
from asp_decide.policy.written.policy_set import PolicySet

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
SENTENCE: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""Any text: an editor takes `2026` for a number and `true` for a truth, and here both are words."""
MESSAGE: Schema = {
    "description": "what people are told: a text, or one for each language (`{en: ..., de: ...}`)",
    "if": {"type": "object"},
    "then": {
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": {f"^{LANGUAGE.pattern}$": SENTENCE},
    },
    "else": SENTENCE,
}
REASON: Schema = {"type": "string", "minLength": 10, "description": "why, in a sentence"}


def closed(properties: Mapping[str, Any], required: Iterable[str] = (), **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
        "required": sorted(required),
        # The standard knows no empty list of schemas.
        **{key: value for key, value in more.items() if value != []},
    }


def one_of(words: Iterable[str], description: str = "") -> Schema:
    """One of these words."""
    schema: Schema = {"enum": sorted(dict.fromkeys(words))}
    return schema | ({"description": description} if description else {})


def some_of(items: Schema, *, least: int = 1) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items, "minItems": least}


def matching(
    pattern: str, description: str = "", *, wrong: str = "", offers: Iterable[str] = ()
) -> Schema:
    """A text that the whole pattern matches.

    `wrong` is what an editor says of another text in place of the pattern, and `offers` are what
    it offers to begin with: keywords that other readers of a schema pass over.
    """
    schema: Schema = {"type": "string", "pattern": f"^({pattern})$"}
    if description:
        schema["description"] = description
    if wrong:
        schema["patternErrorMessage"] = wrong
    offered = [{"label": text, "body": _snippet(text)} for text in offers]
    return schema | ({"defaultSnippets": offered} if offered else {})


def _snippet(text: str) -> str:
    """The text as an editor puts it in: a number is a place to write over."""
    return re.sub(r"\b0 ", "${1:0} ", text.replace("$", r"\$"))


def named(meanings: Mapping[str, str], description: str = "") -> Schema:
    """One of these names; an editor tells what each means."""
    names = sorted(meanings)
    schema: Schema = {"enum": names, "enumDescriptions": [meanings[name] for name in names]}
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


def amounts_of(unit: Unit, policies: PolicySet) -> list[str]:
    """Amounts of that unit to begin with: the parameters that have one, then a number."""
    return [*(f"${name}" for name in parameters_of(unit, policies)), f"0 {shown(unit, policies)}"]


def quantity_pattern(unit: Unit, policies: PolicySet) -> str:
    """A number with a unit of this dimension, or a parameter that is measured in one."""
    units = "|".join(re.escape(name) for name in spellings(unit, policies.currency))
    parameters = parameters_of(unit, policies)
    number = rf"{_NUMBER} *({units})"
    return rf"{number}|\$({'|'.join(parameters)})" if parameters else number


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


def parameters_of(unit: Unit, policies: PolicySet) -> list[str]:
    """The parameters that are measured in a unit of that dimension, by name."""
    names = []
    for name, declared in sorted(policies.parameters.items()):
        measured = policies.unit(declared.thing.unit.text)
        if measured is not None and measured.dimension == unit.dimension:
            names.append(name)
    return names
