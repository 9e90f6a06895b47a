"""Schemas for editors, written into the workspace."""

import json
from pathlib import Path
from typing import Any

from asp_decide.errors import unwrap
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.schema import overlay_schema, policy_schema
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

SCHEMAS = ".asp"
"""The folder of the workspace in which generated files for editors stand."""

OVERLAY = "overlay.schema.json"


def schema_run(workspace: Workspace) -> tuple[Path, ...]:
    """Write the schemas of the workspace's policies, and return where they are.

    They hold the names that the policies declare now; what cannot be read is told by lint.
    Raises InvalidInputError with every problem of the policies, WritingFailedError.
    """
    written = []
    for name, schema in schemas(workspace).items():
        path = workspace.root / SCHEMAS / name
        path.parent.mkdir(exist_ok=True)
        body = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
        write_file(path, body.encode())
        written.append(path)
    return tuple(written)


def schemas(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """The schemas by the names of their files."""
    charter = workspace.charter
    sets = unwrap(
        read_policy_sets(
            workspace.root / "policies", currency=charter.currency, roles=charter.roles
        )
    )
    return {
        "portfolio.schema.json": policy_schema(sets.portfolio),
        "delivery.schema.json": policy_schema(sets.delivery),
        OVERLAY: overlay_schema((sets.portfolio, sets.delivery)),
    }
