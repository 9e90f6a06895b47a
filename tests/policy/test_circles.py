"""A conclusion may come round to itself along links, and in no other way."""

from pathlib import Path

import pytest

from policy_builders import codes_of, read_sample

RULE = """\
  - id: DER-0{number}
    title: A conclusion
    derive: {name}
    for_each: {subject}
    when: {when}
    owner: finance
    because: It follows from the others.
    message: "{{{subject}}}"
"""


def conclusions(*rules: tuple[str, str], subject: str = "initiative") -> str:
    each = (
        RULE.format(number=number, name=name, when=when, subject=subject)
        for number, (name, when) in enumerate(rules, start=1)
    )
    return "rules:\n" + "".join(each)


GOES_ROUND = {
    "along a link": [("a", "{some: successor, that: {a: holds}}")],
    "over two, along a link": [
        ("a", "{some: successor, that: {b: holds}}"),
        ("b", "{a: holds}"),
    ],
    "not at all": [("a", "{lead: known}"), ("b", "{not: {a: holds}}"), ("c", "{b: does not hold}")],
}

SAYS_NOTHING = {
    "on the same subject": [("a", "{a: holds}")],
    "over three on the same subject": [
        ("a", "{b: holds}"),
        ("b", "{c: holds}"),
        ("c", "{any: [{lead: known}, {a: holds}]}"),
    ],
    "through its absence": [("a", "{some: successor, that: {a: does not hold}}")],
    "under not": [("a", "{not: {some: successor, that: {a: holds}}}")],
    "through every": [("a", "{every: successor, that: {a: holds}}")],
    "through every, one step on": [
        ("a", "{every: successor, that: {b: holds}}"),
        ("b", "{a: holds}"),
    ],
    "once along a link and once without": [
        ("a", "{any: [{some: successor, that: {b: holds}}, {b: holds}]}"),
        ("b", "{a: holds}"),
    ],
}


@pytest.mark.parametrize("rules", GOES_ROUND.values(), ids=GOES_ROUND.keys())
def test_a_circle_along_links_ends(rules: list[tuple[str, str]], tmp_path: Path) -> None:
    assert codes_of(read_sample(tmp_path, conclusions(*rules))) == []


@pytest.mark.parametrize("rules", SAYS_NOTHING.values(), ids=SAYS_NOTHING.keys())
def test_any_other_circle_says_nothing(rules: list[tuple[str, str]], tmp_path: Path) -> None:
    assert codes_of(read_sample(tmp_path, conclusions(*rules))) == ["P033"]


def test_unless_has_to_be_finished_first(tmp_path: Path) -> None:
    body = conclusions(("a", "{lead: known}\n    unless: {some: successor, that: {a: holds}}"))

    assert codes_of(read_sample(tmp_path, body)) == ["P033"]


def test_the_whole_circle_is_told(tmp_path: Path) -> None:
    body = conclusions(*SAYS_NOTHING["over three on the same subject"])

    (told,) = read_sample(tmp_path, body).errors

    assert "`a` (DER-01) from `b` (DER-02) from `c` (DER-03) again" in told.message
