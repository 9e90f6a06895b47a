"""Defects of durable_rules 2.0.28, pinned, so that a change upstream is seen; and our way round.

Each runs in a process of its own, since some of them end it. Where a rule or a fact provokes the
defect, the fence is shown to refuse that rule, so that no policy can ever reach it. Some defects
depend on the state of the heap and cannot be pinned: a comparison of order as the last condition
of a join may read out of bounds, and so may 256 rules with one condition, a text beside a number,
and an array of alternatives. The fence refuses them. So may `delete_state` before anything has
fired, and `get_state` behind a fact that failed: the host fires a sentinel before the one and
never asks the other. In a hundred thousand facts without ids two are once taken for one: ours
have ids, which are checked.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from signal import SIGXCPU
from typing import Any, get_args

import pytest

from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Layer, Subject, SubjectKind
from asp_decide.policy.policy_reader import read_policies
from asp_decide.policy.written.vocabulary import CATALOGUES
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.fence import MOST_PATTERNS, MOST_PROPERTIES, MOST_RULES, check_rule_set
from clause_builders import CURRENCY, an_initiative, compared, decide, derive, facts, policies, some
from drawn_policies import drawn_texts
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import AS_OF, write_policies

pytestmark = pytest.mark.slow

MOST_CPU_SECONDS = 2
"""A dozen times what any of these needs; counted in the process's own time, so that a busy machine
is never taken for a defect."""

LABORATORY = """
import json, resource, sys, warnings
resource.setrlimit(resource.RLIMIT_CPU, (MOST, MOST + 5))
warnings.simplefilter("ignore")
from durable import engine

nan = float("nan")

class Host(engine.Host):
    def _run(self):
        pass

def run(rules, facts, batch):
    fired, errors, host = [], [], Host()
    def firing(name):
        return lambda c: fired.append(name)
    compiled = {name: {**rule, "run": firing(name)} for name, rule in rules.items()}
    try:
        host.set_rulesets({"t": compiled})
    except Exception as error:
        facts, batch = [], False
        errors.append(str(error))
    for fact in ([facts] if batch else facts):
        try:
            host.assert_facts("t", fact) if batch else host.assert_fact("t", fact)
        except Exception as error:
            errors.append(str(getattr(error, "message", error)))
    print(json.dumps([fired, errors]))
