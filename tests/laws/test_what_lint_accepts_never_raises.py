"""What lint accepts, a plan can be made with; or there is none, which is an answer and no failure.

A rule that says `missing: fail` halts the run where a fact is missing, which is an answer too.
"""

import shutil
from pathlib import Path
from random import Random

import pytest

from asp_decide.errors import MissingFactError, NoFeasiblePlanError
from asp_decide.policy.policy_reader import read_policies
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.workspace import Sources, read_sources
from drawn_deviations import IDS, STREAMS
from drawn_policies import drawn_texts
from policy_builders import write_policies
from workspace_builders import AS_OF, a_workspace, opened

pytestmark = pytest.mark.slow

SEEDS = range(60)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = a_workspace(tmp_path_factory.mktemp("accepted") / "mini")
    return read_sources(opened(folder), AS_OF)


def _with_drawn_policy(sources: Sources, folder: Path, seed: int) -> Sources | None:
    """The facts under a drawn policy, or None where lint refuses it."""
    shutil.rmtree(folder / "policies", ignore_errors=True)
    texts = {name: _of_mini(text) for name, text in drawn_texts(Random(seed)).items()}
    policies = write_policies(folder, texts)
    charter = sources.snapshot.charter
    read = read_policies(policies, as_of=AS_OF, currency=charter.currency, roles=charter.roles)
    if read.value is None or read.errors:
        return None
    return Sources(sources.snapshot, read.value.portfolio, ())


def _of_mini(text: str) -> str:
    """The same for whom the facts have: overlays and exemptions are of somebody there."""
    return text.replace(f'"{STREAMS[0]}"', '"web"').replace(f'"{IDS["initiative"]}"', '"INI-1"')


@pytest.mark.parametrize("part", range(4))
def test_a_plan_or_the_answer_that_there_is_none(
    part: int, sources: Sources, tmp_path: Path
) -> None:
    planned = impossible = halted = 0

    for seed in SEEDS[part::4]:
        drawn = _with_drawn_policy(sources, tmp_path, seed)
        if drawn is None:
            continue
        try:
            plan = make_plan(drawn, PlanOrder(as_of=AS_OF)).plan
        except NoFeasiblePlanError as none:
            assert none.origins, f"seed {seed}: no plan, and nobody is named"  # noqa: PT017
            impossible += 1
        except MissingFactError:  # a rule says `missing: fail`, and means it
            halted += 1
        else:
            assert len(plan.decisions) == 9, f"seed {seed}: every open initiative has a decision"
            planned += 1

    assert planned > impossible + halted, "mostly there is a plan, or this test would say little"
