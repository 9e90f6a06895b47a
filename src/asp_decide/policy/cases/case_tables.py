"""What a case expects a table to give: words for its outputs, no row, or that nobody can tell."""

from collections.abc import Iterable, Iterator

from asp_decide.diagnostics import did_you_mean
from asp_decide.model.finding import Finding
from asp_decide.policy.written.document import Table
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.grammar import shortened
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

QUIET = ("no_row", "unknown")
"""What a table says that gives nothing."""


def said_by(finding: Finding) -> str:
    """What a rule says of a subject, in one text: its result, or what a table gives."""
    outcome = finding.table
    if outcome is None or outcome.result != "gives":
        return finding.result
    return _in_words(outcome.outputs)


def expected_of(table: Table, node: Node, form: Form) -> str:
    """What is expected of a table, in the words of `said_by`.

    Every output is stated, as a word or, of a table that collects, as a list of words; the words
    alone where the table has one output.
    """
    if isinstance(node, Scalar) and node.text in QUIET:
        return node.text
    if not isinstance(node, Mapping):
        if len(table.outputs) == 1:
            return _in_words([(table.outputs[0].text, _words(table, 0, node, form))])
        form_of_it = ", ".join(f"{output.text}: ..." for output in table.outputs)
        message = f"{table.head.id.text} has {len(table.outputs)} outputs, and each is stated"
        mend = f"write `{{{form_of_it}}}`, or {' or '.join(QUIET)}"
        form.tell("P018", node.place, message, mend=mend)
        return ""
    names = [output.text for output in table.outputs]
    said = open_form(node, form.slips, what=f"what {table.head.id.text} gives", required=names)
    return _in_words(
        (name, _words(table, number, said.values[name], form))
        for number, name in enumerate(names)
        if said.has(name)
    )


def _words(table: Table, column: int, node: Node, form: Form) -> tuple[str, ...]:
    """The words that are expected for one output; each is one that some row gives."""
    name = table.outputs[column].text
    if isinstance(node, Sequence) and table.hit != "collect":
        message = f"`{name}` is one word, and a list stands here"
        form.tell("P018", node.place, message, mend="write the word")
    scalars = tuple(_scalars(name, node, form))
    known = tuple(dict.fromkeys(row.then[column].text for row in table.rows))
    for scalar in scalars:
        if scalar.text not in known:
            mend = did_you_mean(scalar.text, (*known, *QUIET), "it gives " + ", ".join(known))
            message = f"no row of {table.head.id.text} gives `{shortened(scalar.text)}`"
            form.tell("P023", scalar.place, message, mend=mend, width=scalar.width)
    return tuple(sorted({scalar.text for scalar in scalars}))


def _scalars(name: str, node: Node, form: Form) -> Iterator[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    for item in items:
        yield form.as_scalar(item, f"each word of `{name}`")


def _in_words(outputs: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return ", ".join(f"{name} {' and '.join(words)}" for name, words in outputs)
