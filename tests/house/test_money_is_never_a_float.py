"""A limit of forty percent must not be kept by 0.39999999999999997."""

import ast
from collections.abc import Iterator

from source_tree import Module, source_modules

HOMES = {
    "learn.estimation": "statistics of learning; what leaves is a decimal",
    "optimize.growing_model": "the same solver, given rows and asked case by case",
    "optimize.live_model": "the same solver, stated once and changed in place",
    "optimize.part_model": "the same solver, for parts",
    "optimize.pulp_solver": "a solver counts in floats; what it answers is certified exactly",
    "optimize.solver_amounts": "a solver counts in floats; each is rounded once",
    "scenario.design_replay": "averages over simulated worlds, rounded once to be kept",
    "scenario.organization_comparison": "averages over simulated worlds, no decision",
    "scenario.organization_draws": "worlds drawn for a simulation",
    "scenario.organization_flow": "a simulation of drawn worlds; stated fractions stay exact",
    "scenario.shared_causes": "normal deviates of draws that share a cause; what leaves is exact",
    "report.formats.svg": "coordinates on paper",
    "report.pictures.pictures": "coordinates on paper",
}


def test_no_float_is_written_made_or_promised_outside_its_homes() -> None:
    told = [
        module.place(node)
        for module in source_modules()
        if module.name not in HOMES
        for node in _floats(module)
    ]

    assert not told, "\n".join(told)


def _floats(module: Module) -> Iterator[ast.AST]:
    """Float literals and the word `float`, except where floats are being refused."""
    refusing = {
        id(name)
        for test in ast.walk(module.tree)
        if isinstance(test, ast.Call) and ast.unparse(test.func) == "isinstance"
        for name in ast.walk(test.args[1])
    }
    for node in ast.walk(module.tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node
            case ast.Name(id="float" | "complex") if id(node) not in refusing:
                yield node
            case _:
                pass
