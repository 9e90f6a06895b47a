"""What is in force on a day."""

from collections.abc import Mapping
from datetime import date

from asp_decide.clauses.enforcement import enforced_by
from asp_decide.errors import unwrap
from asp_decide.policy.policy_reader import read_policies
from asp_decide.runs.workspace import Workspace


def list_policies(workspace: Workspace, *, as_of: date) -> tuple[Mapping[str, str], ...]:
    """Each rule in force on that day: what it is called, who answers, where it stands.

    Those of the portfolio come first, each layer by id.
    Raises InvalidInputError.
    """
    policies = unwrap(
        read_policies(
            workspace.root / "policies",
            as_of=as_of,
            currency=workspace.charter.currency,
            roles=workspace.charter.roles,
            language=workspace.language,
        )
    )
    return tuple(
        {
            "rule": clause.heading.rule,
            "title": clause.heading.title,
            "enforce": enforced_by(clause) or "",
            "owner": clause.heading.owner,
            "because": clause.heading.because.strip(),
            "at": str(clause.heading.place),
        }
        for layer in policies
        for clause in layer.clauses
    )