"""

LOST = "Could not assert fact, error code: {}"


@dataclass(frozen=True)
class Defect:
    """Rules and facts, what the library does with them, and that it should have done otherwise.

    `rules` are lists of patterns by name. `found` is what fires and what is reported, or how the
    process ends; `or_ends` how it ends when the heap lies otherwise, on one run in thousands.
    """

    title: str
    rules: dict[str, list[dict[str, Any]]]
    told: Sequence[Any]
    found: object
    batch: bool = False
    or_ends: str | None = None


def _joined(*conditions: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"x": {"t": "x"}}, {"y": {"$and": [{"t": "y"}, *conditions]}}]


def _one(condition: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {"r": [{"m": condition}]}


_OVER = {"$gt": {"a": 0}}

IN_RULES = (
    Defect(
        "an integer divided by zero ends the process",
        _one({"$gt": {"a": {"$div": {"$l": {"$m": "a"}, "$r": {"$m": "b"}}}}}),
        [{"a": 1, "b": 0}],
        "signal 8",
    ),
    Defect(
        "257 rules with one condition are refused",
        {f"r{n}": [{"m": {"a": 1}}] for n in range(257)},
        [{"a": 1}],
        [[], ["Could not create ruleset, error code: 108"]],
        or_ends="signal 11",
    ),
    Defect("absence also matches the state", _one({"$nex": {"a": 1}}), [{"b": 1}], "hangs"),
    Defect("an empty condition matches the state", _one({"$and": []}), [{"b": 1}], "hangs"),
    Defect(
        "65 true siblings lose the fact for all rules",
        {f"r{n}": [{"m": {"$gt": {"a": n}}}] for n in range(65)},
        [{"a": 999}],
        [[], [LOST.format(303)]],
    ),
    Defect(
        "a property that is missing in a join keeps an unrelated rule from firing",
        {"r": _joined({"$gt": {"w": {"x": "max"}}}), "q": [{"m": {"t": "y"}}]},
        [{"t": "x"}, {"t": "y", "w": 1}],
        [[], [LOST.format(311)]],
    ),
    Defect("only the first key of a condition counts", _one({"a": 1, "b": 2}), [{"a": 1, "b": 3}], [["r"], []]),
    Defect("texts of unequal length are compared past their end", _one({"$lt": {"a": "ab "}}), [{"a": "ab"}], [[], ['Could not handle message: {"a": "ab"}']]),
    Defect("null is not unequal to one", _one({"$neq": {"a": 1}}), [{"a": None}], [[], ['Could not handle message: {"a": null}']]),
    Defect("either of two fires twice", _one({"$or": [{"a": 1}, {"b": 1}]}), [{"a": 1, "b": 1}], [["r", "r"], []]),
    Defect(
        "a constant beside a join under either is dropped",
        {"r": _joined({"$or": [{"k": {"x": "k"}}, {"g": 1}]})},
        [{"t": "x", "k": 1}, {"t": "y", "k": 2, "g": 1}],
        [[], []],
    ),
    Defect(
        "tests behind a group of joins are skipped",
        {"r": _joined({"$or": [{"k": {"x": "k"}}, {"l": {"x": "l"}}]}, {"z": {"x": "z"}})},
        [{"t": "x", "k": 1, "l": 1, "z": 1}, {"t": "y", "k": 1, "l": 1, "z": 2}],
        [["r"], []],
    ),
    Defect(
        "absence of a fact is overlooked in a batch",
        {"r": [{"x": {"t": "x"}}, {"n$not": {"t": "n"}}]},
        [{"t": "x"}, {"t": "n"}],
        [["r"], []],
        batch=True,
    ),
    Defect("absence of a fact as the first pattern never fires", {"r": [{"n$not": {"t": "n"}}, {"x": {"t": "x"}}]}, [{"t": "x"}], [[], []]),
    Defect("all of nothing is false", _one({"$iall": {"a": {"$gt": {"$i": 0}}}}), [{"a": []}], [[], ['Could not handle message: {"a": []}']]),
    Defect("whole numbers beyond 64 bits are one", _one({"a": 2**63}), [{"a": 2**63 + 5}], [["r"], []]),
    Defect("a whole number is taken for the nearest float", _one({"a": 2.0**53}), [{"a": 2**53 + 1}], [["r"], []]),
    Defect("one is true", _one({"a": True}), [{"a": 1}], [["r"], []]),
    Defect(
        "a fact on the way of 512 conditions is lost",
        {f"r{n}": [{"m": {"$gt": {"a": n}}}] for n in range(512)},
        [{"a": 1}],
        [[], [LOST.format(303)]],
    ),
    Defect("513 conditions under one node hang", {f"r{n}": [{"m": {"$gt": {"a": n}}}] for n in range(513)}, [{"a": 0}], "hangs"),
    Defect("129 absences are refused", {f"r{n}": [{"m": {"$nex": {f"a{n}": 1}}}] for n in range(129)}, [{"b": 1}], [[], ["Could not create ruleset, error code: 107"]]),
    Defect("presence of a context matches the state", _one({"$ex": {"sid": 1}}), [{"b": 1}], "hangs"),
    Defect("a number with an exponent in a rule is refused", _one({"a": 1e20}), [{"a": 1}], [[], ["Could not create ruleset, error code: 204"]]),
    Defect("lengths of texts are compared modulo 65536", _one({"a": "x"}), [{"a": "x" + "y" * 65_536}], [["r"], []]),
    Defect("null is not unequal in a join", {"r": _joined({"$neq": {"v": {"x": "v"}}})}, [{"t": "x", "v": 1}, {"t": "y", "v": None}], [[], [LOST.format(312)]]),
    Defect("null counts as present", _one({"$ex": {"a": 1}}), [{"a": None}], [["r"], []]),
)  # fmt: skip

IN_FACTS = (
    Defect("a batch ends at a number with an exponent and says nothing", _one(_OVER), [{"a": 1}, {"a": 1e20}, {"a": 2}], [["r"], []], batch=True),
    Defect("numbers with an exponent are refused", _one(_OVER), [{"a": 1e20}, {"a": 1e-7}], [[], [LOST.format(204)] * 2]),
    Defect("a batch with an empty fact hangs", _one({"a": 1}), [{"a": 1}, {}], "hangs", batch=True),
    Defect("an empty batch ends the process", _one({"a": 1}), [], "signal 11", batch=True),
    Defect("one and one point nought do not join", {"r": _joined({"v": {"x": "v"}})}, [{"t": "x", "v": 1}, {"t": "y", "v": 1.0}], [[], []]),
    Defect("nought and minus nought do not join", {"r": _joined({"v": {"x": "v"}})}, [{"t": "x", "v": 0.0}, {"t": "y", "v": -0.0}], [[], []]),
    Defect("no number is null", _one({"a": None}), [{"a": float("nan")}], [["r"], []]),
    Defect("more than 252 properties lose the fact", _one({"p1": 1}), [{f"p{n}": 1 for n in range(260)}], [[], [LOST.format(302)]]),
    Defect("two properties may share a name", _one({"declinate": 1}), [{"macallums": 1}], [["r"], []]),
    Defect(
        "two facts may share an id",
        _one({"a": 1}),
        [{"id": "declinate", "a": 1}, {"id": "macallums", "a": 1}],
        [["r"], ['Message has already been observed: {"id": "macallums", "a": 1}']],
    ),
)  # fmt: skip


@pytest.mark.parametrize("defect", IN_RULES + IN_FACTS, ids=lambda defect: defect.title)
def test_the_library_still_does_what_it_should_not(defect: Defect) -> None:
    rules = {name: {"all": patterns} for name, patterns in defect.rules.items()}

    found = _in_its_own_process(f"run({rules!r}, {list(defect.told)!r}, {defect.batch})")

    assert found in (defect.found, defect.or_ends)


@pytest.mark.parametrize("defect", IN_RULES, ids=lambda defect: defect.title)
def test_no_rule_of_that_form_gets_through_the_fence(defect: Defect) -> None:
    rules = {
        name: {"all": patterns, "pri": 0, "dist": 0} for name, patterns in defect.rules.items()
    }

    with pytest.raises(AssertionError):
        check_rule_set(rules, ["a", "b", "g", "l", "max", "v", "w"])


def test_one_fact_may_not_stand_in_two_patterns_unless_it_is_allowed() -> None:
    """Without it, a rule that looks at one conclusion twice would never fire."""
    patterns = [{"m": {"t": "x"}}, {"n": {"$and": [{"t": "x"}, {"s": {"m": "s"}}]}}]
    told = [{"t": "x", "s": 1}]

    refused = _in_its_own_process(f"run({{'r': {{'all': {patterns!r}}}}}, {told!r}, False)")
    allowed = _in_its_own_process(
        f"run({{'r': {{'all': {patterns!r}, 'dist': 0}}}}, {told!r}, False)"
    )

    assert refused == [[], []]
    assert allowed == [["r"], []]


def test_the_rest_of_the_agenda_is_lost_when_the_clock_jumps() -> None:
    """As when a machine sleeps. Our host goes through the agenda itself, and asks no clock."""
    rules = {name: {"all": [{"m": {"a": 1}}]} for name in ("r", "q")}
    jumps = "ticks = iter(range(0, 10**6, 11))\nengine._unix_now = lambda: next(ticks)\n"

    found = _in_its_own_process(f"{jumps}run({rules!r}, [{{'a': 1}}], False)")

    assert found == [["r"], []]


def test_a_negative_priority_comes_last() -> None:
    rules = {name: {"all": [{"m": {"a": 1}}], "pri": pri} for name, pri in (("r", -1), ("q", 5))}

    assert _in_its_own_process(f"run({rules!r}, [{{'a': 1}}], False)") == [["q", "r"], []]


def test_a_priority_beyond_16_bits_comes_first() -> None:
    rules = {
        name: {"all": [{"m": {"a": 1}}], "pri": pri} for name, pri in (("q", 5), ("r", 65_536))
    }

    assert _in_its_own_process(f"run({rules!r}, [{{'a': 1}}], False)") == [["r", "q"], []]


def test_an_exception_in_a_consequent_reaches_nobody() -> None:
    """Even one that should end the process. Ours is no consequent: it reads what has fired."""
    found = _in_its_own_process(
        """
