"""Files as accidents and forgers leave them: cut, doubled, of other types, huge, nested."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

_DEEP = 100_000
_NEST = "stands for what is nested deeper than a writer can write"

_OTHERS: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**53,
    10**30,
    1.5,
    "",
    "x",
    "\ud800",
    "1/0",
    "nan",
    "Infinity",
    "1e999999999",
    "9" * 5000,
    "2027-02-30",
    "sha256:00",
    [],
    {},
    [[]],
    [{}],
    {"": ""},
)
"""What may stand where something else must: each is the wrong thing somewhere."""


def damaged(body: bytes, random: Random) -> bytes:
    """The bytes of a file after one accident, or one small forgery; never the same."""
    ways = [_cut, _emptied, _flipped, _doubled, _replaced, _line_lost, _line_doubled]
    if _documents(body):
        # Whoever forges keeps the form: this is what gets furthest.
        ways += [_forged] * 2 * len(ways)
    while True:
        found = random.choice(ways)(body, random)
        if found != body:
            return found


def forge(documents: list[Any], random: Random) -> None:
    """Make one value of one of the documents another one, gone, or there twice."""
    places = list(_places(random.choice(documents)))
    inside, key = random.choice(places)
    _change(inside, key, random, [there[at] for there, at in places])


def _cut(body: bytes, random: Random) -> bytes:
    return body[: random.randrange(len(body))]


def _emptied(body: bytes, random: Random) -> bytes:
    return b""


def _flipped(body: bytes, random: Random) -> bytes:
    at = random.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << random.randrange(8))]) + body[at + 1 :]


def _doubled(body: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(body) + 1) for _ in range(2))
    return body[:last] + body[first:]


def _replaced(body: bytes, random: Random) -> bytes:
    nested = b"[" * _DEEP + b"]" * _DEEP
    return random.choice([b"\xff\xfe\x00", b"[]\n", b"{}\n", b"null\n", b'"x"\n', b"7\n", nested])


def _line_lost(body: bytes, random: Random) -> bytes:
    lines = body.splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def _line_doubled(body: bytes, random: Random) -> bytes:
    lines = body.splitlines(keepends=True)
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    return b"".join(lines)


def _forged(body: bytes, random: Random) -> bytes:
    """One value of one JSON document in the file is another one, gone, or there twice."""
    documents = _documents(body)
    forge(documents, random)
    return b"".join(_written(one, body) for one in documents)


def _change(inside: Any, key: Any, random: Random, others: list[Any]) -> None:
    found = inside[key]

    def gone() -> None:
        del inside[key]

    def wrapped() -> None:
        inside[key] = random.choice([[found], {"x": found}, [found, found]])

    def other() -> None:
        inside[key] = random.choice(_OTHERS)

    def swapped() -> None:
        inside[key] = deepcopy(random.choice(others))

    def more() -> None:
        if isinstance(inside, dict):
            inside[random.choice(["x", "", "\u0301"])] = found
        else:
            inside.insert(key, found)

    def deeper() -> None:
        inside[key] = _NEST

    changes: list[Callable[[], None]] = [gone, wrapped, other, other, swapped, more, deeper]
    random.choice(changes)()


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every value in a document, as the container that it is in and its key or number there."""
    inner = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in list(inner):
        yield found, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _documents(body: bytes) -> list[Any]:
    """The file as one JSON document, or one a line; nothing where it is another file."""
    for parts in ([body], body.splitlines()):
        try:
            found = [json.loads(part) for part in parts]
        except ValueError:
            continue
        return found if all(isinstance(one, dict | list) and one for one in found) else []
    return []


def _written(document: Any, body: bytes) -> bytes:
    """In the form of the file: canonical where it is, else indented as plans are."""
    canonical = not body.startswith(b"{\n")
    form: dict[str, Any] = (
        {"separators": (",", ":"), "sort_keys": True} if canonical else {"indent": 2}
    )
    text = json.dumps(document, ensure_ascii=False, **form)
    text = text.replace(f'"{_NEST}"', "[" * _DEEP + "]" * _DEEP)
    end = "\n" if body.endswith(b"\n") else ""
    return (text + end).encode("utf-8", errors="surrogatepass")
