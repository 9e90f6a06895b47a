"""What a made-up fact says, and subjects of whom it is true.

A conclusion is supposed like a word: in made-up policies it is drawn from an attribute of its own
name, so that the evaluators judge what follows from it and not what it follows from. So is what a
table gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DeriveClause,
    Heading,
    TableClause,
    TableRow,
)
from asp_decide.clauses.condition import (
    Comparison,
    HoldsTest,
    WordTest,
    comparisons,
)
from asp_decide.diagnostics import Place
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.subject import UNKNOWN as MISSING
from asp_decide.model.subject import (
    History,
    Measured,
    Subject,
    SubjectKey,
    SubjectKind,
    Subjects,
)
from asp_decide.policy.cells.bare_conditions import Asked, conditions_of_clause, words_at

DRAWN = "yes"
DENIED = "no"
"""The words of the attribute from which a supposed conclusion is drawn."""

ANOTHER = "another"
"""A word that nobody has named."""

NO_ROW = "no row"
"""Where a table gives nothing: no word, for it has two parts."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """One thing supposed of a subject: a word, an amount or a history; None is missing.

    A field has the word `known` or none; a conclusion one of `DRAWN` and `DENIED`, or none; an
    output a word, `NO_ROW`, or none where it is not known what the table gives.
    """

    what: str
    name: str
    value: str | Measured | History | None


@dataclass(frozen=True, slots=True)
class SupposedLinks:
    """What is supposed of each subject along a link; none where the link leads nowhere."""

    link: str
    kind: SubjectKind
    members: tuple[tuple[Supposed, ...], ...]


type Supposition = tuple[Supposed | SupposedLinks, ...]


def supposed_subjects(
    kind: SubjectKind, suppositions: Sequence[Supposition]
) -> tuple[Subjects, tuple[SubjectKey, ...]]:
    """A subject for each supposition, in their order, with all that they lead to."""
    subjects: dict[SubjectKey, Subject] = {}
    keys = tuple(SubjectKey(kind, f"case {number}") for number in range(len(suppositions)))
    for key, supposition in zip(keys, suppositions, strict=True):
        links: dict[str, tuple[str, ...]] = {}
        for one in supposition:
            if isinstance(one, SupposedLinks):
                ids = tuple(f"{key.id}, {one.link} {n}" for n in range(len(one.members)))
                links[one.link] = ids
                for id_, member in zip(ids, one.members, strict=True):
                    linked = SubjectKey(one.kind, id_)
                    subjects[linked] = _subject(linked, member, {})
        own = [one for one in supposition if isinstance(one, Supposed)]
        subjects[key] = _subject(key, own, links)
    return subjects, keys


def asked_at(point: str, supposition: Supposition) -> Supposition:
    """The supposition, of a subject whom the decision point asks; as it is for no point."""
    named = {one.name for one in supposition if isinstance(one, Supposed)}
    rest = {name: words for name, words in words_at(point).items() if name not in named}
    return (*supposition, *(Supposed("attribute", name, w[0]) for name, w in rest.items()))


def supposing(policies: CompiledPolicies, rules: Iterable[Clause]) -> CompiledPolicies:
    """These rules alone, with every conclusion and output that they use supposed and not drawn.

    A rule that draws one draws it under another name, so that it may use its own.
    """
    judged = tuple(_under_another_name(clause) for clause in rules)
    used = [
        leaf
        for clause in judged
        for condition in conditions_of_clause(clause)
        for leaf in comparisons(condition)
    ]
    concluded = dict.fromkeys(
        (leaf.subject, leaf.name) for leaf in used if isinstance(leaf.test, HoldsTest)
    )
    given: dict[tuple[SubjectKind, str], dict[str, None]] = {}
    for leaf in used:
        if leaf.what == "output":
            words = leaf.test.words if isinstance(leaf.test, WordTest) else ()
            given.setdefault((leaf.subject, leaf.name), {}).update(dict.fromkeys(words))
    drawn: tuple[Clause, ...] = (
        *(_drawn(kind, name) for kind, name in concluded),
        *(_given(kind, name, tuple(words)) for (kind, name), words in given.items()),
    )
    return CompiledPolicies((*judged, *drawn), policies.points, "", (), policies.parameters)


def asking(kind: SubjectKind, questions: Sequence[Asked]) -> CompiledPolicies:
    """A rule for each question that holds where its answer is yes; its id is its number."""
    rules = [
        DeriveClause(_heading(str(number)), str(number), Scope(kind), _numbered(question, number))
        for number, question in enumerate(questions)
    ]
    return supposing(CompiledPolicies((), {}, ""), rules)


def _numbered(question: Asked, number: int) -> Asked:
    key = f"{number}/1"
    if isinstance(question, Comparison):
        return replace(question, key=key)
    return replace(question, that=replace(question.that, key=key))


def _drawn(kind: SubjectKind, name: str) -> DeriveClause:
    holds = Comparison(f"{name}/1", kind, "attribute", name, WordTest((DRAWN,)), f"is {DRAWN}")
    return DeriveClause(_heading(f"supposed {name}"), name, Scope(kind), holds)


def _under_another_name(clause: Clause) -> Clause:
    match clause:
        case DeriveClause(name=name):
            return replace(clause, name=f"{name}, drawn")
        case TableClause(outputs=outputs):
            return replace(clause, outputs=tuple(f"{name}, drawn" for name in outputs))
        case _:
            return clause


def _given(kind: SubjectKind, name: str, named: tuple[str, ...]) -> TableClause:
    """A table that gives the word of an attribute of its output's name: a named one, or another."""
    tests = [(word, WordTest((word,))) for word in named]
    tests.append((ANOTHER, WordTest((*named, NO_ROW), negated=True)))
    rows = tuple(
        TableRow(word, (Comparison(f"{name}/{n}", kind, "attribute", name, test, ""),), (word,))
        for n, (word, test) in enumerate(tests, start=1)
    )
    heading = _heading(f"supposed {name}")
    return TableClause(
        heading, f"supposed {name}", Scope(kind), "unique", (name,), (name,), rows, "review"
    )


def _heading(rule: str) -> Heading:
    return Heading(RuleId(rule), "", Role(""), "", "", "portfolio", Place("supposed"))


def _subject(
    key: SubjectKey, supposed: Iterable[Supposed], links: dict[str, tuple[str, ...]]
) -> Subject:
    attributes: dict[str, str | None] = {}
    fields: dict[str, bool] = {}
    measures: dict[str, Measured | History] = {}
    for one in supposed:
        if isinstance(one.value, Measured | History):
            measures[one.name] = one.value
        elif one.what == "field":
            fields[one.name] = one.value is not None
        elif one.what in {"attribute", "conclusion", "output"}:
            attributes[one.name] = one.value
        else:
            # Said to be missing, so that nobody computes it from what is not supposed.
            measures[one.name] = MISSING
    streams = links.get("value_stream", ())
    return Subject(key, key.id, attributes, fields, measures, links, streams)
