"""What a name means of a kind of subject, and why it means nothing."""

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.by_layer import other_layer
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.quantity import Unit, unit
from asp_decide.model.subject import IN_STREAMS
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import DefinedMeasure, Derive
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.parse_conditions import inside
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import Output, PolicySet
from asp_decide.policy.written.vocabulary import an, expanded, published_to
from asp_decide.strict_yaml import Scalar

type Spec = AttributeSpec | FieldSpec | MeasureSpec | DefinedMeasure | Derive | Output
"""What a name can mean: of the catalogue, a ratio that an author defined, or what rules found.

Rules find conclusions, and the words that tables give for their outputs.
"""


def resolve(name: str, subject: str, policies: PolicySet) -> Spec | None:
    """What a name means of a kind of subject: of the catalogue, or defined by an author."""
    if (spec := policies.words.spec(subject, name)) is not None:
        return spec
    if (measure := policies.measures.get(name)) is not None:
        defined = measure.thing
        return defined if subject in subjects_of(defined, policies) else None
    conclusion = policies.conclusions.get(name)
    if conclusion is not None and conclusion.thing.for_each.text == subject:
        return conclusion.thing
    output = policies.outputs.get(name)
    if output is not None and asked_subject(output.thing) == subject:
        return output.thing
    return None


def stored(spec: AttributeSpec | Output, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a test as subjects have them, sorted."""
    return expanded(spec, words) if isinstance(spec, AttributeSpec) else tuple(sorted(set(words)))


def asked_subject(output: Output) -> str:
    """The kind of subject that the table of an output speaks of; empty where it means none."""
    if output.table.for_each is not None:
        return output.table.for_each.text
    point = POINTS_BY_NAME.get(output.table.at.text) if output.table.at is not None else None
    return point.subject if point is not None else ""


def subjects_of(measure: DefinedMeasure, policies: PolicySet) -> tuple[str, ...]:
    """Of which kinds of subject a defined measure is: of a ratio those that have both parts."""
    if measure.kind != "ratio":
        return ()
    both: list[set[str]] = [
        {spec.subject for spec in policies.words.measure(of.text)} for of in measure.of
    ]
    return tuple(sorted(set.intersection(*both))) if both else ()


def work_of(policies: PolicySet) -> str:
    """The kind of subject that takes capacity in the layer."""
    return "initiative" if policies.words.layer == "portfolio" else "feature"


def members_of(measure: DefinedMeasure, policies: PolicySet) -> str:
    """The kind of subject that a measure over many looks at."""
    return measure.of[0].text if measure.kind in {"count", "sum"} else work_of(policies)


def counted_in(kind: str, policies: PolicySet) -> str | None:
    """The unit in which subjects of that kind are counted, or None if nobody counts them."""
    unit = policies.unit(kind)
    if kind not in policies.words.subjects or unit is None or not groups_of(kind, policies):
        return None
    return unit.name


def groups_of(kind: str, policies: PolicySet) -> tuple[str, ...]:
    """For which groups subjects of that kind are counted or added up."""
    in_streams = ("value_stream",) if kind in IN_STREAMS else ()
    whole = ("portfolio",) if "portfolio" in policies.words.subjects else ()
    return (*in_streams, *whole)


def bounded_per(measure: MeasureSpec | DefinedMeasure, policies: PolicySet) -> tuple[str, ...]:
    """For which kinds of subject, or groups, a limit or guardrail may bound the measure."""
    if isinstance(measure, MeasureSpec):
        return tuple(spec.subject for spec in policies.words.measure(measure.name))
    if measure.kind == "ratio":
        return subjects_of(measure, policies)
    if measure.kind == "share_of" and measure.of[0].text == "budget":
        return ("portfolio",)
    return groups_of(members_of(measure, policies), policies)


def is_count(measure: MeasureSpec | DefinedMeasure) -> bool:
    """Whether the measure is a number of subjects, which a `limit` bounds."""
    return measure.counts if isinstance(measure, MeasureSpec) else measure.kind == "count"


def unit_of(spec: MeasureSpec | DefinedMeasure, policies: PolicySet) -> Unit | None:
    """The unit of a measure; None where an author wrote one that is none."""
    if isinstance(spec, MeasureSpec):
        return unit(spec.unit, policies.currency)
    return policies.unit(spec.unit.text)


def has_history(spec: MeasureSpec | DefinedMeasure, subject: str, policies: PolicySet) -> bool:
    """Whether the measure has one value per closed interval, so that it takes a window."""
    if isinstance(spec, MeasureSpec):
        return spec.history
    parts = [policies.words.spec(subject, of.text) for of in spec.of]
    return bool(parts) and all(isinstance(p, MeasureSpec) and p.history for p in parts)


def no_unit(name: str, currency: str) -> str:
    """Why a text is no unit: another currency, or none at all."""
    head = name.partition("/")[0]
    if len(head) == 3 and head.isupper() and unit(name, head) is not None:
        return f"`{shortened(name)}` is not the currency of this workspace, which is {currency}"
    return f"`{shortened(name)}` is no unit"


def unknown_name(name: Scalar, subject: str, policies: PolicySet, noun: str) -> Diagnostic:
    """Why a name means nothing of a subject: other layer, subject or kind, or nothing at all."""
    text = name.text
    elsewhere = list(policies.words.subjects_with(text))
    defined, conclusion = policies.measures.get(text), policies.conclusions.get(text)
    if defined is not None and defined.thing.kind != "ratio":
        message = f"`{text}` is a measure of a group, and a condition asks {an(subject)}"
        mend = "bound it with a `limit` or a `guardrail`"
        return problem("P027", name.place, message, mend=mend, width=name.width)
    if defined is not None:
        elsewhere += subjects_of(defined.thing, policies)
    if conclusion is not None:
        elsewhere.append(conclusion.thing.for_each.text)
    if text in policies.outputs:
        elsewhere.append(asked_subject(policies.outputs[text].thing))
    if elsewhere:
        others = " and ".join(an(other) for other in elsewhere)
        message = f"`{text}` is said of {others}, and this speaks of {an(subject)}"
        links = [
            link.name
            for (source, _), link in policies.words.links.items()
            if source == subject and link.target in elsewhere
        ]
        mend = "say it of the other subject, in a rule of its own"
        if links:
            mend = f"look along the link: `some: {links[0]}`, `that: ...`"
        return problem("P022", name.place, message, mend=mend, width=name.width)
    if (wrong := wrong_layer(name, policies)) is not None:
        return wrong
    known = {*policies.words.names_of(subject), *policies.measures}
    known |= {*policies.conclusions, *policies.outputs}
    near = did_you_mean(text, known, "the catalogue lists what can be named")
    message = f"unknown {noun} `{shortened(text)}` of {an(subject)}"
    return problem("P023", name.place, message, mend=near, width=name.width)


def unknown_parameter(amount: Named, text: Scalar, policies: PolicySet) -> Diagnostic:
    """Nothing declares the parameter in this layer."""
    at = Scalar(amount.parameter, inside(text, amount.column), width=amount.width)
    if (wrong := wrong_layer(at, policies)) is not None:
        return wrong
    known = [f"${name}" for name in policies.parameters]
    near = did_you_mean(f"${amount.parameter}", known, "declare it under `parameters`")
    message = f"unknown parameter `${amount.parameter}`"
    return problem("P023", at.place, message, mend=near, width=at.width)


def wrong_layer(name: Scalar, policies: PolicySet) -> Diagnostic | None:
    """What is told of a name of the other layer: it is not only unknown, it may not be used."""
    if name.text not in policies.foreign:
        return None
    layer = policies.words.layer
    message = (
        f"`{name.text}` belongs to the {other_layer(layer)} layer; "
        f"this file states `layer: {layer}`"
    )
    return problem("P021", name.place, message, mend=published_to(layer), width=name.width)
