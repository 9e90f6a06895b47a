"""Which conclusions the witness must finish before which: layer by layer, from the rules alone."""

from collections.abc import Iterator, Sequence

from asp_decide.clauses.clause import DeriveClause
from asp_decide.clauses.condition import Comparison, HoldsTest, Linked
from asp_decide.rules.witnessed_conditions import leaves_of


def layers_of(derived: Sequence[DeriveClause]) -> dict[str, int]:
    """How many finished layers each conclusion needs below it."""
    layers = {clause.name: 0 for clause in derived}
    for _ in range(len(layers) + 1):
        before = dict(layers)
        for clause in derived:
            needed = [layers[name] + above for name, above in _needed(clause) if name in layers]
            layers[clause.name] = max([layers[clause.name], *needed])
        if layers == before:
            return layers
    raise AssertionError("no conclusion follows from its own denial")


def _needed(clause: DeriveClause) -> Iterator[tuple[str, int]]:
    """Conclusions that a rule uses, and 1 where it can ask only when they are finished."""
    wanted = [*leaves_of(clause.when), *leaves_of(clause.unless, is_denied=True)]
    for leaf, is_denied in wanted:
        comparison: Comparison = leaf.that if isinstance(leaf, Linked) else leaf
        if not isinstance(comparison.test, HoldsTest):
            continue
        asks_denial = is_denied is comparison.test.holds
        if isinstance(leaf, Linked):
            asks_denial = is_denied or leaf.quantifier == "every" or not comparison.test.holds
        yield comparison.name, int(asks_denial)
