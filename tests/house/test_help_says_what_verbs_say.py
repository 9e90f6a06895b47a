"""A verb is registered as a string with its help beside it, so that `--help` loads no verb."""

import ast
from collections.abc import Iterator

import pytest

from asp_decide.cli.verbs import FAMILIES, VERBS
from source_tree import source_modules


def _registered() -> Iterator[tuple[str, str, str]]:
    """Module, function and help of every verb."""
    for verb in (*VERBS, *(verb for family in FAMILIES for verb in family.verbs)):
        module, _, function = verb.where.partition(":")
        yield module, function, verb.help


def _verbs() -> dict[tuple[str, str], str]:
    """The docstring of each public function in a file of verbs, by module and function."""
    return {
        (module.path.stem, node.name): ast.get_docstring(node) or ""
        for module in source_modules()
        if module.room == "cli" and module.name.endswith("_verbs")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


@pytest.mark.parametrize(("module", "verb", "told"), sorted(_registered()))
def test_the_help_of_a_verb_is_its_docstring_with_an_example(
    module: str, verb: str, told: str
) -> None:
    assert _verbs()[module, verb] == told
    assert "\n\nExample: asp-decide" in told


def test_every_verb_can_be_called() -> None:
    """What is public in a file of verbs is a verb."""
    assert {(module, verb) for module, verb, _ in _registered()} == _verbs().keys()
