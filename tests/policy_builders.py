"""Policies for tests: the text under test, and how it is read."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.diagnostics import Checked
from asp_decide.errors import unwrap
from asp_decide.model.charter import ROLES
from asp_decide.policy.policy_reader import read_policies, read_policy_set
from asp_decide.policy.policy_set import PolicySet

AS_OF = date(2026, 10, 1)

HEAD = """\
asp: policy/v1
policy: portfolio/sample
layer: portfolio
title: A sample
owner: portfolio_manager
approved: {by: portfolio_board, on: 2025-12-15}
effective: {from: 2026-01-01}
"""


def write_policies(folder: Path, texts: Mapping[str, str]) -> Path:
    """The folder `policies` with a file for each name (`portfolio/wip`)."""
    policies = folder / "policies"
    for name, text in texts.items():
        path = policies / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return policies


def read_sample(
    folder: Path, body: str, *, as_of: date = AS_OF, currency: str = "EUR"
) -> Checked[CompiledPolicies]:
    """One policy file with the usual head, read from the folder."""
    return read_all(folder, {"portfolio/sample": HEAD + body}, as_of=as_of, currency=currency)


def read_all(
    folder: Path, texts: Mapping[str, str], *, as_of: date = AS_OF, currency: str = "EUR"
) -> Checked[CompiledPolicies]:
    """Whole policy files, read from the folder."""
    written = write_policies(folder, texts)
    return read_policies(written, as_of=as_of, currency=currency, roles=ROLES)


def a_policy_set(folder: Path, body: str) -> PolicySet:
    """One policy file with the usual head, parsed and checked."""
    written = write_policies(folder, {"portfolio/sample": HEAD + body})
    return unwrap(read_policy_set(written, currency="EUR", roles=ROLES))


def the_clause(folder: Path, test: Callable[..., None], rule: str) -> Clause:
    """The clause of a rule of the policy that stands in the docstring of the test."""
    found = unwrap(read_sample(folder, body_of(test))).clause(rule)
    assert found is not None, f"{rule} stands in the docstring"
    return found


def body_of(test: Callable[..., None]) -> str:
    """The policy that stands in the docstring of a test."""
    text = inspect.getdoc(test)
    assert text is not None, "the docstring is the policy under test"
    return text + "\n"


def codes_of(checked: Checked[CompiledPolicies]) -> list[str]:
    """The codes of everything that refuses, in the order of files and lines."""
    return [diagnostic.code for diagnostic in checked.errors]
