"""Conclusions that would follow from themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.codes import problem
from asp_decide.policy.document import Derive, Joined, Leaf, Link, Written
from asp_decide.policy.phrase import Conclusion
from asp_decide.policy.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class _Use:
    """One conclusion uses another. `strict`: the other must be finished first."""

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
    uses = {
        name: tuple(_uses(declared.thing, policies))
        for name, declared in policies.conclusions.items()
    }
    told: set[frozenset[str]] = set()
    for name in uses:
        circle = _circle(name, uses)
        if circle is None or frozenset(circle) in told:
            continue
        told.add(frozenset(circle))
        rule = policies.conclusions[name].thing
        way = " from ".join(
            f"`{one}` ({policies.conclusions[one].thing.head.id.text})" for one in circle
        )
        message = f"{way} again: this conclusion follows from itself"
        mend = "break the circle, or let it go along a link by `holds` alone"
        slips.append(problem("P033", rule.name.place, message, mend=mend, width=rule.name.width))


def _uses(rule: Derive, policies: PolicySet) -> Iterator[_Use]:
    for use in _in(rule.when, negated=False):
        if use.used in policies.conclusions:
            yield use
    if rule.unless is not None:
        for use in _in(rule.unless, negated=True):
            if use.used in policies.conclusions:
                yield use


def _in(condition: Written, *, negated: bool) -> Iterator[_Use]:
    match condition:
        case Leaf(name, _, Conclusion(holds)):
            yield _Use(name.text, negated or not holds, along_link=False)
        case Link(quantifier, _, Leaf(name, _, Conclusion(holds))):
            strict = negated or not holds or quantifier == "every"
            yield _Use(name.text, strict, along_link=True)
        case Joined(word, parts):
            for part in parts:
                yield from _in(part, negated=negated or word == "not")
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
