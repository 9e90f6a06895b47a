"""From a node to a decision table: its columns, and a cell for each of them in every row."""

from typing import Literal, cast

from asp_decide.clauses.clause import Hit
from asp_decide.diagnostics import Mend, did_you_mean, nearest
from asp_decide.policy.written.document import Leaf, Row, RuleHead, Table
from asp_decide.policy.written.form import NAME, Form, open_form
from asp_decide.policy.written.grammar import WORD_ALONE, shortened
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.parse_conditions import tell_phrase
from asp_decide.policy.written.parse_force import parse_force
from asp_decide.policy.written.phrase import Equality, Phrase, Presence, parse_phrase
from asp_decide.strict_yaml import Node, Scalar, Sequence

HITS: tuple[Hit, ...] = ("first", "unique", "collect")

MOST_ROWS = 60
MOST_COLUMNS = 12
"""Of one table, inputs and outputs together: what a page shows, and a meeting still reads."""

ANY = "any"
"""A cell that compares nothing."""

_OTHER_HITS = {
    "priority": "put the row that outranks the others first, and write `hit: first`",
    "any": "write `hit: unique`, and one row for each case",
    "rule order": "write `hit: collect`; its words are for people, and have no order",
    "output order": "write `hit: collect`; its words are for people, and have no order",
    "collect count": "count with a measure, and compare it in a cell",
    "collect sum": "sum with a measure, and compare it in a cell",
    "collect min": "write `hit: first`, the smallest in the first row",
    "collect max": "write `hit: first`, the largest in the first row",
}
"""Hit policies of other decision tables (OMG, DMN 1.5, 8.2.8), each with what to write here."""

_LETTERS = {
    "u": "unique",
    "f": "first",
    "c": "collect",
    "p": "priority",
    "a": "any",
    "r": "rule order",
    "o": "output order",
    "c#": "collect count",
    "c+": "collect sum",
    "c<": "collect min",
    "c>": "collect max",
    "count": "collect count",
    "sum": "collect sum",
    "min": "collect min",
    "max": "collect max",
}
"""Their letters, and other words for them."""

_NO_WORDS = frozenset({ANY, "known", "missing", "unknown", "no_row", "holds"})
"""Words that a cell or a test reads as something else."""


def parse_table(form: Form, head: RuleHead) -> Table:
    """The table of a rule's form, with every problem of its shape told."""
    inputs = _columns(form, "inputs")
    outputs = _columns(form, "outputs")
    _check_size(form, inputs, outputs)
    for_each, at = _spoken_of(form)
    return Table(
        head,
        form.name("table"),
        for_each,
        at,
        _hit(form, at),
        inputs,
        outputs,
        _rows(form, inputs, outputs),
        cast(
            'Literal["review", "fail"]',
            form.word("missing", ("review", "fail"), default="review"),
        ),
        parse_force(form) if form.has("enforce") or form.has("override") else None,
    )


def _spoken_of(form: Form) -> tuple[Scalar | None, Scalar | None]:
    """The kind of subject, or the decision point; what belongs to the other is told."""
    for_each = form.scalar("for_each") if form.has("for_each") else None
    at = form.scalar("at") if form.has("at") else None
    if for_each is not None and at is not None:
        key = form.keys["at"]
        message = "a table speaks of a subject or answers at a point, and this does both"
        mend = "leave one of `for_each` and `at` out"
        form.tell("P012", key.place, message, mend=mend, width=key.width)
    elif for_each is None and at is None:
        message = "a table has `for_each` or `at`, and this has none"
        mend = "add `for_each: initiative`, or the decision point it answers at"
        if not any(nearest(key, ("for_each", "at")) for key in form.keys):
            form.tell("P011", form.place, message, mend=mend)
    elif at is None:
        for word in ("enforce", "override"):
            if form.has(word):
                key = form.keys[word]
                message = f"`{word}` is of an answer, and a table for each subject gives none"
                mend = f"leave `{word}` out, or say with `at` where the table answers"
                form.tell("P010", key.place, message, mend=mend, width=key.width)
    elif not form.has("enforce"):
        message = "a table that answers at a point has no `enforce`"
        mend = "add `enforce: mandatory`, `overridable` or `advisory`"
        form.tell("P011", form.place, message, mend=mend)
    return for_each, at


def _hit(form: Form, at: Scalar | None) -> Hit:
    scalar = form.scalar("hit")
    if not isinstance(form.values.get("hit"), Scalar):
        return "first"
    if scalar.text not in HITS:
        _tell_hit(form, scalar)
        return "first"
    if scalar.text == "collect" and at is not None:
        message = "a `collect` table gives a list, and a decision point takes one answer"
        mend = "write `hit: first`, or `hit: unique`"
        form.tell("P019", scalar.place, message, mend=mend, width=scalar.width)
    return scalar.text


