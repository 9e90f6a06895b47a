"""The engines and the solver that a run uses, by their names."""

from functools import cache
from typing import Literal, assert_never

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.decide.judging import Judges
from asp_decide.memory import Memory
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import Subjects
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.lint.lint import Lint
from asp_decide.rules.durable_engine import DurableEngine
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator

type EngineName = Literal["durable", "reference"]

SEED = 7
"""The solver's seed: any number does, as long as it is always the same."""

ENGINE_SECONDS = 120
"""After this long the production system hangs: 50 rules on 300 subjects take it about a second."""


def judges(engine: EngineName) -> Judges:
    """The production system with its witness, or the witness alone where that was asked for."""
    match engine:
        case "durable":
            return Judges(DurableEngine(time_limit_seconds=ENGINE_SECONDS), ReferenceEvaluator())
        case "reference":
            return Judges(ReferenceEvaluator(), None)
        case _:
            assert_never(engine)


@cache
def _axes_in(currency: str) -> Axes:
    """What this process has asked the witness once, it does not ask again."""
    return Axes(reference_judge(currency))


def lint_in(currency: str, memory: Memory | None = None) -> Lint:
    """A lint that remembers what it finds in this memory; without one for as long as it lives."""
    if memory is None:
        return Lint(_axes_in(currency), currency)
    return Lint.by(reference_judge(currency), currency=currency, memory=memory)


def reference_judge(currency: str) -> Judge:
    """The witness, with what prevails at points; nobody reads reasons of made-up facts."""
    witness = ReferenceEvaluator()

    def judge(
        policies: CompiledPolicies, subjects: Subjects
    ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
        judged = witness.judged(policies, subjects, currency=currency)
        findings = tuple(
            Finding(one.rule, key, result, table=one.outcome(place))
            for one in judged.results
            for place, (key, result) in enumerate(
                zip(one.keys or (None,), one.results, strict=True)
            )
        )
        return findings, prevailing(policies, findings, subjects)

    return judge


def solver() -> PulpSolver:
    """HiGHS through PuLP: one thread, a fixed seed."""
    return PulpSolver(seed=SEED)
