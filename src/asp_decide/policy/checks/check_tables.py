"""Whether the columns and cells of a table can be meant of its subject."""

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.checks.check_conditions import check_leaf
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Table
from asp_decide.policy.written.policy_set import ANSWER, PolicySet
from asp_decide.policy.written.resolution import resolve, unknown_name


def check_table(table: Table, subject: str, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell every column that means nothing of the subject, and every cell that cannot be meant."""
    _check_answer_column(table, slips)
    for number, column in enumerate(table.inputs):
        name = column.text
        if resolve(name, subject, policies) is None and name not in policies.excused:
            if not policies.is_excused(name):
                slips.append(unknown_name(column, subject, policies, "input"))
            continue  # said once, and not again of every cell
        for row in table.rows:
            cell = row.cells[number]
            if cell is not None:
                check_leaf(cell, subject, policies, slips)


def _check_answer_column(table: Table, slips: list[Diagnostic]) -> None:
    """The first output of a table at a decision point is its answer, and no other is."""
    if table.at is None:
        return
    first = table.outputs[0]
    if first.text != ANSWER:
        message = (
            f"the first output at `{table.at.text}` is its `{ANSWER}`, and this is `{first.text}`"
        )
        mend = f"write `outputs: [{ANSWER}, ...]`"
        slips.append(problem("P019", first.place, message, mend=mend, width=first.width))
