"""Axes: for each thing that rules look at, the ways in which all their questions can come out.

What the questions say is not reckoned here: one made-up subject stands for each way, and the
evaluator that is handed in judges it. Ways that no question tells apart are one.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from operator import itemgetter
from typing import assert_never

from asp_decide.clauses.condition import Comparison, Linked, QuantityTest, WordTest
from asp_decide.memory import Memory
from asp_decide.model.finding import Result
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import History, Measured, SubjectKind
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.axis_amounts import amounts_between
from asp_decide.policy.cells.axis_histories import TooManyCellsError, histories
from asp_decide.policy.cells.axis_lines import (
    Line,
    amount_of,
    is_of_now,
    line_of,
    overlaid,
    seen_alike,
)
from asp_decide.policy.cells.bare_conditions import Asked
from asp_decide.policy.cells.suppositions import (
    ANOTHER,
    DENIED,
    DRAWN,
    NO_ROW,
    Supposed,
    SupposedLinks,
    Supposition,
    asking,
    supposed_subjects,
)
from asp_decide.policy.written.vocabulary import CATALOGUES

FALSE, UNKNOWN, TRUE = 0, 1, 2
_LEVELS: Mapping[Result, int] = {"does_not_hold": FALSE, "unknown": UNKNOWN, "holds": TRUE}

_WORDS_OF = {(one.subject, one.name): one.words for own in CATALOGUES for one in own.attributes}
MOST_OF_A_LINK = 20_000
"""Sets of linked subjects that are looked at."""

type Answers = tuple[int, ...]
"""The level of each question of an axis."""

type Words = Mapping[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One way in which the questions of an axis can come out, and a fact that shows it."""

    supposition: Supposition
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Axis[Q]:
    """Questions about one thing, and every way in which they can come out together."""

    questions: tuple[Q, ...]
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Axes:
    """Makes axes, and remembers them: the rules of two days mostly ask the same.

    `words` of an axis are those that an attribute can have where the rules are asked at all;
    `outputs` those that tables give, with None for what is not known.
    """

    judge: Judge
    outputs: Words = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    def axes_of(self, asked: Iterable[Asked], kind: SubjectKind, words: Words) -> list[Axis[Asked]]:
        """An axis for each thing that the questions look at. Raises TooManyCellsError."""
        by_thing: dict[Hashable, dict[Asked, None]] = {}
        for question in asked:
            by_thing.setdefault(thing_of(question), {})[question] = None
        return [self._axis(tuple(found), kind, words) for found in by_thing.values()]

    def _axis(self, asked: tuple[Asked, ...], kind: SubjectKind, words: Words) -> Axis[Asked]:
        first = asked[0]
        allowed = words.get(first.name) if isinstance(first, Comparison) else None

        def made() -> Axis[Asked]:
            own = [one for one in asked if isinstance(one, Comparison)]
            linked = [one for one in asked if isinstance(one, Linked)]
            cells = self._along(linked, kind) if linked else self._own(own, kind, allowed)
            return Axis(asked, tuple(cells))

        return self.memory.recall(("axis", kind, asked, allowed), made)

    def _own(
        self, asked: Sequence[Comparison], kind: SubjectKind, allowed: tuple[str | None, ...] | None
    ) -> list[Cell]:
        supposed = _supposed(asked, allowed)
        if len(asked) == 1 or not any(is_of_now(one) for one in asked):
            return self._judged(asked, kind, [(one,) for one in supposed])
        return _told_apart([(one,) for one in supposed], self._along_line(asked, kind, supposed))

    def _judged(
        self, asked: Sequence[Asked], kind: SubjectKind, suppositions: Sequence[Supposition]
    ) -> list[Cell]:
        levels = self._levels(asked, kind, suppositions)
        return _told_apart(suppositions, levels)

    def _along_line(
        self, asked: Sequence[Comparison], kind: SubjectKind, supposed: Sequence[Supposed]
    ) -> list[Answers]:
        """Each question of now is asked of its own pieces of the line, and those are overlaid.

        So the evaluator is asked of a few facts for each question, and of all facts only for
        questions of their past.
        """
        of_past = [one for one in asked if not is_of_now(one)]
        amounts = [amount_of(one) for one in supposed]
        distinct = list(dict.fromkeys(amounts))
        lines = [self._line(one, kind, long=bool(of_past)) for one in asked if is_of_now(one)]
        now = dict(zip(distinct, overlaid(lines, distinct), strict=True))
        if not of_past:
            return [now[amount] for amount in amounts]
        past = self._past(of_past, kind, supposed)
        order = [*(one for one in asked if is_of_now(one)), *of_past]
        place_of = {one: place for place, one in enumerate(order)}
        as_asked = itemgetter(*(place_of[one] for one in asked))
        return [
            as_asked(now[amount] + levels) for amount, levels in zip(amounts, past, strict=True)
        ]

    def _past(
        self, asked: Sequence[Comparison], kind: SubjectKind, supposed: Sequence[Supposed]
    ) -> list[Answers]:
        """What questions of the past say: of histories that they all see alike one is asked."""
        alike = seen_alike([one.test for one in asked], supposed)
        firsts: dict[Hashable, Supposed] = {}
        for way, one in zip(alike, supposed, strict=True):
            firsts.setdefault(way, one)
        levels = self._levels(asked, kind, [(one,) for one in firsts.values()])
        found = dict(zip(firsts, levels, strict=True))
        return [found[way] for way in alike]

    def _line(self, question: Comparison, kind: SubjectKind, *, long: bool) -> Line:
        """What the question says along the line, of single amounts or of the ends of histories."""

        def asked() -> Line:
            supposed = _as_histories(_amounts((question,))) if long else _amounts((question,))
            levels = self._levels((question,), kind, [(one,) for one in supposed])
            pieces = zip((amount_of(one) for one in supposed), levels, strict=True)
            return line_of(question.test, dict(pieces))

        return self.memory.recall(("line", kind, question, long), asked)

    def _levels(
        self, asked: Sequence[Asked], kind: SubjectKind, suppositions: Sequence[Supposition]
    ) -> list[Answers]:
        """What the evaluator answers to each question, of each of the facts."""
        subjects, keys = supposed_subjects(kind, suppositions)
        findings, _ = self.judge(asking(kind, asked), subjects)
        levels = {
            (finding.rule, finding.subject): _LEVELS[finding.result]
            for finding in findings
            if finding.rule.isdigit()
        }
        rules = [RuleId(str(number)) for number in range(len(asked))]
        return [tuple(levels[rule, key] for rule in rules) for key in keys]

    def _along(self, asked: Sequence[Linked], kind: SubjectKind) -> list[Cell]:
        """The ways of a link: it leads nowhere, or to some set of subjects."""
        link, target = asked[0].link, asked[0].that.subject
        things: dict[Hashable, dict[Comparison, None]] = {}
        for one in asked:
            things.setdefault(thing_of(one.that), {})[one.that] = None
        sets = [self._sets(tuple(found), asked, target) for found in things.values()]
        suppositions: list[Supposition] = [(SupposedLinks(link, target, ()),)]
        for chosen in product(*sets):
            if len(suppositions) > MOST_OF_A_LINK:
                raise TooManyCellsError
            members = tuple(
                tuple(of[n % len(of)] for of in chosen) for n in range(max(map(len, chosen)))
            )
            suppositions.append((SupposedLinks(link, target, members),))
        return self._judged(asked, kind, suppositions)

    def _sets(
        self, thats: tuple[Comparison, ...], asked: Sequence[Linked], target: SubjectKind
    ) -> list[tuple[Supposed, ...]]:
        """Sets of values of one thing of linked subjects, one for each way that links see them."""
        cells = self._own(thats, target, None)
        seeing = [(thats.index(one.that), one) for one in asked if one.that in thats]

        def seen(members: tuple[Cell, ...]) -> tuple[int, ...]:
            return tuple(
                (max if one.quantifier == "some" else min)(cell.levels[n] for cell in members)
                for n, one in seeing
            )

        sets: dict[tuple[int, ...], tuple[Cell, ...]] = {}
        waiting: list[tuple[Cell, ...]] = [(cell,) for cell in cells]
        while waiting:
            members = waiting.pop(0)
            if seen(members) not in sets:
                sets[seen(members)] = members
                waiting += [(*members, cell) for cell in cells if cell not in members]
        return [
            tuple(one for cell in members for one in cell.supposition if isinstance(one, Supposed))
            for members in sets.values()
        ]


