"""Schemas for editors, written into the workspace and held against what its policies are now."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Literal, assert_never

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.errors import InvalidInputError, unwrap
from asp_decide.load.input_codes import problem
from asp_decide.memory import Memory
from asp_decide.model.by_layer import ByLayer
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.schema.schema import overlay_schema, policy_schema
from asp_decide.policy.schema.schema_cases import cases_schema
from asp_decide.policy.schema.schema_exceptions import exceptions_schema
from asp_decide.policy.schema.schema_parts import Schema
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.runs.authoring.modelines import POLICIES, SCHEMAS, schemas_named
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

type SchemaName = Literal["portfolio", "delivery", "overlay", "exceptions", "tests"]
SCHEMA_NAMES: tuple[SchemaName, ...] = ("portfolio", "delivery", "overlay", "exceptions", "tests")
"""The layers, overlays, the register of exemptions, and tests."""


def schema_run(workspace: Workspace) -> tuple[Path, ...]:
    """Write the schemas of the workspace's policies, and return where they are.

    They hold the names that the policies declare now; what cannot be read is told by lint.
    Raises InvalidInputError with every problem of the policies, WritingFailedError.
    """
    bodies = schema_bodies(workspace)
    for path, body in bodies.items():
        write_file(path, body)
    return tuple(bodies)


def schema_bodies(
    workspace: Workspace, *, only: Collection[str] = SCHEMA_NAMES, memory: Memory | None = None
) -> dict[Path, bytes]:
    """The schemas as bytes, by the files in which they belong: all, or those of these names.

    Raises InvalidInputError with every problem of the policies.
    """
    charter = workspace.charter
    folder = workspace.root / POLICIES
    sets = unwrap(
        read_policy_sets(folder, currency=charter.currency, roles=charter.roles, memory=memory)
    )
    return {
        path: (json.dumps(_schema(name, sets), indent=1, ensure_ascii=False) + "\n").encode()
        for name, path in _paths(workspace).items()
        if name in only
    }


def _schema(name: SchemaName, sets: ByLayer[PolicySet]) -> Schema:
    match name:
        case "portfolio" | "delivery":
            return policy_schema(sets.of(name))
        case "overlay":
            return overlay_schema((sets.portfolio, sets.delivery))
        case "exceptions":
            return exceptions_schema(sets)
        case "tests":
            return cases_schema(sets)
        case _:
            assert_never(name)


def _paths(workspace: Workspace) -> dict[SchemaName, Path]:
    return {name: workspace.root / SCHEMAS / f"{name}.schema.json" for name in SCHEMA_NAMES}


def stale_schemas(workspace: Workspace, *, memory: Memory | None = None) -> tuple[Diagnostic, ...]:
    """A note where editors go by other names than the policies declare now.

    Looked at are the schemas that there are, and those that a policy file names. The policies can
    be read. Nothing is told of a workspace that has no schemas and asks for none.
    """
    named = schemas_named(workspace.root)
    asked_for = [
        name
        for name, path in _paths(workspace).items()
        if path.is_file() or path.resolve() in named
    ]
    if not asked_for:
        return ()
    stale = [
        path.name.partition(".")[0]
        for path, body in schema_bodies(workspace, only=asked_for, memory=memory).items()
        if _differs(path, body)
    ]
    if not stale:
        return ()
    told = f"editors do not know what the policies say now ({', '.join(stale)})"
    return (problem("W020", Place(SCHEMAS), told, "asp-decide policy schema"),)


def refreshed(workspace: Workspace, *, unasked: bool = False) -> tuple[Path, ...]:
    """Write the schemas again, if they are stale and the policies sound; return where they are.

    With `unasked` also into a workspace that has none and names none. Raises WritingFailedError.
    """
    try:
        return schema_run(workspace) if unasked or stale_schemas(workspace) else ()
    except InvalidInputError:
        return ()


def _differs(path: Path, body: bytes) -> bool:
    try:
        return path.read_bytes() != body
    except OSError:
        return True
