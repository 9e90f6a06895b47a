"""Whether the names, words, amounts and windows of a condition can be meant of its subject."""

from typing import assert_never

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, LinkSpec, MeasureSpec
from asp_decide.policy.checks.check_amounts import check_amount, check_word
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import DefinedMeasure, Derive, Joined, Leaf, Link, Written
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.parse_conditions import inside
from asp_decide.policy.written.phrase import (
    Bound,
    Conclusion,
    Equality,
    Named,
    Phrase,
    Presence,
    in_words,
)
from asp_decide.policy.written.policy_set import Output, PolicySet
from asp_decide.policy.written.resolution import (
    has_history,
    resolve,
    subjects_of,
    unit_of,
    unknown_name,
    wrong_layer,
)
from asp_decide.policy.written.vocabulary import an
from asp_decide.strict_yaml import Scalar

LONGEST_WINDOW = 40
"""Planning intervals a window may look back: ten years of quarters."""

WIDEST = 16
"""Ways in which one condition may come true: each becomes a rule of the network."""


def check_condition(
    condition: Written, subject: str, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    """Tell everything in the condition that cannot be meant of that kind of subject."""
    match condition:
        case Leaf():
            check_leaf(condition, subject, policies, slips)
        case Link(_, link, that):
            if (found := _link(link, subject, policies, slips)) is not None:
                check_leaf(that, found.target, policies, slips)
        case Joined(_, parts):
            for part in parts:
                check_condition(part, subject, policies, slips)
        case _:
            assert_never(condition)


def check_leaf(leaf: Leaf, subject: str, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell what is wrong with one comparison: its name first, then what it is compared with."""
    if leaf.name.text in policies.excused:
        return
    spec = resolve(leaf.name.text, subject, policies)
    if spec is None:
        if not policies.is_excused(leaf.name.text):
            slips.append(unknown_name(leaf.name, subject, policies, _noun(leaf.phrase)))
        return
    match spec:
        case AttributeSpec():
            _check_attribute(leaf, spec, slips)
        case FieldSpec():
            _refuse_unless(leaf, (Presence,), "known or missing", slips)
        case Derive():
            _refuse_unless(leaf, (Conclusion,), "a conclusion", slips)
        case Output():
            _check_output(leaf, spec, slips)
        case MeasureSpec() | DefinedMeasure():
            _check_measure(leaf, spec, policies, slips)
        case _:
            assert_never(spec)


def ways(condition: Written | None, *, negated: bool = False) -> int:
    """In how many ways a condition can come true, multiplied out to its comparisons."""
    if not isinstance(condition, Joined):
        return 1
    if condition.word == "not":
        return ways(condition.parts[0], negated=not negated)
    each = [ways(part, negated=negated) for part in condition.parts]
    if (condition.word == "any") != negated:
        return sum(each)
    product = 1
    for number in each:
        product = min(product * number, WIDEST + 1)
    return product


def _link(
    link: Scalar, subject: str, policies: PolicySet, slips: list[Diagnostic]
) -> LinkSpec | None:
    found = policies.words.links.get((subject, link.text))
    if found is not None:
        return found
    known = [name for source, name in policies.words.links if source == subject]
    mend = did_you_mean(link.text, known, "its links are " + (", ".join(known) or "none"))
    if (wrong := wrong_layer(link, policies)) is not None:
        slips.append(wrong)
    else:
        message = f"{an(subject)} has no link `{shortened(link.text)}`"
        slips.append(problem("P023", link.place, message, mend=mend, width=link.width))
    return None


def _check_attribute(leaf: Leaf, spec: AttributeSpec, slips: list[Diagnostic]) -> None:
    _refuse_unless(leaf, (Equality, Presence), "a word", slips)
    if isinstance(leaf.phrase, Equality):
        for word, column in zip(leaf.phrase.words, leaf.phrase.columns, strict=True):
            at = Scalar(word, inside(leaf.text, column), width=len(word))
            check_word(at, word, spec, slips)


def _check_output(leaf: Leaf, output: Output, slips: list[Diagnostic]) -> None:
    """Tell if an output is a list for people, or never the word that it is compared with."""
    name = leaf.name
    if output.table.hit == "collect":
        message = f"`{name.text}` is a list for people, and no word to compare"
        mend = "compare an output of a table with `hit: first` or `hit: unique`"
        slips.append(problem("P027", name.place, message, mend=mend, width=name.width))
        return
    _refuse_unless(leaf, (Equality, Presence), "a word", slips)
    if not isinstance(leaf.phrase, Equality):
        return
    for word, column in zip(leaf.phrase.words, leaf.phrase.columns, strict=True):
        if word not in output.words:
            near = did_you_mean(word, output.words, "it gives " + ", ".join(output.words))
            message = f"no row of {output.table.head.id.text} gives `{shortened(word)}`"
            place = inside(leaf.text, column)
            slips.append(problem("P023", place, message, mend=near, width=len(word)))


def _check_measure(
    leaf: Leaf, spec: MeasureSpec | DefinedMeasure, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    _refuse_unless(leaf, (Bound, Presence), "an amount", slips)
    if not isinstance(leaf.phrase, Bound):
        return
    if (wanted := unit_of(spec, policies)) is None:
        return  # told where the measure is defined
    expected = (f"`{leaf.name.text}`", wanted)
    amounts = [leaf.phrase.limit, *([leaf.phrase.upper] if leaf.phrase.upper else [])]
    for amount in amounts:
        check_amount(amount, leaf.text, expected=expected, policies=policies, slips=slips)
    _check_order(leaf, policies, slips)
    _check_window(leaf, spec, policies, slips)


def _check_order(leaf: Leaf, policies: PolicySet, slips: list[Diagnostic]) -> None:
    match leaf.phrase:
        case Bound(limit=limit, upper=upper) if upper is not None:
            if isinstance(limit, Named) or isinstance(upper, Named):
                return
            units = policies.unit(limit.unit), policies.unit(upper.unit)
            if units[0] is None or units[1] is None:
                return
            if limit.value * units[0].factor > upper.value * units[1].factor:
                message = f"nothing is `{in_words(leaf.phrase)}`"
                place = inside(leaf.text, limit.column)
                slips.append(problem("P019", place, message, mend="the smaller amount comes first"))


def _check_window(
    leaf: Leaf, spec: MeasureSpec | DefinedMeasure, policies: PolicySet, slips: list[Diagnostic]
) -> None:
    assert isinstance(leaf.phrase, Bound), "only a comparison with an amount takes a window"
    window = leaf.phrase.window
    if window is None:
        return
    place = inside(leaf.text, leaf.phrase.window_column)
    subject = spec.subject if isinstance(spec, MeasureSpec) else subjects_of(spec, policies)[0]
    if not has_history(spec, subject, policies):
        message = f"`{leaf.name.text}` has no history, so no window of intervals"
        slips.append(problem("P030", place, message, mend="leave the window out"))
    elif window.of_last > LONGEST_WINDOW:
        message = f"a window of {window.of_last} intervals; at most {LONGEST_WINDOW}"
        slips.append(problem("P015", place, message, mend="look back less far"))


def _refuse_unless(
    leaf: Leaf, allowed: tuple[type, ...], what: str, slips: list[Diagnostic]
) -> None:
    if isinstance(leaf.phrase, allowed):
        return
    message = f"`{leaf.name.text}` is {what}; `{in_words(leaf.phrase)}` asks something else"
    if allowed == (Conclusion,):
        mend = "write `holds` or `does not hold`"
    elif Bound in allowed:
        mend = "write `below 40 %`, `at least 1 week`, `known` ..."
    elif Equality in allowed:
        mend = "write `is H1`, `one of H1, H2`, `known` ..."
    else:
        mend = "write `known` or `missing`"
    text = leaf.text
    slips.append(problem("P016", text.place, message, mend=mend, width=text.width))


def _noun(phrase: Phrase) -> str:
    match phrase:
        case Bound():
            return "measure"
        case Equality():
            return "attribute"
        case Conclusion():
            return "conclusion"
        case Presence():
            return "name"
        case _:
            assert_never(phrase)
