"""`openings.json`: what stands behind the masked fields of a run, for those who may see it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.model.masked import SALT_BYTES, Opening, in_order

VERSION = "openings/1"
OPENINGS = "openings.json"
"""Its place in a bundle."""


def write_openings(run: str, openings: Iterable[Opening]) -> bytes:
    """The canonical bytes of the file, in the order of the records."""
    told = [
        {"n": one.n, "path": one.path, "salt": one.salt.hex(), "value": one.value}
        for one in in_order(openings)
    ]
    return canonical_json({"v": VERSION, "run": run, "openings": told})


def with_openings(
    files: Mapping[str, bytes], run: str, openings: Collection[Opening]
) -> dict[str, bytes]:
    """The files of a bundle with what opens its masked fields, or as they are if nothing does."""
    opening = {OPENINGS: write_openings(run, openings)} if openings else {}
    return dict(sorted({**files, **opening}.items()))


def read_openings(body: bytes) -> tuple[Opening, ...]:
    """The openings in a file, not yet believed. Raises ValueError if it is not as it is written."""
    found = read_canonical(body)
    try:
        run = str(found["run"])
        openings = tuple(_opening(run, one) for one in found["openings"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it lacks what a file of openings has: {error}") from error
    # Whatever was not understood above would not come back, and nothing is passed over in silence.
    if write_openings(run, openings) != body:
        raise ValueError("it says more than openings do, or says one thing in two ways")
    return openings


def _opening(run: str, found: Any) -> Opening:
    salt = bytes.fromhex(found["salt"])
    if len(salt) != SALT_BYTES or not isinstance(found["n"], int):
        raise ValueError(f"a salt has {SALT_BYTES} bytes, and a record a number")
    return Opening(run, found["n"], str(found["path"]), salt, found["value"])
