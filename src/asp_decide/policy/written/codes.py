"""Every code with which a policy can be refused, its name, and what it says in one sentence."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from asp_decide.diagnostics import Diagnostic, Level, Mend, Place

_TABLE = (
    ("P001", "yaml-syntax", "the text is no YAML"),
    ("P002", "not-plain-text", "the file holds bytes or characters that cannot be seen"),
    ("P003", "too-large", "the file or the policy set goes over a bound"),
    ("P004", "one-document", "the file holds a second document"),
    ("P005", "no-anchors", "something is shared by anchor, alias or merge"),
    ("P006", "no-tags", "a tag changes what a text means"),
    ("P007", "duplicate-key", "a key stands twice in one mapping"),
    ("P008", "empty-value", "a key has no value"),
    ("P009", "comment-in-text", "a comment cuts a sentence short"),
    ("P010", "unknown-key", "a key that this place does not have"),
    ("P011", "missing-key", "a key that this place needs is not there"),
    ("P012", "two-kinds", "one rule says two kinds of thing"),
    ("P013", "row-length", "a row of a table has not a cell for each column"),
    ("P014", "too-deep", "a condition is nested deeper than anybody reads"),
    ("P015", "too-wide", "a condition or a window is larger than anybody reads"),
    ("P016", "bad-phrase", "a phrase is not of the grammar"),
    ("P017", "bad-date", "a day does not exist, or days stand in the wrong order"),
    ("P018", "wrong-shape", "a text, a list or a mapping stands where another belongs"),
    ("P019", "bad-value", "a value is none of those that this key takes"),
    ("P020", "wrong-place", "a file or its head does not fit the place where it stands"),
    ("P021", "wrong-layer", "a name of the other layer"),
    ("P022", "wrong-subject", "a name of another subject, or a group that cannot be meant"),
    ("P023", "unknown-name", "a name that nothing declares"),
    ("P024", "duplicate-name", "a name that is declared twice"),
    ("P025", "undeclared-point", "a rule stands at a decision point without an order"),
    ("P026", "not-read", "something that this version does not read"),
    ("P027", "wrong-measure", "a measure of a kind that cannot be used here"),
    ("P030", "window-without-history", "a window over a measure that has no history"),
    ("P031", "unsafe-otherwise", "a word that moves money where nobody has decided"),
    ("P032", "direction-unclear", "a parameter that may only be tightened has no direction"),
    ("P033", "circular-derivation", "a conclusion follows from itself"),
    ("P034", "not-in-force", "a rule in force uses a name that is not"),
    ("P035", "not-translated", "a rule has no message in the language of the workspace"),
    ("P040", "override-of-mandatory", "an override where none can be"),
    ("P041", "self-override", "the owner of a rule grants its overrides"),
    ("P042", "self-approval", "the owner of a file approves it"),
    ("P101", "never-fires", "a rule can never do anything, whatever the facts are"),
    ("P102", "implied", "a rule says nothing that another does not say already"),
    ("P103", "order-decides", "two rules give different answers, and their order decides"),
    ("P104", "gap", "no rule speaks in some cases, and people are asked"),
    ("P105", "dead-row", "a row of a table gives its words in no case"),
    ("P106", "dead-column", "a column of a table never changes what it gives"),
    ("P107", "never-binds", "a limit can never bind: capacity excludes what it forbids"),
    ("P108", "unit-mismatch", "measure and limit have different units, or there is none"),
    ("P109", "empty-plan-satisfies", "a floor that a plan keeps by allocating nothing"),
    ("P110", "knife-edge", "a limit lies on a value that occurs often"),
    ("P111", "unknown-in-message", "a message names a value that its rule does not know"),
    ("P112", "unused", "something is declared and never used"),
    ("P113", "no-value-on-date", "a parameter has no value on a day on which it is in force"),
    ("P114", "exemption-not-allowed", "an exemption that its rule does not allow, or has ended"),
    ("P115", "overlay-loosens", "an overlay sets what no value stream may set, or loosens it"),
    ("P116", "cannot-hold-together", "what policies ask for contradicts itself"),
    ("P117", "not-tested", "no case shows a comparison true, false, unknown or at its limit"),
    ("P118", "mutant-survives", "a change of the policy that its cases do not notice"),
    ("P119", "matched-nobody", "a rule had nobody to speak of in the newest plan"),
    ("P120", "periods", "effective periods of one thing overlap, or leave a hole"),
)

NAMES: Mapping[str, str] = MappingProxyType({code: name for code, name, _ in _TABLE})
"""The name of each code."""

SENTENCES: Mapping[str, str] = MappingProxyType({code: says for code, _, says in _TABLE})
"""What each code says, in one sentence."""


WARNINGS = frozenset({"P102", "P104", "P106", "P107", "P109", "P112", "P117", "P118", "P119"})
"""Codes that are told and refuse nothing."""

OF_CELLS = frozenset({"P101", "P102", "P103", "P104", "P105", "P106", "P109", "P116"})
"""Codes of what is found by looking at all cases, in policies that have passed everything else."""

NOTES = frozenset({"P035", "P103", "P110"})
"""Codes of what is right as it stands, and worth knowing."""


def problem(
    code: str, place: Place, message: str, *, mend: str | Mend = "", width: int = 1
) -> Diagnostic:
    """A problem of a policy file, under the name and the level that its code has here."""
    level: Level = "warning" if code in WARNINGS else "note" if code in NOTES else "error"
    how = mend if isinstance(mend, Mend) else Mend(mend)
    return Diagnostic(
        place,
        code,
        NAMES[code],
        message,
        how.help,
        level=level,
        width=max(1, width),
        instead=how.instead,
    )


def note(code: str, place: Place, message: str, *, mend: str = "") -> Diagnostic:
    """That something under a code could not be decided: never nothing, and never a refusal."""
    return replace(problem(code, place, message, mend=mend), level="note")
