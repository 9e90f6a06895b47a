"""Each third-party library is imported in one place, so that it can be replaced in one place.

The place is a module; for the command line it is a room, since a flag is written where its verb is.
"""

import sys
import tomllib

import pytest

from source_tree import PROJECT, Module, imported_names, source_modules

HOMES: dict[str, str | tuple[str, ...]] = {
    "alembic": "ledger",  # as SQLAlchemy: tables, statements and steps are the database's room
    "cyclopts": "cli",
    "durable": "rules.durable_host",
    "highspy": "optimize.live_model",
    "jinja2": "report.formats.html",
    # A home for each kind of statistics.
    "numpy": (
        "delivery.throughput_forecast",
        "learn.estimation",
        "scenario.organization_draws",
    ),
    "openpyxl": "load.workbook_source",
    "pulp": "optimize.pulp_solver",
    "rfc8785": "canonical",
    "rich": "cli.console",
    "scipy": "learn.estimation",
    "simpy": "scenario.organization_flow",
    "sqlalchemy": "ledger",
    "vl_convert": "report.formats.svg",
    "xlsxwriter": "report.formats.workbook",
    "yaml": "strict_yaml",
}
EVERYWHERE = "pydantic"
DISTRIBUTIONS = {"durable-rules": "durable", "pyyaml": "yaml", "vl-convert-python": "vl_convert"}


def test_every_library_is_imported_in_its_home_and_nowhere_else() -> None:
    strays = [
        f"{module.place(node)} imports {name}"
        for module in source_modules()
        for node, name in imported_names(module.tree)
        if _is_foreign(name) and not _lives_in(module, HOMES.get(name.split(".")[0]))
    ]

    assert not strays, "\n".join(strays)


@pytest.mark.parametrize(
    ("library", "home"),
    [
        (library, home)
        for library, of in HOMES.items()
        for home in ([of] if isinstance(of, str) else of)
    ],
)
def test_every_home_has_its_library(library: str, home: str) -> None:
    """A list of homes that nobody lives in would permit what it seems to forbid."""
    inhabitants = {
        name.split(".")[0]
        for module in source_modules()
        if _lives_in(module, home)
        for _, name in imported_names(module.tree)
    }

    assert library in inhabitants


def test_every_dependency_is_used() -> None:
    """What is installed on every user's machine is there for a reason that can be pointed at."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {_import_name(requirement) for requirement in project["dependencies"]}

    assert installed == {*HOMES, EVERYWHERE}


def _lives_in(module: Module, home: str | tuple[str, ...] | None) -> bool:
    homes = (home,) if isinstance(home, str) else home or ()
    return not {module.name, module.room}.isdisjoint(homes)


def _import_name(requirement: str) -> str:
    distribution = requirement.split("=", maxsplit=1)[0].split(">", maxsplit=1)[0]
    return DISTRIBUTIONS.get(distribution, distribution)


def _is_foreign(name: str) -> bool:
    root = name.split(".", maxsplit=1)[0]
    return root not in {*sys.stdlib_module_names, "asp_decide", EVERYWHERE}
