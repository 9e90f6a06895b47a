"""Which truths the comparisons of some rules can have together, each with a fact that gives them.

Names are taken as independent of each other: what cannot occur together is asked for too, so that
no mutant is called equivalent that some facts tell apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from math import prod

from asp_decide.clauses.clause import CompiledPolicies, DeriveClause, Heading, Scope
from asp_decide.clauses.condition import Comparison, HoldsTest, Linked
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.policy.case import Judge
from asp_decide.policy.mutant_axes import Fact, facts_are_few, facts_of

type Part = Comparison | Linked
"""What a rule decides by: a comparison, of its own subject or along a link, without its key."""

type Truths = tuple[int, ...]
"""0 false, 1 unknown, 2 true, for each of some parts in their order."""

FALSE, UNKNOWN, TRUE = 0, 1, 2
MOST_CELLS = 200_000
"""Cells of some rules together; beyond that it is not decided."""

_LEVELS = {"holds": TRUE, "unknown": UNKNOWN, "does_not_hold": FALSE}


@dataclass(frozen=True, slots=True)
class Cells:
    """Every combination of truths of some parts, once, each with the facts that give it."""

    parts: tuple[Part, ...]
    truths: tuple[Truths, ...]
    facts: tuple[tuple[str, ...], ...]

    def of(self, parts: Sequence[Part]) -> Iterator[Truths]:
        """The truths of these of the parts, cell by cell."""
        numbers = [self.parts.index(part) for part in parts]
        return (tuple(truths[number] for number in numbers) for truths in self.truths)

    def told(self, number: int) -> str:
        """The facts of one cell in words."""
        return " and ".join(self.facts[number])


@dataclass(frozen=True, slots=True)
class Truth:
    """Judges made-up facts by the reference evaluator."""

    judge: Judge
    heading: Heading
    currency: str

    def cells(self, parts: Sequence[Part]) -> Cells | None:
        """Every combination of truths of these parts, once; None where there are too many."""
        axes: dict[str, list[Part]] = {}
        for part in dict.fromkeys(parts):
            axes.setdefault(_axis(part), []).append(part)
        known: list[dict[Truths, str]] = []
        for of in axes.values():
            found = self._axis_truths(of)
            if found is None:
                return None
            known.append(found)
        if prod(len(one) for one in known) > MOST_CELLS:
            return None
        together = tuple(product(*(one.items() for one in known)))
        return Cells(
            tuple(part for of in axes.values() for part in of),
            tuple(tuple(chain.from_iterable(t for t, _ in chosen)) for chosen in together),
            tuple(tuple(words for _, words in chosen) for chosen in together),
        )

    def _axis_truths(self, parts: Sequence[Part]) -> dict[Truths, str] | None:
        linked = [part for part in parts if isinstance(part, Linked)]
        if linked:
            return self._along_link(linked)
        return self._of_name([part for part in parts if isinstance(part, Comparison)])

    def _of_name(self, comparisons: Sequence[Comparison]) -> dict[Truths, str] | None:
        """The truths of comparisons that name one thing."""
        name = comparisons[0].name
        if isinstance(comparisons[0].test, HoldsTest):
            levels = [(FALSE, "does not hold"), (TRUE, "holds"), (UNKNOWN, "missing")]
            return {
                tuple(_concluded(one, level) for one in comparisons): f"{name} {words}"
                for level, words in levels
            }
        if not facts_are_few(comparisons):
            return None
        found: dict[Truths, str] = {}
        facts = tuple(facts_of(comparisons, self.currency))
        for fact, truths in zip(facts, self._judged(comparisons, facts), strict=True):
            found.setdefault(truths, fact.told)
        return found

    def _judged(self, comparisons: Sequence[Comparison], facts: Sequence[Fact]) -> Iterator[Truths]:
        """Each comparison of each fact, as a conclusion that the evaluator draws."""
        kind = comparisons[0].subject
        clauses = tuple(
            DeriveClause(
                replace(self.heading, rule=RuleId(f"PART-{number}"), message=""),
                f"part_{number}",
                Scope(kind),
                replace(comparison, key=f"PART-{number}/1"),
            )
            for number, comparison in enumerate(comparisons)
        )
        keys = [SubjectKey(kind, f"{number:06d}") for number in range(len(facts))]
        subjects = {
            key: Subject(key, key.id, fact.attributes, fact.fields, fact.measures)
            for key, fact in zip(keys, facts, strict=True)
        }
        findings, _ = self.judge(CompiledPolicies(clauses, {}, ""), subjects)
        said = {(str(f.rule), f.subject): _LEVELS[f.result] for f in findings}
        for key in keys:
            yield tuple(said[f"PART-{number}", key] for number in range(len(comparisons)))

    def _along_link(self, parts: Sequence[Linked]) -> dict[Truths, str] | None:
        """The truths of parts along one link: over none, and over ever more linked subjects."""
        cells = self.cells([part.that for part in parts])
        if cells is None:
            return None
        each = enumerate(cells.of([part.that for part in parts]))
        single: dict[Truths, str] = {}
        for number, truths in each:
            single.setdefault(truths, f"{parts[0].link} ({cells.told(number)})")
        nobody = tuple(FALSE if part.quantifier == "some" else TRUE for part in parts)
        found: dict[Truths, str] = {nobody: f"no {parts[0].link}"}
        added = dict(single)
        while added:
            found |= {truths: told for truths, told in added.items() if truths not in found}
            added = {
                both: f"{told}, {other}"
                for truths, told in added.items()
                for one, other in single.items()
                if (both := _both(parts, truths, one)) not in found
            }
        return found


def _axis(part: Part) -> str:
    return f"along {part.link}" if isinstance(part, Linked) else part.name


def _concluded(comparison: Comparison, level: int) -> int:
    assert isinstance(comparison.test, HoldsTest), "a conclusion holds or does not"
    return level if comparison.test.holds else TRUE - level


def _both(parts: Sequence[Linked], left: Truths, right: Truths) -> Truths:
    return tuple(
        max(a, b) if part.quantifier == "some" else min(a, b)
        for part, a, b in zip(parts, left, right, strict=True)
    )
