"""YAML is read as text with places; what two readers could read differently is refused."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import (
    Family,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Strictness,
    read_yaml,
)
from asp_decide.yaml_mends import REFUSALS


def texts(node: Node | None) -> object:
    """The node as plain texts, lists and dictionaries."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [texts(item) for item in node.items]
        case Mapping():
            return {key.text: texts(value) for key, value in node.entries}
        case None:
            return None


def the_problem(checked: Checked[Node]) -> Diagnostic:
    (problem,) = checked.diagnostics
    return problem


@pytest.mark.parametrize(
    "written",
    ["no", "on", "012", "0x1F", "1:30", "1e3", "1_500", "2026-10-01", "~", "null", "40 %", "-1"],
)
def test_every_value_stays_the_text_that_was_written(written: str) -> None:
    checked = read_yaml(f"limit: {written}\n", "wip.yaml")

    assert checked.diagnostics == ()
    assert texts(checked.value) == {"limit": written}


def test_every_value_knows_its_file_line_column_and_width() -> None:
    checked = read_yaml("rules:\n  - id: WIP-01\n    title: 'Limit it'\n", "policies/wip.yaml")

    assert isinstance(checked.value, Mapping)
    ((key, rules),) = checked.value.entries
    assert key == Scalar("rules", Place("policies/wip.yaml", 1, 1), width=5)
    assert isinstance(rules, Sequence)
    (rule,) = rules.items
    assert rule.place == Place("policies/wip.yaml", 2, 5)
    assert isinstance(rule, Mapping)
    assert rule.entries[0][1] == Scalar("WIP-01", Place("policies/wip.yaml", 2, 9), width=6)
    assert rule.entries[1][1] == Scalar(
        "Limit it", Place("policies/wip.yaml", 3, 12), quoted=True, width=10
    )


def test_folded_and_literal_texts_are_read_whole() -> None:
    text = "because: >\n  Queues, not effort,\n  decide. # 5\nmessage: |\n  one\n  two\n"

    checked = read_yaml(text, "wip.yaml", prose={"because", "message"})

    assert checked.diagnostics == ()
    assert texts(checked.value) == {
        "because": "Queues, not effort, decide. # 5\n",
        "message": "one\ntwo\n",
    }


# --- one test a row of the table of refusals -----------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "width", "mend"),
    [
        ("at_most: >= 5", 10, 2, "the key says the comparison: write `at_most: 5`"),
        ("wip: > 5 weeks", 6, 1, "write it in words: `above 5 weeks`"),
        ("wip: >5", 6, 1, "write it in words: `above 5`"),
        ("- cd3: >= $floor", 8, 2, "write it in words: `at least $floor`"),
    ],
)
def test_a_comparison_in_symbols_is_refused_with_its_words(
    line: str, column: int, width: int, mend: str
) -> None:
    problem = the_problem(read_yaml(f"# a rule\n{line}\n", "wip.yaml"))

    assert (problem.code, problem.name) == ("P001", "yaml-syntax")
    assert problem.message == "a comparison may not begin with `>`"
    assert problem.place == Place("wip.yaml", 2, column)
    assert problem.width == width
    assert problem.help == mend
    assert problem.source == line


def test_the_message_shows_the_line_with_a_caret_under_what_is_wrong() -> None:
    problem = the_problem(read_yaml("limit: wip\nat_most: >= 5\n", "wip.yaml"))

    assert str(problem).splitlines() == [
        "wip.yaml:2:10 P001 yaml-syntax: a comparison may not begin with `>`",
        "    2 | at_most: >= 5",
        "      |          ^^",
        "  help: the key says the comparison: write `at_most: 5`",
    ]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("because: see: this\n", "a second `: ` in one line", 1),
        ("a: 'never closed\n", "a quote is opened and never closed", 2),
        ("a: @team\n", "no text begins with this character", 1),
        ("a: 1\nb\nc: 2\n", "a key without `:`", 3),
        ("? [a, b]\n: c\n", "a key is a text", 1),
        ("a: 1\n- b\n", "did not find expected key while parsing a block mapping", 2),
    ],
)
def test_a_slip_of_syntax_is_told_in_words_with_its_line(
    text: str, message: str, line: int
) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml"))

    assert (problem.code, problem.name) == ("P001", "yaml-syntax")
    assert problem.message == message
    assert problem.place.line == line
    assert problem.help


def test_bytes_that_are_no_utf8_are_refused_at_their_place() -> None:
    problem = the_problem(read_yaml("id: A\r\nname: Zür".encode("cp1252"), "wip.yaml"))

    assert (problem.code, problem.name) == ("P002", "not-plain-text")
    assert problem.message == "byte 0xfc is no UTF-8"
    assert problem.place == Place("wip.yaml", 2, 8)


@pytest.mark.parametrize("hidden", ["\x00", "\x0c", "\x85", "\u202e", "\u2066", "\u200b", "\u2028"])
def test_what_nobody_can_see_is_refused_and_the_rest_is_still_read(hidden: str) -> None:
    checked = read_yaml(f"a: one{hidden}two\na: three\n", "wip.yaml")

    unseen, doubled = checked.diagnostics
    assert (unseen.code, unseen.place) == ("P002", Place("wip.yaml", 1, 7))
    assert unseen.message == f"the character U+{ord(hidden):04X} cannot be seen"
    assert doubled.code == "P007"


