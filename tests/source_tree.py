"""The sources as the house rules see them: modules with their names, texts and syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "src" / "asp_decide"
TESTS = PROJECT / "tests"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python: its dotted name without the package's (`decide.brake`), text and tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder it lies in, or its own name on the ground floors."""
        return self.name.split(".", maxsplit=1)[0]

    def place(self, node: ast.AST) -> str:
        """Where a node stands, as an editor understands it."""
        return f"{self.path.relative_to(PROJECT)}:{getattr(node, 'lineno', 1)}"


@cache
def source_modules() -> tuple[Module, ...]:
    """Every module of the package, sorted by path."""
    return tuple(_module(path, SOURCES) for path in sorted(SOURCES.rglob("*.py")))


@cache
def modules_of_tests() -> tuple[Module, ...]:
    """Every module of the tests, sorted by path."""
    return tuple(_module(path, TESTS) for path in sorted(TESTS.rglob("*.py")))


def imported_names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every dotted name that an import names, wherever it stands: late imports are imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield node, alias.name
            case ast.ImportFrom(module=str(module)):
                assert node.level == 0, "ruff refuses relative imports"
                for alias in node.names:
                    yield node, f"{module}.{alias.name}"
            case _:
                pass


def imported_modules(module: Module) -> set[str]:
    """The modules of the package that `module` imports, by their names without the package's."""
    known = {each.name for each in source_modules()}
    wanted = set[str]()
    for _, name in imported_names(module.tree):
        own = name.removeprefix("asp_decide.")
        if own == name:
            continue
        wanted |= {own, own.rpartition(".")[0]} & known
    return wanted


def dotted(node: ast.AST) -> str:
    """`date.today` of the expression `date.today`; empty for anything but names joined by dots."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            owner = dotted(value)
            return f"{owner}.{attribute}" if owner else ""
        case _:
            return ""


def _module(path: Path, root: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(part for part in parts if part != "__init__")
    return Module(name=name or root.name, path=path, text=text, tree=ast.parse(text))
