"""The first line of a policy file, by which an editor finds the schema that belongs to it."""

import re
from pathlib import Path, PurePosixPath

from asp_decide.policy.policy_reader import OVERLAYS, REGISTER, TESTS

SCHEMAS = ".asp"
"""The folder of the workspace in which generated files for editors stand."""

POLICIES = "policies"
"""The folder of the workspace in which policies stand, with what belongs to them."""

_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)", re.MULTILINE)


def schema_for(file: str) -> str | None:
    """The name of the schema of a file of a workspace (`policies/portfolio/wip.yaml`), if any."""
    path = PurePosixPath(file)
    if path.suffix != ".yaml" or path.parts[0] != POLICIES:
        return None
    if path.name.endswith(TESTS):
        return "tests.schema.json"
    if path.parts[1:] == (REGISTER,):
        return "exceptions.schema.json"
    if path.parts[1] == OVERLAYS:
        return "overlay.schema.json"
    return f"{path.parts[1]}.schema.json"


def modeline(file: str) -> str:
    """The line for a file of a workspace; its path is relative, so that the workspace can move."""
    name = schema_for(file)
    assert name is not None, f"`{file}` has a schema"
    upwards = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={upwards}{SCHEMAS}/{name}\n"


def with_modeline(file: str, body: bytes) -> bytes:
    """The file with the line at its head; one that has such a line, or needs none, as it is."""
    if schema_for(file) is None or _MODELINE.search(body.decode("utf-8")):
        return body
    return modeline(file).encode() + body


def schemas_named(root: Path) -> frozenset[Path]:
    """The files that the policies of a workspace name as their schemas, whether they exist or not.

    Addresses on the web are none of ours.
    """
    named = set[Path]()
    for file in sorted((root / POLICIES).rglob("*.yaml")):
        for told in _MODELINE.findall(file.read_bytes().decode("utf-8", "replace")):
            if "://" not in told:
                named.add((file.parent / told).resolve())
    return frozenset(named)
