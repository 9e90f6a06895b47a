"""The newcomer reads docstrings first, and often nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from source_tree import SOURCES, Module, source_modules

FACE = SOURCES / "__init__.py"


def _packages() -> list[Path]:
    return [path.parent for path in sorted(SOURCES.rglob("__init__.py")) if path != FACE]


@pytest.mark.parametrize("package", _packages(), ids=lambda folder: folder.name)
def test_a_package_is_one_sentence_and_nothing_else(package: Path) -> None:
    """Imports in an `__init__.py` make every start slower and every circle harder to see."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))

    (statement,) = tree.body
    sentence = ast.get_docstring(tree)

    assert isinstance(statement, ast.Expr)
    assert sentence is not None
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without `__init__.py` would be in no wheel and in no contract."""
    folders = {module.path.parent for module in source_modules()}

    assert [f.name for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_every_module_public_class_and_public_function_says_what_one_gets() -> None:
    silent = [
        f"{module.place(node)} {name}"
        for module in source_modules()
        for node, name in _public(module)
        if not ast.get_docstring(node)
    ]

    assert not silent, "\n".join(silent)


type Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def _public(module: Module) -> Iterator[tuple[Documented, str]]:
    yield module.tree, module.name
    yield from _public_members(module.tree)


def _public_members(owner: ast.Module | ast.ClassDef) -> Iterator[tuple[Documented, str]]:
    for node in owner.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node, node.name
            if isinstance(node, ast.ClassDef):
                yield from _public_members(node)
