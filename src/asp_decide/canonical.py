"""One form of bytes for everything that is hashed, and one digest."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import rfc8785

LARGEST_INTEGER = 2**53 - 1
_MOST_DIGITS = 17
_FLAT = 400
"""With so few objects and lists in all, none can be nested too deep."""
_FIRST_SURROGATE = "\ud800"
_ENDLESS = re.compile(r"\s*[+-]?[0-9_]*\.?[0-9_]*[eE][+-]?[0-9_]{4,}\s*")


def canonical_json(data: Any) -> bytes:
    """`data` as canonical JSON (RFC 8785), narrowed so that two writers cannot differ.

    Floats, integers beyond 2^53-1, text that is not in Unicode form NFC, and control characters
    are refused with a ValueError: a number of the trade is a decimal string.
    """
    _refuse_what_could_differ(data)
    text = _in_order_of_characters(data)
    if text.isascii() or max(text) < _FIRST_SURROGATE:
        return text.encode("utf-8")
    return rfc8785.dumps(data)


def read_canonical(body: bytes) -> Any:
    """The data of bytes that are already canonical; anything else is refused (ValueError).

    Otherwise one meaning would have two digests.
    """
    try:
        text = body.decode("utf-8")
        data = json.loads(text, parse_float=_no_floats, parse_int=_exact, parse_constant=_no_floats)
        # Without an escape nothing but what is seen is in it: no text of it needs another look.
        seen = text.isascii() and text.isprintable() and "\\" not in text
        plain = seen and text.count("{") + text.count("[") <= _FLAT
        again = _in_order_of_characters(data).encode() if plain else canonical_json(data)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not canonical JSON: undecodable or nested too deep") from error
    if again != body:
        raise ValueError("not canonical JSON: its bytes differ from the canonical form")
    return data


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON of `data`, as `sha256:` and 64 hexadecimal digits."""
    return bytes_digest(canonical_json(data))


def bytes_digest(body: bytes) -> str:
    """SHA-256 of the bytes as they are, as `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def whole_steps(value: Fraction, places: int) -> int:
    """How many steps of so many decimal places a number is, rounded half-even.

    In whole numbers: where thousands of amounts are told, fractions take most of the time.

    >>> whole_steps(Fraction(1, 8), 2), whole_steps(Fraction(-3, 2), 0)
    (12, -2)
    """
    above, below = value.as_integer_ratio()
    scale: int = 10**places
    steps, rest = divmod(above * scale, below)
    half = 2 * rest - below
    return steps + 1 if half > 0 or (half == 0 and steps % 2) else steps


def decimal_text(value: Decimal | Fraction | int, places: int | None = None) -> str:
    """A number of the trade as its shortest decimal text: `40`, `0.5`, never `40.0` or `4e1`.

    With `places` it is rounded half-even to so many first; without, it must be a finite decimal.

    >>> decimal_text(Decimal("40.0")), decimal_text(Fraction(1, 8)), decimal_text(Fraction(2, 3), 4)
    ('40', '0.125', '0.6667')
    """
    fraction = value if isinstance(value, Fraction) else Fraction(value)
    if places is None:
        places = _places_needed(fraction)
    scaled = whole_steps(fraction, places)
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    part = part.rstrip("0")
    return sign + whole + ("." + part if part else "")


def refuse_endless(data: Any, *, names: Collection[str] = ()) -> None:
    """Refuse texts such as `1e999999999` (ValueError): as numbers they take for ever to read.

    No number of ours is written with an exponent. Texts under the keys `names` are no numbers,
    whatever they look like, and neither are those of a list.
    """
    match data:
        case Mapping():
            for key, value in data.items():
                if isinstance(value, str) and key not in names and _ENDLESS.fullmatch(value):
                    raise ValueError(f"`{value[:40]}` of `{key}` is no number as we write them")
                refuse_endless(value, names=names)
        case list() | tuple():
            for value in data:
                refuse_endless(value, names=names)
        case _:
            return


def _in_order_of_characters(data: Any) -> str:
    """The canonical text, but for the order of keys: by characters, and not by UTF-16 units.

    Both are one order where no character needs two units or comes after those that stand for two.
    Then it is the form of RFC 8785, from a writer that takes a tenth of the time.
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _places_needed(value: Fraction) -> int:
    rest, places = value.denominator, 0
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"{value} is no finite decimal; say to how many places it is rounded")
    return max(places, twos, fives)


def _exact(text: str) -> int:
    whole = int(text) if len(text) <= _MOST_DIGITS else LARGEST_INTEGER + 1
    if abs(whole) > LARGEST_INTEGER:
        raise ValueError(f"{text[:40]} is too large for JSON; write it as text")
    return whole


def _no_floats(text: str) -> Any:
    raise ValueError(f"not canonical JSON: `{text}` is no whole number; numbers are decimal texts")


def _refuse_what_could_differ(data: Any) -> None:
    match data:
        case None | bool():
            return
        case str():
            _refuse_text(data)
        case int():
            if abs(data) > LARGEST_INTEGER:
                raise ValueError(f"{data} is too large for JSON; write it as text")
        case Mapping():
            for key, value in data.items():
                if not isinstance(key, str):
                    raise ValueError(f"the key {key!r} is not text")  # noqa: TRY004
                _refuse_text(key)
                _refuse_what_could_differ(value)
        case list() | tuple():
            for value in data:
                _refuse_what_could_differ(value)
        case _:
            raise ValueError(f"{type(data).__name__} has no canonical form; write it as text")


def _refuse_text(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{text!r} is not in Unicode form NFC")
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" for c in text):
        raise ValueError(f"{text!r} holds a control character")
