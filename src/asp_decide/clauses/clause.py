"""What a rule compiles to: the only form in which engines know policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.bounded import Bounded, Scope
from asp_decide.clauses.condition import All, Comparison, Condition
from asp_decide.clauses.exemption import Exemption
from asp_decide.diagnostics import Place
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Layer, SubjectKey, SubjectKind

type Enforce = Literal["mandatory", "overridable", "advisory"]
type Need = Literal["reason", "evidence", "recovery_plan", "second_approver"]
type Hit = Literal["first", "unique", "collect"]


@dataclass(frozen=True, slots=True)
class OverrideRight:
    """Who may act against an overridable rule, for how long, and what they must bring."""

    by: Role
    longest_intervals: int
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What every rule has beside its meaning: who answers for it, why, and what it tells people.

    `message` has places in braces: the subject's kind, `value_stream`, names of measures and
    parameters, `limit`, `excess`, `unmet`, `answer`, `role`. `meaning` is the digest of the
    rule's normalised clause: it changes when what the rule decides changes, and only then.
    """

    rule: RuleId
    title: str
    owner: Role
    because: str
    message: str
    layer: Layer
    place: Place
    severity: Literal["low", "medium", "high", "critical"] = "medium"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A limit that one value stream, or one subject, has in the place of the rule's own.

    In base units. `limit_from` names the parameter and the day of its value, as for the rule's
    own; `set_by` the overlay (`overlays/payments`) or the exemption (`EX-2026-015`) behind it,
    and is empty where the limit is the rule's own after all.
    """

    subject: SubjectKey
    limit: Fraction
    limit_from: str
    set_by: str = ""


@dataclass(frozen=True, slots=True)
class LimitClause:
    """One bound, read three times: a row before, a check after, a price in the report.

    `per` is the group it holds for: each value stream, or the portfolio; for a `SubjectMeasure`
    it is the subject's own kind. Exactly one of the bounds is given, in base units; `own_limits`
    hold for some in its place, sorted by subject (`own_limits.limit_for`).
    """

    heading: Heading
    name: str
    measure: Bounded
    per: SubjectKind
    unit: Unit
    enforce: Enforce
    at_most: Fraction | None = None
    at_least: Fraction | None = None
    limit_from: str = ""
    when: Condition | None = None
    override: OverrideRight | None = None
    own_limits: tuple[OwnLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class DecideClause:
    """An answer is proposed at a point when a condition holds and nothing spares.

    `missing` says what unknown does: the point's answer is `review`, or the run halts (`fail`).
    """

    heading: Heading
    point: str
    answer: str
    scope: Scope
    when: Condition
    unless: Condition | None
    missing: Literal["review", "fail"]
    enforce: Enforce
    override: OverrideRight | None = None


@dataclass(frozen=True, slots=True)
class RequireClause:
    """Before certain answers may be proposed, `that` must be known and true; else another."""

    heading: Heading
    name: str
    point: str
    before: tuple[str, ...]
    that: Condition
    otherwise: str
    scope: Scope
    unless: Condition | None
    enforce: Enforce
    override: OverrideRight | None = None


@dataclass(frozen=True, slots=True)
class DeriveClause:
    """A named conclusion about a subject, which other rules may use."""

    heading: Heading
    name: str
    scope: Scope
    when: Condition
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Which role is asked, and how many days it has."""

    role: Role
    within_days: int


@dataclass(frozen=True, slots=True)
class EscalateClause:
    """A role is asked, and the next one if the clock runs out; it may hold `apply` back.

    With `enforce` it forces a decision: an initiative of which it fires is not left where it stands
    unless somebody says so by name, as an override of this rule.
    """

    heading: Heading
    name: str
    scope: Scope
    when: Condition
    unless: Condition | None
    to: tuple[EscalationStep, ...]
    halts_apply: bool
    enforce: Enforce | None = None
    override: OverrideRight | None = None

    @property
    def forces_decision(self) -> bool:
        """Whether what it fires of has to be decided by somebody."""
        return self.enforce is not None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the comparisons of its cells, all of which must hold, and a word for each output.

    A cell that compares nothing is None; a row of such cells alone always holds.
    """

    name: str
    cells: tuple[Comparison | None, ...]
    then: tuple[str, ...]
    place: Place = field(default=Place(""), compare=False)

    @property
    def when(self) -> All:
        """The row as a condition."""
        return All(tuple(cell for cell in self.cells if cell is not None))


@dataclass(frozen=True, slots=True)
class TableClause:
    """A decision table: by its inputs, the words of one row for each output, or of all rows.

    `hit` says which: `first` takes the first row that holds, `unique` the only one, `collect`
    all. The rows of a `first` table stand in their order, those of others by name. At a decision
    point (`point`) the first output is the answer, and `enforce` says what it takes to act
    against it; elsewhere both are empty.
    """

    heading: Heading
    name: str
    scope: Scope
    hit: Hit
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[TableRow, ...]
    missing: Literal["review", "fail"]
    point: str = ""
    enforce: Enforce | None = None
    override: OverrideRight | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The outputs that later rules may compare: neither lists for people nor an answer."""
        if self.hit == "collect":
            return ()
        return self.outputs[1:] if self.point else self.outputs


type Clause = (
    LimitClause | DecideClause | RequireClause | DeriveClause | EscalateClause | TableClause
)


@dataclass(frozen=True, slots=True)
class PointOrder:
    """In which order the answers of a decision point win, and what happens otherwise."""

    point: str
    order: tuple[str, ...]
    otherwise: str
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file or an overlay that was in force: its name, its digests, who approved it.

    `text` is the digest of its bytes, `meaning` of what it says on all days: comments, prose and
    order change only the first.
    """

    policy: str
    path: str
    text: str
    title: str
    owner: Role
    approved_by: Role
    approved_on: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class CompiledPolicies:
    """All rules in force on a day, sorted by rule id, with the digest of their meaning.

    `parameters` hold the values in force in base units, by name, for messages; `overlaid` those
    that overlays set, by parameter and value stream. `exemptions` are those of the register on
    all days, by id; `suspended` names the exemption by which a rule does not bind a subject.
    """

    clauses: tuple[Clause, ...]
    points: Mapping[str, PointOrder]
    digest: str
    files: tuple[PolicyFile, ...] = ()
    parameters: Mapping[str, tuple[Fraction, Unit]] = field(default_factory=dict)
    overlaid: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    suspended: Mapping[tuple[RuleId, SubjectKey], str] = field(default_factory=dict)

    def clause(self, rule: str) -> Clause | None:
        """The rule of that id, or None."""
        return next((c for c in self.clauses if c.heading.rule == rule), None)