def _tell_hit(form: Form, scalar: Scalar) -> None:
    meant = " ".join(scalar.text.lower().replace("_", " ").replace("-", " ").split())
    meant = _LETTERS.get(meant, meant)
    message = f"`{shortened(scalar.text)}` is no word for `hit`"
    mend: str | Mend = "one of " + ", ".join(HITS)
    if meant in _OTHER_HITS:
        message = f"tables of the hit policy `{meant}` are not part of the language"
        mend = _OTHER_HITS[meant]
    elif nearest(meant, HITS):
        mend = did_you_mean(meant, HITS)
    form.tell("P019", scalar.place, message, mend=mend, width=scalar.width)


def _columns(form: Form, key: str) -> tuple[Scalar, ...]:
    """The names of the columns, each once."""
    columns = form.scalars(key)
    named: set[str] = set()
    for column in columns:
        if not NAME.fullmatch(column.text):
            if column.text:
                message = f"`{shortened(column.text)}` is no name"
                mend = "small letters, digits and underscores, beginning with a letter"
                form.tell("P019", column.place, message, mend=mend, width=column.width)
        elif column.text in named:
            message = f"`{column.text}` stands twice in `{key}`"
            mend = "one column for each"
            form.tell("P024", column.place, message, mend=mend, width=column.width)
        named.add(column.text)
    return columns


def _check_size(form: Form, inputs: tuple[Scalar, ...], outputs: tuple[Scalar, ...]) -> None:
    columns = len(inputs) + len(outputs)
    if columns > MOST_COLUMNS:
        message = f"{columns} columns; a table has at most {MOST_COLUMNS}"
        mend = "give several inputs together a name with a `derive` rule"
        form.tell("P015", form.keys["inputs"].place, message, mend=mend)
    node = form.values.get("rows")
    if isinstance(node, Sequence) and len(node.items) > MOST_ROWS:
        message = f"{len(node.items)} rows; a table has at most {MOST_ROWS}"
        mend = "write two tables, the output of one an input of the other"
        form.tell("P015", form.keys["rows"].place, message, mend=mend)


def _rows(form: Form, inputs: tuple[Scalar, ...], outputs: tuple[Scalar, ...]) -> tuple[Row, ...]:
    rows = tuple(_row(node, form, inputs, outputs) for node in form.listed("rows"))
    named: dict[str, Scalar] = {}
    for row in rows:
        first = named.setdefault(row.name.text, row.name)
        if row.name.text and first is not row.name:
            message = (
                f"a row `{shortened(row.name.text)}` stands in line {first.place.line} already"
            )
            mend = "give it another name"
            form.tell("P024", row.name.place, message, mend=mend, width=row.name.width)
    return rows


def _row(node: Node, table: Form, inputs: tuple[Scalar, ...], outputs: tuple[Scalar, ...]) -> Row:
    form = open_form(node, table.slips, what="a row", required=("row", "if", "then"))
    cells = _cells(form, "if", inputs, "input")
    words = _cells(form, "then", outputs, "output")
    return Row(
        form.name("row"),
        tuple(_cell(column, cell, form) for column, cell in zip(inputs, cells, strict=False)),
        tuple(_word(word, form) for word in words),
    )


def _cells(form: Form, key: str, columns: tuple[Scalar, ...], noun: str) -> tuple[Scalar, ...]:
    cells = form.scalars(key)
    node = form.values.get(key)
    if isinstance(node, Sequence) and node.items and columns and len(cells) != len(columns):
        counted = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        wanted = f"1 {noun}" if len(columns) == 1 else f"{len(columns)} {noun}s"
        names = ", ".join(column.text for column in columns)
        message = f"`{key}` has {counted}, and the table {wanted}"
        mend = f"one cell for each of {names}"
        if key == "if" and len(cells) < len(columns):
            mend += "; `any` where it does not matter"
        form.tell("P013", node.place, message, mend=mend)
    return cells


def _cell(column: Scalar, cell: Scalar, form: Form) -> Leaf | None:
    if cell.text == ANY:
        return None
    return Leaf(column, cell, _phrase(cell, form))


def _phrase(cell: Scalar, form: Form) -> Phrase:
    """The phrase of a cell; a bare word stands for `is word`."""
    phrase = parse_phrase(cell.text)
    if isinstance(phrase, BadPhrase):
        if WORD_ALONE.fullmatch(cell.text):
            return Equality((cell.text,), columns=(0,))
        tell_phrase(phrase, cell, form.slips)
        return Presence(known=True)
    return phrase


def _word(word: Scalar, form: Form) -> Scalar:
    if word.text and not WORD_ALONE.fullmatch(word.text):
        message = f"`{shortened(word.text)}` is no word for an output"
        mend = "letters, digits and underscores, beginning with a letter"
        form.tell("P019", word.place, message, mend=mend, width=word.width)
    elif word.text in _NO_WORDS:
        message = f"`{word.text}` is a word of the language, and no output"
        form.tell("P019", word.place, message, mend="choose another word", width=word.width)
    return word
