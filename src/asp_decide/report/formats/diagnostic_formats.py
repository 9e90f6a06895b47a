"""Problems for other programs: SARIF 2.1.0 for code scanning, workflow commands for GitHub."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from asp_decide.diagnostics import Diagnostic

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WORDS = {"error": "error", "warning": "warning", "note": "notice"}


def sarif(diagnostics: Sequence[Diagnostic], says: Mapping[str, str]) -> dict[str, Any]:
    """The problems as one run of SARIF 2.1.0 (OASIS 2020). `says` has a sentence for each code."""
    codes = {one.code: one.name for one in diagnostics}
    places = {code: place for place, code in enumerate(sorted(codes))}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "asp-decide",
                        "version": version("asp-decide"),
                        "rules": [
                            {
                                "id": code,
                                "name": codes[code],
                                "shortDescription": {"text": says.get(code, codes[code])},
                            }
                            for code in places
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, places[one.code]) for one in diagnostics],
            }
        ],
    }


def _result(one: Diagnostic, place: int) -> dict[str, Any]:
    region = {
        "startLine": max(1, one.place.line),
        "startColumn": max(1, one.place.column),
        "endColumn": max(1, one.place.column) + max(1, one.width),
    }
    return {
        "ruleId": one.code,
        "ruleIndex": place,
        "level": one.level,
        "message": {"text": _text(one)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": one.place.file},
                    "region": region,
                }
            }
        ],
    }


def github(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A workflow command for each problem: it is shown beside the line of a pull request."""
    return [_command(one) for one in diagnostics]


def _command(one: Diagnostic) -> str:
    where = {
        "file": one.place.file,
        "line": str(one.place.line),
        "col": str(one.place.column),
        "title": f"{one.code} {one.name}",
    }
    named = ",".join(f"{name}={_property(text)}" for name, text in where.items())
    return f"::{_WORDS[one.level]} {named}::{_escaped(_text(one))}"


def _text(one: Diagnostic) -> str:
    more = [f"for example: {example}" for example in one.examples]
    return "\n".join([one.message, *more, *([f"help: {one.help}"] if one.help else [])])


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
