"""Signatures under a checkpoint, as transparency logs write them: C2SP signed-note, Ed25519.

A key proves who spoke, not that nothing else was said: it never stands in for the minutes.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from asp_decide.errors import NotInstalledError

_ED25519 = b"\x01"
_KEY_BYTES, _ID_BYTES, _SIGNATURE_BYTES = 32, 4, 64
_MARK = "PRIVATE+KEY+"
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_KEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+={0,2})")
_MOST_SIGNATURES = 100


@dataclass(frozen=True)
class PublicKey:
    """What a signature is checked with: the name of whoever signs, and 32 bytes of Ed25519."""

    name: str
    key: bytes

    @cached_property
    def id(self) -> bytes:
        """Four bytes by which its signatures are found."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """As it is given to people: `NAME+ID+KEY`."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.key).decode()}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether the signature is this key's, of this very text. Raises NotInstalledError."""
        key = _ed25519().Ed25519PublicKey.from_public_bytes(self.key)
        wrong = import_module("cryptography.exceptions").InvalidSignature
        try:
            key.verify(signature, text.encode())
        except wrong:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What signs: a name, and the 32 bytes that nobody else may have."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """What its signatures are checked with. Raises NotInstalledError."""
        return PublicKey(self.name, bytes(self._secret().public_key().public_bytes_raw()))

    @property
    def text(self) -> str:
        """As its file holds it: `PRIVATE+KEY+NAME+ID+SEED`."""
        seed = base64.b64encode(_ED25519 + self.seed).decode()
        return f"{_MARK}{self.name}+{self.public.id.hex()}+{seed}"

    def sign(self, text: str) -> str:
        """The note: the text, an empty line, and one line with the signature."""
        signature = self.public.id + bytes(self._secret().sign(text.encode()))
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"

    def _secret(self) -> Any:
        return _ed25519().Ed25519PrivateKey.from_private_bytes(self.seed)


def read_public_key(text: str) -> PublicKey:
    """The key in `NAME+ID+KEY`. Raises ValueError if it is none."""
    if text.strip().startswith(_MARK):
        raise ValueError("it is the secret key: keep it to yourself, and give the public one")
    name, id_, key = _parts(text.strip())
    found = PublicKey(name, key)
    if found.id != id_:
        raise ValueError("its id is not that of its name and bytes")
    return found


def read_secret_key(text: str) -> SecretKey:
    """The key in `PRIVATE+KEY+NAME+ID+SEED`. Raises ValueError if it is none, NotInstalledError."""
    stripped = text.strip()
    if not stripped.startswith(_MARK):
        raise ValueError("a secret key begins with `PRIVATE+KEY+`")
    name, id_, seed = _parts(stripped.removeprefix(_MARK))
    found = SecretKey(name, seed)
    if found.public.id != id_:
        raise ValueError("its id is not that of its name and bytes")
    return found


def refuse_name(name: str) -> None:
    """Refuse a name that cannot stand in a signature (ValueError)."""
    if not name or "+" in name or any(letter.isspace() for letter in name) or len(name) > 100:
        raise ValueError(f"`{name}` is no name of a key: letters without blanks or `+`")


def signers(note: str, text: str, keys: Sequence[PublicKey]) -> tuple[str, ...]:
    """The names of those keys that signed the text, by the signatures of the note.

    Signatures of other keys are passed over. Raises ValueError where one of these keys has a
    signature that is not of this text.
    """
    names: list[str] = []
    for name, id_, signature in _signatures(note):
        for key in keys:
            if (key.name, key.id) != (name, id_):
                continue
            if not key.signed(text, signature):
                raise ValueError(f"the signature of `{name}` is not of this checkpoint")
            names.append(name)
    return tuple(dict.fromkeys(names))


def _signatures(note: str) -> list[tuple[str, bytes, bytes]]:
    lines = [line.strip() for line in note.strip().splitlines()]
    after = lines[lines.index("") + 1 :] if "" in lines else []
    if len(after) > _MOST_SIGNATURES:
        raise ValueError(f"it has more than {_MOST_SIGNATURES} lines of signatures")
    found = []
    for line in after:
        match = _LINE.fullmatch(line)
        body = _decoded(match["signature"]) if match else b""
        if match and len(body) == _ID_BYTES + _SIGNATURE_BYTES:
            found.append((match["name"], body[:_ID_BYTES], body[_ID_BYTES:]))
    return found


def _parts(text: str) -> tuple[str, bytes, bytes]:
    match = _KEY.fullmatch(text)
    body = _decoded(match["key"]) if match else b""
    if match is None or len(body) != 1 + _KEY_BYTES or body[:1] != _ED25519:
        raise ValueError("a key is NAME+ID+KEY, of Ed25519")
    return match["name"], bytes.fromhex(match["id"]), body[1:]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _ed25519() -> Any:
    if find_spec("cryptography") is None:
        raise NotInstalledError("signatures need a library\n  help: pip install 'asp-decide[sign]'")
    return import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
