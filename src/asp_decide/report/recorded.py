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
class Recorded:
    """The record of an approved run: its name in the ledger, the act, the text for the minutes.

    `numbers` say which record a sentence rests on; `overrides` are those of the approval, each
    once, in the order of the register; `previous` is the run before in the log, if there is one.
    `verdicts` are those that rules recommend on hypotheses, by initiative.
    """

    run: str
    checkpoint: Checkpoint
    approval: Approval
    numbers: RecordNumbers
    overrides: tuple[RecordedOverride, ...] = ()
    previous: str | None = None
    verdicts: Mapping[str, str] = field(default_factory=dict)
