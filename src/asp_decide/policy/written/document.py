"""The policy language as types: what an author wrote, with the place of every word."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from asp_decide.clauses.clause import Enforce, Hit, Need
from asp_decide.diagnostics import Place
from asp_decide.model.effective import Period
from asp_decide.policy.written.message_texts import Message
from asp_decide.policy.written.phrase import Amount, Number, Phrase
from asp_decide.strict_yaml import Scalar

type MeasureKind = Literal["count", "sum", "share_of", "largest_share_of", "ratio"]
type Overlays = Literal["fixed", "tighten_only", "free"]
type Severity = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """An amount where one stands alone, as in `at_most: $wip_limit`."""

    text: Scalar
    amount: Amount


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison as written: a name and a phrase."""

    name: Scalar
    text: Scalar
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Link:
    """A look along a link at one thing of `some` or `every` linked subject."""

    quantifier: Literal["some", "every"]
    link: Scalar
    that: Leaf


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by `all` or `any`, or a single one under `not`."""

    word: Literal["all", "any", "not"]
    parts: tuple["Written", ...]
    place: Place


type Written = Leaf | Link | Joined


@dataclass(frozen=True, slots=True)
class Chosen:
    """One line of `where`: an attribute and the words that match."""

    attribute: Scalar
    words: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """Who may act against the rule, for how long, and what they must bring."""

    by: Scalar
    longest_intervals: int
    needs: tuple[Need, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RuleHead:
    """What every rule has, whatever its kind. `key` is the kind's own key in the file."""

    id: Scalar
    title: str
    owner: Scalar
    because: str
    message: Message
    severity: Severity
    effective: Period
    key: Scalar
    where: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class Force:
    """What it takes to act against a rule."""

    enforce: Enforce
    override: Override | None
    place: Place


@dataclass(frozen=True, slots=True)
class Bounded:
    """A `limit` or a `guardrail`: a measure stays on one side of an amount, for each group."""

    kind: Literal["limit", "guardrail"]
    head: RuleHead
    measure: Scalar
    per: Scalar
    side: Literal["at_most", "at_least"]
    amount: WrittenAmount
    when: Written | None
    force: Force


@dataclass(frozen=True, slots=True)
class Decide:
    """An answer is proposed at a point."""

    head: RuleHead
    answer: Scalar
    at: Scalar
    when: Written
    unless: Written | None
    missing: Literal["review", "fail"]
    force: Force


@dataclass(frozen=True, slots=True)
class Require:
    """Before certain answers may be proposed, something must be known and true."""

    head: RuleHead
    name: Scalar
    at: Scalar
    before: tuple[Scalar, ...]
    that: Written
    otherwise: Scalar
    unless: Written | None
    force: Force


@dataclass(frozen=True, slots=True)
class Derive:
    """A named conclusion about a subject."""

    head: RuleHead
    name: Scalar
    for_each: Scalar
    when: Written
    unless: Written | None


@dataclass(frozen=True, slots=True)
class Step:
    """Who is asked, and how many days that role has."""

    role: Scalar
    within_days: int


@dataclass(frozen=True, slots=True)
class Escalate:
    """A role is asked, and the next one if the clock runs out.

    With `force` it forces a decision, and that says what it takes to go on without one.
    """

    head: RuleHead
    name: Scalar
    for_each: Scalar
    when: Written
    unless: Written | None
    to: tuple[Step, ...]
    halts_apply: bool
    force: Force | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a comparison for each input, and a word for each output.

    A cell that says `any` compares nothing, and is None.
    """

    name: Scalar
    cells: tuple[Leaf | None, ...]
    then: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table: several inputs, several outputs.

    It speaks of a kind of subject (`for_each`) or answers at a decision point (`at`, with
    `force`): one of the two is there, and every row has a cell for each input and output.
    """

    head: RuleHead
    name: Scalar
    for_each: Scalar | None
    at: Scalar | None
    hit: Hit
    inputs: tuple[Scalar, ...]
    outputs: tuple[Scalar, ...]
    rows: tuple[Row, ...]
    missing: Literal["review", "fail"]
    force: Force | None


type Rule = Bounded | Decide | Require | Derive | Escalate | Table


@dataclass(frozen=True, slots=True)
class DatedValue:
    """The value of a parameter from a day on, to the day before the next one begins."""

    from_day: date
    text: Scalar
    number: Number
    until: date | None = None

    @property
    def effective(self) -> Period:
        """The days on which this is the value."""
        return Period(from_day=self.from_day, until=self.until)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A limit with its values by date, the earliest first."""

    name: Scalar
    unit: Scalar
    overlays: Overlays
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class DefinedMeasure:
    """A measure that an author defines. `of` is what is counted, shared, or set in proportion.

    Of a sum it is the kind of subject and then the measure. `by` is the kind of subject of which
    the largest is meant.
    """

    name: Scalar
    kind: MeasureKind
    of: tuple[Scalar, ...]
    unit: Scalar
    basis: Literal["available", "allocated"] | None
    where: tuple[Chosen, ...]
    by: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """In which order the answers of a point win, and what happens where no rule speaks."""

    point: Scalar
    order: tuple[Scalar, ...]
    otherwise: Scalar


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """One policy file. `broken` are names whose declaration could not be read.

    A broken name is not reported again where it is used.
    """

    policy: str
    path: str
    digest: str
    title: str
    owner: Scalar
    approved_by: Scalar
    approved_on: date
    effective: Period
    place: Place
    parameters: tuple[Parameter, ...]
    measures: tuple[DefinedMeasure, ...]
    decisions: tuple[Ordered, ...]
    rules: tuple[Rule, ...]
    broken: frozenset[str] = frozenset()

    @property
    def layer(self) -> str:
        """The layer in whose folder the file stands."""
        return self.policy.partition("/")[0]
