"""One policy file: its text to what stands in it, under the name that its place gives it.

What was read is remembered by the bytes it was read from, so that a set in which one file changes
is read again at the price of that file. Whoever has a memory of its own remembers the policy files
there: of a file that is saved a thousand times the process need not keep a thousand readings.
"""

from collections.abc import Callable
from functools import lru_cache

from asp_decide.canonical import bytes_digest
from asp_decide.diagnostics import Checked
from asp_decide.memory import Memory
from asp_decide.model.by_layer import LAYERS
from asp_decide.model.subject import Layer
from asp_decide.policy.written.document import PolicyDocument
from asp_decide.policy.written.exemptions import WrittenExemption, parse_register
from asp_decide.policy.written.overlay import Overlay, parse_overlay
from asp_decide.policy.written.parse import PROSE, parse_policy
from asp_decide.policy.written.unfilled import unfilled
from asp_decide.policy.written.vocabulary import vocabulary
from asp_decide.strict_yaml import Node, Strictness, read_yaml

WRITTEN = Strictness(bytes=512_000, levels=16, nodes=20_000, characters=10_000)
"""As everything that people write, and deep enough for a condition to be told it is too deep."""

_REMEMBERED = 1_000
"""Files whose reading is kept: twice as many as one set may have, so that two versions fit."""


def read_document(path: str, text: bytes, memory: Memory | None = None) -> Checked[PolicyDocument]:
    """The policy file of that path (`policies/portfolio/wip.yaml`) with every problem of its form.

    One that still has something to be filled in has no value.
    """
    if memory is None:
        return _remembered_document(path, text)
    return memory.recall(("policy file", path, text), lambda: _document(path, text))


@lru_cache(_REMEMBERED)
def _remembered_document(path: str, text: bytes) -> Checked[PolicyDocument]:
    return _document(path, text)


def _document(path: str, text: bytes) -> Checked[PolicyDocument]:
    def parse(node: Node, name: str) -> Checked[PolicyDocument]:
        return parse_policy(node, policy=name, path=path, digest=bytes_digest(text))

    return _parsed(path, text, parse)


@lru_cache(_REMEMBERED)
def read_overlay(path: str, text: bytes) -> Checked[Overlay]:
    """The overlay of that path with every problem of its form."""

    def parse(node: Node, name: str) -> Checked[Overlay]:
        return parse_overlay(node, name=name, path=path, digest=bytes_digest(text))

    return _parsed(path, text, parse)


@lru_cache(_REMEMBERED)
def read_register(path: str, text: bytes) -> Checked[tuple[WrittenExemption, ...]]:
    """The exemptions of the register of that path with every problem of its form."""
    return _parsed(path, text, lambda node, _: parse_register(node))


def _parsed[T](path: str, text: bytes, parse: Callable[[Node, str], Checked[T]]) -> Checked[T]:
    read = read_yaml(text, path, prose=PROSE, strictness=WRITTEN)
    if read.value is None:
        return Checked(None, read.diagnostics)
    left = tuple(unfilled(read.value, vocabulary(_layer_of(path))))
    parsed = parse(read.value, path.partition("/")[2].removesuffix(".yaml"))
    # What has been told about a line is not told again in other words.
    told = {slip.place.line for slip in (*read.diagnostics, *left)}
    rest = tuple(slip for slip in parsed.diagnostics if slip.place.line not in told)
    return Checked(None if left else parsed.value, (*read.diagnostics, *left, *rest))


def _layer_of(path: str) -> Layer:
    """The layer in whose folder the file stands; what stands beside both is the portfolio's."""
    return next((layer for layer in LAYERS if f"/{layer}/" in path), LAYERS[0])