@pytest.mark.parametrize("spelled", ["\\u202e", "\\0", "\\r", "u\\u0308", "\\e"])
def test_what_cannot_be_seen_is_refused_where_a_quoted_text_spells_it(spelled: str) -> None:
    problem = the_problem(read_yaml(f'a: "one{spelled}two"\n', "wip.yaml"))

    assert (problem.code, problem.place) == ("P002", Place("wip.yaml", 1, 4))


@pytest.mark.parametrize(
    ("text", "column"), [("a:\tone\n", 3), ("\ta: one\n", 1), ("a: one # a\tb\n", 11)]
)
def test_a_tab_outside_quotes_is_refused_once(text: str, column: int) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml"))

    assert (problem.code, problem.message) == ("P002", "a TAB outside quotes")
    assert problem.place == Place("wip.yaml", 1, column)


def test_a_tab_inside_quotes_is_text() -> None:
    checked = read_yaml("a: \"x\ty\"\nb: 'p\tq'\n", "wip.yaml")

    assert checked.diagnostics == ()
    assert texts(checked.value) == {"a": "x\ty", "b": "p\tq"}


SMALL = Strictness(bytes=100, levels=3, nodes=6, characters=10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: " + "x" * 98, "the file has 101 bytes; at most 100 are read"),
        ("a: {b: {c: d}}", "nested deeper than 3 levels"),
        ("[1, 2, 3, 4, 5, 6]", "more than 6 values in one file"),
        ("a: abcdefghijk", "a text of 11 characters; at most 10"),
    ],
)
def test_each_bound_refuses_what_is_one_too_many(text: str, message: str) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml", strictness=SMALL))

    assert (problem.code, problem.name, problem.message) == ("P003", "too-large", message)


@pytest.mark.parametrize(
    "text", ["a: " + " " * 97, "a: {b: c}", "[1, 2, 3, 4, 5]", "a: abcdefghij"]
)
def test_each_bound_admits_what_just_fits(text: str) -> None:
    assert read_yaml(text, "w.yaml", strictness=SMALL).value is not None
    codes = {d.code for d in read_yaml(text, "w.yaml", strictness=SMALL).diagnostics}
    assert "P003" not in codes


def test_a_file_nested_a_thousand_deep_is_refused_at_the_thirteenth_level() -> None:
    problem = the_problem(read_yaml("- " * 1000 + "x", "wip.yaml"))

    assert problem.message == "nested deeper than 12 levels"
    assert problem.place.column == 25


def test_a_second_document_is_refused() -> None:
    checked = read_yaml("a: 1\n---\nb: 2\n", "wip.yaml")

    problem = the_problem(checked)
    assert (problem.code, problem.name) == ("P004", "one-document")
    assert problem.place == Place("wip.yaml", 2, 1)
    assert texts(checked.value) == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: &x 1\nb: *x\n", [(1, 4), (2, 4)]),
        ("a: &x {b: c}\n", [(1, 4)]),
        ("- &x [b]\n- *x\n", [(1, 3), (2, 3)]),
        ("a:\n  <<: {b: c}\n", [(2, 3)]),
    ],
)
def test_sharing_and_merging_are_refused(text: str, places: list[tuple[int, int]]) -> None:
    problems = read_yaml(text, "wip.yaml").diagnostics

    assert {(p.code, p.name) for p in problems} == {("P005", "no-anchors")}
    assert [(p.place.line, p.place.column) for p in problems] == places


@pytest.mark.parametrize("text", ["a: !!int 5\n", "a: !limit {b: c}\n", "- !!set [b]\n", "! x"])
def test_tags_are_refused(text: str) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml"))

    assert (problem.code, problem.name) == ("P006", "no-tags")


def test_a_directive_that_declares_tags_is_refused() -> None:
    problem = the_problem(read_yaml("%TAG ! tag:x,2026:\n---\na: 1\n", "wip.yaml"))

    assert (problem.code, problem.place.line) == ("P006", 1)


def test_a_key_that_stands_twice_is_refused_with_both_lines_and_the_first_one_counts() -> None:
    checked = read_yaml("at_most: 5\ncount: wip\nat_most: 7\nat_most: 8\n", "wip.yaml")

    assert [(p.code, p.place.line) for p in checked.diagnostics] == [("P007", 3), ("P007", 4)]
    assert checked.diagnostics[0].message == "`at_most` stands here and in line 1 already"
    assert checked.diagnostics[0].width == 7
    assert texts(checked.value) == {"at_most": "5", "count": "wip"}


@pytest.mark.parametrize("text", ["at_most:\n", "at_most: ''\n", "at_most: >\n", "{at_most: }"])
def test_a_key_without_a_value_is_refused(text: str) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml"))

    assert (problem.code, problem.name) == ("P008", "empty-value")
    assert problem.message == "`at_most` has no value"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\n\n"])
