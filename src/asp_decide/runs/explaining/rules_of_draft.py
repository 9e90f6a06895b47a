"""The rules by which a draft was planned, as the policy files still have them."""

from collections.abc import Mapping
from datetime import date

from asp_decide.clauses.clause import Clause
from asp_decide.errors import InvalidInputError
from asp_decide.model.called import named
from asp_decide.runs.drafts import Draft
from asp_decide.runs.workspace import Workspace, read_sources


def rules_of_draft(workspace: Workspace, draft: Draft) -> Mapping[str, Clause]:
    """Each rule by its id; none where the policies have changed since the draft was planned.

    What is recorded of a rule is what it found. What it says is in its file, and only as long as
    that is the one that was planned by.
    """
    run = draft.plan.run
    try:
        policies = read_sources(workspace, date.fromisoformat(run.as_of)).policies
    except InvalidInputError:
        return {}
    if policies.digest != run.policies:
        return {}
    return {clause.heading.rule: clause for clause in policies.clauses}


def titled(rule: str, rules: Mapping[str, Clause]) -> str:
    """The rule by its id and its title; by its id alone where nobody knows what it says."""
    return named(rule, rules[rule].heading.title if rule in rules else "")
