"""A value that not every reader may see: in its place stands a commitment, apart lies its opening.

A commitment is SHA-256 of `0x02`, a salt of 32 bytes, and the canonical JSON of the value with its
place: run, number of the record, and path in it. So it fits no other field, nobody can try likely
values against it without the salt, and once the opening is erased, nothing can be read from it.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from asp_decide.canonical import canonical_json

MASKED = "$masked"
"""The one key of what stands in place of a masked value."""

SALT_BYTES = 32

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

# Leaves of the log are hashed behind 0x00 and nodes behind 0x01: no hash is two things.
_COMMITMENT = b"\x02"


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands behind a commitment: the value, its place, and the salt.

    `n` is the number of the record in its run, `path` leads to the field: `/granted/person`.
    """

    run: str
    n: int
    path: str
    salt: bytes
    value: Any

    @property
    def place(self) -> tuple[int, str]:
        """Where the field stands in its run."""
        return self.n, self.path

    @property
    def commitment(self) -> str:
        """The digest that stands in the record, as `sha256:` and 64 hexadecimal digits."""
        placed = {"run": self.run, "n": self.n, "path": self.path, "value": self.value}
        return "sha256:" + sha256(_COMMITMENT + self.salt + canonical_json(placed)).hexdigest()


def mask(value: Any, run: str, n: int, path: str, *, secret: bytes) -> Opening:
    """The opening of a value that is to be masked, with a salt of its own.

    Salts follow from the `secret` and the place, so one secret serves a run. Whoever drew it
    forgets it: then the salt of an erased opening cannot be found again.
    """
    place = canonical_json({"run": run, "n": n, "path": path})
    return Opening(run, n, path, hmac.digest(secret, place, "sha256"), value)


def in_place_of(opening: Opening) -> dict[str, str]:
    """What the record holds instead of the value."""
    return {MASKED: opening.commitment}


def in_order(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """The openings of a run by their places in it."""
    return tuple(sorted(openings, key=lambda one: one.place))


def commitment_in(value: Any) -> str | None:
    """The commitment that stands in place of a value; None where the value itself does."""
    match value:
        case {"$masked": str(commitment)} if len(value) == 1 and _DIGEST.fullmatch(commitment):
            return commitment
    return None


def masks_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every commitment in a record, with the path that leads to it."""
    commitment = commitment_in(value)
    if commitment is not None:
        yield path, commitment
    elif isinstance(value, Mapping | list):
        named = value.items() if isinstance(value, Mapping) else enumerate(value)
        for name, inner in named:
            if not isinstance(inner, str):  # most of a record is text
                yield from masks_in(inner, f"{path}/{name}")
