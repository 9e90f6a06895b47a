"""Business cases since the run before: new versions, moved kill criteria, what is owed."""

from collections.abc import Iterator

from asp_decide.report.amounts import counted
from asp_decide.report.page import Paragraph, Section
from asp_decide.report.record_numbers import together
from asp_decide.report.recorded import CaseTold, Recorded


def case_section(recorded: Recorded | None) -> Section | None:
    """Each kill criterion that is not what was agreed, each case that is owed or that is new.

    None before a run is recorded, and where no case is another one than it was.
    """
    if recorded is None or not recorded.cases:
        return None
    blocks = tuple(
        Paragraph(sentence, tone="alert" if tone else "plain", records=(one.number,))
        for one in recorded.cases
        for sentence, tone in _sentences(one)
    )
    return Section("cases", "Business cases: what was agreed, and what it is now", blocks)


def case_warnings(recorded: Recorded | None) -> tuple[Paragraph, ...]:
    """That goalposts have moved since they were agreed: read before any number."""
    moved = [] if recorded is None else [one for one in recorded.cases if one.edits]
    if not moved:
        return ()
    number = sum(len(one.edits) for one in moved)
    verb = "is" if number == 1 else "are"
    whose = ", ".join(one.initiative for one in moved)
    return (
        Paragraph(
            f"{counted(number, 'kill criteria')} {verb} not what was agreed at Gate 2: {whose}.",
            "alert",
            together(*((one.number,) for one in moved)),
        ),
    )


def _sentences(one: CaseTold) -> Iterator[tuple[str, bool]]:
    for edit in one.edits:
        yield f"{edit}.", True
    if one.debt:
        yield f"{one.debt}.", True
    elif one.redirected_in:
        criteria = counted(one.criteria, "kill criteria")
        yield (
            f"{_version(one)} since run {one.redirected_in} redirected it, with {criteria}.",
            False,
        )
    elif one.version != one.version_before:
        yield f"{_version(one)}.", False


def _version(one: CaseTold) -> str:
    now, before = one.version or "none", one.version_before or "none"
    return f"{one.initiative} has version {now} of its case (it was {before})"
