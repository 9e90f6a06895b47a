"""What a case gives: attributes, fields, measures and links of made-up subjects."""

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.subject import (
    PORTFOLIO,
    UNKNOWN,
    History,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
    Subjects,
)
from asp_decide.policy.cases.case_amounts import amount_written_out
from asp_decide.policy.cases.case_answers import answer_given, is_answer
from asp_decide.policy.cases.case_measures import with_computed
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import DefinedMeasure
from asp_decide.policy.written.form import Form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import (
    groups_of,
    has_history,
    members_of,
    resolve,
    unit_of,
    unknown_name,
    wrong_layer,
)
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

MISSING = "missing"
"""How a test says that something is not known."""


@dataclass(slots=True)
class Given:
    """What is said of one subject, or of all of a kind."""

    attributes: dict[str, str | None] = field(default_factory=dict)
    fields: dict[str, bool] = field(default_factory=dict)
    measures: dict[str, Measured | History] = field(default_factory=dict)
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: dict[str, Scalar] = field(default_factory=dict)


type Facts = Map[SubjectKind, Map[str, Given]]
"""By kind and id; what holds of all of a kind stands under the empty id."""


def parse_facts(form: Form, key: str, policies: PolicySet, *, by_id: bool = True) -> Facts:
    """The facts under a key: by kind of subject and, for a case, by id."""
    facts: dict[SubjectKind, dict[str, Given]] = {}
    for name, node in form.entries(key, "kinds of subject"):
        kind = next((known for known in policies.words.subjects if known == name.text), None)
        if kind is None and (wrong := wrong_layer(name, policies)) is not None:
            form.slips.append(wrong)
            continue
        if kind is None:
            near = did_you_mean(name.text, policies.words.subjects, "the catalogue lists the kinds")
            message = f"there is no kind of subject `{shortened(name.text)}`"
            form.tell("P023", name.place, message, mend=near, width=name.width)
            continue
        if not by_id:
            facts[kind] = {"": _given(node, kind, policies, form.slips)}
            continue
        facts[kind] = {}
        for subject, said in _entries(node, form.slips):
            if kind == PORTFOLIO and subject.text != PORTFOLIO:
                message = f"there is one portfolio, and its id is `{PORTFOLIO}`"
                mend = f"write `{PORTFOLIO}`"
                form.tell("P023", subject.place, message, mend=mend, width=subject.width)
            facts[kind][subject.text] = _given(said, kind, policies, form.slips)
    return MappingProxyType(facts)


def build_subjects(facts: Facts, background: Facts) -> Subjects:
    """The subjects of a case; what is said of one goes before what is said of its kind."""
    subjects: dict[SubjectKey, Subject] = {}
    for kind, by_id in facts.items():
        behind = background.get(kind, {}).get("", Given())
        for subject, said in by_id.items():
            links = behind.links | said.links
            key = SubjectKey(kind, subject)
            subjects[key] = Subject(
                key,
                subject,
                behind.attributes | said.attributes,
                behind.fields | said.fields,
                behind.measures | said.measures,
                links,
                links.get("value_stream", ()),
            )
    return with_computed(dict(sorted(subjects.items())))


def said_answers(facts: Facts) -> Iterator[tuple[SubjectKey, Map[str, Scalar]]]:
    """Each subject with the answers that are given of it."""
    for kind, by_id in facts.items():
        for subject, said in by_id.items():
            yield SubjectKey(kind, subject), said.answers


def _entries(node: Node, slips: list[Diagnostic]) -> tuple[tuple[Scalar, Node], ...]:
    if isinstance(node, Mapping):
        return node.entries
    slips.append(
        problem(
            "P018",
            node.place,
            "facts are a mapping of names and values",
            mend="write `name: value`",
        )
    )
    return ()


