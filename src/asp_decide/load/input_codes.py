"""Every code with which facts or configuration can be answered: its name, level and meaning."""

from dataclasses import dataclass

from asp_decide.diagnostics import Diagnostic, Level, Place

_ERRORS = (
    ("I001", "yaml-syntax", "the text is no YAML"),
    ("I002", "not-plain-text", "the file holds bytes or characters that cannot be seen"),
    ("I003", "too-large", "the file goes over a bound"),
    ("I004", "one-document", "the file holds a second document"),
    ("I005", "no-anchors", "something is shared by anchor, alias or merge"),
    ("I006", "no-tags", "a tag changes what a text means"),
    ("I007", "duplicate-key", "a row names one column twice"),
    ("I010", "missing-table", "a table without which there is no plan is not there"),
    ("I011", "two-files", "one table stands in two files"),
    ("I012", "unknown-table", "a file of facts bears the name of no table"),
    ("I014", "no-table", "a file does not have the form of a table"),
    ("I015", "broken-row", "a row cannot be divided into its cells"),
    ("I016", "repeated-column", "two columns bear one name"),
    ("I020", "unknown-column", "a table does not have this column"),
    ("I021", "missing-column", "a column without which there is no plan is not there"),
    ("I022", "missing-value", "a cell is empty that says what the row is about"),
    ("I023", "unknown-word", "a word that is none of those which the column takes"),
    ("I024", "bad-number", "a text stands where a number belongs"),
    ("I025", "ambiguous-number", "a number that two readers would read differently"),
    ("I026", "wrong-unit", "a unit that the column is not measured in"),
    ("I027", "two-currencies", "an amount in another currency than the workspace's"),
    ("I028", "out-of-range", "a number that cannot be meant"),
    ("I029", "bad-date", "a text that is no day of the calendar"),
    ("I030", "bad-id", "a text that cannot name anything"),
    ("I032", "bad-moment", "a text that is no moment of day and time with its offset"),
    ("I031", "unexpected-list", "several values stand where one belongs"),
    ("I040", "duplicate-id", "two rows are about one thing"),
    ("I041", "unknown-reference", "an id that no row bears"),
    ("I042", "unknown-interval", "an interval that the calendar does not have"),
    ("I043", "contradiction", "two rows state one fact differently"),
    ("I044", "end-before-start", "something ends before it begins"),
    ("I045", "out-of-order", "low, likely and high are not in this order"),
    ("I046", "incomplete-estimate", "of low and high only one is stated, or likely is missing"),
    ("I047", "two-benefit-ends", "the end of a benefit is fixed and moves with delivery as well"),
    ("I048", "forbidden-benefit", "lateness is stated together with a benefit a week"),
    ("I049", "circular-dependency", "things wait for each other in a circle"),
    ("I050", "self-dependency", "something depends on itself"),
    ("I051", "missing-capacity", "effort is planned where no capacity is stated"),
    ("I052", "strategic-in-delivery", "a strategic initiative, or a feature of one, in delivery"),
    ("I053", "wrong-parent", "something is a part of what it cannot be a part of"),
    ("I054", "share-below-released", "an option keeps less than what is released already"),
    ("I055", "actual-before-close", "what was spent on work that still runs"),
    ("I056", "wrong-layer", "facts of how work flows speak of what it is worth"),
    ("W001", "yaml-syntax", "the text is no YAML"),
    ("W002", "not-plain-text", "the file holds bytes or characters that cannot be seen"),
    ("W003", "too-large", "the file goes over a bound"),
    ("W004", "one-document", "the file holds a second document"),
    ("W005", "no-anchors", "something is shared by anchor, alias or merge"),
    ("W006", "no-tags", "a tag changes what a text means"),
    ("W007", "duplicate-key", "a key stands twice"),
    ("W008", "empty-value", "a key has no value"),
    ("W009", "comment-in-text", "a comment cuts a sentence short"),
    ("W010", "missing-file", "the workspace has no `asp.yaml`"),
    ("W011", "unknown-key", "a key that this place does not have"),
    ("W012", "missing-key", "a key without which nothing can be decided is not there"),
    ("W013", "wrong-shape", "a text, a list or a mapping stands where another belongs"),
    ("W014", "bad-value", "a value that the key does not take"),
    ("W015", "bad-calendar", "intervals that do not follow each other"),
    ("W016", "unknown-role", "a role that the workspace does not have"),
    ("W017", "unknown-point", "a decision point that does not exist"),
    ("W018", "calendar-ended", "no interval of the calendar lies ahead of the day of the run"),
    ("W019", "secret-in-the-open", "a password stands in `asp.yaml`"),
)

