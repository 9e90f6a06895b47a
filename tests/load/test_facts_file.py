"""What is written can be read back, by us and by a spreadsheet that runs no formula of it."""

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.csv_source import read_csv
from asp_decide.load.facts_file import sentences_body, table_body
from asp_decide.load.mapped_source import plain
from asp_decide.load.stated_assumptions import sentences_in

PLAIN = st.text(max_size=30).map(plain)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=4))
def test_every_text_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    body = table_body(("id", "name"), [{"id": one, "name": other} for one, other in rows])

    read = read_csv(body, "facts/initiatives.csv", name="initiatives")

    assert read.value is not None
    assert not read.diagnostics
    told = [(row.cells.get("id", ""), row.cells.get("name", "")) for row in read.value.rows]
    assert told == [row for row in rows if any(row)]


@given(st.lists(PLAIN.filter(bool), unique=True, max_size=4))
def test_every_sentence_comes_back_as_it_was(sentences: list[str]) -> None:
    read = sentences_in(sentences_body(sentences), "facts/assumptions.yaml")

    assert not read.diagnostics
    assert read.value == tuple(sentences)


def test_what_a_spreadsheet_would_run_is_guarded_and_a_number_is_not() -> None:
    row = {"id": "=1+1", "name": "+44 20", "net": "-3.5", "about": "@home", "is": "-"}

    body = table_body(tuple(row), [row]).decode()

    assert body.splitlines()[1] == "\t=1+1,\t+44 20,-3.5,\t@home,\t-"
