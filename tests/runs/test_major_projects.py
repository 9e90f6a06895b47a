"""The shipped template on the real releases, where they are present: import, and a whole plan.

They lie beside the repository and not in it. Each quirk of theirs is kept by a small file in
`tests/load/data/foreign`, which is always there.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.errors import unwrap
from asp_decide.load.charter_reader import read_charter
from asp_decide.load.imported_facts import check_fit
from asp_decide.load.mapping_reader import read_mapping
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.plan import Plan
from asp_decide.runs.opening.import_run import Import, import_run
from asp_decide.runs.workspace import open_workspace
from command_line import a_copy, asp, command
from workspace_builders import a_workspace

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "gmpp"
TEMPLATE = ROOT / "src" / "asp_decide" / "shipped" / "gmpp"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."

real_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the releases of the Government Major Projects Portfolio are not here"
)

RELEASES = {
    2019: (date(2019, 3, 31), 133, []),
    2020: (
        date(2020, 3, 31),
        125,
        ["uk_2020.csv:4:120: byte 0x9d is not defined in cp1252 [I002]"],
    ),
    2021: (date(2021, 3, 31), 184, []),
    2022: (date(2022, 3, 31), 235, []),
}
"""Of each release: the day of the plan, its projects, and what of it cannot be read."""


def a_release(folder: Path, year: int) -> Import:
    """The release imported into a new workspace from the template."""
    a_workspace(folder, "gmpp")
    mapping = folder / f"mapping-{year}.yaml"
    return import_run(DATA / f"uk_{year}.csv", mapping=mapping, into=open_workspace(folder))


def counts(done: Import) -> dict[str, dict[str, int]]:
    """How many cells of each field are stated, withheld and so on."""
    rows = (dict(zip(done.columns, row, strict=True)) for row in done.counts)
    return {
        row["field"]: {kind: int(n) for kind, n in row.items() if kind != "field"} for row in rows
    }


@pytest.mark.parametrize("year", RELEASES)
def test_every_shipped_mapping_is_sound_and_fits_its_workspace(year: int) -> None:
    name = f"mapping-{year}.yaml"

    mapping = unwrap(read_mapping((TEMPLATE / name).read_bytes(), name))

    charter = unwrap(read_charter(TEMPLATE / "asp.yaml")).charter
    assert check_fit(mapping, charter, name) == ()
    assert mapping.as_of == RELEASES[year][0]
    assert mapping.attribution == ATTRIBUTION


def test_the_template_walks_through_itself_and_bears_the_attribution() -> None:
    text = (TEMPLATE / "README.md").read_text(encoding="utf-8")

    assert ATTRIBUTION in text
    for path in TEMPLATE.glob("mapping-*.yaml"):
        assert f"`{path.name}`" in text


def test_the_template_holds_no_facts_of_the_source() -> None:
    assert not (TEMPLATE / "facts").exists()
    assert sorted({path.suffix for path in TEMPLATE.rglob("*") if path.is_file()}) == [
        ".md",
        ".yaml",
    ]


@real_data
@pytest.mark.parametrize("year", RELEASES)
def test_a_release_is_imported_whole_and_loads(year: int, tmp_path: Path) -> None:
    as_of, projects, rejected = RELEASES[year]

    done = a_release(tmp_path / "gmpp", year)

    assert done.initiatives == projects
    assert list(done.rejected) == rejected
    told = counts(done)
    assert all(sum(kinds.values()) == projects for kinds in told.values())
    assert told["name"]["stated"] == told["value_stream"]["stated"] == projects
    snapshot = read_snapshot(tmp_path / "gmpp", as_of=as_of)
    assert snapshot.value is not None, "\n".join(map(str, snapshot.errors))
    assert snapshot.value.assumptions[0] == ATTRIBUTION


@real_data
def test_the_release_of_2022_states_withholds_and_lacks_so_many_cells(tmp_path: Path) -> None:
    """Counted by hand from the file, so that no sentence is ever read as a number."""
    told = counts(a_release(tmp_path / "gmpp", 2022))

    assert told["whole_life_cost"] == {
        "stated": 191,
        "withheld": 37,
        "not applicable": 4,
        "empty": 3,
        "rejected": 0,
    }
    assert told["cost_this_year"] == {
        "stated": 200,
        "withheld": 26,
        "not applicable": 4,
        "empty": 5,
        "rejected": 0,
    }
    assert told["rating"]["stated"] == 221


@real_data
def test_two_releases_name_the_same_project_by_the_same_id(tmp_path: Path) -> None:
    """The ids of 2020 change their case; the mapping tells which they are."""
    ids = []
    for year in (2020, 2021):
        a_release(tmp_path / str(year), year)
        snapshot = read_snapshot(tmp_path / str(year), as_of=RELEASES[year][0]).value
        assert snapshot is not None
        ids.append({initiative.id for initiative in snapshot.initiatives})

    assert len(ids[0] & ids[1]) >= 73
    assert {"DFT_0022_1415-Q4", "MOD_0109_1617-Q2", "MOJ_0043_1920-Q2"} <= ids[0] & ids[1]


def _held_kilobytes(process: int) -> int:
    """The most that a process has held so far. What it is forked from counts in no other figure."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    held = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(held[1]) if held else 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A workspace with its plan, how long that took, and the most that the process held."""

    folder: Path
    plan: Plan
    seconds: float
    kilobytes: int


