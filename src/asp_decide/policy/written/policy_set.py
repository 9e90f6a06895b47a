"""All policy files of a layer together: what is declared where, and declared once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.language import FALLBACK
from asp_decide.model.quantity import CURRENCY, Unit, unit
from asp_decide.model.subject import Layer
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import (
    DefinedMeasure,
    Derive,
    Ordered,
    Parameter,
    PolicyDocument,
    Rule,
    Table,
)
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.overlay import Overlay
from asp_decide.policy.written.phrase import Number
from asp_decide.policy.written.vocabulary import Vocabulary, vocabulary
from asp_decide.strict_yaml import Scalar

MESSAGE_WORDS = ("limit", "excess", "unmet", "answer", "role")
"""What a message may say beside names: no name may be one of these."""

ANSWER = "answer"
"""What the first output of a table is called that answers at a decision point."""


@dataclass(frozen=True, slots=True)
class Declared[T]:
    """Something that a file declares, and the file."""

    thing: T
    document: PolicyDocument


@dataclass(frozen=True, slots=True)
class Output:
    """An output of a table: what it is called, and the words that its rows give."""

    name: Scalar
    table: Table
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Every policy file of one layer with all that they declare, by name.

    `excused` are names whose declaration could not be read; `complete` is false if a whole file
    could not. `currency` and `roles` are those of the workspace. `overlays` are those of all
    days, by path, `exemptions` those of the register, as written. `foreign` are names that only
    the other layer has. `language` is the one in which people are told what rules say.
    """

    documents: tuple[PolicyDocument, ...]
    currency: str
    roles: tuple[str, ...]
    words: Vocabulary
    parameters: Mapping[str, Declared[Parameter]]
    measures: Mapping[str, Declared[DefinedMeasure]]
    conclusions: Mapping[str, Declared[Derive]]
    outputs: Mapping[str, Declared[Output]]
    points: Mapping[str, Declared[Ordered]]
    rules: Mapping[str, Declared[Rule]]
    excused: frozenset[str] = frozenset()
    complete: bool = True
    overlays: tuple[Overlay, ...] = ()
    exemptions: tuple[WrittenExemption, ...] = ()
    foreign: frozenset[str] = frozenset()
    language: str = FALLBACK

    def unit(self, name: str) -> Unit | None:
        """The unit of that name as an author writes it: money only in the one currency."""
        return None if CURRENCY in name else unit(name, self.currency)

    def converted(self, number: Number) -> Fraction:
        """A checked amount in base units."""
        found = self.unit(number.unit)
        assert found is not None, "an amount was checked to have a unit"
        return number.value * found.factor

    def is_excused(self, name: str) -> bool:
        """Whether an unknown name may be one whose declaration could not be read."""
        return not self.complete or name in self.excused


def declare(
    documents: Sequence[PolicyDocument],
    slips: list[Diagnostic],
    *,
    currency: str,
    roles: Collection[str],
    complete: bool,
) -> ByLayer[PolicySet]:
    """The set of each layer; a name that is declared twice is told with both places.

    Names are those of a layer, and the ids of rules those of both.
    """
    frame = _Frame(currency, tuple(sorted(roles)), complete, slips, {})
    sets = ByLayer(_declare("portfolio", documents, frame), _declare("delivery", documents, frame))
    return ByLayer(
        replace(sets.portfolio, foreign=_foreign(sets.portfolio, sets.delivery)),
        replace(sets.delivery, foreign=_foreign(sets.delivery, sets.portfolio)),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What both layers share: the workspace's words, and which ids of rules are taken."""

    currency: str
    roles: tuple[str, ...]
    complete: bool
    slips: list[Diagnostic]
    taken_rules: dict[str, Scalar]


def _declare(layer: Layer, every: Sequence[PolicyDocument], frame: _Frame) -> PolicySet:
    taken: dict[str, Scalar] = {}
    words = vocabulary(layer)
    documents = tuple(document for document in every if document.layer == layer)
    reserved = {*MESSAGE_WORDS, *words.subjects, *(name for _, name in words.specs)}

    def collect[T](
        things: Callable[[PolicyDocument], Iterator[T]], name_of: Callable[[T], Scalar], what: str
    ) -> dict[str, Declared[T]]:
        found: dict[str, Declared[T]] = {}
        for document in documents:
            for thing in things(document):
                name = name_of(thing)
                owners = frame.taken_rules if what == "rule" else taken
                key = f"point {name.text}" if what == "point" else name.text
                if (first := owners.setdefault(key, name)) is not name:
                    frame.slips.append(_twice(name, first.place))
                elif name.text in reserved and what not in {"rule", "point"}:
                    message = f"`{name.text}` is a word of the language"
                    frame.slips.append(
                        problem(
                            "P024", name.place, message, mend="choose another", width=name.width
                        )
                    )
                found.setdefault(name.text, Declared(thing, document))
        return dict(sorted(found.items()))

    return PolicySet(
        documents,
        frame.currency,
        frame.roles,
        words,
        collect(lambda d: iter(d.parameters), lambda p: p.name, "parameter"),
        collect(lambda d: iter(d.measures), lambda m: m.name, "measure"),
        collect(_conclusions, lambda c: c.name, "conclusion"),
        collect(_outputs, lambda o: o.name, "output"),
        collect(lambda d: iter(d.decisions), lambda o: o.point, "point"),
        collect(lambda d: iter(d.rules), lambda r: r.head.id, "rule"),
        frozenset(name for document in documents for name in document.broken),
        frame.complete,
    )


def _foreign(own: PolicySet, other: PolicySet) -> frozenset[str]:
    """The names of the other layer, of its catalogue and its files, that are none of this one."""
    declared = {*other.parameters, *other.measures, *other.conclusions}
    return (other.words.all_names | declared) - own.words.all_names


def _conclusions(document: PolicyDocument) -> Iterator[Derive]:
    return (rule for rule in document.rules if isinstance(rule, Derive))


def _outputs(document: PolicyDocument) -> Iterator[Output]:
    """The outputs that the tables of a file declare; an answer is one of its point's."""
    for rule in document.rules:
        if isinstance(rule, Table):
            for number, name in enumerate(rule.outputs):
                if rule.at is None or name.text != ANSWER:
                    words = dict.fromkeys(row.then[number].text for row in rule.rows)
                    yield Output(name, rule, tuple(words))


def _twice(name: Scalar, first: object) -> Diagnostic:
    return problem(
        "P024",
        name.place,
        f"`{name.text}` is declared here and in {first}",
        mend="give one of them another name",
        width=name.width,
    )
