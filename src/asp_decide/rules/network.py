"""Clauses as rules over booleans and keys: what the production system is given to draw.

No quantity crosses this line. Whatever is compared was compared before, exactly; a comparison is
a property of the subject's fact, once as certain and once as possible (`STOP-01/2?`). Each way in
which a rule comes about becomes two rules, one on each rail; unknown is what is possible and not
certain. What remains for the network are conclusions, on the subject itself or along a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from asp_decide.clauses.clause import (
    Clause,
    DeriveClause,
    TableClause,
)
from asp_decide.clauses.condition import Linked
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKind
from asp_decide.rules.drawn_parts import Part, Rail, needs_finished, parts
from asp_decide.rules.fence import MOST_PATTERNS
from asp_decide.rules.normal_form import Disjunct, Literal
from asp_decide.rules.scopes import scope_of
from asp_decide.rules.strata import heights


@dataclass(frozen=True, slots=True)
class Property:
    """A comparison as a boolean of a fact: affirmed or denied, for certain or possibly."""

    literal: Literal
    rail: Rail

    @property
    def name(self) -> str:
        """`STOP-01/2`, `STOP-01/2?`, `not STOP-01/2`, `not STOP-01/2?`."""
        key = self.literal.key
        return on_rail(key if self.literal.affirmed else denied(key), self.rail)


@dataclass(frozen=True, slots=True)
class Join:
    """A conclusion that must hold for the subject, or for one along a link.

    `conclusion` is the name on its rail.
    """

    conclusion: str
    link: str = ""
    target: SubjectKind | None = None

    @property
    def patterns(self) -> int:
        """How many facts it looks at: the conclusion, and the link that leads there."""
        return 2 if self.link else 1


@dataclass(frozen=True, slots=True)
class NetworkRule:
    """One way of one rule on one rail, and what follows when it fires.

    `scope` is the property of the subjects that it speaks of. `concludes` is the conclusion that
    becomes a fact for other rules, or empty. `has_twin` says that the same way is drawn on the
    other rail as well.
    """

    name: str
    rule: RuleId
    part: Part
    rail: Rail
    subject: SubjectKind
    scope: str
    properties: tuple[Property, ...] = ()
    joins: tuple[Join, ...] = ()
    concludes: str = ""
    has_twin: bool = False

    @property
    def is_foregone(self) -> bool:
        """Whether its own booleans alone decide it: it waits for nobody, and nobody for it."""
        return not self.joins and not self.concludes


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules that may use each other's conclusions; those of lower strata are finished.

    `concludes` are the conclusions that are finished when this stratum is, and `tables` those
    whose rows are all drawn then.
    """

    rules: tuple[NetworkRule, ...]
    concludes: tuple[str, ...]
    tables: tuple[TableClause, ...] = ()


def network(clauses: Sequence[Clause]) -> tuple[Stratum, ...]:
    """The strata of all rules, lowest first, in an order that depends on the clauses alone."""
    ordered = sorted(clauses, key=lambda clause: clause.heading.rule)
    levels: dict[int, list[Clause]] = {}
    stands = heights(ordered)
    for clause in ordered:
        levels.setdefault(stands[clause.heading.rule], []).append(clause)
    return tuple(
        Stratum(
            tuple(rule for clause in levels[height] for rule in _rules(clause)),
            tuple(sorted({c.name for c in levels[height] if isinstance(c, DeriveClause)})),
            tuple(clause for clause in levels[height] if isinstance(clause, TableClause)),
        )
        for height in sorted(levels)
    )


def on_rail(name: str, rail: Rail) -> str:
    """The name on the rail of what is certain, or of what is possible."""
    return name if rail == "certain" else name + "?"


def denied(name: str) -> str:
    """The name of the denial."""
    return "not " + name


def unplaced(rule: RuleId) -> str:
    """The property of subjects of which nobody knows whether the rule speaks of them."""
    return f"{rule} missing"


def _rules(clause: Clause) -> list[NetworkRule]:
    """Each way on each rail, and one rule for subjects that may not be in scope at all."""
    rule, subject = clause.heading.rule, scope_of(clause).subject
    found = [NetworkRule(f"{rule}#0?", rule, "missing", "possible", subject, unplaced(rule))]
    for part, ways, rails in parts(clause):
        prefix = rule if part == "acts" else f"{rule} {_in_words(part)}"
        for number, way in enumerate(ways, start=1):
            for rail in rails:
                name = on_rail(f"{prefix}#{number}", rail)
                properties, joins = _asked(way, rail)
                found.append(
                    NetworkRule(
                        name,
                        rule,
                        part,
                        rail,
                        subject,
                        rule,
                        properties,
                        joins,
                        has_twin=len(rails) > 1,
                    )
                )
    if isinstance(clause, DeriveClause):
        found = [
            replace(one, concludes=on_rail(clause.name, one.rail))
            if one.part in {"acts", "missing"}
            else one
            for one in found
        ]
    return [step for one in found for step in _steps(one)]


def _in_words(part: Part) -> str:
    return f"row {part}" if isinstance(part, int) else part


def _steps(rule: NetworkRule) -> list[NetworkRule]:
    """The rule, after as many steps as leave it no more patterns than the fence allows.

    A step concludes that the first of the conclusions asked for are there.
    """
    steps: list[NetworkRule] = []
    joins = rule.joins
    while sum(join.patterns for join in joins) >= MOST_PATTERNS:
        taken = _taken(joins)
        name = f"{rule.name} step {len(steps) + 1}"
        step = replace(rule, name=name, part="step", properties=(), joins=taken, concludes=name)
        steps.append(step)
        joins = (Join(name), *joins[len(taken) :])
    return [*steps, replace(rule, joins=joins)]


def _taken(joins: tuple[Join, ...]) -> tuple[Join, ...]:
    """As many of the first joins as fit beside the pattern of the subject."""
    taken: tuple[Join, ...] = ()
    for join in joins:
        if sum(one.patterns for one in taken) + join.patterns >= MOST_PATTERNS:
            break
        taken = (*taken, join)
    return taken


def _asked(way: Disjunct, rail: Rail) -> tuple[tuple[Property, ...], tuple[Join, ...]]:
    """What a way asks: booleans that we decide, and conclusions that the network finds."""
    found = [(literal, _join(literal, rail)) for literal in way]
    properties = [Property(literal, rail) for literal, join in found if join is None]
    joins = [join for _, join in found if join is not None]
    return tuple(properties), tuple(dict.fromkeys(joins))


def _join(literal: Literal, rail: Rail) -> Join | None:
    """How the network finds the conclusion, or None where we decide the literal ourselves.

    A conclusion that must be finished is known when the rule is drawn: like any comparison, it is
    then a boolean of the subject, or of what its link leads to.
    """
    comparison, name = literal.comparison, literal.conclusion
    if comparison is None or not name or needs_finished(literal):
        return None
    if isinstance(literal.leaf, Linked):
        return Join(on_rail(name, rail), literal.leaf.link, comparison.subject)
    return Join(on_rail(name, rail))
