"""Roles that a workspace adds to those of the model, and gives nothing to decide or to answer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.role_map import ROLES
from asp_decide.plain_text import lines_of
from asp_decide.policy.checks.used_roles import used_roles
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.runs.workspace import CHARTER, Workspace
from asp_decide.strict_yaml import Mapping, Scalar, Sequence, read_yaml


def unused_roles(workspace: Workspace, sets: Iterable[PolicySet]) -> Iterator[Diagnostic]:
    """A warning for each role of `asp.yaml` that holds no right, and that no policy names."""
    used = {role for policies in sets for role in used_roles(policies)}
    used |= {*workspace.charter.rights.values(), *ROLES}
    body = (workspace.root / CHARTER).read_bytes()
    lines = lines_of(body)
    for role in _roles(body):
        if role.text not in used:
            message = f"role `{role.text}` holds no right, and no policy names it"
            mend = "give it a right or a rule, or delete it"
            found = problem("P112", role.place, message, mend=mend, width=role.width)
            yield replace(found, source=lines[role.place.line - 1])


def _roles(body: bytes) -> Iterator[Scalar]:
    page = read_yaml(body, CHARTER).value
    for key, stated in page.entries if isinstance(page, Mapping) else ():
        if key.text == "roles" and isinstance(stated, Sequence):
            yield from (item for item in stated.items if isinstance(item, Scalar))
