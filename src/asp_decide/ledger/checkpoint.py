"""The text for the minutes: whose log, how many records, which root."""

import base64
import binascii
import re
from dataclasses import dataclass, field

from asp_decide.ledger.merkle import HASH_BYTES, LARGEST_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and root of a log at one moment; `origin` names the log, empty where nobody said.

    `source` is where it was read, as a file of the minutes, `signers` are those who signed it
    there, and `distrust` says why it is not to be relied on where a signature was asked for. The
    same checkpoint from two places is the same.
    """

    origin: str
    size: int
    root: bytes
    source: str = field(default="", compare=False)
    signers: tuple[str, ...] = field(default=(), compare=False)
    distrust: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Origin, number of records and root (base64), a line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def short(self) -> str:
        """`SIZE:ROOT`, as it is written where a line must do."""
        return f"{self.size}:{base64.b64encode(self.root).decode()}"

    @property
    def name(self) -> str:
        """What people call it: its source, or size and the beginning of its root."""
        size, _, root = self.short.partition(":")
        return (self.source or f"{size}:{root[:8]}..") + self.signed

    @property
    def signed(self) -> str:
        """By whom it is signed, in brackets; nothing where it is not."""
        return f" (signed by {', '.join(self.signers)})" if self.signers else ""


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of three lines, or of `SIZE:ROOT`.

    Blanks at the ends of lines and whatever follows an empty line (signatures) are passed over,
    since people paste it. Raises ValueError with what is wrong.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    body = lines[: lines.index("")] if "" in lines else lines
    if len(body) == 1:
        size, colon, root = body[0].partition(":")
        if colon:
            return Checkpoint("", _size(size), _root(root))
    if len(body) != _LINES:
        raise ValueError("a checkpoint has three lines: origin, number of records, root")
    return Checkpoint(body[0], _size(body[1]), _root(body[2]))


def _size(text: str) -> int:
    if not _SIZE.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise ValueError(f"`{text}` is no number of records")
    return int(text)


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    # Two base64 texts can mean the same bytes; only the canonical one is a root.
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != text:
        raise ValueError(f"`{text}` is no root: 32 bytes in base64")
    return root
