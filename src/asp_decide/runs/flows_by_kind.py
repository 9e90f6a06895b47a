"""The flow of each kind of item, and who holds its decisions in a workspace."""

from collections.abc import Mapping
from pathlib import Path

from asp_decide.delivery.feature_flow import FEATURE_FLOW
from asp_decide.delivery.improvement_flow import IMPROVEMENT_FLOW
from asp_decide.delivery.team_flow import TEAM_FLOW
from asp_decide.flows.flow import Flow
from asp_decide.load.table_files import read_one_table
from asp_decide.load.work_log import STRATEGIC
from asp_decide.model.charter import Charter
from asp_decide.portfolio.portfolio_flow import PORTFOLIO_FLOW, STRATEGIC_FLOW

FLOWS: Mapping[str, Flow] = {
    "initiative": PORTFOLIO_FLOW,
    STRATEGIC: STRATEGIC_FLOW,
    "feature": FEATURE_FLOW,
    "improvement": IMPROVEMENT_FLOW,
    "story": TEAM_FLOW,
}
"""The flow of each kind of item, in the order in which they are told."""


def flows_in(charter: Charter) -> Mapping[str, Flow]:
    """The flows with the deciders of a workspace, and with those to whom a right was ever lent."""
    lent: dict[str, frozenset[str]] = {}
    for one in charter.delegations:
        for point in one.points:
            lent[point] = lent.get(point, frozenset()) | {one.to}
    return {kind: flow.held_by(charter.rights, lent) for kind, flow in FLOWS.items()}


def strategic_in(folder: Path) -> frozenset[str]:
    """The initiatives that the facts call strategic: they never enter delivery."""
    table = read_one_table(folder, "initiatives")
    rows = table.rows if table else ()
    named = [row.cells.get("id") for row in rows if row.cells.get("kind") == "strategic"]
    return frozenset(name for name in named if isinstance(name, str))