def thing_of(question: Asked) -> Hashable:
    """What a question looks at: questions about one thing hang together."""
    if isinstance(question, Linked):
        return question.link, question.that.subject
    return question.what, question.name, question.ratio_of


def _told_apart(suppositions: Sequence[Supposition], levels: Sequence[Answers]) -> list[Cell]:
    """One cell for each way in which the questions come out; the first fact stands for it."""
    found: dict[Answers, Cell] = {}
    for supposition, answers in zip(suppositions, levels, strict=True):
        found.setdefault(answers, Cell(supposition, answers))
    return list(found.values())


def _supposed(
    asked: Sequence[Comparison], allowed: tuple[str | None, ...] | None
) -> list[Supposed]:
    first = asked[0]
    what, name = first.what, first.name
    match what:
        case "attribute":
            return [Supposed(what, name, word) for word in _words(asked, allowed)]
        case "field":
            return [Supposed(what, name, "known"), Supposed(what, name, None)]
        case "conclusion":
            return [Supposed(what, name, word) for word in (DENIED, DRAWN, None)]
        case "measure" | "ratio":
            return _amounts(asked)
        case "output":
            return [Supposed(what, name, word) for word in _given(asked, allowed)]
        case _:
            assert_never(what)


def _words(asked: Sequence[Comparison], allowed: tuple[str | None, ...] | None) -> list[str | None]:
    named = dict.fromkeys(
        w for one in asked if isinstance(one.test, WordTest) for w in one.test.words
    )
    known = _WORDS_OF.get((asked[0].subject, asked[0].name), ())
    words: list[str | None] = [*known] if known else [*named, ANOTHER]
    return [*allowed] if allowed is not None else [*words, None]