def test_a_file_without_content_is_refused(text: str) -> None:
    assert the_problem(read_yaml(text, "wip.yaml")).code == "P008"


def test_where_a_table_is_read_an_empty_value_is_an_empty_cell() -> None:
    table = Strictness(bytes=100, levels=3, nodes=9, characters=9, allows_empty=True)

    checked = read_yaml("- id: A\n  name:\n", "facts/x.yaml", family="I", strictness=table)

    assert checked.diagnostics == ()
    assert texts(checked.value) == [{"id": "A", "name": ""}]


@pytest.mark.parametrize(
    "text", ["because: see #12\n", "because: #12\n", "because: [see #12\n  ]\n"]
)
def test_prose_that_a_comment_cuts_short_is_refused(text: str) -> None:
    problem = the_problem(read_yaml(text, "wip.yaml", prose={"because"}))

    assert (problem.code, problem.name) == ("P009", "comment-in-text")


@pytest.mark.parametrize("text", ["because: 'see #12'\n", "because: see#12\n", "limit: wip # 12\n"])
def test_a_quoted_text_and_a_comment_behind_a_word_are_kept(text: str) -> None:
    assert read_yaml(text, "wip.yaml", prose={"because"}).diagnostics == ()


# --- laws ----------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["P", "I", "W"])
def test_the_family_changes_the_letter_of_the_code_and_nothing_else(family: Family) -> None:
    text = "a: 1\na: *x\nb: !t\n---\nc: 2\n"

    problems = read_yaml(text, "f.yaml", family=family).diagnostics

    told = read_yaml(text, "f.yaml").diagnostics
    assert [p.code for p in problems] == [family + p.code[1:] for p in told]
    assert [p.message for p in problems] == [p.message for p in told]
    assert {p.name for p in problems} <= {name for name, _ in REFUSALS.values()}


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "a: &x 1\nb:\nc: !!int 5\na: 2\nd: see #1\n---\ne: 1\n"

    problems = read_yaml(text, "wip.yaml", prose={"d"}).diagnostics

    assert [p.code for p in problems] == ["P005", "P008", "P006", "P007", "P009", "P004"]
    assert [p.place.line for p in problems] == [1, 2, 3, 4, 5, 6]


@given(st.text())
def test_whatever_the_text_it_is_read_or_refused_and_never_raises(text: str) -> None:
    checked = read_yaml(text, "wip.yaml", prose={"a"})

    assert checked.value is not None or checked.diagnostics
    for problem in checked.diagnostics:
        assert 1 <= problem.place.line <= len(lines_of(text))
        assert problem.message


@given(st.text(alphabet="ab:-#>|'\"&*!{}[],? \t\n%@`<5=", max_size=60))
def test_whatever_the_punctuation_it_is_read_or_refused_and_never_raises(text: str) -> None:
    checked = read_yaml(text, "wip.yaml", prose={"a", "b"})

    assert checked.value is not None or checked.diagnostics


@given(st.binary())
def test_whatever_the_bytes_they_are_read_or_refused_and_never_raise(body: bytes) -> None:
    checked = read_yaml(body, "wip.yaml")

    assert checked.value is not None or checked.diagnostics


_words = st.text(alphabet="abcdefgh 0123456789.:-", min_size=1, max_size=12)
_values = st.recursive(
    _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=12,
)


@given(_values.filter(lambda value: value not in ([], {})))
def test_what_another_writer_writes_is_read_as_it_was_meant(value: object) -> None:
    written = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    deep = Strictness(bytes=10**6, levels=30, nodes=10**4, characters=10**4)

    checked = read_yaml(written.replace("!!null ", ""), "wip.yaml", strictness=deep)

    assert checked.diagnostics == ()
    assert texts(checked.value) == value


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_ends_of_lines_change_neither_values_nor_places(end: str) -> None:
    text = "# one\nrules:\n  - id: A\n    id: B\n"

    assert read_yaml(text.replace("\n", end), "wip.yaml") == read_yaml(text, "wip.yaml")


def test_two_ways_to_write_one_letter_are_one_text() -> None:
    composed, apart = "name: Zürich\n", "name: Zu\u0308rich\n"

    assert read_yaml(apart, "wip.yaml") == read_yaml(composed, "wip.yaml")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1\n", "w.yaml") == read_yaml(b"a: 1\n", "w.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n  - id: WIP-01\n    because: >\n      Queues,\n      not effort.\n",
        "a: 'x'\nb: \"y\\u00fc\"\nc: [1, {d: e}]\n",
        "a: 1\na: &x 2\nb: !t 3\nc:\nd: see #1\n---\ne: 1\n",
        "at_most: >= 5\n",
        "a: b: c\n",
        "- " * 20,
    ],
)
def test_without_the_fast_scanner_values_places_and_refusals_are_the_same(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = read_yaml(text, "wip.yaml", prose={"d"})
    monkeypatch.setattr("asp_decide.strict_yaml._Loader", yaml.BaseLoader)

    slow = read_yaml(text, "wip.yaml", prose={"d"})

    assert slow.value == fast.value
    assert [(p.code, p.place) for p in slow.diagnostics] == [
        (p.code, p.place) for p in fast.diagnostics
    ]
