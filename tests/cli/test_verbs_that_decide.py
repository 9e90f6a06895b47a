"""Row 30: no verb decides for somebody without the right, and no verb that decides is forgotten."""

import importlib
import inspect
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from asp_decide.cli.verbs import FAMILIES, VERBS
from command_line import asp, plan
from source_tree import PROJECT
from workspace_builders import a_workspace

BY = ("--by", "A. Person", "--role", "auditor", "--on", "2027-01-11")
DECIDE = {
    "apply": ("plan.json",),
    "record-outcome": (
        "INI-1",
        "--verdict",
        "refuted",
        "--method",
        "comparison",
        "--interval",
        "2027Q1",
    ),
    "design change": ("wip=1", "--reason", "Less at once", "--as-of", "2026-12-31"),
    "signal add": (
        *("SIG-9", "--kind", "market", "--describes", "A rival"),
        *("--filed-as", "none"),
    ),
    "signal file": ("SIG-1", "--filed-as", "none"),
    "flow pull": ("--stream", "web", "--as-of", "2026-12-31"),
    "flow commit": ("--stream", "web", "--as-of", "2026-12-31"),
}
"""Each verb that takes a role, with what it needs beside it."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_workspace(tmp_path_factory.mktemp("decide") / "mini")
    rows = "id,kind,origin,observed_on,disposition\nSIG-1,market,environment,2026-05-20,open\n"
    (folder / "facts" / "signals.csv").write_text(rows, encoding="utf-8")
    work = "id,item,name,value_stream_id,state,commitment\nFEA-1,feature,One,web,ready,committed\n"
    (folder / "facts" / "features.csv").write_text(work, encoding="utf-8")
    for name in ("pull", "commitment"):
        pack = PROJECT / "policies" / "delivery" / f"{name}.yaml"
        (folder / "policies" / "delivery").mkdir(exist_ok=True)
        shutil.copy(pack, folder / "policies" / "delivery")
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


def test_row_30_every_verb_that_takes_a_role_is_one_of_those_that_decide() -> None:
    named = [(verb.name, verb.where) for verb in VERBS]
    named += [(f"{f.name} {verb.name}", verb.where) for f in FAMILIES for verb in f.verbs]
    taking = {
        name for name, where in named if "role" in inspect.signature(_function(where)).parameters
    }

    assert taking == set(DECIDE)


@pytest.mark.parametrize("verb", sorted(DECIDE))
def test_row_30_a_verb_refuses_whoever_decides_without_the_right(verb: str, planned: Path) -> None:
    before = sorted(planned.rglob("*"))

    by = BY[:-2] if verb.startswith("flow") else BY
    said = asp("-C", planned, *verb.split(), *DECIDE[verb], *by)

    assert said.code == 2
    assert "is decided by `" in said.err
    assert "auditor" in said.err
    assert sorted(planned.rglob("*")) == before


def _function(where: str) -> Callable[..., object]:
    module, _, function = where.partition(":")
    found = getattr(importlib.import_module(f"asp_decide.cli.{module}"), function)
    assert inspect.isfunction(found)
    return found
