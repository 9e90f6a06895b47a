"""The one place that knows durable_rules: a host without threads, fresh for each drawing.

Facts are asserted one by one, in the order given; conclusions go through our own queue; every
firing is checked again against the rule's own conditions. Whatever the library reports that is
not a firing ends the drawing.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from durable import engine as durable

from asp_decide.errors import EngineFailedError
from asp_decide.rules.fence import MOST_FACTS, RESERVED, SENTINEL, SINK, check_rule_set, fnv_1a
from asp_decide.rules.firing import Fact, Told, evidence_of, told

_library = durable.durable_rules_engine
_NOT_HANDLED, _OBSERVED = 1, 2
"""What the library answers of a fact that no rule looks at, and of one whose id is known."""


def draw(request: Mapping[str, Any]) -> list[list[Any]]:
    """Everything that fires: the number of the rule set, the rule, the key of its subject.

    `request` has `sets`, each with `rules` in the library's form, `names` of the properties that
    they ask for, `concludes` (by rule, what it concludes), `hears` (conclusions that are facts for
    it) and `facts`. The firings are sorted, each once. Raises EngineFailedError.
    """
    drawing = _Drawing(request["sets"])
    try:
        drawing.run()
    finally:
        drawing.tear_down()
    return sorted([number, rule, key] for number, rule, key in drawing.fired)


class _Host(durable.Host):  # type: ignore[misc]  # the library has no types
    """The library's host without the two threads that it would never stop."""

    def _run(self) -> None:
        return


class _Drawing:
    """One host with the rule sets of a drawing, from the first fact to the sentinel."""

    def __init__(self, sets: Sequence[Mapping[str, Any]]) -> None:
        self.fired: set[tuple[int, str, str]] = set()
        self._sets = [_Working(number, one, self) for number, one in enumerate(sets)]
        self._host = _Host()
        self._queue: deque[tuple[str, str]] = deque()
        self._queued: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Asserts all facts and everything that follows from them."""
        for working in self._sets:
            working.register(self._host)
        for working in self._sets:
            for fact in working.facts:
                working.tell(fact)
                self._tell_conclusions()
        for working in self._sets:
            working.finish()

    def tear_down(self) -> None:
        """Frees what the library would otherwise keep for ever."""
        for working in self._sets:
            working.release(self._host)

    def conclude(self, conclusion: str, key: str) -> None:
        """Queues a conclusion as a fact, once."""
        if (conclusion, key) not in self._queued:
            self._queued.add((conclusion, key))
            self._queue.append((conclusion, key))

    def _tell_conclusions(self) -> None:
        while self._queue:
            conclusion, key = self._queue.popleft()
            for working in self._sets:
                if conclusion in working.hears:
                    working.tell({"k": "holds", "n": conclusion, "s": key})


class _Working:
    """A rule set at work: its facts by id, and what has fired."""

    def __init__(self, number: int, one: Mapping[str, Any], drawing: _Drawing) -> None:
        self.number = number
        self.name = f"set{number}"
        self.facts: Sequence[Fact] = one["facts"]
        self.hears = frozenset(one["hears"])
        self._rules: Mapping[str, Any] = one["rules"]
        self._names: Sequence[str] = one["names"]
        self._evidence = {name: evidence_of(rule["all"]) for name, rule in self._rules.items()}
        self._concludes: Mapping[str, str] = one["concludes"]
        self._drawing = drawing
        self._told: dict[str, Told] = {}
        self._contents: set[tuple[tuple[str, Any], ...]] = set()
        self._ids: set[int] = set()
        self._taken: set[str] = set()
        self._tuples: set[tuple[str, ...]] = set()
        self._handle: Any = None
        self._failure = ""
        self._drained = False

    def register(self, host: _Host) -> None:
        """Compiles the rules, all of which must lie inside the fence."""
        check_rule_set(self._rules, self._names)
        told = {name for fact in self.facts for name in fact}
        assert told <= {*self._names, *RESERVED}, "facts have the properties that rules ask for"
        compiled = {name: {**rule, "run": _no_consequent} for name, rule in self._rules.items()}
        host.set_rulesets({self.name: compiled})
        self._handle = host.get_ruleset(self.name)._handle  # noqa: SLF001

    def tell(self, fact: Fact) -> None:
        """Asserts one fact, unless the same has been said; everything that matches fires now."""
        content = tuple(sorted(fact.items()))
        if content in self._contents:
            return
        self._contents.add(content)
        id_ = self._next_id()
        one = self._told[id_] = told(id_, fact)
        try:
            answer, state = _library.assert_fact(self._handle, one.text)
        except Exception as error:
            raise EngineFailedError(f"durable_rules refused a fact: {error}") from error
        if answer in {_NOT_HANDLED, _OBSERVED}:
            why = "no rule looks at it" if answer == _NOT_HANDLED else "it has been told before"
            raise EngineFailedError(f"durable_rules refused a fact: {why}: {one.text}")
        self._take_what_fires(state)
        if self._failure:
            raise EngineFailedError(self._failure)

    def _take_what_fires(self, state: Any) -> None:
        """Goes through the agenda to its end, as the library's own host would.

        That one reads and writes the facts and its state as JSON at every firing, gives up without
        a word after ten seconds, and swallows what goes wrong; none of which is wanted here.
        """
        begun = _library.start_action_for_state(self._handle, state)
        message = begun[1] if begun else None
        while message:
            rule = message[2 : message.index('"', 2)]
            try:
                self._fire(rule, message)
            except Exception as error:  # noqa: BLE001
                self._failure = self._failure or f"durable_rules fired {rule} wrongly: {error}"
            message = _library.complete_and_start_action(self._handle, state)

    def finish(self) -> None:
        """Proves that every fact was taken in, that nothing failed, and that nothing is left."""
        self.tell({"k": SENTINEL})
        if not self._drained:
            raise EngineFailedError("durable_rules did not finish: its last rule has not fired")
        if len(self._taken) != len(self._told) - 1:
            raise EngineFailedError(
                f"durable_rules lost facts: it took {len(self._taken)} of {len(self._told) - 1}"
            )

    def release(self, host: _Host) -> None:
        """Deletes state and rules; the library can do so safely once something has fired."""
        if not self._drained:
            return
        host.delete_state(self.name)
        _library.delete_ruleset(self._handle)

    def _fire(self, rule: str, message: str) -> None:
        evidence = self._evidence[rule]
        matched = evidence.facts_of(rule, message, self._told)
        evidence.check(matched)
        if rule == SENTINEL:
            self._drained = True
            return
        self._taken.update(fact["id"] for fact in matched.values())
        if rule.startswith(SINK):
            return
        fired = (rule, *(matched[alias]["id"] for alias in evidence.aliases))
        if fired in self._tuples:
            raise ValueError("the same facts fired it twice")
        self._tuples.add(fired)
        key = matched["a"]["s"]
        self._drawing.fired.add((self.number, rule, key))
        if rule in self._concludes:
            self._drawing.conclude(self._concludes[rule], key)

    def _next_id(self) -> str:
        """An id that the library can tell from all others: it keeps a 32-bit hash of it."""
        if len(self._told) >= MOST_FACTS:
            raise EngineFailedError(f"a rule set takes at most {MOST_FACTS} facts")
        number = len(self._told)
        while fnv_1a(name := f"f{number:07}") in self._ids:
            number += MOST_FACTS
        self._ids.add(fnv_1a(name))
        return name


def _no_consequent(_: Any) -> None:
    """Every rule of the library has a consequent; what ours does is done with its message."""
    raise AssertionError("the library's own host takes no action here")
