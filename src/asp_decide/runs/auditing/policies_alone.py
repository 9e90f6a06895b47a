"""Policies in a folder without the workspace that they are of: read from themselves."""

from datetime import date

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.ledger.bundle import Bundle
from asp_decide.policy.checks.used_roles import used_roles
from asp_decide.policy.policy_reader import read_policies, read_policy_sets
from asp_decide.runs.laid_out import laid_out


def read_policies_alone(bundle: Bundle, as_of: date, currency: str) -> CompiledPolicies | str:
    """The rules of the portfolio layer in force on a day, or why they cannot be read.

    Whoever they name is taken for a role: which there are stands in `asp.yaml`, which is elsewhere.
    """
    with laid_out(bundle) as folder:
        place = folder / "policies"
        sets = read_policy_sets(place, currency=currency, roles=())
        roles = {role for one in sets.value or () for role in used_roles(one)}
        found = read_policies(place, as_of=as_of, currency=currency, roles=roles)
        if found.value is None:
            first = next(iter(found.errors or found.diagnostics), None)
            return "there is none" if first is None else str(first).splitlines()[0]
        return found.value.portfolio