host = Host()
def leave(c):
    raise SystemExit(3)
host.set_rulesets({"t": {"r": {"all": [{"m": {"a": 1}}], "run": leave}}})
print(json.dumps(host.assert_fact("t", {"a": 1})["exception"][:18]))
"""
    )

    assert found == "exception caught 3"


def test_a_conclusion_that_nobody_reads_cuts_its_consequent_short() -> None:
    """Our conclusions go through a queue of our own."""
    found = _in_its_own_process(
        """
host, steps = Host(), []
def conclude(c):
    steps.append("before")
    c.assert_fact({"unread": 1})
    steps.append("after")
host.set_rulesets({"t": {"r": {"all": [{"m": {"a": 1}}], "run": conclude}}})
host.assert_fact("t", {"a": 1})
print(json.dumps(steps))
"""
    )

    assert found == ["before"]


def test_the_bounds_of_the_fence_lie_within_those_of_the_library() -> None:
    assert MOST_RULES < 64  # more than 64 true siblings: error 303
    assert MOST_PROPERTIES < 252  # more flattened properties: error 302
    assert MOST_PATTERNS < 16  # more patterns: error 304


def test_facts_hold_keys_and_ones_and_nothing_else() -> None:
    """So that no number, date, word or name of a user can meet any of these defects."""
    told: list[dict[str, Any]] = []

    def watched(stratum: Any) -> Sequence[Sequence[Any]]:
        told.extend(fact for one in stratum["sets"] for fact in one["facts"])
        return draw(stratum)

    rules = policies(
        derive(
            "REQ-03",
            "mandatory",
            when=some("successor", compared("REQ-03/1", "mandatory", "holds")),
        ),
        decide(
            "STOP-01",
            "stop",
            when=compared("STOP-01/1", "value_realisation", "below 12.5 %"),
            unless=compared("STOP-01/2", "mandatory", "holds"),
        ),
    )
    odd = ('"quoted" $and', "1e20", "NaN")
    given = facts(
        *(an_initiative(name, successor=list(odd), value_realisation="9.75 %") for name in odd)
    )

    drawn_findings(rules, given, watched, currency=CURRENCY)

    values = {(name, value) for fact in told for name, value in fact.items()}
    assert len(told) > 10
    for name, value in values:
        if name in {"s", "t"}:
            assert value[0] == "s"
            assert value[1:].isdigit()
        elif name == "k":
            assert value in {"initiative", "link", "holds"}
        elif name == "n":
            assert value in {
                "successor",
                "mandatory",
                "mandatory?",
                "not mandatory",
                "not mandatory?",
            }
        else:
            assert type(value) is int
            assert value == 1


@pytest.mark.parametrize("layer", ["portfolio", "delivery"])
def test_whatever_policies_say_nothing_that_can_go_wrong_crosses(
    layer: Layer, tmp_path: Path
) -> None:
    """Every form lies inside the fence, and what a fact says is a key, a name of ours, or one."""
    crossed = 0

    def watched(request: Any) -> Sequence[Sequence[Any]]:
        nonlocal crossed
        for one in request["sets"]:
            check_rule_set(one["rules"], one["names"])
            heard = {name.removesuffix("?") for name in one["hears"]}
            for fact in one["facts"]:
                assert all(_is_harmless(name, value, heard) for name, value in fact.items()), fact
                crossed += 1
        return draw(request)

    for seed in range(25):
        written = write_policies(tmp_path / str(seed), drawn_texts(Random(seed), layer))
        read = read_policies(written, as_of=AS_OF, currency=CURRENCY, roles=ROLES)
        if read.errors or read.value is None:
            continue
        compiled = read.value.of(layer)
        named = drawn_subjects(Random(seed), compiled, layer)
        drawn_findings(compiled, as_subjects(map(_oddly_named, named)), watched, currency=CURRENCY)

    assert crossed > 80


def _oddly_named(subject: Subject) -> Subject:
    """The same subject, with the ids of it and of all that it is linked to beyond every bound."""
    links = {name: tuple(map(_odd, ids)) for name, ids in subject.links.items()}
    key = replace(subject.key, id=_odd(subject.key.id))
    return replace(subject, key=key, links=links, streams=tuple(map(_odd, subject.streams)))


def _odd(id_: str) -> str:
    return f'{id_} "1e20" $and NaN \u202e'


def _is_harmless(name: str, value: object, heard: set[str]) -> bool:
    if name in {"s", "t"}:
        return isinstance(value, str) and value[:1] == "s" and value[1:].isdigit()
    if name == "k":
        return value in {*get_args(SubjectKind.__value__), "link", "holds"}
    if name == "n":
        return isinstance(value, str) and (value.removesuffix("?") in heard or value in LINKS)
    return type(value) is int and value == 1


LINKS = {link.name for catalogue in CATALOGUES for link in catalogue.links}


def test_a_drawing_leaves_nothing_behind() -> None:
    """Without teardown each host would keep some hundred kilobytes, and two threads, for ever."""
    grown = _in_its_own_process(
        """
