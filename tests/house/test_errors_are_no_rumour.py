"""What can go wrong is something that somebody has seen go wrong, on purpose, in a test."""

import ast
import re

import pytest

from source_tree import Module, modules_of_tests, source_modules

CODE = re.compile(r"[PIWL]\d{3}")


def _errors() -> list[str]:
    (module,) = (module for module in source_modules() if module.name == "errors")
    classes = (node for node in module.tree.body if isinstance(node, ast.ClassDef))
    return [node.name for node in classes if node.name != "AspDecideError"]


def _codes() -> list[str]:
    texts = {
        node.value
        for module in source_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return sorted(text for text in texts if CODE.fullmatch(text))


@pytest.mark.parametrize("error", _errors())
def test_every_error_is_raised_somewhere_and_seen_in_a_test(error: str) -> None:
    assert any(error in _raised(module) for module in source_modules())
    assert any(re.search(rf"\b{error}\b", _without(error, module)) for module in modules_of_tests())


def test_every_code_of_a_problem_is_seen_in_a_test() -> None:
    seen = {code for module in modules_of_tests() for code in CODE.findall(module.text)}

    assert [code for code in _codes() if code not in seen] == []


def _raised(module: Module) -> set[str]:
    raised = (node.exc for node in ast.walk(module.tree) if isinstance(node, ast.Raise))
    calls = (each.func if isinstance(each, ast.Call) else each for each in raised if each)
    return {each.id for each in calls if isinstance(each, ast.Name)}


def _without(error: str, module: Module) -> str:
    """The text of a test module without its imports: importing an error is not seeing it."""
    return re.sub(rf"^(from .*|    ){error},?$", "", module.text, flags=re.MULTILINE)
