"""`version`: what took part in a decision, and where it comes from."""

import json
import platform
from importlib.metadata import version

from command_line import asp


def test_every_part_that_decides_is_named_with_its_version() -> None:
    found = json.loads(asp("version", "--format", "json").out)

    assert found["schema_version"] == "1"
    parts = ("asp-decide", "durable-rules", "pulp", "highspy", "numpy", "pydantic")
    assert found["versions"] == {
        **{part: version(part) for part in parts},
        "python": platform.python_version(),
    }


def test_for_people_it_is_a_table() -> None:
    said = asp("version")

    assert said.code == 0
    (row,) = (line for line in said.out.splitlines() if "highspy" in line)
    assert row.split() == ["highspy", version("highspy")]
    assert "| highspy |" in asp("version", "--format", "md").out
