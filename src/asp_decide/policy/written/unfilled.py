"""What a draft of a rule leaves to its author: `...`, told with what belongs there."""

from collections.abc import Iterator

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.catalogue import AttributeSpec, MeasureSpec
from asp_decide.model.quantity import CURRENCY
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.vocabulary import Vocabulary
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

UNFILLED = "..."
"""What stands in a draft for everything that only its author can say."""

_BELONGS = {
    "title": "say in a few words what it is about",
    "name": "say in a sentence what the case shows",
    "because": "say in a sentence why the rule exists",
    "reason": "say in a sentence why",
    "message": "write what people read where the rule acts, in quotes if it begins with `{`",
    "owner": "name the role that answers for it",
    "by": "name the role that agreed; not the owner",
    "on": "write the day, such as `2026-10-01`",
    "from": "write the first day, such as `2026-10-01`",
    "until": "write the last day, such as `2026-12-31`",
    "role": "name the role that is asked",
    "rule": "name the rule, such as `WIP-01`",
    "initiative": "name the one that it is for, by its id",
    "person": "name the person who granted it",
    "at_most": "write a number and its unit, or a parameter such as `$wip_limit`",
    "at_least": "write a number and its unit, or a parameter such as `$quality_floor`",
    "value": "write a number and its unit",
    "asp": "write the version of the grammar",
}
"""What belongs behind keys of the grammar."""


def unfilled(node: Node, words: Vocabulary) -> Iterator[Diagnostic]:
    """Every `...` of a file, in the order written; `words` are those of its layer."""
    yield from _under(node, "", words, in_case=False)


def _under(node: Node, key: str, words: Vocabulary, *, in_case: bool) -> Iterator[Diagnostic]:
    match node:
        case Scalar(text=text) if text == UNFILLED:
            message = f"`{key}` is not filled in" if key else "this is not filled in"
            mend = _BELONGS.get(key) or _of_the_catalogue(key, words, in_case=in_case)
            yield problem("P008", node.place, message, mend=mend, width=node.width)
        case Sequence(items):
            for item in items:
                yield from _under(item, key, words, in_case=in_case)
        case Mapping(entries):
            for name, value in entries:
                yield from _under(name, "", words, in_case=in_case)
                if key == "set" and isinstance(value, Scalar) and value.text == UNFILLED:
                    yield _of_a_parameter(name, value)
                    continue
                given = in_case or name.text in {"given", "background"}
                yield from _under(value, name.text, words, in_case=given)
        case _:
            pass


def _of_a_parameter(name: Scalar, value: Scalar) -> Diagnostic:
    """What an overlay, or a case, sets a parameter to."""
    message, mend = f"`{name.text}` is not filled in", _BELONGS["value"]
    return problem("P008", value.place, message, mend=mend, width=value.width)


def _of_the_catalogue(name: str, words: Vocabulary, *, in_case: bool) -> str:
    """What a name of the catalogue is compared with or, in a case, what is given of it."""
    subjects = words.subjects_with(name)
    match words.spec(subjects[0], name) if subjects else None:
        case MeasureSpec(unit=unit, meaning=meaning):
            form = "the amount" if in_case else "`at most`, `above` ... and an amount"
            return f"write {form} in {unit.replace(CURRENCY, 'money')} ({meaning})"
        case AttributeSpec(words=known, meaning=meaning):
            form = "" if in_case else "`is` and "
            return f"write {form}one of {', '.join(known)} ({meaning})"
        case _:
            return "say what is meant in the place of `...`"
