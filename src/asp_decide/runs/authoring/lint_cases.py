"""What is wrong with the cases that stand beside policies, without running them."""

from pathlib import Path

from asp_decide.diagnostics import Diagnostic
from asp_decide.memory import Memory
from asp_decide.model.charter import Charter
from asp_decide.policy.cases.cases import slips_of_cases_in, slips_of_text
from asp_decide.policy.policy_reader import TESTS, read_policy_sets


def slips_of_cases(
    folder: Path, charter: Charter, *, memory: Memory | None = None
) -> tuple[Diagnostic, ...]:
    """Every problem of the tests files of a folder of policies, in the order of files and lines.

    Cases are read against what the policies declare. Where these are not sound, what they declare
    is not known, and only the text of the tests files is held to what any text is held to.
    """
    memory = memory or Memory()
    files = sorted(folder.rglob(f"*{TESTS}"))
    read = read_policy_sets(folder, currency=charter.currency, roles=charter.roles, memory=memory)
    if read.errors or read.value is None:
        return tuple(slip for file in files for slip in slips_of_text(file, memory=memory))
    policies = read.value
    return tuple(slip for file in files for slip in slips_of_cases_in(file, policies, memory))
