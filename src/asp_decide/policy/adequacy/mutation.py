"""The mutants of a policy before its cases: which changes of it do they not notice?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import MissingFactError, NoFeasiblePlanError
from asp_decide.policy.adequacy.mutant_changes import changed
from asp_decide.policy.adequacy.mutants import Mutant, mutants_of
from asp_decide.policy.cases.case import Case, Cases, Claim, Judge, Planner
from asp_decide.policy.cases.case_run import Progress, deviated, run_case
from asp_decide.policy.cases.case_settings import with_settings
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.policy_set import PolicySet

type Fate = Literal["caught", "survives", "equivalent"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two policies decide otherwise: a case of it in words, or that there is none.

    `witness` is empty where there is none, or where that was `not decided`.
    """

    witness: str = ""
    decided: bool = True


type Distinguish = Callable[[CompiledPolicies, CompiledPolicies], Difference]
"""What says exactly whether any facts at all are decided otherwise by the second policies."""


@dataclass(frozen=True, slots=True)
class MutantResult:
    """What became of a mutant: the case that caught it, or the fact that would."""

    mutant: Mutant
    fate: Fate
    caught_by: str = ""
    fact: str = ""

    def as_diagnostic(self) -> Diagnostic:
        """A survivor as the problem that it is."""
        mutant = self.mutant
        message = f"{mutant.rule} {mutant}: {self.fact}"
        return problem("P118", mutant.place, message, mend="add a case of it")


@dataclass(frozen=True, slots=True)
class Mutation:
    """All mutants of a policy file, in its order; those that change nothing are not counted.

    `slips` are claims of equivalence that are wrong.
    """

    of: str
    results: tuple[MutantResult, ...]
    slips: tuple[Diagnostic, ...]

    @property
    def counted(self) -> int:
        """How many mutants decide something otherwise."""
        return sum(result.fate != "equivalent" for result in self.results)

    @property
    def caught(self) -> int:
        """How many of them some case notices."""
        return sum(result.fate == "caught" for result in self.results)

    @property
    def survivors(self) -> tuple[MutantResult, ...]:
        """Those that no case notices."""
        return tuple(result for result in self.results if result.fate == "survives")


def mutation_of(
    cases: Cases,
    judge: Judge,
    planner: Planner,
    distinguish: Distinguish,
    progress: Progress = lambda _: None,
) -> Mutation:
    """Every mutant of the file under test, judged by the cases beside it."""
    trials = tuple(_trials(cases))
    mutants = mutants_of(cases)
    base = compile_policies(cases.policies, as_of=cases.as_of)
    results: list[MutantResult] = []
    slips: list[Diagnostic] = []
    claims = {(claim.rule, claim.was.text, claim.becomes.text): claim for claim in cases.claims}
    for number, mutant in enumerate(mutants, start=1):
        progress(f"mutant {number} of {len(mutants)} of {cases.of}")
        claim = claims.pop((mutant.rule, mutant.was, mutant.becomes), None)
        caught_by = _caught_by(mutant, trials, cases, judge, planner)
        if caught_by:
            results.append(MutantResult(mutant, "caught", caught_by))
            slips += _wrong(claim, f"the case `{caught_by}` tells it apart")
            continue
        result = _uncaught(mutant, cases, base, distinguish, is_claimed=claim is not None)
        results.append(result)
        if result.fate == "survives":
            slips += _wrong(claim, result.fact)
    return Mutation(cases.path, tuple(results), (*slips, *_of_nothing(claims)))


@dataclass(frozen=True, slots=True)
class _Trial:
    """A case with what it judges by, before anything is changed."""

    case: Case
    policies: PolicySet
    compiled: CompiledPolicies


def _trials(cases: Cases) -> Iterator[_Trial]:
    """The cases, those with a plan last: a plan takes longer than a judgement."""
    for case in sorted(cases.cases, key=lambda case: case.plan is not None):
        policies = with_settings(cases.policies, case.settings)
        yield _Trial(case, policies, compile_policies(policies, as_of=cases.as_of))


def _caught_by(
    mutant: Mutant, trials: Sequence[_Trial], cases: Cases, judge: Judge, planner: Planner
) -> str:
    """The name of the first case that fails under the mutant, or nothing."""
    for trial in trials:
        other = changed(trial.compiled, mutant.change, trial.policies, cases.as_of)
        other = deviated(other, trial.case.deviations, trial.policies)
        try:
            result = run_case(cases, trial.case, other, judge, planner)
        except (MissingFactError, NoFeasiblePlanError):
            return trial.case.name
        if not result.passed:
            return trial.case.name
    return ""


def _uncaught(
    mutant: Mutant,
    cases: Cases,
    base: CompiledPolicies,
    distinguish: Distinguish,
    *,
    is_claimed: bool,
) -> MutantResult:
    """A survivor, unless no facts tell it apart; by the author's word where nothing decides."""
    if mutant.in_plan:
        fact = "no case with `expect_plan` that it changes"
        return MutantResult(mutant, "equivalent" if is_claimed else "survives", fact=fact)
    found = distinguish(base, changed(base, mutant.change, cases.policies, cases.as_of))
    if found.witness:
        return MutantResult(mutant, "survives", fact=f"no case of {found.witness}")
    if found.decided or is_claimed:
        return MutantResult(mutant, "equivalent")
    return MutantResult(mutant, "survives", fact="not decided whether any case tells it apart")


def _wrong(claim: Claim | None, why: str) -> Iterator[Diagnostic]:
    if claim is not None:
        message = (
            f"{claim.rule} `{claim.was.text}` -> `{claim.becomes.text}` is not equivalent: {why}"
        )
        told = problem("P118", claim.was.place, message, mend="take the claim back")
        yield replace(told, level="error")


def _of_nothing(claims: Mapping[tuple[str, str, str], Claim]) -> Iterator[Diagnostic]:
    for claim in claims.values():
        message = f"there is no mutant `{claim.was.text}` -> `{claim.becomes.text}` of {claim.rule}"
        mend = "write it as `policy test --mutate` tells it"
        yield problem("P023", claim.was.place, message, mend=mend, width=claim.was.width)
