"""Hashes as they are written in files: `sha256:` and 64 hexadecimal digits."""

from collections.abc import Iterable, Sequence
from typing import Any

from asp_decide.ledger.merkle import HASH_BYTES, Hashes

_PREFIX = "sha256:"


def hash_texts(hashes: Sequence[bytes]) -> list[str]:
    """The hashes as texts, in their order."""
    return [_PREFIX + one.hex() for one in hashes]


def read_hashes(texts: Iterable[Any]) -> Hashes:
    """The hashes of those texts. Raises ValueError if one is none."""
    return tuple(_hash(text) for text in texts)


def _hash(text: Any) -> bytes:
    if not isinstance(text, str) or not text.startswith(_PREFIX):
        raise ValueError(f"`{text}` is no hash")
    one = bytes.fromhex(text.removeprefix(_PREFIX))
    if len(one) != HASH_BYTES:
        raise ValueError(f"`{text}` is no hash")
    return one
