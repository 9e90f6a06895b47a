"""The mutants of a decision table: rows, cells and words, each at its place."""

from datetime import date

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.model.effective import Period
from asp_decide.policy.adequacy.mutate_tables import changed_tables
from asp_decide.policy.written.document import RuleHead, Table
from asp_decide.policy.written.form import open_form
from asp_decide.policy.written.message_texts import Message
from asp_decide.policy.written.parse_tables import parse_table
from asp_decide.strict_yaml import Scalar, read_yaml

TABLE = """\
table: filed_as
at: signal
hit: {hit}
inputs: [holds_continuously, affects_themes]
outputs: [answer, heard]
rows:
  - {{row: duty, if: ["yes", any], then: [requirement, finance]}}
  - {{row: wish, if: ["no", known], then: [need, portfolio_board]}}
missing: review
enforce: advisory
"""


def a_table(hit: str) -> Table:
    text = TABLE.format(hit=hit)
    slips: list[Diagnostic] = []
    node = read_yaml(text.encode(), "sample.yaml").value
    assert node is not None
    keys = [line.partition(":")[0] for line in text.splitlines() if line[0] != " "]
    form = open_form(node, slips, what="a rule", required=keys)
    word = Scalar("SIG-01", Place("sample.yaml"))
    head = RuleHead(
        word, "", word, "", Message((("", word),)), "medium", Period(from_day=date.min), word
    )
    table = parse_table(form, head)
    assert not slips
    return table


def test_a_table_is_changed_in_every_row_cell_and_word() -> None:
    told = [f"{one.was} -> {one.becomes}" for one in changed_tables(a_table("unique"))]

    assert told == [
        "row duty -> dropped",
        "row duty, holds_continuously: is yes -> row duty, holds_continuously: is not yes",
        "row duty, holds_continuously: is yes -> row duty, holds_continuously: any",
        "row duty, answer: requirement -> row duty, answer: need",
        "row duty, heard: finance -> row duty, heard: portfolio_board",
        "row wish -> dropped",
        "row wish, holds_continuously: is no -> row wish, holds_continuously: is not no",
        "row wish, holds_continuously: is no -> row wish, holds_continuously: any",
        "row wish, affects_themes: known -> row wish, affects_themes: missing",
        "row wish, affects_themes: known -> row wish, affects_themes: any",
        "row wish, answer: need -> row wish, answer: theme_change",
        "row wish, heard: portfolio_board -> row wish, heard: finance",
    ]


def test_rows_are_exchanged_where_their_order_counts() -> None:
    exchanged = [one for one in changed_tables(a_table("first")) if one.was.startswith("rows")]

    assert [(one.was, one.becomes) for one in exchanged] == [
        ("rows: duty, wish", "rows: wish, duty")
    ]
    assert [row.name.text for row in exchanged[0].table.rows] == ["wish", "duty"]


def test_each_change_stands_at_what_it_changes() -> None:
    lines = TABLE.format(hit="first").splitlines()

    for one in changed_tables(a_table("first")):
        line = lines[one.place.line - 1][one.place.column - 1 :]
        assert line.startswith((one.was.split(" ")[-1], '"', "duty", "wish")), one.was
