"""A mapping is a closed language: what it does not know it refuses, all of it at once."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import Diagnostic
from asp_decide.load.mapping_assumptions import FORMS
from asp_decide.load.mapping_reader import read_mapping
from mapping_builder import MAPPING, SECTIONS, a_mapping, mapping_text


def problems(**sections: str) -> tuple[Diagnostic, ...]:
    return read_mapping(mapping_text(**sections).encode(), MAPPING).diagnostics


def changed(section: str, before: str, after: str) -> list[str]:
    """The codes and messages for a mapping in which one thing is written otherwise."""
    text = SECTIONS[section]
    assert before in text, "the sound mapping says something else"
    found = problems(**{section: text.replace(before, after, 1)})
    return [f"{one.code} {one.message}" for one in found]


def test_a_sound_mapping_says_what_it_says() -> None:
    mapping = a_mapping()

    assert mapping.form.records == "columns"
    assert mapping.fields["cost_this_year"][0].factor == 1_000_000
    assert [one.recorded_by for one in mapping.fields["rating"]] == ["the authority", "the owner"]
    assert mapping.streams["moj & dft"] == ("DFT", "MOJ")
    assert mapping.groups["ict"] == ("ICT", "enabler")
    assumed = mapping.assumed
    assert assumed.probability_of_success is not None
    assert assumed.probability_of_success.shares["green"] == ("Green", Fraction(9, 10))
    assert assumed.benefit is not None
    assert assumed.benefit.by_group["construction"].life_weeks == 1000
    assert assumed.remaining_effort is not None
    assert assumed.remaining_effort.most_per_year is None


@pytest.mark.parametrize(
    ("section", "before", "after", "told"),
    [
        ("head", "mapping/v1", "mapping/v2", "W014 `mapping/v2` is none of the words"),
        ("head", "noted_on: 2022-03-31\n", "", "W012 `mapping.yaml` has no `noted_on`"),
        (
            "head",
            "noted_on: 2022-03-31",
            "noted_on: 2022-04-01",
            "W014 a source that is true after",
        ),
        ("head", "source:", "sorce:", "W011 unknown key `sorce` of `mapping.yaml`"),
        ("file", "cp1252", "latin-1", "W014 `latin-1` is none of the words"),
        ("file", '";"', '":"', "W014 `:` is none of the words"),
        ("file", "columns", "cells", "W014 `cells` is none of the words"),
        ("file", "records: columns", 'records: columns, skip: ["..."]', "W014 `...` would fit"),
        ("cells", "yyyy-mm-dd", "yy-mm-dd", "W014 `yy-mm-dd` is no way to write a day"),
        (
            "cells",
            "yyyy-mm-dd",
            "dd/mm/yyyy, mm/dd/yyyy",
            "W014 `mm/dd/yyyy` and `dd/mm/yyyy` read",
        ),
        ("cells", 'decimal: "."', 'decimal: ","', "W014 one mark cannot divide thousands"),
        ("cells", "currency: GBP, ", "", "W012 `money` has no `currency`"),
        ("cells", "withheld:", "secret:", "W011 unknown key `secret` of `absence`"),
        ("fields", "  name: Project Name\n", "", "W012 `fields` has no `name`"),
        ("fields", "  id:", "  key:", "W011 unknown key `key` of `fields`"),
        ("fields", "Start Date", "[Start Date, Begin]", "W013 `starts_on` stands under one header"),
        ("fields", "Start Date", "{by: us}", "W012 `starts_on` has no `header`"),
        ("fields", "Start Date", "{header: Start Date, by: us}", "W011 `starts_on` has no `by`"),
        ("fields", "Start Date", "{header: Start Date, in: weeks}", "W011 `starts_on` has no `in`"),
        ("fields", "scale: 1_000_000", "scale: 0", "W014 a `scale` is above zero"),
        ("fields", "scale: 1_000_000", "number: 0", "W014 `0` is not between 1 and 100"),
        ("names", "[MOJ, DFT]", "[MOJ, HMT]", "W014 `HMT` is none of the `value_streams`"),
        ("names", "MOJ & DFT:", "dft:", "W014 `dft` is named already"),
        ("names", "  DFT: Dep", "  moj: Dep", "W014 `moj` and `MOJ` are one text"),
        ("names", "enabler", "engine", "W014 `engine` is none of the words"),
        ("assume", "straight_line", "s_curve", "W014 `s_curve` is none of the words"),
        ("assume", ", because: it is shown", "", "W012 `capacity` has no `because`"),
        (
            "assume",
            "      ICT: {ratio: 1.5, life: 500 weeks}\n",
            "",
            "W012 `by_group` has no `ICT`",
        ),
        ("assume", "      ICT: {", "      Fleet: {", "W011 unknown key `Fleet` of `by_group`"),
        ("assume", "life: 500 weeks", "life: 0 weeks", "W014 a benefit lasts some time"),
        ("assume", "life: 500 weeks", "life: 500 GBP", "W014"),
        ("assume", "ratio: 1.5", "ratio: many", "W014 `many` is no number"),
        ("assume", "Amber: 65 %", "Amber: 165 %", "W014 `165 %` is above 1"),
        ("assume", "Amber: 65 %", "green: 65 %", "W014 `green` stands there already"),
        ("assume", "by_dates", "by_guess", "W014 `by_guess` is none of the words"),
        ("assume", "not_yet_dated: investigate", "not_yet_dated: dreamt", "W014 `dreamt` is none"),
        ("assume", "words: 3", "words: 0", "W014 `0` is not between 1 and 20"),
        ("assume", "  pause:", "  stop:", "W011 unknown key `stop` of `assume`"),
    ],
)
def test_what_the_language_does_not_know_is_refused(
    section: str, before: str, after: str, told: str
) -> None:
    found = changed(section, before, after)

    assert any(one.startswith(told) for one in found), "\n".join(found)


@pytest.mark.parametrize("field", ["starts_on: Start Date", "ends_on: End Date", "rating:"])
def test_an_assumption_needs_the_field_that_it_starts_from(field: str) -> None:
    lines = SECTIONS["fields"].splitlines(keepends=True)
    name = field.partition(":")[0]
    kept = "".join(
        one for one in lines if field not in one and not (name == "rating" and " - {" in one)
    )

    found = [f"{one.code} {one.message}" for one in problems(fields=kept)]

    assert any(one.startswith("W012") and f"field `{name}`" in one for one in found)


def test_words_and_the_field_that_holds_them_come_together() -> None:
    no_groups = SECTIONS["names"][: SECTIONS["names"].index("groups:")]
    more = SECTIONS["names"] + "states: {Begun: implementing}\n"

    assert "W012 the field `group` needs `groups`" in [
        f"{one.code} {one.message}" for one in problems(names=no_groups)
    ]
    assert [one.message for one in problems(names=more)] == [
        "`states` say nothing without the field `state`"
    ]


def test_what_the_source_states_is_not_assumed_as_well() -> None:
    stated = SECTIONS["fields"] + "  remaining_effort: {header: Work, in: GBP}\n"

    (one,) = problems(fields=stated)

    assert one.code == "W014"
    assert (
        one.message == "the source states `remaining_effort`, so `remaining_effort` is not assumed"
    )


@pytest.mark.parametrize("name", ["id", "state", "benefit", "remaining_effort"])
def test_nothing_is_left_open_without_which_there_is_no_plan(name: str) -> None:
    """An id, a state, a benefit and an effort are stated or assumed, each in the open."""
    without = {key: form for key, form in FORMS.items() if key != name}
    fields = SECTIONS["fields"].replace("  id: GMPP ID\n", "")
    kept: list[str] = []
    taking = False
    for line in SECTIONS["assume"].splitlines(keepends=True):
        if line.startswith("  ") and line[2] != " ":
            taking = line.strip().partition(":")[0] in without
        if taking or line == "assume:\n":
            kept.append(line)

    found = [f"{one.code} {one.message}" for one in problems(fields=fields, assume="".join(kept))]

    assert any(one.startswith("W012 nothing says `") for one in found), found


def test_a_length_needs_a_unit_and_one_that_measures_it() -> None:
    bare = SECTIONS["fields"] + "  remaining_duration: Left\n"
    money = SECTIONS["fields"] + "  remaining_duration: {header: Left, in: GBP}\n"

    assert [one.message for one in problems(fields=bare)] == ["`remaining_duration` needs its unit"]
    assert [one.message for one in problems(fields=money)] == [
        "`GBP` does not measure `remaining_duration`"
    ]


def test_the_most_a_year_starts_from_the_cost_of_this_year() -> None:
    capped = SECTIONS["assume"].replace("straight_line,", "straight_line, most_per_year: 150 %,")
    effort = a_mapping(assume=capped).assumed.remaining_effort
    assert effort is not None
    assert effort.most_per_year == Fraction(3, 2)

    lines = SECTIONS["fields"].splitlines(keepends=True)
    found = problems(
        assume=capped, fields="".join(one for one in lines if "cost_this_year" not in one)
    )

    assert [one.message for one in found] == [
        "`most_per_year` starts from the field `cost_this_year`",
        "`capacity` of `assume` starts from the field `cost_this_year`",
    ]


def test_all_problems_are_told_at_once_with_their_places() -> None:
    found = problems(
        head=SECTIONS["head"].replace("mapping/v1", "mapping/v9"),
        file="file: {encoding: cp1252, separator: tab, records: rows, lines: 3}\n",
        names=SECTIONS["names"].replace("business", "busyness"),
    )

    assert [str(one.place) for one in found] == [
        "mapping.yaml:1:6",
        "mapping.yaml:6:57",
        "mapping.yaml:34:17",
    ]
    assert [one.help for one in found][2] == "did you mean `business`?"


@pytest.mark.parametrize("text", ["", "- a\n", "just a text\n", "a: &b c\n"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    read = read_mapping(text.encode(), MAPPING)

    assert read.value is None
    assert all(one.code.startswith("W") for one in read.diagnostics)
    assert read.diagnostics


@given(st.data())
def test_no_line_left_out_or_put_elsewhere_makes_reading_fail(data: st.DataObject) -> None:
    lines = mapping_text().splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        moved = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        if data.draw(st.booleans()):
            lines.insert(data.draw(st.integers(0, len(lines))), moved)

    read = read_mapping("".join(lines).encode(), MAPPING)

    assert (read.value is None) == bool(read.diagnostics)
