"""`facts/assumptions.yaml`: what a workspace takes for granted, in sentences of its own."""

from pathlib import Path

from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.load.input_codes import Spot, problem
from asp_decide.load.yaml_source import FACTS_TABLE
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import Node, Scalar, Sequence, read_yaml

STATED_ASSUMPTIONS = "assumptions.yaml"
"""The file's name under `facts/`; it is no table."""


def read_stated_assumptions(folder: Path) -> Checked[tuple[str, ...]]:
    """The sentences of `facts/assumptions.yaml` of the workspace, in their order, each once.

    They are printed with every plan and report and decide nothing. Without the file there are none.
    """
    path = folder / "facts" / STATED_ASSUMPTIONS
    if not path.is_file():
        return Checked(())
    return sentences_in(path.read_bytes(), f"facts/{STATED_ASSUMPTIONS}")


def sentences_in(body: bytes, file: str) -> Checked[tuple[str, ...]]:
    """The sentences in the bytes of such a file: a list of texts, and nothing else."""
    read = read_yaml(body, file, family="I", strictness=FACTS_TABLE)
    found = list(read.diagnostics)
    if read.value is None:
        return Checked(None, tuple(found))
    lines = lines_of(body)
    if isinstance(read.value, Scalar) and not read.value.text:
        return Checked((), tuple(found))
    if not isinstance(read.value, Sequence):
        found.append(_no_sentence(read.value, lines, "assumptions are a list of sentences"))
        return Checked(None, tuple(found))
    told: dict[str, None] = {}
    for node in read.value.items:
        sentence = " ".join(node.text.split()) if isinstance(node, Scalar) else ""
        if sentence:
            told[sentence] = None
        else:
            found.append(_no_sentence(node, lines, "an assumption is a sentence"))
    return Checked(tuple(told), tuple(sorted(found)))


def _no_sentence(node: Node, lines: tuple[str, ...], message: str) -> Diagnostic:
    spot = Spot(node.place, lines[node.place.line - 1])
    return problem("I014", spot, message, "begin each sentence with `- `")
