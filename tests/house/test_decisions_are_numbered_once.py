"""A decision is cited by its number, so that a number names one page and one page only."""

import re
from collections import Counter

from source_tree import PROJECT

PAGES = sorted((PROJECT / "docs" / "decisions").glob("[0-9]*.md"))


def test_no_two_decisions_have_one_number() -> None:
    numbers = Counter(page.name[:4] for page in PAGES)

    assert [number for number, pages in numbers.items() if pages > 1] == []


def test_the_heading_of_a_decision_says_the_number_of_its_file() -> None:
    for page in PAGES:
        heading = page.read_text("utf-8").splitlines()[0]

        said = re.match(r"# (\d+)\b", heading)
        assert said is not None, page.name
        assert int(said[1]) == int(page.name[:4]), page.name


def test_a_decision_cites_decisions_that_exist() -> None:
    numbers = {int(page.name[:4]) for page in PAGES}
    for page in PAGES:
        cited = re.findall(r"\b[Dd]ecisions? (\d+)", page.read_text("utf-8"))

        assert numbers.issuperset(map(int, cited)), page.name
