"""Whether a mutant says anything else that a case could state, decided cell by cell."""

from dataclasses import dataclass

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.model.finding import Answer, Result
from asp_decide.policy.adequacy.mutation import Difference
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells import cells
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.cells import differing_cells
from asp_decide.policy.cells.supposed_in_words import supposed_in_words
from asp_decide.policy.cells.table_cells import Outcome


@dataclass(frozen=True, slots=True)
class ByCells:
    """Tells policies apart by the results of their rules and the answers of their points.

    The force with which an answer binds is no difference here: no answer shows it, and where a
    plan may show it that is asked of the plan.
    """

    judge: Judge
    currency: str

    def __call__(self, base: CompiledPolicies, other: CompiledPolicies) -> Difference:
        """The first case that the other policies decide otherwise, if there is any."""
        is_decided = True
        for found in differing_cells(base, other, Axes(self.judge)):
            if not found.is_decided:
                is_decided = False
            elif _can_be_stated(found):
                return Difference(supposed_in_words(found.supposition, base, self.currency))
        return Difference(decided=is_decided)


def _can_be_stated(found: cells.Difference) -> bool:
    return _stated(found.old) != _stated(found.new)


def _stated(said: Result | Outcome | Answer | None) -> object:
    """What of it a case states: the result, what a table gives, or the answer with its reason."""
    if isinstance(said, Outcome):
        return said.result, said.words if said.result == "gives" else ()
    if isinstance(said, Answer):
        return said.answer, said.why or (said.by, said.blocked_by)
    return said
