"""Checks 2 to 4 of a part of a run: nothing left out, decided as it shows, approved as it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from asp_decide.audit.check import Check, Divergence, counted, not_checked
from asp_decide.audit.shown_part import WHOLE, Record, ShownPart, line_of, of_shown
from asp_decide.audit.shown_results import answer_told_otherwise, result_told_otherwise
from asp_decide.audit.shown_subject import key_of
from asp_decide.clauses.act_records import BRAKE
from asp_decide.ledger.reader_bundle import EXTRACT
from asp_decide.model.subject import SubjectKey
from asp_decide.rules.witnessed_scopes import Asked, asked_at, asked_by

_PLACES = (
    "rule",
    "point",
    "subject",
    "group",
    "interval",
    "initiative",
    "value_stream",
    "path",
    "id",
)
"""What tells one record of a kind from another, as far as the kind has it."""


def shown_complete(part: ShownPart) -> Check:
    """Whether each initiative is decided once, and each rule has spoken of whom it must."""
    decided = {key_of(one) for one in part.of_kind("approval") if one["point"] != BRAKE}
    if not decided:
        return not_checked(2, f"nothing is decided in it; what is missing is seen in {WHOLE}")
    expected = sorted(_expected(part))
    told = (
        f"{counted(len(decided), 'initiative')} decided once, rules x subjects: "
        f"{len(expected):,} expected, {len(expected):,} found"
    )
    found = _left_out(part, expected, decided)
    return of_shown(2, found, told=told, rest="what is not in it")


def _left_out(
    part: ShownPart, expected: Iterable[tuple[str, SubjectKey]], decided: Collection[SubjectKey]
) -> Iterator[Divergence]:
    for place, number in Counter(map(_place, part.records)).items():
        if number > 1:
            yield Divergence(EXTRACT, f"{place} is there {number} times")
    for one in part.of_kind("rule", "answer"):
        key = key_of(one)
        if key.kind == "initiative" and key not in decided:
            yield Divergence(line_of(one), f"{key} is judged, and nobody decided about it")
    there = {(str(one["rule"]), key_of(one)) for one in part.of_kind("rule")}
    for rule, key in expected:
        if (rule, key) not in there:
            yield Divergence(EXTRACT, f"rule {rule} has no result about {key}")


def _place(record: Record) -> str:
    """What there is one record of."""
    named = (f"{name} {record[name]}" for name in _PLACES if record.get(name) is not None)
    return " ".join((str(record["kind"]), *named))


def _expected(part: ShownPart) -> set[tuple[str, SubjectKey]]:
    """The results that there must be: a rule speaks of all of whom something narrower speaks.

    That is another rule, or an answer at a decision point.
    """
    rules = {clause.heading.rule: asked_by(clause) for clause in part.clauses}

    @cache
    def wider(narrow: Asked) -> tuple[str, ...]:
        return tuple(rule for rule, wide in rules.items() if _is_within(narrow, wide))

    answers = [(asked_at(str(one["point"])), one) for one in part.of_kind("answer")]
    results = [(rules[one["rule"]], one) for one in part.of_kind("rule") if one["rule"] in rules]
    return {(rule, key_of(one)) for narrow, one in (*answers, *results) for rule in wider(narrow)}


def _is_within(narrow: Asked, wide: Asked) -> bool:
    """Whether everybody of the one scope is in the other, whatever the facts."""
    kind, lines, unfiled = narrow
    return (
        kind == wide[0]
        and wide[2] in ("", unfiled)
        and all(
            any(
                name == other and words <= set(allowed) and strict >= strictly
                for other, words, strict in ((n, set(w), s) for n, w, s in lines)
            )
            for name, allowed, strictly in wide[1]
        )
    )


def shown_decided(part: ShownPart) -> Check:
    """Whether results and answers follow from the values in the records."""
    results, answers = part.of_kind("rule"), part.of_kind("answer")
    if part.policies is None or not results:
        why = part.unread or "it has no result"
        return not_checked(3, f"{why}; results are decided again in {WHOLE}")
    open_ = [one for one in results if part.as_then(one) is None]
    unsure = {key_of(one) for one in open_}
    again = [one for one in answers if key_of(one) not in unsure]
    told = (
        f"{len(results) - len(open_):,} of {counted(len(results), 'result')} and {len(again):,} of "
        f"{counted(len(answers), 'answer')} follow from the values in them"
    )
    return of_shown(3, _otherwise(part, again), told=told, rest="the values, and the others")


def _otherwise(part: ShownPart, answers: Iterable[Record]) -> Iterator[Divergence]:
    assert part.policies is not None, "nothing is decided again without policies"
    by_subject: dict[SubjectKey, list[Record]] = {}
    for one in part.of_kind("rule", "override"):
        by_subject.setdefault(key_of(one), []).append(one)
    for one in part.of_kind("rule"):
        clause = part.as_then(one)
        trouble = "" if clause is None else result_told_otherwise(one, clause, part.currency)
        if trouble:
            yield Divergence(line_of(one), f"rule {one['rule']} {key_of(one)}: {trouble}")
    for one in answers:
        trouble = answer_told_otherwise(one, by_subject.get(key_of(one), []), part.policies)
        if trouble:
            yield Divergence(line_of(one), f"answer {one['point']} {key_of(one)}: {trouble}")


def shown_right_rules(part: ShownPart) -> Check:
    """Whether each policy is approved as it means, by another than its owner, in time."""
    results = part.of_kind("rule")
    same = [one for one in results if _means(part, one)]
    told = (
        f"{len(part.approved):,} policies approved in time, none by its owner; "
        f"{len(same):,} of {counted(len(results), 'result')} by rules as approved"
    )
    found = [*_ill_approved(part), *_of_other_rules(part)]
    if part.policies is None and not found:
        return not_checked(4, f"{part.unread}; which rules were in force is seen in {WHOLE}")
    return of_shown(4, found, told=told, rest="which others were in force, and who may approve")


def _means(part: ShownPart, record: Record) -> bool:
    clause = part.clause_of(record)
    return clause is not None and clause.heading.meaning == record["rule_hash"]


def _ill_approved(part: ShownPart) -> Iterator[Divergence]:
    as_of = max((str(one["as_of"]) for one in part.records), default="")
    for path, one in part.approved.items():
        by, on = (str(one["approved"][name]) for name in ("by", "on"))
        if by == one["owner"]:
            yield Divergence(EXTRACT, f"{path}: `{by}` owns it and approved it")
        if as_of and on > as_of:
            yield Divergence(EXTRACT, f"{path}: it was approved on {on}, after {as_of}")
    for file in () if part.policies is None else part.policies.files:
        if file.path not in part.approved or part.approved[file.path]["meaning"] != file.meaning:
            yield Divergence(file.path, "it does not mean what was approved")


def _of_other_rules(part: ShownPart) -> Iterator[Divergence]:
    """A rule that means something else than in its own policy, with no overlay to say why."""
    for one in part.of_kind("rule"):
        clause = part.clause_of(one)
        if clause is None or part.missing_overlays or _means(part, one):
            continue
        what = f"rule {one['rule']} means something else in {clause.heading.place.file}"
        yield Divergence(line_of(one), what)
