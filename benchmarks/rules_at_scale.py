"""Rules by subjects: both evaluators at growing sizes, and the same conditions elsewhere.

Both evaluators run at the same time, as on two cores they may; all their results are compared.
Plain Python, rule-engine and zen-engine judge the same conditions without missing amounts,
conclusions or reasons, which is less than ours do; they must find the same. Everything is drawn
and read before the clock starts.
"""

import json
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from asked import RuleSizes
from asp_decide.model.finding import Finding
from asp_decide.model.subject import History, Measured, Subject
from asp_decide.rules.durable_engine import DurableEngine
from asp_decide.rules.findings import RuleResults
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from family_p import CURRENCY, HISTORY, Condition, Drawn, draw
from peers.rules import ENGINES
from places import BENCH_PYTHON, HERE

MISSING = 0.02
TIME_LIMIT_SECONDS = 600


def rules_at_scale(asked: RuleSizes) -> Iterator[str]:
    """The lines of both tables."""
    yield (
        "| rules | subjects | results | act | unknown | both evaluators | engine alone | "
        "witness alone | memory |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for rules, subjects in _sizes(asked.rules, asked.subjects):
        yield _at_size(draw(rules, subjects, missing=MISSING, seed=asked.seed))
    yield ""
    yield "The same conditions elsewhere, without missing amounts, conclusions or reasons:"
    yield ""
    yield f"| {asked.rules} rules × {asked.for_others} subjects | seconds | judgements/s | ratio |"
    yield "|---|---:|---:|---:|"
    yield from _beside_others(draw(asked.rules, asked.for_others, missing=0, seed=asked.seed))


def _sizes(rules: int, subjects: int) -> list[tuple[int, int]]:
    growing = [(rules, subjects * n // 4) for n in (1, 2, 3)]
    return [(rules // 4, subjects), (rules // 2, subjects), *growing, (rules, subjects)]


def _at_size(drawn: Drawn) -> str:
    engine, witness = DurableEngine(time_limit_seconds=TIME_LIMIT_SECONDS), ReferenceEvaluator()
    began = time.perf_counter()
    with ThreadPoolExecutor(max_workers=1) as beside:
        witnessed = beside.submit(witness.judged, drawn.policies, drawn.subjects, currency=CURRENCY)
        found = engine.judged(drawn.policies, drawn.subjects, currency=CURRENCY)
        assert found.results == witnessed.result().results, "both evaluators say the same"
    both = time.perf_counter() - began
    alone = [
        _seconds(lambda one=one: one.judged(drawn.policies, drawn.subjects, currency=CURRENCY))  # type: ignore[misc]
        for one in (engine, witness)
    ]
    counts = _counts(found.results)
    acting = counts["fires"] + counts["holds"]
    return (
        f"| {len(drawn.asked)} | {len(drawn.subjects):,} | {len(found):,} | "
        f"{acting / len(found):.1%} | {counts['unknown'] / len(found):.1%} | {both:.1f} s | "
        f"{alone[0]:.1f} s | {alone[1]:.1f} s | {_memory()} |"
    )


def _counts(results: Sequence[RuleResults]) -> Counter[str]:
    return Counter(result for one in results for result in one.results)


def _beside_others(drawn: Drawn) -> Iterator[str]:
    facts = [_fact(subject) for subject in drawn.subjects.values()]
    expressions = [_expression(one) for one in drawn.asked]
    wanted = _plainly(drawn.asked, facts)
    sides: dict[str, Callable[[], tuple[int, float, str]]] = {
        "plain Python, one closure a rule": lambda: _timed(lambda: _plainly(drawn.asked, facts)),
        **{name: lambda name=name: _elsewhere(name, expressions, facts) for name in ENGINES},
        "ours, witness: results": lambda: _timed(lambda: _certain(_witnessed(drawn))),
        "ours, durable_rules: results": lambda: _timed(lambda: _certain(_drawn(drawn))),
        "ours, witness: results and reasons": lambda: _timed(lambda: _told(_witnessed(drawn))),
    }
    judgements = len(drawn.asked) * len(facts)
    first = 0.0
    for name, judge in sides.items():
        found, seconds, version = judge()
        first = first or seconds
        assert found == wanted, f"{name} finds {found} where {wanted} hold"
        rate, ratio = judgements / seconds, seconds / first
        yield f"| {name}{version} | {seconds:.2f} | {rate:,.0f} | {ratio:.1f} |"


def _timed(judge: Callable[[], int]) -> tuple[int, float, str]:
    began = time.perf_counter()
    found = judge()
    return found, time.perf_counter() - began, ""


def _elsewhere(
    name: str, expressions: Sequence[str], facts: Sequence[dict[str, int]]
) -> tuple[int, float, str]:
    """What a public engine finds in the environment of the peers, by its own clock."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "asked.json")
        path.write_text(json.dumps({"expressions": expressions, "facts": facts}), encoding="utf-8")
        command = [BENCH_PYTHON, "-m", "peers.rules", name, path]
        told = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE)
    answer = json.loads(told.stdout)
    return answer["found"], answer["seconds"], f" {answer['version']}"


def _fact(subject: Subject) -> dict[str, int]:
    fact: dict[str, int] = {}
    for name, measured in subject.measures.items():
        if isinstance(measured, Measured):
            assert measured.value is not None, "peers are given what is known"
            fact[name] = int(measured.value)
        elif isinstance(measured, History):
            before, last = measured.values[-2:]
            assert before is not None, "peers are given what is known"
            assert last is not None, "peers are given what is known"
            fact |= {f"{HISTORY}_before": int(before), f"{HISTORY}_last": int(last)}
    return fact


def _plainly(asked: Sequence[Condition], facts: Sequence[dict[str, int]]) -> int:
    def closure(one: Condition) -> Callable[[dict[str, int]], bool]:
        (first, at_first), (second, at_second), row = one.first, one.second, one.in_a_row
        before, last = f"{HISTORY}_before", f"{HISTORY}_last"
        return lambda fact: (
            fact[first] < at_first
            and fact[second] < at_second
            and fact[before] < row
            and fact[last] < row
        )

    return sum(judge(fact) for judge in map(closure, asked) for fact in facts)


def _expression(one: Condition) -> str:
    return (
        f"{one.first[0]} < {one.first[1]} and {one.second[0]} < {one.second[1]} "
        f"and {HISTORY}_before < {one.in_a_row} and {HISTORY}_last < {one.in_a_row}"
    )


def _witnessed(drawn: Drawn) -> Sequence[Finding]:
    return ReferenceEvaluator().judged(drawn.policies, drawn.subjects, currency=CURRENCY)


def _drawn(drawn: Drawn) -> Sequence[Finding]:
    engine = DurableEngine(time_limit_seconds=TIME_LIMIT_SECONDS)
    return engine.judged(drawn.policies, drawn.subjects, currency=CURRENCY)


def _certain(findings: Sequence[Finding]) -> int:
    """How often a condition held: where the rule acts, and where a conclusion spares from it."""
    counts = _counts(findings.results)  # type: ignore[attr-defined]
    return counts["fires"] + counts["holds"] + counts["spared"]


def _told(findings: Sequence[Finding]) -> int:
    found = 0
    for finding in findings:
        found += finding.result in {"fires", "holds", "spared"}
    return found


def _seconds(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def _memory() -> str:
    """The most that this process and any worker of it has held so far, in megabytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"{own // 1024} + {worker // 1024} MB"
