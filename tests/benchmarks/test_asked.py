"""Nothing said is everything, at its usual size; less can be asked for."""

from asked import RuleSizes, asked_by, instances

PARTS = ("plans", "growth", "resolve", "rules")


def test_nothing_said_is_every_part_at_its_usual_size() -> None:
    asked = asked_by([], parts=PARTS, says="All.")

    assert asked.parts == "plans,growth,resolve,rules"
    assert RuleSizes(rules=asked.rules, subjects=asked.subjects) == RuleSizes()
    assert {("T", 30), ("T", 3000), ("Z", 100)} <= set(instances(asked))


def test_less_is_what_was_said() -> None:
    words = ["--families", "T,Z", "--sizes", "30", "--rules", "50", "--subjects", "100"]
    asked = asked_by(words, parts=PARTS, says="All.")

    assert instances(asked) == [("T", 30), ("Z", 30)]
    assert (asked.rules, asked.subjects) == (50, 100)
