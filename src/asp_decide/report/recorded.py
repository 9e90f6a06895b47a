"""What a person decided about a plan, as the ledger has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.model.approval import Approval, Override
from asp_decide.model.plan import Price
from asp_decide.report.record_numbers import RecordNumbers


@dataclass(frozen=True, slots=True)
class RecordedOverride:
    """An override with its number in the register and, where it was asked for, its price.

    `masked` says that there is a price on record, and that nobody opened it.
    """

    id: str
    override: Override
    price: Price | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class OpenEscalation:
    """An escalation that is open: which rule asks which role about what, since when, until when.

    `subject` is its kind and id; `step` counts from one; `number` is that of the record.
    """

    rule: str
    subject: str
    since: str
    since_run: str
    step: int
    role: str
    due: str
    number: int


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """A policy file whose meaning a run is the first to record, and who approved that meaning.

    `before` is the run that last recorded it, empty for a policy that is new.
    """

    policy: str
    owner: str
    approved_by: str
    approved_on: str
    before: str
    number: int


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A business case that is another one than the run before had on record.

    `edits` are sentences on agreed kill criteria that were changed since, `debt` one on what a
    redirected case owes; `criteria` counts those in force. `number` is that of the record.
    """

    initiative: str
    version: int | None
    version_before: int | None
    edits: tuple[str, ...]
    debt: str
    redirected_in: str
    criteria: int
    number: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record of an approved run: its name in the ledger, the act, the text for the minutes.

    `numbers` say which record a sentence rests on; `overrides` are those of the approval, each
    once, in the order of the register; `previous` is the run before in the log, if there is one.
    `verdicts` are those that rules recommend on hypotheses, by initiative. `escalations` are the
    open ones, `policies_changed` the policies that mean something else than in runs before;
    `cases` the business cases that are other ones than the run before knew.
    """

    run: str
    checkpoint: Checkpoint
    approval: Approval
    numbers: RecordNumbers
    overrides: tuple[RecordedOverride, ...] = ()
    previous: str | None = None
    verdicts: Mapping[str, str] = field(default_factory=dict)
    escalations: tuple[OpenEscalation, ...] = ()
    policies_changed: tuple[PolicyChanged, ...] = ()
    cases: tuple[CaseTold, ...] = ()
