"""What waits run after run is put before somebody who starts it, splits it, or says no."""

import json
import shutil
from pathlib import Path

from command_line import asp
from source_tree import PROJECT
from workspace_builders import a_workspace


def test_pitfall_29_what_five_quarters_left_waiting_is_put_before_the_board(
    tmp_path: Path,
) -> None:
    """Both evaluators answer the rule of the pack on `state_since`; who waits for less is left."""
    folder = a_workspace(tmp_path / "mini")
    shutil.copy(
        PROJECT / "policies" / "portfolio" / "ageing.yaml", folder / "policies" / "portfolio"
    )
    table = folder / "facts" / "initiatives.csv"
    columns, *rows = table.read_text(encoding="utf-8").splitlines()
    since = {"INI-4": "2025-09-15", "INI-3": "2026-11-01"}
    dated = [f"{row},{since.get(row.partition(',')[0], '')}" for row in rows]
    table.write_text("\n".join([f"{columns},state_since", *dated]) + "\n", encoding="utf-8")

    said = asp("-C", folder, "plan", "--as-of", "2026-12-31", "-o", folder / "plan.json")

    assert said.code == 0, said.err
    told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["findings"]
    assert [(f["subject"], f["message"]) for f in told if f["rule"] == "ORD-02"] == [
        (
            "initiative INI-4",
            "INI-4 was left waiting by 5 runs in a row: start it, split it, or decline it",
        )
    ]
