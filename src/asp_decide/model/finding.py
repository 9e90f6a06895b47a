"""One rule's result on one subject, with everything that explains it."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal

from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey


class Truth(Enum):
    """Kleene's three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


type Result = Literal[
    "fires",
    "spared",
    "does_not_fire",
    "kept",
    "broken",
    "does_not_apply",
    "met",
    "unmet",
    "holds",
    "does_not_hold",
    "gives",
    "no_row",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Seen:
    """One comparison as it was decided.

    `key` is the rule and the number of the comparison in it (`STOP-01/1`); `test` is the phrase
    in words with its limit filled in. `values` are the measured values in base units by interval
    (an empty interval where there is no history), or the word that was found in `word`.
    `margin` is value less limit in base units, for the value that decides. `why` explains unknown
    and `too young`. `limit_from` names the parameter and the day of its value.
    """

    key: str
    name: str
    test: str
    truth: Truth
    values: tuple[tuple[str, Fraction | None], ...] = ()
    word: str | None = None
    limit: Fraction | None = None
    unit: str = ""
    limit_from: str = ""
    margin: Fraction | None = None
    why: str = ""
    spares: bool = False
    via: tuple[SubjectKey, ...] = ()


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What a table makes of one subject.

    Where it `gives` something, `outputs` hold the words for each output in the order of columns,
    one word or, of a table that collects, all of them sorted. `rows` name the rows that gave
    them; where the result is unknown, the rows that may hold.
    """

    result: Result
    outputs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one subject, fired or not.

    `subject` is None for a rule that had no subject in its scope. `message` is the rule's own
    sentence with its values filled in. `table` is what a table makes of the subject.
    """

    rule: RuleId
    subject: SubjectKey | None
    result: Result
    seen: tuple[Seen, ...] = ()
    message: str = ""
    table: TableOutcome | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules propose for one subject at one decision point.

    `answer` is one of the point's answers, `review` or `plan` (the optimizer answers). `by` are
    the rules that gave it; `over` are answers of certain rules that were passed over, with their
    rules; `blocked_by` the requirements that were not met. `why` is `gap` or `unknown` where the
    answer is review for want of a rule or of data, else empty.
    """

    point: str
    subject: SubjectKey
    answer: str
    by: tuple[RuleId, ...] = ()
    over: tuple[tuple[str, RuleId], ...] = ()
    blocked_by: tuple[RuleId, ...] = ()
    blocked_answers: tuple[str, ...] = ()
    why: Literal["", "gap", "unknown"] = ""
    otherwise: bool = False
