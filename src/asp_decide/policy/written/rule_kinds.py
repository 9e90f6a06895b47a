"""The kinds of rule with their keys; the branch is chosen by them before all else is read."""

from collections.abc import Mapping as Map
from dataclasses import dataclass
from types import MappingProxyType

from asp_decide.diagnostics import Diagnostic, did_you_mean, nearest
from asp_decide.policy.written.codes import problem
from asp_decide.strict_yaml import Mapping, Node, Scalar

HEAD = ("id", "title", "owner", "because", "message")
OPTIONAL_HEAD = ("severity", "effective", "sources", "tags", "where")
"""Keys of every rule, whatever its kind."""


@dataclass(frozen=True, slots=True)
class _Kind:
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


KINDS: Map[str, _Kind] = MappingProxyType(
    {
        "limit": _Kind(("per", "at_most", "enforce"), ("when", "override")),
        "guardrail": _Kind(("per", "enforce"), ("at_most", "at_least", "when", "override")),
        "decide": _Kind(("at", "when", "missing", "enforce"), ("unless", "override")),
        "require": _Kind(("at", "before", "that", "else", "enforce"), ("unless", "override")),
        "derive": _Kind(("for_each", "when"), ("unless",)),
        "escalate": _Kind(
            ("for_each", "when", "to"), ("unless", "halts", "forces", "enforce", "override")
        ),
        "table": _Kind(
            ("hit", "inputs", "outputs", "rows", "missing"),
            ("for_each", "at", "enforce", "override"),
        ),
    }
)
"""The kinds of rule, with the keys that each has beside those of every rule."""


def kind_key(node: Node, slips: list[Diagnostic]) -> Scalar | None:
    """The key that says which kind of rule this is."""
    if not isinstance(node, Mapping):
        mend = "a rule begins with `- id: WIP-01`"
        slips.append(
            problem("P018", node.place, "a rule is a mapping of keys and values", mend=mend)
        )
        return None
    keys = [key for key, _ in node.entries]
    found = [key for key in keys if key.text in KINDS]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"one rule has one kind, and this is `{found[0].text}` and `{found[1].text}`"
        mend = "write two rules"
        slips.append(problem("P012", found[1].place, message, mend=mend, width=found[1].width))
    else:
        slips.append(_no_kind(node, keys))
    return None


def _no_kind(node: Mapping, keys: list[Scalar]) -> Diagnostic:
    heads = {*HEAD, *OPTIONAL_HEAD, *(k for kind in KINDS.values() for k in kind.required)}
    for key in keys:
        if key.text not in heads and nearest(key.text, KINDS):
            message = f"`{key.text}` is no kind of rule"
            mend = did_you_mean(key.text, KINDS)
            return problem("P010", key.place, message, mend=mend, width=key.width)
    keys_of_kinds = "say which with one of the keys " + ", ".join(f"`{kind}`" for kind in KINDS)
    return problem("P011", node.place, "this rule is of no kind", mend=keys_of_kinds)
