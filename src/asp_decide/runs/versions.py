"""Versions of everything that has a part in a decision; copied into plans and manifests."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

_PARTS = ("asp-decide", "durable-rules", "pulp", "highspy", "numpy", "pydantic")


def versions() -> Mapping[str, str]:
    """The versions by name, in a fixed order; `absent` where a part is not installed."""
    return {**{name: _version(name) for name in _PARTS}, "python": platform.python_version()}


def deciding_versions() -> Mapping[str, str]:
    """Those versions that a plan depends on.

    Python's own is left out: the same solver gives the same plan on every interpreter, and a plan
    that names its interpreter could not be made again on another.
    """
    return {name: _version(name) for name in ("asp-decide", "durable-rules", "pulp", "highspy")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
