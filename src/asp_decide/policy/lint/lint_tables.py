"""What is wrong inside one decision table, decided over all its cells: P102 to P106."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from asp_decide.clauses.clause import Clause, CompiledPolicies, TableClause
from asp_decide.clauses.condition import comparisons
from asp_decide.diagnostics import Diagnostic
from asp_decide.model.finding import Result
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.bare_conditions import asked_in, bare, conditions_of_clause
from asp_decide.policy.cells.fact_words import Units, told
from asp_decide.policy.cells.suppositions import Supposition
from asp_decide.policy.lint.confirmed import TableClaim, confirm_table
from asp_decide.policy.lint.shared_inputs import IF_IT_CAN_OCCUR, may_hang_together
from asp_decide.policy.lint.table_look import TableLook, Taken, looked_at
from asp_decide.policy.written.codes import note, problem


@dataclass(slots=True)
class TableLint:
    """One table: rows that are never reached, columns that change nothing, rows that overlap."""

    clause: TableClause
    policies: CompiledPolicies
    axes: Axes
    currency: str
    units: Units
    _claims: list[TableClaim] = field(default_factory=list)

    def findings(self) -> Iterator[Diagnostic]:
        """Everything that is to be said of the table, in a fixed order."""
        try:
            look = looked_at(self.clause, self.axes)
            wrong = [*self._overlaps(look), *self._dead_rows(look)]
            # What rows that overlap or are dead hide is not told as well.
            rest = [] if wrong else [*self._implied_rows(look), *self._dead_columns(look)]
            found = [*wrong, *rest, *self._gap(look)]
        except TooManyCellsError:
            rule, place = self.clause.heading.rule, self.clause.heading.place
            message = f"which rows and columns of {rule} count is not decided: too many cases"
            yield note("P105", place, message, mend="give some inputs together a name by `derive`")
            return
        confirm_table(self._claims, self.clause, self.policies, self.axes.judge)
        yield from found

    def _overlaps(self, look: TableLook) -> Iterator[Diagnostic]:
        """Two rows of a `unique` table that both hold of one fact: its promise is not kept."""
        if self.clause.hit != "unique":
            return
        rule, doubt = self.clause.heading.rule, self._doubt
        for one, other in combinations(self.clause.rows, 2):
            if not (both := look.holds(one) & look.holds(other)):
                continue
            message = (
                f"rows {one.name} and {other.name} of {rule} both hold in {look.counted(both)}, "
                f"and `hit: unique` promises one{doubt}"
            )
            mend = "narrow one of them, or write `hit: first` in the order that is meant"
            fact = self._claimed(look.fact(both), "unknown", (one.name, other.name))
            found = problem("P103", other.place, message, mend=mend, width=len(other.name))
            yield replace(found, level="warning" if doubt else "error", examples=fact)

    def _dead_rows(self, look: TableLook) -> Iterator[Diagnostic]:
        """Rows that give their words in no case: they cannot hold, or another one does before."""
        rule = self.clause.heading.rule
        for row in look.dead_rows():
            fact: tuple[str, ...] = ()
            mend = "take it out, or move it up"
            match look.taken_instead(row):
                case None:
                    message = f"row {row.name} of {rule} can never hold"
                    mend = "take it out"
                case Taken(before=None, where=where):
                    message = (
                        f"row {row.name} of {rule} is never reached: wherever it holds, it is not "
                        "known whether one before it does"
                    )
                    mend = "say `missing` in a cell of a row of its own, if that is meant"
                    fact = self._claimed(look.fact(where), "unknown", (row.name,))
                case Taken(before=str(before), where=where, is_alone=is_alone):
                    first = f"{before} comes" if is_alone else f"{before} and others come"
                    message = f"row {row.name} of {rule} is never reached: {first} first"
                    fact = self._claimed(look.fact(where), "gives", (before,))
            found = problem("P105", row.place, message, mend=mend, width=len(row.name))
            yield replace(found, examples=fact)

    def _implied_rows(self, look: TableLook) -> Iterator[Diagnostic]:
        """Rows without which the table gives the same in every case."""
        rule = self.clause.heading.rule
        for row in look.implied_rows():
            message = f"row {row.name} of {rule} says nothing that its other rows do not say"
            found = problem("P102", row.place, message, mend="take it out", width=len(row.name))
            gives = look.holds(row) & look.given.gives
            facts = self._claimed(look.fact(gives), "gives", (row.name,)) if gives else ()
            yield replace(found, examples=facts)

    def _dead_columns(self, look: TableLook) -> Iterator[Diagnostic]:
        """Columns that decide nothing: at most they ask that something be known."""
        rule = self.clause.heading.rule
        for number, name in enumerate(self.clause.inputs):
            without = look.without_column(number)
            if not look.gives_the_same(without):
                continue
            asks = look.given.unknown & ~without.unknown
            message = f"column `{name}` of {rule} never changes what it gives"
            message += "; it only asks that it be known" if asks else ""
            mend = "take it out, or say in its cells what depends on it"
            found = problem("P106", self.clause.heading.place, message, mend=mend, width=len(rule))
            gives = look.given.gives
            facts = self._claimed(look.fact(gives), "gives") if gives else ()
            yield replace(found, examples=facts)

    def _gap(self, look: TableLook) -> Iterator[Diagnostic]:
        """Cases without a row, where other rules ask for a word that is not there then."""
        nothing, asked = look.given.no_row, self._outputs_asked_for()
        if not asked or not nothing:
            return
        rule, place = self.clause.heading.rule, self.clause.heading.place
        message = (
            f"no row of {rule} holds in {look.counted(nothing)}, and rules that ask for "
            f"{' and '.join(asked)} find no word{self._doubt}"
        )
        mend = "add a row for them, a last one of `any` cells if nothing else is meant"
        found = problem("P104", place, message, mend=mend, width=len(rule))
        yield replace(found, examples=self._claimed(look.fact(nothing), "no_row"))

    def _claimed(self, fact: Supposition, result: Result, rows: Sequence[str] = ()) -> tuple[str]:
        """The fact as it is told; that the table does give this of it is confirmed."""
        self._claims.append((fact, result, tuple(rows)))
        return (told(fact, self.units, self.currency),)

    @property
    def _doubt(self) -> str:
        """What is said where some cases may not occur, as inputs share what they come from."""
        asked = {one for row in self.clause.rows for one in asked_in(bare(row.when))}
        return IF_IT_CAN_OCCUR if may_hang_together(asked, self.policies.clauses) else ""

    def _outputs_asked_for(self) -> list[str]:
        asked = {name for clause in self.policies.clauses for name in _outputs_in(clause)}
        return [f"`{name}`" for name in self.clause.words if name in asked]


def _outputs_in(clause: Clause) -> Iterator[str]:
    for condition in conditions_of_clause(clause):
        for leaf in comparisons(condition):
            if leaf.what == "output":
                yield leaf.name
