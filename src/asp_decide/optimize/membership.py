"""Which initiatives or value streams a limit speaks of, by what is known of them today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from asp_decide.clauses.bounded import Scope
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.subject import SubjectKey, Subjects


@dataclass(frozen=True, slots=True)
class Members[Id: str]:
    """Who certainly belongs, and who belongs unless a missing attribute says otherwise."""

    sure: frozenset[Id]
    possible: frozenset[Id]


def members_of[Id: str](
    scope: Scope, ids: Iterable[Id], subjects: Subjects, *, leaving_out: str = ""
) -> Members[Id]:
    """Those of the scope's kind that are in it; the attribute `leaving_out` is not looked at."""
    asked = {
        attribute: named_states(words) if attribute == "state" else frozenset(words)
        for attribute, words in scope.where
        if attribute != leaving_out
    }
    sure: set[Id] = set()
    possible: set[Id] = set()
    for id_ in ids:
        subject = subjects.get(SubjectKey(scope.subject, id_))
        known = subject.attributes if subject is not None else {}
        outside, unsure = _compare(asked, known)
        if not outside:
            possible.add(id_)
            if not unsure:
                sure.add(id_)
    return Members(frozenset(sure), frozenset(possible))


def named_states(words: Iterable[str]) -> frozenset[str]:
    """States, with each group of states replaced by its members."""
    return frozenset(state for word in words for state in STATE_GROUPS.get(word, (word,)))


def _compare(
    asked: Mapping[str, frozenset[str]], known: Mapping[str, str | None]
) -> tuple[bool, bool]:
    found = [(known.get(attribute), words) for attribute, words in asked.items()]
    outside = any(word is not None and word not in words for word, words in found)
    return outside, any(word is None for word, _ in found)