@pytest.fixture(scope="module")
def of_2022(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The release of 2022, planned as a user does it, in a process of its own."""
    folder = tmp_path_factory.mktemp("planned") / "gmpp"
    a_release(folder, 2022)
    call = command("-C", folder, "plan", "--as-of", "2022-03-31", "-o", "plan.json")
    began, kilobytes = time.monotonic(), 0
    with (
        (folder / "said").open("w") as said,
        subprocess.Popen(call, stdout=said, stderr=said) as run,
    ):
        while run.poll() is None:
            kilobytes = max(kilobytes, _held_kilobytes(run.pid))
            time.sleep(0.05)
    seconds = time.monotonic() - began
    assert run.returncode == 0, (folder / "said").read_text()
    plan = Plan.model_validate_json((folder / "plan.json").read_bytes())
    return Planned(folder, plan, seconds, kilobytes)


@real_data
@pytest.mark.slow
def test_the_plan_of_2022_is_made_in_a_minute_and_in_a_gigabyte(of_2022: Planned) -> None:
    plan = of_2022.plan

    assert of_2022.seconds < 60
    assert 50_000 < of_2022.kilobytes < 1_000_000
    decided = Counter(decision.decision for decision in plan.decisions)
    assert decided["continue"] > 120, "most of what runs goes on"
    assert decided["review"] > 40, "what is withheld is decided by nobody"
    assert 0 < decided["pause"] + decided["stop"] < 30
    assert plan.objective.gap is not None
    assert Fraction(plan.objective.gap) < Fraction(1, 100)
    assert ATTRIBUTION in plan.assumptions
    assert not plan.brake.tripped


@real_data
@pytest.mark.slow
def test_what_is_withheld_goes_to_review_and_nothing_unknown_is_stopped(of_2022: Planned) -> None:
    decided = {decision.initiative: decision.decision for decision in of_2022.plan.decisions}
    snapshot = read_snapshot(of_2022.folder, as_of=date(2022, 3, 31)).value
    assert snapshot is not None
    unknown = [
        initiative.id
        for initiative in snapshot.initiatives
        if initiative.state == "implementing"
        and (initiative.profile is None or initiative.probability_of_success is None)
    ]

    assert len(unknown) > 30
    assert {decided[one] for one in unknown} == {"review"}


@real_data
@pytest.mark.slow
def test_the_report_prints_the_attribution_and_every_assumption(
    of_2022: Planned, tmp_path: Path
) -> None:
    folder = a_copy(of_2022.folder, tmp_path / "gmpp")
    by = ("--by", "A. Person", "--role", "portfolio_board", "--on", "2022-04-01")
    assert asp("-C", folder, "apply", "plan.json", *by).code == 0

    assert asp("-C", folder, "report", "--for", "board-appendix", "--format", "md").code == 0

    (page,) = (folder / "reports").glob("*.md")
    text = " ".join(page.read_text(encoding="utf-8").split())
    assert ATTRIBUTION in text
    assert "110 % of what its work costs this year" in text
    assert "the whole-life cost is unknown of 44 of 235 records" in text


@real_data
@pytest.mark.slow
def test_the_steps_of_the_template_run_as_they_are_written(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "gmpp", "gmpp")
    (folder / "uk_2022.csv").write_bytes((DATA / "uk_2022.csv").read_bytes())
    text = (folder / "README.md").read_text(encoding="utf-8")
    (steps,) = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    program = f'"{sys.executable}" -m asp_decide.cli.main'

    done = subprocess.run(
        ["sh", "-e", "-c", steps.replace("asp-decide ", f"{program} ")],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
