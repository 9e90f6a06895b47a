"""Which conclusions the witness must finish before which: layer by layer, from the rules alone."""

from collections.abc import Iterator, Sequence

from asp_decide.clauses.clause import DeriveClause, TableClause
from asp_decide.clauses.condition import Comparison, HoldsTest, Linked
from asp_decide.rules.witnessed_conditions import leaves_of

type Drawing = DeriveClause | TableClause
"""A rule that finds something other rules may ask for: a conclusion, or what a table gives."""


def layers_of(drawing: Sequence[Drawing]) -> tuple[tuple[Drawing, ...], ...]:
    """The rules in layers, each asking only for what its own or a lower layer finds."""
    layers = dict.fromkeys((clause.heading.rule for clause in drawing), 0)
    finds = {name: clause.heading.rule for clause in drawing for name in _found_by(clause)}
    for _ in range(len(layers) + 1):
        before = dict(layers)
        for clause in drawing:
            asked = ((finds[name], above) for name, above in _needed(clause) if name in finds)
            needed = [layers[rule] + above for rule, above in asked]
            layers[clause.heading.rule] = max([layers[clause.heading.rule], *needed])
        if layers == before:
            return tuple(
                tuple(clause for clause in drawing if layers[clause.heading.rule] == layer)
                for layer in sorted(set(layers.values()))
            )
    raise AssertionError("no conclusion follows from its own denial")


def _found_by(clause: Drawing) -> tuple[str, ...]:
    return clause.words if isinstance(clause, TableClause) else (clause.name,)


def _needed(clause: Drawing) -> Iterator[tuple[str, int]]:
    """What a rule asks for of others, and 1 where it can ask only when that is finished."""
    if isinstance(clause, TableClause):
        wanted = [leaf for row in clause.rows for leaf in leaves_of(row.when)]
    else:
        wanted = [*leaves_of(clause.when), *leaves_of(clause.unless, is_denied=True)]
    for leaf, is_denied in wanted:
        comparison: Comparison = leaf.that if isinstance(leaf, Linked) else leaf
        if comparison.what == "output":
            yield comparison.name, 1
        if not isinstance(comparison.test, HoldsTest):
            continue
        asks_denial = is_denied is comparison.test.holds
        if isinstance(leaf, Linked):
            asks_denial = is_denied or leaf.quantifier == "every" or not comparison.test.holds
        yield comparison.name, int(asks_denial)
