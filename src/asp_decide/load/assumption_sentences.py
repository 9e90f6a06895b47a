"""The declared assumptions as sentences: each number that a source lacks, and why it was taken."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.load.assumed_forms import (
    BenefitOfCost,
    ByDates,
    Reasoned,
    StraightLine,
    SuccessByRating,
)
from asp_decide.load.mapped_records import OUTCOMES, Outcome
from asp_decide.load.mapping import SourceMapping

_WORDS: dict[Outcome, str] = {
    "withheld": "withheld",
    "not applicable": "not applicable yet",
    "rejected": "not readable",
    "empty": "not stated",
}
_COUNTED = {
    "rating": "the rating",
    "starts_on": "the start",
    "ends_on": "the end",
    "whole_life_cost": "the whole-life cost",
    "cost_this_year": "the cost of this year",
}


def assumption_sentences(
    mapping: SourceMapping, tally: Mapping[str, Counter[Outcome]], *, initiatives: int
) -> tuple[str, ...]:
    """Whose facts these are, what was assumed, and how many cells are unknown; in a fixed order."""
    told = [mapping.attribution] if mapping.attribution else []
    told.append(
        f"the facts are those of {mapping.source}, true on {mapping.noted_on}; what remains is"
        f" counted from {mapping.as_of}; {initiatives} initiatives"
    )
    told += _assumed(mapping)
    told += [
        f"{both} take the same effort each from work that names them together"
        for both in sorted({" and ".join(ids) for ids in mapping.streams.values() if len(ids) > 1})
    ]
    told += [
        _unknown(noun, tally[name]) for name, noun in _COUNTED.items() if _lacking(tally, name)
    ]
    return tuple(told)


def _assumed(mapping: SourceMapping) -> Iterator[str]:
    assumed = mapping.assumed
    if (made := assumed.id) is not None:
        yield f"work without an id is called by the first {made.words} words of its name" + _why(
            made
        )
    if assumed.state is not None:
        yield _state(assumed.state) + _why(assumed.state)
    if assumed.benefit is not None:
        yield _benefit(assumed.benefit, mapping) + _why(assumed.benefit)
    if assumed.probability_of_success is not None:
        yield _success(assumed.probability_of_success) + _why(assumed.probability_of_success)
    if assumed.remaining_effort is not None:
        yield _effort(assumed.remaining_effort) + _why(assumed.remaining_effort)
    if (pause := assumed.pause) is not None:
        cost = _percent(pause.cost)
        yield (
            "running work may be paused and go on in a later interval; restarting it costs"
            f" {cost} of what remains" + _why(pause)
        )
    if (capacity := assumed.capacity) is not None:
        factor = _percent(capacity.factor)
        yield (
            f"the capacity of a value stream is, a year, {factor} of what its work costs this year"
            + _why(capacity)
        )


def _state(assumed: ByDates) -> str:
    return (
        "work runs from its start on and is over after its end; without dates it is taken as"
        f" `{assumed.without_dates}`, and as `{assumed.not_yet_dated}` where dates do not apply yet"
    )


def _benefit(assumed: BenefitOfCost, mapping: SourceMapping) -> str:
    told = []
    for known, of_group in assumed.by_group.items():
        name, _ = mapping.groups[known]
        ratio, life = decimal_text(of_group.ratio), decimal_text(of_group.life_weeks, 1)
        told.append(f"times {ratio} over {life} weeks for {name}")
    return "the benefit of work that succeeds is its whole-life cost " + ", ".join(told)


def _success(assumed: SuccessByRating) -> str:
    told = [f"{word} {_percent(share)}" for word, share in assumed.shares.values()]
    return f"the probability of success is that of the rating: {', '.join(told)}"


def _effort(assumed: StraightLine) -> str:
    told = "what remains costs the whole-life cost in the proportion of the time left"
    if assumed.most_per_year is not None:
        told += f", a year at most {_percent(assumed.most_per_year)} of what this year costs"
    return told + "; money spent is not looked at"


def _why(assumed: Reasoned) -> str:
    return f" ({assumed.because})"


def _unknown(noun: str, counts: Counter[Outcome]) -> str:
    told = [f"{counts[one]} {_WORDS[one]}" for one in OUTCOMES if one in _WORDS and counts[one]]
    return (
        f"{noun} is unknown of {counts.total() - counts['stated']} of {counts.total()} records:"
        f" {', '.join(told)}; what needs it is unknown too"
    )


def _lacking(tally: Mapping[str, Counter[Outcome]], name: str) -> bool:
    return name in tally and tally[name]["stated"] < tally[name].total()


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100)} %"
