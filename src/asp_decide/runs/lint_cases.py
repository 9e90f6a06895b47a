"""What is wrong with the cases that stand beside policies, without running them."""

from pathlib import Path

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.charter import Charter
from asp_decide.policy.cases import read_cases
from asp_decide.policy.policy_reader import TESTS, read_policy_sets


def slips_of_cases(folder: Path, charter: Charter) -> tuple[Diagnostic, ...]:
    """Every problem of the tests files of a folder of policies, in the order of files and lines.

    The policies themselves are sound: cases are read against what they declare.
    """
    policies = read_policy_sets(folder, currency=charter.currency, roles=charter.roles).value
    if policies is None:
        return ()
    files = sorted(folder.rglob(f"*{TESTS}"))
    return tuple(slip for file in files for slip in read_cases(file, policies).diagnostics)
