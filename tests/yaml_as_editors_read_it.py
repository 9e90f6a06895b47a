"""A YAML file as a language server gives it to a schema: every key once, and all texts as texts."""

from typing import Any

from asp_decide.policy.written.policy_file import WRITTEN
from asp_decide.strict_yaml import Mapping, Node, Scalar, read_yaml


def as_an_editor_reads(text: str) -> Any:
    """The content of the file, or None where it is no YAML at all, which an editor says itself."""
    node = read_yaml(text.encode(), "sample.yaml", strictness=WRITTEN).value
    return None if node is None else _plain(node)


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {key.text: _plain(value) for key, value in node.entries}
        case _:
            return [_plain(item) for item in node.items]
