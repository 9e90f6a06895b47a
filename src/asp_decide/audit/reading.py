"""What a bundle's own facts and policies say, read and measured again for the audit."""

from collections.abc import Callable
from dataclasses import dataclass

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.model.choice import ChoiceSet
from asp_decide.model.design_change import DesignChange
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Subjects
from asp_decide.optimize.columns import Frame
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.book import Book


@dataclass(frozen=True, slots=True)
class Reading:
    """Facts, policies, subjects and choices, made again from the files of the bundle alone.

    `subjects` are measured from the facts, with the capacity prices of the certificate; `after`
    measures them once the recorded plan is taken, as limits and escalations look at them, of the
    programme that is made of answers and limits decided again.
    `version` is that of the asp-decide that reads: where another one recorded, results and values
    must still be the same, and the wording of sentences need not. `designs` are the changes of the
    design: those that the run was the first to know with the figures that their own seed gives.
    `book` is that of the snapshot, where it is open already.
    """

    snapshot: Snapshot
    policies: CompiledPolicies
    choice_set: ChoiceSet
    subjects: Subjects
    after: Callable[[Frame, Programme], Subjects]
    version: str = ""
    designs: tuple[DesignChange, ...] = ()
    book: Book | None = None

    def words_as(self, recorded: str) -> bool:
        """Whether the asp-decide that recorded has worded its sentences as this one does."""
        return self.version in ("", recorded)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The bundle's facts or policies cannot be used; `why` is the first problem, with its place."""

    why: str
