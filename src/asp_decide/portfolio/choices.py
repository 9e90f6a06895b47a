"""From facts to what the optimizer may choose among: every option of every open initiative."""

from fractions import Fraction

from asp_decide.learn.correction_words import correction_sentences
from asp_decide.model.choice import Choice, ChoiceSet
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import RUNNING, Book, in_run, is_done, is_open, open_book
from asp_decide.portfolio.candidate_choices import candidate_choices, discovery_choices, leave
from asp_decide.portfolio.choice_columns import Columns
from asp_decide.portfolio.delay_loss import valued_work
from asp_decide.portfolio.running_choices import running_choices


def choices(snapshot: Snapshot) -> ChoiceSet:
    """All choices of a run on its grid, with the capacity and the budget they compete for.

    Choices and removals are sorted by initiative, option and start. Every initiative that is not
    closed has at least one; amounts are exact, and none contains money already spent.
    """
    return choices_of(open_book(snapshot))


def choices_of(book: Book) -> ChoiceSet:
    """The choices of a book, whatever its amounts are supposed to be."""
    columns = {i.id: _columns(book, i) for i in book.snapshot.initiatives if is_open(i)}
    return ChoiceSet(
        grid=book.grid.steps,
        choices=tuple(
            sorted((c for told in columns.values() for c in told.choices), key=_by_start)
        ),
        capacity=book.supply.capacity,
        budget=book.supply.budget,
        running=frozenset(i.id for i in book.snapshot.initiatives if _runs(i)),
        best_value={initiative: told.best_value for initiative, told in columns.items()},
        removed=tuple(
            sorted(
                (removal for told in columns.values() for removal in told.removed),
                key=lambda r: (r.initiative, r.option, -1 if r.start is None else r.start),
            )
        ),
        assumptions=_assumptions(book, columns),
        calibration=book.calibration,
    )


def _columns(book: Book, initiative: Initiative) -> Columns:
    if initiative.kind == "strategic":
        return Columns((leave(initiative, Fraction(0)),), (), Fraction(0))
    if _runs(initiative):
        return running_choices(book, initiative)
    if in_run(initiative):
        return candidate_choices(book, initiative)
    if initiative.state == "discovery_queue":
        return discovery_choices(book, initiative)
    return Columns((leave(initiative, Fraction(0)),), (), Fraction(0))


def _runs(initiative: Initiative) -> bool:
    return initiative.state == RUNNING and initiative.kind == "initiative"


def _by_start(choice: Choice) -> tuple[str, str, int]:
    return choice.initiative, choice.option, -1 if choice.start is None else choice.start


def _assumptions(book: Book, columns: dict[InitiativeId, Columns]) -> tuple[str, ...]:
    told = set(book.supply.assumptions) | {str(belief) for belief in book.beliefs}
    if any(c.best_value for c in columns.values()) and not book.calibration.classes:
        told.add("forecast benefits are taken as stated: no reference class has a history yet")
    told |= set(correction_sentences(book.calibration.classes))
    for initiative, each in columns.items():
        told |= _unpriced_successors(book, initiative)
        told |= set(each.assumptions)
    return tuple(sorted(told))


def _unpriced_successors(book: Book, initiative: InitiativeId) -> set[str]:
    """Successors of an enabler that add nothing to its worth because theirs is not known."""
    enabler = book.initiatives[initiative]
    if enabler.urgency != "enabler" or not in_run(enabler):
        return set()
    told = set()
    for link in book.successors.get(initiative, ()):
        successor = book.initiatives.get(InitiativeId(link.to_id))
        if successor is None or not is_open(successor) or is_done(successor) or in_run(successor):
            continue
        if valued_work(book, successor.id) is None:
            told.add(
                f"{successor.id} adds nothing to the worth of its enabler {initiative}: "
                "its own is not known"
            )
    return told
