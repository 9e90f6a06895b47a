"""One word for one meaning, and what has a name can be found by it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from source_tree import Module, modules_of_tests, source_modules

AVOIDED = {
    *("action", "base", "common", "data", "engine", "event", "handler", "helper", "info", "item"),
    *("manager", "misc", "pi", "processor", "score", "service", "status", "util", "workflow"),
}
# The durable_rules engine bears its name, and a delivery layer's facts are work events.
ACCEPTED = {
    *("RuleEngine", "DurableEngine", "EngineFailedError", "rules.engine", "rules.durable_engine"),
    *("WorkEvent", "model.work_event", "model.base"),
}


def test_no_two_modules_share_a_name() -> None:
    """A name in a stack trace or a conversation points at one file."""
    assert not (repeated := _repeated(source_modules())), ", ".join(repeated)


def test_no_two_test_modules_share_a_name() -> None:
    """`pytest -k` and a failing line point at one file."""
    assert not (repeated := _repeated(modules_of_tests())), ", ".join(repeated)


def test_no_module_class_or_function_bears_a_word_that_says_nothing() -> None:
    """Such words gather everything else, or mean something other in another part of the house."""
    told = [
        f"{place}: {name}"
        for module in source_modules()
        for place, name in _names(module)
        if name not in ACCEPTED and AVOIDED & _words(name)
    ]

    assert not told, "\n".join(told)


def _repeated(modules: tuple[Module, ...]) -> list[str]:
    names = Counter(m.path.stem for m in modules if m.path.name != "__init__.py")
    return sorted(name for name, times in names.items() if times > 1)


def _names(module: Module) -> Iterator[tuple[str, str]]:
    yield module.place(module.tree), module.name
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield module.place(node), node.name


def _words(name: str) -> set[str]:
    """The words of a dotted, snake or camel name, in lower case and the singular.

    >>> sorted(_words("decide.MiscItems_of_utils"))
    ['decide', 'item', 'misc', 'of', 'util']
    """
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    singular = (re.sub(r"(?<!s)s$", "", word.lower()) for word in words)
    return {{"statu": "status", "misc": "misc"}.get(word, word) for word in singular}