import resource, threading
from asp_decide.rules.durable_host import draw

def form(kind, *more):
    return {"pri": 0, "dist": 0, "all": [{"a": {"$and": [{"k": kind}, *more]}}]}

one = {"names": ["R"], "concludes": {}, "hears": [], "rules": {
    **{f"R{n}": form("initiative", {"R": 1}) for n in range(20)},
    "sink initiative": form("initiative", {"z": 1}), "sentinel": form("sentinel", {"z": 1})},
    "facts": [{"k": "initiative", "s": f"s{n}", "R": 1} for n in range(20)]}

def drawn(times):
    for _ in range(times):
        draw({"sets": [one]})
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

drawn(20)
before = drawn(1)
print(json.dumps([(drawn(150) - before) // 1024, threading.active_count()]))
""",
        cpu_seconds=60,
    )

    assert isinstance(grown, list)
    megabytes, threads = grown
    assert megabytes < 10
    assert threads == 1


def _in_its_own_process(code: str, *, cpu_seconds: int = MOST_CPU_SECONDS) -> object:
    """What the code prints, or how its process ends."""
    laboratory = f"MOST = {cpu_seconds}\n{LABORATORY}{code}"
    done = subprocess.run(
        [sys.executable, "-c", laboratory], capture_output=True, text=True, check=False
    )
    if done.returncode == -SIGXCPU:
        return "hangs"
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