def _given(node: Node, kind: SubjectKind, policies: PolicySet, slips: list[Diagnostic]) -> Given:
    said = Given()
    for name, value in _entries(node, slips):
        if (kind, name.text) in policies.words.links:
            said.links[name.text] = _linked(name, value, slips)
            continue
        is_named = _spec(name.text, kind, policies) is not None
        if is_answer(name.text, value, kind, policies, is_named=is_named):
            said.answers[name.text] = answer_given(name, value, policies, slips)
            continue
        spec = _spec(name.text, kind, policies)
        match spec:
            case AttributeSpec():
                said.attributes[name.text] = _word(value, spec, slips)
            case FieldSpec():
                said.fields[name.text] = _is_known(name, value, slips)
            case MeasureSpec() | DefinedMeasure():
                if isinstance(value, Sequence) and not has_history(spec, kind, policies):
                    message = f"`{name.text}` has no history, and a list stands here"
                    mend = "write the one amount that it has"
                    slips.append(problem("P030", value.place, message, mend=mend))
                said.measures[name.text] = _measure(name, value, spec, policies, slips)
            case None:
                slips.append(unknown_name(name, kind, policies, "name"))
    return said


def _spec(
    name: str, kind: SubjectKind, policies: PolicySet
) -> AttributeSpec | FieldSpec | MeasureSpec | DefinedMeasure | None:
    spec = resolve(name, kind, policies)
    if isinstance(spec, AttributeSpec | FieldSpec | MeasureSpec | DefinedMeasure):
        return spec
    declared = policies.measures.get(name)
    # The measure of a group may be given for it, so that a bound is tested without a plan.
    if declared is not None and declared.thing.kind != "ratio":
        grouped = groups_of(members_of(declared.thing, policies), policies)
        return declared.thing if kind in grouped else None
    return None


def _text(value: Node, slips: list[Diagnostic]) -> Scalar | None:
    if isinstance(value, Scalar):
        return value
    slips.append(problem("P018", value.place, "one text stands here", mend="write a text"))
    return None


def _word(value: Node, spec: AttributeSpec, slips: list[Diagnostic]) -> str | None:
    text = _text(value, slips)
    if text is None or text.text == MISSING:
        return None
    if text.text not in spec.words:
        near = did_you_mean(
            text.text, (*spec.words, MISSING), "its words are " + ", ".join(spec.words)
        )
        message = f"`{spec.name}` is never `{shortened(text.text)}`"
        slips.append(problem("P023", text.place, message, mend=near, width=text.width))
    return text.text


def _is_known(name: Scalar, value: Node, slips: list[Diagnostic]) -> bool:
    text = _text(value, slips)
    if text is not None and text.text not in {"known", MISSING}:
        message = f"`{name.text}` is known or missing"
        mend = f"write `{name.text}: known`"
        slips.append(problem("P019", text.place, message, mend=mend, width=text.width))
    return text is not None and text.text == "known"


def _linked(name: Scalar, value: Node, slips: list[Diagnostic]) -> tuple[str, ...]:
    if not isinstance(value, Sequence):
        message = f"`{name.text}` leads to a list of ids"
        mend = f"write `{name.text}: [...]`"
        slips.append(problem("P018", value.place, message, mend=mend))
        return ()
    texts = (_text(one, slips) for one in value.items)
    return tuple(text.text for text in texts if text is not None)


def _measure(
    name: Scalar,
    value: Node,
    spec: MeasureSpec | DefinedMeasure,
    policies: PolicySet,
    slips: list[Diagnostic],
) -> Measured | History:
    unit = unit_of(spec, policies)
    assert unit is not None, "every measure was checked to have a unit"

    def amount_of(node: Node) -> Fraction | None:
        text = _text(node, slips)
        if text is None or text.text == MISSING:
            return None
        number = amount_written_out(text, f"`{name.text}`", unit, policies, slips)
        written_in = policies.unit(number.unit) if number is not None else None
        return None if number is None or written_in is None else number.value * written_in.factor

    if isinstance(value, Sequence):
        values = tuple(amount_of(one) for one in value.items)
        ends = len(values) - 1
        intervals = tuple(f"{ends - n} before" if n < ends else "last" for n in range(len(values)))
        return History(intervals, values)
    amount = amount_of(value)
    return UNKNOWN if amount is None else Measured(amount)
