"""Conclusions, and outputs of tables, that would follow from themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Derive, Joined, Leaf, Link, Table, Written
from asp_decide.policy.written.phrase import Conclusion
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import conditions_of


@dataclass(frozen=True, slots=True)
class _Use:
    """One conclusion uses another. `strict`: the other must be finished first.

    The outputs of tables count as conclusions: whoever asks for one needs its table finished.
    """

    used: str
    strict: bool
    along_link: bool


def check_circles(policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell every circle of conclusions that says nothing.

    A conclusion may follow from itself only along a link and only by `holds`: links are finite
    and nothing is withdrawn, so that ends. Through `does not hold`, `not`, `unless` or `every`
    the other must be finished first; and a circle that never leaves its subject concludes
    nothing from nothing (stratification: Apt, Blair and Walker 1988).
    """
    drawn: dict[str, Derive | Table] = {
        **{name: declared.thing for name, declared in policies.conclusions.items()},
        **{name: declared.thing.table for name, declared in policies.outputs.items()},
    }
    uses = {name: tuple(_uses(rule, policies)) for name, rule in drawn.items()}
    told: set[frozenset[str]] = set()
    for name in uses:
        circle = _circle(name, uses)
        if circle is None or frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        rule = drawn[name]
        way = " from ".join(f"`{one}` ({drawn[one].head.id.text})" for one in circle)
        what = "output" if isinstance(rule, Table) else "conclusion"
        message = f"{way} again: this {what} follows from itself"
        mend = "break the circle, or let it go along a link by `holds` alone"
        slips.append(problem("P033", rule.name.place, message, mend=mend, width=rule.name.width))


def _uses(rule: Derive | Table, policies: PolicySet) -> Iterator[_Use]:
    spares = rule.unless if isinstance(rule, Derive) else None
    for condition in conditions_of(rule):
        for use in _in(condition, policies, negated=condition is spares):
            if use.used in policies.conclusions or use.used in policies.outputs:
                yield use


def _in(condition: Written, policies: PolicySet, *, negated: bool) -> Iterator[_Use]:
    match condition:
        case Leaf(name) if name.text in policies.outputs:
            yield _Use(name.text, strict=True, along_link=False)
        case Link(_, _, Leaf(name)) if name.text in policies.outputs:
            yield _Use(name.text, strict=True, along_link=True)
        case Leaf(name, _, Conclusion(holds)):
            yield _Use(name.text, negated or not holds, along_link=False)
        case Link(quantifier, _, Leaf(name, _, Conclusion(holds))):
            strict = negated or not holds or quantifier == "every"
            yield _Use(name.text, strict, along_link=True)
        case Joined(word, parts):
            for part in parts:
                yield from _in(part, policies, negated=negated or word == "not")
        case _:
            return


def _circle(name: str, uses: Mapping[str, tuple[_Use, ...]]) -> list[str] | None:
    """The shortest refused circle through `name`: one with a strict use, or with no link."""
    # A state is a conclusion, whether a strict use was passed, and whether a link was.
    start = (name, False, False)
    before: dict[tuple[str, bool, bool], tuple[str, bool, bool] | None] = {start: None}
    queue = [start]
    for state in queue:
        for use in uses[state[0]]:
            reached = (use.used, state[1] or use.strict, state[2] or use.along_link)
            if use.used == name and (reached[1] or not reached[2]):
                return _way_back(state, before)
            if reached not in before:
                before[reached] = state
                queue.append(reached)
    return None


def _way_back(
    state: tuple[str, bool, bool],
    before: Mapping[tuple[str, bool, bool], tuple[str, bool, bool] | None],
) -> list[str]:
    way: list[str] = []
    step: tuple[str, bool, bool] | None = state
    while step is not None:
        way.append(step[0])
        step = before[step]
    return way[::-1]
