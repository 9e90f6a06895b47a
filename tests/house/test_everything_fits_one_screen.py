"""What fits a screen fits a head. The habit is far below the bound; the bound is a bug."""

import ast
from collections.abc import Iterator
from statistics import quantiles

from source_tree import Module, source_modules

LONGEST_FILE, USUAL_FILE = 300, 200
LONGEST_FUNCTION, USUAL_FUNCTION = 60, 40


def test_no_file_is_longer_than_its_bound() -> None:
    told = [
        f"{module.place(module.tree)}: {lines} lines"
        for module in source_modules()
        if (lines := _lines(module)) > LONGEST_FILE
    ]

    assert not told, "\n".join(told)


def test_three_files_in_four_keep_the_habit() -> None:
    lengths = [_lines(module) for module in source_modules()]

    assert quantiles(lengths, n=4)[-1] <= USUAL_FILE


def test_no_function_is_longer_than_its_bound() -> None:
    told = [
        f"{module.place(function)} {function.name}: {_length(function)} lines"
        for module, function in _functions()
        if _length(function) > LONGEST_FUNCTION
    ]

    assert not told, "\n".join(told)


def test_nine_functions_in_ten_keep_the_habit() -> None:
    lengths = [_length(function) for _, function in _functions()]

    assert quantiles(lengths, n=10)[-1] <= USUAL_FUNCTION


def _functions() -> Iterator[tuple[Module, ast.FunctionDef]]:
    for module in source_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                yield module, node


def _lines(module: Module) -> int:
    return module.text.count("\n")


def _length(function: ast.FunctionDef) -> int:
    assert function.end_lineno is not None, "the parser says where a function ends"
    return function.end_lineno - function.lineno + 1