_WARNINGS = (
    ("I060", "unknown-amount", "an amount that a decision needs is unknown"),
    ("I061", "unused-amount", "an amount that says nothing for the urgency of its initiative"),
    ("I062", "unknown-file", "a file among the facts that is not read"),
    ("I063", "no-option", "an initiative in its queue or in delivery has no option"),
    ("I080", "unknown-state", "an event of a state that the flow does not have"),
    ("I081", "runs-backwards", "an event written down later happens earlier"),
    ("I082", "stands-twice", "an event stands twice"),
    ("I083", "two-at-once", "two things happen to one item at the same moment"),
    ("I084", "missing-exit", "an item leaves a state in which it does not stand"),
    ("I085", "begins-midway", "the first event of an item is not its beginning"),
    ("I086", "begins-again", "an item begins that is there already"),
    ("I087", "reopened", "something happens to an item that has ended"),
    ("I088", "illegal-move", "a change of state that the flow does not have"),
    ("I089", "no-reason", "an end or a block without its reason"),
    ("I090", "unknown-reason", "an end with a reason that is none of its reasons"),
    ("I091", "no-decision", "a change of state that somebody decides, and no record of it"),
    ("I092", "block-does-not-fit", "a block that is there already, or an end of none"),
    ("I093", "not-the-holder", "a change of state by a role that does not hold the right to it"),
    ("I094", "state-differs", "a table states another state than the events tell"),
    ("I095", "no-row", "events of something that no row of the features is about"),
    ("I096", "no-release", "a feature is released, and no release had it by then"),
    ("I097", "no-evidence", "an improvement is established, and nobody has seen that it is kept"),
    ("I098", "not-integrated", "a story is done, and nothing says it was integrated and tested"),
    ("W021", "criterion-changed", "a kill criterion is not what was agreed at Gate 2"),
    ("W022", "case-owed", "work was redirected, and its next business case is not there"),
    ("W023", "nothing-learnt", "work went on for a tranche, and nothing was learnt by it yet"),
)

_NOTES = (
    ("I071", "not-used-yet", "columns that are checked and move no decision"),
    ("I072", "withheld", "an amount that a decision needs is withheld"),
    ("W020", "stale-schema", "editors go by other names than the policies declare"),
)


@dataclass(frozen=True, slots=True)
class Code:
    """A stable code with its name, how grave it is, and what it says in a sentence."""

    code: str
    name: str
    level: Level
    says: str


_LEVELS: tuple[tuple[Level, tuple[tuple[str, str, str], ...]], ...] = (
    ("error", _ERRORS),
    ("warning", _WARNINGS),
    ("note", _NOTES),
)

CODES: dict[str, Code] = {
    code: Code(code, name, level, says) for level, table in _LEVELS for code, name, says in table
}
"""Codes of the input (I) and of the workspace (W), by code."""

CODE_OF: dict[str, str] = {known.name: code for code, known in CODES.items() if code[0] == "I"}
"""The codes of the input by their names."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the line that is shown there, and how much of it the caret marks."""

    place: Place
    source: str | None = None
    width: int = 1


def problem(code: str, spot: Spot | Place, message: str, mend: str = "") -> Diagnostic:
    """A problem of the input, named and weighed by its code."""
    known = CODES[code]
    if isinstance(spot, Place):
        spot = Spot(spot)
    return Diagnostic(
        spot.place,
        code,
        known.name,
        message,
        mend,
        level=known.level,
        source=spot.source,
        width=max(1, spot.width),
    )
