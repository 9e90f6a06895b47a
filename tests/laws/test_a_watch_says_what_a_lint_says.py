"""Whatever is edited between two looks, `lint --watch` tells what a lint of these files tells."""

import json
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.memory import Memory
from asp_decide.runs.authoring.lint_run import Linted, lint_run
from asp_decide.runs.authoring.watch_run import watch
from policy_builders import GOOD
from policy_edits import OTHER, SAME
from workspace_builders import AS_OF, a_workspace, set_cell

SAMPLE, CASES = "policies/portfolio/sample.yaml", "policies/portfolio/sample.tests.yaml"
OWN = """\
  - id: OWN-{n}
    title: One of a few
    decide: {answer}
    at: validation
    when:
      all:
        - gain_from_stopping: above {gain} EUR
        - value_realisation: below {share} %{window}
    missing: {missing}
    enforce: advisory
    owner: portfolio_manager
    because: It has been made for this test.
    message: "{{initiative}}: {{gain_from_stopping}}"
"""
TESTED = """\
asp: tests/v1
of: portfolio/sample
as_of: 2026-12-31
cases:
  - name: a case
    given: {{initiative: {{INI-1: {{state: implementing, value_realisation: {share} %}}}}}}
    expect: {{{rule}: {{INI-1: unknown}}}}
"""
EDITS = [(old, new) for _, old, new in SAME + OTHER]
BREAKS = [
    ("layer: portfolio", "layer: [portfolio"),
    ("owner:", "ownr:"),
    ("id: WIP-01", "id: STOP-01"),
]

type Edit = Callable[[Path], None]


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule of a decision point, of a few ids, limits and answers, so that they meet again."""
    return OWN.format(
        n=draw(st.integers(1, 3)),
        answer=draw(st.sampled_from(["stop", "continue"])),
        gain=draw(st.integers(1, 3)),
        share=draw(st.integers(1, 3)),
        window=draw(st.sampled_from(["", " for 2 intervals in a row"])),
        missing=draw(st.sampled_from(["review", "review", "fail"])),
    )


@st.composite
def policies(draw: st.DrawFn) -> Edit:
    """The sample with some of its words changed, perhaps broken, and with rules of our own."""
    text = GOOD
    chosen = draw(st.lists(st.sampled_from(EDITS), max_size=2))
    for old, new in chosen + draw(st.lists(st.sampled_from(BREAKS), max_size=1)):
        text = text.replace(old, new, 1)
    own = draw(st.lists(rules(), max_size=3, unique_by=lambda rule: rule.partition("\n")[0]))
    return lambda root: _written(root / SAMPLE, text + "".join(own))


def cases() -> st.SearchStrategy[Edit]:
    """Tests beside the policies: of a rule that there may be or not."""
    share, rule = st.integers(0, 9), st.sampled_from(["STOP-01", "OWN-1", "OWN-2"])
    return st.builds(
        lambda share, rule: (
            lambda root: _written(root / CASES, TESTED.format(share=share, rule=rule))
        ),
        share,
        rule,
    )


def facts() -> st.SearchStrategy[Edit]:
    """Another capacity of one interval, or a word that is none."""
    teams = st.sampled_from(["3", "0", "40", "many"])
    return teams.map(lambda told: lambda root: _set_capacity(root, told))


def _set_capacity(root: Path, told: str) -> None:
    set_cell(root, "capacity", ("interval", "2027Q1"), "net", told)


def _written(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@settings(max_examples=5)
@given(st.lists(policies() | policies() | cases() | facts(), min_size=3, max_size=5))
def test_what_is_told_after_any_edits_is_what_a_lint_of_these_files_tells(
    edits: list[Edit],
) -> None:
    with TemporaryDirectory() as folder:
        root = a_workspace(Path(folder) / "ours")
        for path in (root / "policies").rglob("*.yaml"):
            path.unlink()
        _written(root / SAMPLE, GOOD)
        ticks, waiting = count(1), iter(edits)

        def pause(_: int) -> None:
            next(waiting)(root)
            for path in root.rglob("*.*"):  # two saves within one tick of the clock are two saves
                os.utime(path, ns=(0, next(ticks)))

        looks: Iterator[Linted] = watch(root, as_of=AS_OF, pause=pause)

        for _ in range(len(edits) + 1):
            assert _told(next(looks)) == _told(lint_run(root, as_of=AS_OF, memory=Memory()))


def _told(linted: Linted) -> str:
    everything = [linted.as_json(), linted.as_sarif(), linted.as_github(), linted.texts()]
    return json.dumps([*everything, linted.summary], indent=1)
