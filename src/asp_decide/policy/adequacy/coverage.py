"""Four-point coverage: every comparison seen true, false, unknown, and exactly at its limit.

The comparisons of a rule are to its cases what conditions are to the tests of software (condition
coverage; Myers 1979), with two points more: what is not known, and the limit itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.policy.adequacy.compared import Chooser, Compared, compared_by
from asp_decide.policy.cases.case import CaseResult, Cases
from asp_decide.policy.written.codes import problem

_AT = "at "
"""Begins the name of a point that is a limit: `at 1500 EUR/week/week`."""


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """One point of one comparison: whether a case shows it, and the fact to add where none does.

    `point` is `true`, `false`, `unknown`, or `at` with the limit.
    """

    key: str
    rule: str
    point: str
    place: Place
    is_seen: bool
    fact: str

    def as_diagnostic(self) -> Diagnostic:
        """The missing point as the problem that it is."""
        return problem("P117", self.place, f"{self.key}: {self.fact}", mend="add a case of it")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every point of every comparison of a file's rules, by rule and comparison."""

    points: tuple[CoveragePoint, ...]

    @property
    def missing(self) -> tuple[CoveragePoint, ...]:
        """The points that no case shows."""
        return tuple(point for point in self.points if not point.is_seen)

    @property
    def seen(self) -> int:
        """How many points some case shows."""
        return len(self.points) - len(self.missing)


def coverage_of(cases: Cases, results: Sequence[CaseResult]) -> Coverage:
    """What the cases of a file show of each comparison of its own rules."""
    wanted = compared_by(cases)
    by_key = {one.key: one for one in wanted}
    seen = {
        *_seen_in_findings(by_key, results),
        *(point for one in wanted if one.chooser for point in _chosen(one, one.chooser, results)),
    }
    return Coverage(tuple(point for one in wanted for point in _points(one, seen)))


def _points(one: Compared, seen: set[tuple[str, str]]) -> Iterator[CoveragePoint]:
    facts = dict(one.facts)
    for limit in one.limits.values():
        facts[_AT + limit] = f"no case at {limit}"
    for point, fact in facts.items():
        yield CoveragePoint(one.key, one.rule, point, one.place, (one.key, point) in seen, fact)


def _seen_in_findings(
    by_key: dict[str, Compared], results: Sequence[CaseResult]
) -> Iterator[tuple[str, str]]:
    for result in results:
        for finding in result.findings:
            for seen in finding.seen:
                one = by_key.get(seen.key)
                # Nothing was compared where a link leads nowhere.
                if one is None or seen.name != one.name or (one.linked and not seen.via):
                    continue
                yield one.key, seen.truth.value
                if seen.margin == 0 and seen.limit is not None:
                    # The limit of one case may be set, and is the limit all the same.
                    limits = list(one.limits.values())
                    yield one.key, _AT + one.limits.get(seen.limit, limits[0])


def _chosen(
    one: Compared, chooser: Chooser, results: Sequence[CaseResult]
) -> Iterator[tuple[str, str]]:
    """Which subjects of the cases are chosen by a line of `where`, are not, or may be."""
    for result in results:
        for key, subject in result.case.subjects.items():
            if key.kind == chooser.subject:
                word = subject.attributes.get(chooser.attribute)
                if word is None:
                    yield one.key, "unknown"
                else:
                    yield one.key, "true" if word in chooser.words else "false"
