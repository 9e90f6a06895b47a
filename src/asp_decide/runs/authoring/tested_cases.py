"""What came of the cases beside policies, told to people and to machines."""

from collections.abc import Iterator
from dataclasses import dataclass

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.adequacy.coverage import Coverage
from asp_decide.policy.adequacy.mutation import Mutation
from asp_decide.policy.cases.case import CaseResult, Failure


@dataclass(frozen=True, slots=True)
class TestedFile:
    """The cases of one file; coverage and mutants are None where nobody asked for them."""

    path: str
    results: tuple[CaseResult, ...]
    coverage: Coverage | None = None
    mutation: Mutation | None = None

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that came out otherwise."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def lacking(self) -> tuple[Diagnostic, ...]:
        """What no case shows, what no case notices, and claims that are wrong, in that order."""
        points = self.coverage.missing if self.coverage else ()
        survivors = self.mutation.survivors if self.mutation else ()
        return (
            *(point.as_diagnostic() for point in points),
            *(survivor.as_diagnostic() for survivor in survivors),
            *(self.mutation.slips if self.mutation else ()),
        )

    @property
    def counts(self) -> tuple[str, ...]:
        """How much of it is well: cases, and what else was asked for."""
        told = [f"{len(self.results) - len(self.failed)} of {len(self.results)} cases pass"]
        if self.coverage is not None:
            told.append(f"{self.coverage.seen} of {len(self.coverage.points)} points shown")
        if self.mutation is not None:
            told.append(f"{self.mutation.caught} of {self.mutation.counted} mutants caught")
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Tested:
    """All files that were run, in their order."""

    files: tuple[TestedFile, ...]

    @property
    def passed(self) -> bool:
        """Whether every case came out as expected, and nothing lacks of what was asked for."""
        return not any(file.failed or file.lacking for file in self.files)

    def lines(self) -> list[str]:
        """A line for each file, under it what failed and what lacks, and the counts at the end."""
        told: list[str] = []
        for file in self.files:
            told.append(f"{file.path}: {', '.join(file.counts)}")
            for result in file.failed:
                told.append(f"{result.place} failed: {result.name}")
                told += [f"  {line}" for failure in result.failures for line in _told(failure)]
            told += [f"{d.place} {d.code} {d.name}: {d.message}" for d in file.lacking]
        failed = sum(len(file.failed) for file in self.files)
        passed = sum(len(file.results) for file in self.files) - failed
        told.append(", ".join([f"{passed} passed, {failed} failed", *self._totals()]))
        return told

    def rows(self) -> list[list[str]]:
        """A row for each file: what passes, what is shown, what is caught."""
        return [[file.path, *(_figure(count) for count in file.counts)] for file in self.files]

    def columns(self) -> list[str]:
        """What the rows have, by what was asked for."""
        names = ["file", "cases"]
        if any(file.coverage for file in self.files):
            names.append("points shown")
        if any(file.mutation for file in self.files):
            names.append("mutants caught")
        return names

    def details(self) -> list[str]:
        """What failed and what lacks, a line each, without the counts."""
        counts = {f"{file.path}: {', '.join(file.counts)}" for file in self.files}
        return [line for line in self.lines()[:-1] if line not in counts]

    def _totals(self) -> Iterator[str]:
        covered = [file.coverage for file in self.files if file.coverage is not None]
        if covered:
            seen = sum(coverage.seen for coverage in covered)
            yield f"{seen} of {sum(len(c.points) for c in covered)} points shown"
        scores = [file.mutation for file in self.files if file.mutation is not None]
        if scores:
            caught = sum(score.caught for score in scores)
            counted = sum(score.counted for score in scores)
            idle = sum(len(score.results) for score in scores) - counted
            yield f"{caught} of {counted} mutants caught ({idle} more change nothing)"


def _told(failure: Failure) -> Iterator[str]:
    yield f"{failure.place} {failure.said}"
    yield from (f"  {line}" for line in failure.why)


def _figure(count: str) -> str:
    return " ".join(count.split()[:3])
