"""Eras: between two days on which anything begins, ends or changes value, policies are constant."""

from collections.abc import Iterator
from datetime import date

from asp_decide.model.effective import Dated, day_after
from asp_decide.policy.written.policy_set import PolicySet


def eras(policies: PolicySet, *, since: date) -> tuple[date, ...]:
    """The first day of each era that has not ended by `since`; of the present one `since`.

    Past eras are left alone: what was decided in them is decided.
    """
    turns = {turn for thing in _dated(policies) for turn in _turns(thing)}
    return (since, *sorted(turn for turn in turns if turn > since))


def _dated(policies: PolicySet) -> Iterator[Dated]:
    for document in policies.documents:
        yield document
        yield from (rule.head for rule in document.rules)
        for parameter in document.parameters:
            yield from parameter.values
    yield from policies.overlays


def _turns(thing: Dated) -> Iterator[date]:
    yield thing.effective.from_day
    after = day_after(thing.effective)
    if after is not None:
        yield after
