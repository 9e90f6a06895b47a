"""A verb is registered as a string with its help beside it, so that `--help` loads no verb."""

import ast
import re
from collections.abc import Iterator

import pytest

from source_tree import source_modules

WHERE = re.compile(r"(?:asp_decide\.cli\.)?(\w+_verbs):(\w+)")


def _registered() -> Iterator[tuple[str, str, str]]:
    """Module, function and help of every verb that `cli/main.py` names."""
    (main,) = (module for module in source_modules() if module.name == "cli.main")
    for node in ast.walk(main.tree):
        if isinstance(node, ast.Tuple):
            texts = [part.value for part in node.elts if isinstance(part, ast.Constant)]
            if len(texts) == 3 and (where := WHERE.fullmatch(str(texts[1]))):
                yield where[1], where[2], str(texts[2])


def _verbs() -> dict[tuple[str, str], str]:
    """The first line of each public function in a file of verbs, by module and function."""
    return {
        (module.path.stem, node.name): (ast.get_docstring(node) or "").partition("\n")[0]
        for module in source_modules()
        if module.room == "cli" and module.name.endswith("_verbs")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


@pytest.mark.parametrize(("module", "verb", "told"), sorted(_registered()))
def test_the_help_of_a_verb_is_the_first_line_of_its_docstring(
    module: str, verb: str, told: str
) -> None:
    assert _verbs()[module, verb] == told


def test_every_verb_can_be_called() -> None:
    """What is public in a file of verbs is a verb."""
    assert {(module, verb) for module, verb, _ in _registered()} == _verbs().keys()
