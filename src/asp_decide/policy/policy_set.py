"""All policy files together: what is declared where, and declared once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.quantity import CURRENCY, Unit, unit
from asp_decide.policy.codes import problem
from asp_decide.policy.document import (
    DefinedMeasure,
    Derive,
    Ordered,
    Parameter,
    PolicyDocument,
    Rule,
)
from asp_decide.policy.exemptions import WrittenExemption
from asp_decide.policy.overlay import Overlay
from asp_decide.policy.phrase import Number
from asp_decide.policy.vocabulary import Vocabulary, vocabulary
from asp_decide.strict_yaml import Scalar

MESSAGE_WORDS = ("limit", "excess", "unmet", "answer", "role")
"""What a message may say beside names: no name may be one of these."""


@dataclass(frozen=True, slots=True)
class Declared[T]:
    """Something that a file declares, and the file."""

    thing: T
    document: PolicyDocument


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Every file of a policy folder with all that they declare, by name.

    `excused` are names whose declaration could not be read; `complete` is false if a whole file
    could not. `currency` and `roles` are those of the workspace. `overlays` are those of all
    days, by path, `exemptions` those of the register, as written.
    """

    documents: tuple[PolicyDocument, ...]
    currency: str
    roles: tuple[str, ...]
    words: Vocabulary
    parameters: Mapping[str, Declared[Parameter]]
    measures: Mapping[str, Declared[DefinedMeasure]]
    conclusions: Mapping[str, Declared[Derive]]
    points: Mapping[str, Declared[Ordered]]
    rules: Mapping[str, Declared[Rule]]
    excused: frozenset[str] = frozenset()
    complete: bool = True
    overlays: tuple[Overlay, ...] = ()
    exemptions: tuple[WrittenExemption, ...] = ()

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
) -> PolicySet:
    """The set of these files; a name that is declared twice is told with both places."""
    taken: dict[str, Scalar] = {}
    words = vocabulary("portfolio")
    reserved = {*MESSAGE_WORDS, *words.subjects, *(name for _, name in words.specs)}

    def collect[T](
        things: Callable[[PolicyDocument], Iterator[T]], name_of: Callable[[T], Scalar], what: str
    ) -> dict[str, Declared[T]]:
        found: dict[str, Declared[T]] = {}
        for document in documents:
            for thing in things(document):
                name = name_of(thing)
                key = name.text if what not in {"rule", "point"} else f"{what} {name.text}"
                if (first := taken.setdefault(key, name)) is not name:
                    slips.append(_twice(name, first.place))
                elif name.text in reserved and what not in {"rule", "point"}:
                    message = f"`{name.text}` is a word of the language"
                    slips.append(
                        problem(
                            "P024", name.place, message, mend="choose another", width=name.width
                        )
                    )
                found.setdefault(name.text, Declared(thing, document))
        return dict(sorted(found.items()))

    return PolicySet(
        tuple(documents),
        currency,
        tuple(sorted(roles)),
        words,
        collect(lambda d: iter(d.parameters), lambda p: p.name, "parameter"),
        collect(lambda d: iter(d.measures), lambda m: m.name, "measure"),
        collect(_conclusions, lambda c: c.name, "conclusion"),
        collect(lambda d: iter(d.decisions), lambda o: o.point, "point"),
        collect(lambda d: iter(d.rules), lambda r: r.head.id, "rule"),
        frozenset(name for document in documents for name in document.broken),
        complete,
    )


def _conclusions(document: PolicyDocument) -> Iterator[Derive]:
    return (rule for rule in document.rules if isinstance(rule, Derive))


def _twice(name: Scalar, first: object) -> Diagnostic:
    return problem(
        "P024",
        name.place,
        f"`{name.text}` is declared here and in {first}",
        mend="give one of them another name",
        width=name.width,
    )