def _given(
    asked: Sequence[Comparison], allowed: tuple[str | None, ...] | None
) -> tuple[str | None, ...]:
    """What a table may give: the words that are known of it, or those asked for and another."""
    if allowed is not None:
        return allowed
    tests = [one.test for one in asked if isinstance(one.test, WordTest)]
    return (*dict.fromkeys(w for test in tests for w in test.words), ANOTHER, NO_ROW, None)


def _amounts(asked: Sequence[Comparison]) -> list[Supposed]:
    first = asked[0]
    tests = [one.test for one in asked if isinstance(one.test, QuantityTest)]
    amounts = amounts_between(tests)
    missing = Supposed(first.what, first.name, None)
    if all(test.window is None for test in tests):
        return [*(Supposed(first.what, first.name, Measured(one)) for one in amounts), missing]
    long = histories(asked, (*amounts, None))
    return [*(Supposed(first.what, first.name, one) for one in long), missing]


def _as_histories(supposed: Sequence[Supposed]) -> list[Supposed]:
    """The same amounts as histories of one interval, a hole, no interval yet, and nothing."""
    long: list[Supposed] = []
    for one in supposed:
        value = one.value.value if isinstance(one.value, Measured) else None
        long.append(replace(one, value=History(("0",), (value,))))
    return [*long, replace(supposed[0], value=History((), ())), replace(supposed[0], value=None)]
