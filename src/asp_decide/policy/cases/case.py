"""What a case beside a policy is: what is given, what is expected, what came out otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Place
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.policy.written.phrase import Number
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.strict_yaml import Scalar


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a rule or a decision point is expected to say of one subject.

    `reason` is `gap` or `unknown` of a review, or the rule that gave an answer; it may be empty.
    """

    name: str
    subject: SubjectKey
    says: str
    reason: str
    place: Place
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class NamedBound:
    """A bound that a plan is expected to meet: `rule@group` or `capacity@stream`."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """What a rule is expected to cost, exactly, in the currency of the workspace."""

    rule: str
    amount: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class PlanExpectation:
    """What the plan of a case is expected to be. None is: not stated, and not looked at."""

    place: Place
    feasible: bool
    feasible_at: Place
    answers: tuple[Expectation, ...] = ()
    binding: tuple[NamedBound, ...] | None = None
    prices: tuple[StatedPrice, ...] = ()
    conflict: tuple[NamedBound, ...] | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """What an exemption does to a rule for one case: suspend it, or put another limit."""

    rule: str
    limit: Number | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case: subjects as given, what is set and exempted, and what is expected.

    `answers` are those of points that other files answer. `plan` is what is expected of the plan
    over `horizon_intervals`, None where no plan is made.
    """

    name: str
    place: Place
    subjects: Subjects
    settings: Mapping[str, Number]
    expected: tuple[Expectation, ...]
    deviations: tuple[Deviation, ...] = ()
    answers: Mapping[tuple[str, SubjectKey], str] = field(default_factory=dict)
    horizon_intervals: int = 1
    plan: PlanExpectation | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules that a case must account for; `bounds` are limits and guardrails among them."""

    rules: frozenset[str]
    bounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """An author's word that a mutant is equivalent, with the reason; it is checked."""

    rule: str
    was: Scalar
    becomes: Scalar
    because: str


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one file, with the rules that they judge.

    `policies` hold the rules of the file under test and of those loaded with it, and the
    conclusions that these name; `judged` are the rules that a case must account for.
    """

    path: str
    of: str
    as_of: date
    policies: PolicySet
    judged: Judged
    cases: tuple[Case, ...]
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that came out otherwise: where it is stated, both values, and why it is so.

    `said` is the whole as one sentence; `why` are the rule's message, what it saw, and the
    nearest miss, a line each.
    """

    place: Place
    said: str
    expected: str
    got: str
    why: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Whether a case came out as expected; `failures` say what did not."""

    case: Case
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """What the case is called."""
        return self.case.name

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.case.place

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


type Judge = Callable[[CompiledPolicies, Subjects], tuple[tuple[Finding, ...], tuple[Answer, ...]]]
"""What judges subjects by clauses: its findings, and its answers at the decision points."""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What the optimizer is asked for a case, after the rules have spoken."""

    policies: CompiledPolicies
    subjects: Subjects
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    horizon_intervals: int
    wants_binding: bool
    priced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What the optimizer says of a case: the plan in the words of its points, or why there is none.

    `reasons` say in a line who gave each word: rules, or the plan by the choice that it takes.
    `binding` are the bounds without which a better plan exists, `prices` what each priced rule
    costs, `conflict` the rules that cannot hold together. `why_not_proven` is empty where all of
    that is proven to a gap of zero.
    """

    feasible: bool
    words: Mapping[tuple[str, SubjectKey], str] = field(default_factory=dict)
    reasons: Mapping[tuple[str, SubjectKey], str] = field(default_factory=dict)
    binding: frozenset[str] = frozenset()
    prices: Mapping[str, Fraction] = field(default_factory=dict)
    conflict: frozenset[str] = frozenset()
    facts_in_conflict: tuple[str, ...] = ()
    why_not_proven: str = ""


type Planner = Callable[[PlanQuestion], CasePlan]
"""What plans a case to a gap of zero, from nothing but the facts that it gives."""
