"""What the newest plan shows of the register: exemptions that nobody needed."""

from dataclasses import replace

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import UsageError
from asp_decide.policy.written.codes import problem
from asp_decide.runs.drafts import newest_draft
from asp_decide.runs.workspace import Workspace


def unused_exemptions(workspace: Workspace, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
    """A note for each exemption that the newest plan of these very policies did not need.

    Nothing where there is no such plan: what a rule would have done is known once it has run.
    """
    try:
        plan = newest_draft(workspace.plans).plan
    except UsageError:
        return ()
    if plan.run.policies != policies.digest:
        return ()
    places = {one.id: one.place for one in policies.exemptions}
    return tuple(
        replace(
            problem(
                "P114",
                places[line.id],
                f"{line.id} was not needed: {line.rule} would not have acted in plan {plan.run.id}",
                mend="end it, if it is not needed any more",
                width=len(line.id),
            ),
            level="note",
        )
        for line in plan.exemptions
        if line.state == "unused" and line.id in places
    )
