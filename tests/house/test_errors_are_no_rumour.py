"""What can go wrong is something that somebody has seen go wrong, on purpose, in a test."""

import ast
import re
from functools import cache
from itertools import pairwise

import pytest

from asp_decide import errors
from source_tree import Module, modules_of_tests, source_modules

CODE = re.compile(r"[PIWL]\d{3}")


def _errors() -> list[str]:
    classes = (one for one in vars(errors).values() if isinstance(one, type))
    own = [one.__name__ for one in classes if one.__module__ == errors.__name__]
    return [name for name in own if name != errors.AspDecideError.__name__]


def _codes() -> dict[str, str]:
    """Every code of a problem with the name that stands beside it."""
    return {
        code: name
        for module in source_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Tuple | ast.Call)
        for code, name in pairwise(_texts(node))
        if CODE.fullmatch(code) and name
    }


def _texts(node: ast.Tuple | ast.Call) -> list[str]:
    parts = node.elts if isinstance(node, ast.Tuple) else node.args
    return [
        p.value if isinstance(p, ast.Constant) and isinstance(p.value, str) else "" for p in parts
    ]


@pytest.mark.parametrize("error", _errors())
def test_every_error_is_made_somewhere_and_seen_in_a_test(error: str) -> None:
    assert error in _made()
    assert any(re.search(rf"\b{error}\b", _without(error, module)) for module in modules_of_tests())


def test_every_code_of_a_problem_is_seen_in_a_test() -> None:
    """By its code or by its name, as the test says it best."""
    seen = "\n".join(module.text for module in modules_of_tests())
    unseen = [
        f"{code} {name}"
        for code, name in sorted(_codes().items())
        if code not in seen and f'"{name}"' not in seen
    ]

    assert _codes(), "codes stand somewhere beside their names"
    assert not unseen, "\n".join(unseen)


@cache
def _made() -> frozenset[str]:
    """The names of all that is called in the sources by its own name."""
    nodes = (node for module in source_modules() for node in ast.walk(module.tree))
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    return frozenset(call.id for call in calls if isinstance(call, ast.Name))


def _without(error: str, module: Module) -> str:
    """The text of a test module without its imports: importing an error is not seeing it."""
    return re.sub(rf"^(from .*|    ){error},?$", "", module.text, flags=re.MULTILINE)
