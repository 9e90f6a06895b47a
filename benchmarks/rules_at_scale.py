"""Rules by subjects: both evaluators at growing sizes, and the same conditions elsewhere.

    python benchmarks/rules_at_scale.py [--rules 500] [--subjects 10000] [--seed 1]

Both evaluators run at the same time, as on two cores they may; all their results are compared.
Plain Python, rule-engine and zen-engine judge the same conditions without missing amounts,
conclusions or reasons, which is less than ours do; they must find the same. Everything is drawn
and read before the clock starts.
"""

import argparse
import os
import platform
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import rule_engine
import zen

from asp_decide.model.finding import Finding
from asp_decide.model.subject import History, Measured, Subject
from asp_decide.rules.durable_engine import DurableEngine
from asp_decide.rules.findings import RuleResults
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from family_p import CURRENCY, HISTORY, Asked, Drawn, draw

MISSING = 0.02
TIME_LIMIT_SECONDS = 600


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rules", type=int, default=500)
    arguments.add_argument("--subjects", type=int, default=10_000)
    arguments.add_argument("--peers", type=int, default=2_000, help="subjects of the second table")
    arguments.add_argument("--seed", type=int, default=1)
    asked = arguments.parse_args()
    print(_machine())
    print(
        "\n| rules | subjects | results | act | unknown | both evaluators | engine alone | "
        "witness alone | memory |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for rules, subjects in _sizes(asked.rules, asked.subjects):
        print(_at_size(draw(rules, subjects, missing=MISSING, seed=asked.seed)), flush=True)
    print(f"\n| {asked.rules} rules x {asked.peers} subjects | seconds | judgements/s | ratio |")
    print("|---|---:|---:|---:|")
    _beside_others(draw(asked.rules, asked.peers, missing=0, seed=asked.seed))


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


def _beside_others(drawn: Drawn) -> None:
    facts = [_fact(subject) for subject in drawn.subjects.values()]
    wanted = _plainly(drawn.asked, facts)
    sides: dict[str, Callable[[], int]] = {
        "plain Python, one closure a rule": lambda: _plainly(drawn.asked, facts),
        f"rule-engine {version('rule-engine')}": lambda: _by_rule_engine(drawn.asked, facts),
        f"zen-engine {version('zen-engine')}": lambda: _by_zen(drawn.asked, facts),
        "ours, witness: results": lambda: _certain(_witnessed(drawn)),
        "ours, durable_rules: results": lambda: _certain(_drawn(drawn)),
        "ours, witness: results and reasons": lambda: _told(_witnessed(drawn)),
    }
    judgements = len(drawn.asked) * len(facts)
    first = 0.0
    for name, judge in sides.items():
        began = time.perf_counter()
        found = judge()
        seconds = time.perf_counter() - began
        first = first or seconds
        assert found == wanted, f"{name} finds {found} where {wanted} hold"
        print(
            f"| {name} | {seconds:.2f} | {judgements / seconds:,.0f} | {seconds / first:.1f} |",
            flush=True,
        )


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


def _plainly(asked: Sequence[Asked], facts: Sequence[dict[str, int]]) -> int:
    def closure(one: Asked) -> Callable[[dict[str, int]], bool]:
        (first, at_first), (second, at_second), row = one.first, one.second, one.in_a_row
        before, last = f"{HISTORY}_before", f"{HISTORY}_last"
        return lambda fact: (
            fact[first] < at_first
            and fact[second] < at_second
            and fact[before] < row
            and fact[last] < row
        )

    return sum(judge(fact) for judge in map(closure, asked) for fact in facts)


def _by_rule_engine(asked: Sequence[Asked], facts: Sequence[dict[str, int]]) -> int:
    rules = [rule_engine.Rule(_expression(one)) for one in asked]
    return sum(rule.matches(fact) for rule in rules for fact in facts)


def _by_zen(asked: Sequence[Asked], facts: Sequence[dict[str, int]]) -> int:
    compiled = [zen.compile_expression(_expression(one)) for one in asked]
    return sum(bool(one.evaluate(fact)) for one in compiled for fact in facts)


def _expression(one: Asked) -> str:
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


def _machine() -> str:
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"durable-rules {version('durable-rules')}"
    )


if __name__ == "__main__":
    main()
