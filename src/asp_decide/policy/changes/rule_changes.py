"""Two versions of a rule in words: every part of it that means something else."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from asp_decide.canonical import canonical_json
from asp_decide.policy.changes.condition_changes import (
    ChangedPart,
    Direction,
    changed_parts,
    spared,
)
from asp_decide.policy.changes.rule_words import (
    RuleVersion,
    part_in_words,
    row_in_words,
    sentence_of,
)
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.dated import value_on
from asp_decide.policy.written.document import (
    Bounded,
    Decide,
    Derive,
    Escalate,
    Require,
    Row,
    Rule,
    Table,
    Written,
)
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.rule_parts import rows_of, subject_of


def rule_parts_changed(old: RuleVersion, new: RuleVersion) -> tuple[ChangedPart, ...]:
    """What of a rule means something else, part by part.

    Empty where both mean the same, or where what differs is a parameter or a measure of one name.
    """
    was, is_now = old.meaning, new.meaning
    if was["kind"] != is_now["kind"]:
        return (ChangedPart("kind", sentence_of(old.rule), sentence_of(new.rule)),)
    found: list[ChangedPart] = []
    for key in dict.fromkeys((*was, *is_now)):
        if was.get(key) != is_now.get(key):
            found += _CONDITIONS[key](old, new) if key in _CONDITIONS else _in_words(key, old, new)
    return tuple(found)


def direction_of(side: str, was: Fraction | None, now: Fraction | None) -> Direction:
    """Whether a bound on that side (`at_most`, `at_least`) leaves less room than it did, or more.

    >>> direction_of("at_most", Fraction(6), Fraction(5))
    'tighter'
    """
    if was is None or now is None or was == now:
        return ""
    return "tighter" if (now < was) == (side == "at_most") else "looser"


def _in_words(key: str, old: RuleVersion, new: RuleVersion) -> Iterator[ChangedPart]:
    was, is_now = part_in_words(key, old), part_in_words(key, new)
    if was != is_now:
        amounts = [_amount(one, key) for one in (old, new)]
        yield ChangedPart(key.replace("_", " "), was, is_now, direction_of(key, *amounts))


def _amount(version: RuleVersion, side: str) -> Fraction | None:
    """The amount of a bound on that side in base units, as it is on the day."""
    rule = version.rule
    if not isinstance(rule, Bounded) or rule.side != side:
        return None
    amount = rule.amount.amount
    if not isinstance(amount, Named):
        return version.policies.converted(amount)
    value = value_on(version.policies.parameters[amount.parameter].thing, version.as_of)
    return None if value is None else version.policies.converted(value.number)


def _when(old: RuleVersion, new: RuleVersion) -> Iterator[ChangedPart]:
    return changed_parts("when", *(one.condition(_asked(one.rule)) for one in (old, new)))


def _that(old: RuleVersion, new: RuleVersion) -> Iterator[ChangedPart]:
    return changed_parts("that", *(one.condition(_asked(one.rule)) for one in (old, new)))


def _spares(old: RuleVersion, new: RuleVersion) -> Iterator[ChangedPart]:
    both = (one.condition(one.rule.unless) for one in (old, new) if isinstance(one.rule, Require))
    return changed_parts("unless", *both)


def _asked(rule: Rule) -> Written | None:
    match rule:
        case Bounded():
            return rule.when
        case Require():
            return rule.that
        case Decide() | Derive() | Escalate():
            return spared(rule.when, rule.unless)
        case Table():
            raise AssertionError("a table asks row by row")


def _rows(old: RuleVersion, new: RuleVersion) -> Iterator[ChangedPart]:
    """Rows by name, what each asks and gives; a row that has another name alone is the same."""
    was, is_now = _by_meaning(old), _by_meaning(new)
    gone = {row.name.text: row for told, row in was.items() if told not in is_now}
    come = {row.name.text: row for told, row in is_now.items() if told not in was}
    for name in sorted({*gone, *come}):
        words = [
            row_in_words(rows[name], _table(of)) if name in rows else ""
            for rows, of in ((gone, old), (come, new))
        ]
        yield ChangedPart(f"row {name}", words[0], words[1])
    if _table(old).hit == _table(new).hit == "first":
        orders = [told for told in was if told in is_now], [told for told in is_now if told in was]
        if orders[0] != orders[1]:
            names = [", ".join(is_now[told].name.text for told in order) for order in orders]
            yield ChangedPart("order of rows", names[0], names[1])


def _by_meaning(version: RuleVersion) -> dict[bytes, Row]:
    """The rows by what they mean, in the order that counts."""
    table, meaning = _table(version), PlainMeaning(version.policies)
    kind = subject_of(table)

    def told(row: Row) -> bytes:
        cells = (canonical_json(meaning.leaf(cell, kind)) for cell in row.cells if cell)
        given = {o.text: word.text for o, word in zip(table.outputs, row.then, strict=True)}
        return canonical_json([sorted(cell.decode() for cell in cells), given])

    return {told(row): row for row in rows_of(table)}


def _table(version: RuleVersion) -> Table:
    assert isinstance(version.rule, Table), "tables alone have rows"
    return version.rule


_CONDITIONS: Mapping[str, Callable[[RuleVersion, RuleVersion], Iterator[ChangedPart]]] = {
    "when": _when,
    "that": _that,
    "unless": _spares,
    "rows": _rows,
}
