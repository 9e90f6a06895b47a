"""The product's first claim: neither layer's facts steer the other's decisions."""

import ast

from source_tree import imported_modules, source_modules

LAYERS = ("portfolio", "delivery")


def test_the_portfolio_layer_and_the_delivery_layer_never_import_each_other() -> None:
    """The import contract holds this too; it is named on its own because it is what we promise."""
    crossings = [
        f"{module.name} imports {name}"
        for module in source_modules()
        for name in sorted(imported_modules(module))
        if {module.room, name.split(".")[0]} == set(LAYERS)
    ]

    assert not crossings, "\n".join(crossings)
    assert any(module.room == "portfolio" for module in source_modules())


def test_the_portfolio_layer_reads_no_fact_of_the_delivery_layer() -> None:
    """A snapshot holds both; `snapshot.delivery` is asked for by the delivery layer alone."""
    told = [
        module.place(node)
        for module in source_modules()
        if module.room in {"portfolio", "optimize"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "delivery"
    ]

    assert not told, "\n".join(told)


def test_modules_import_in_no_circle_even_late() -> None:
    """Circles are how good houses decay, and an import hidden in a function is still one."""
    imports = {module.name: imported_modules(module) for module in source_modules()}

    while free := {name for name, wanted in imports.items() if not wanted}:
        imports = {name: wanted - free for name, wanted in imports.items() if name not in free}

    assert imports == {}
