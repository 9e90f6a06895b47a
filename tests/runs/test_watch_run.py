"""`lint --watch` looks again when a file is saved, and only then."""

from itertools import islice
from pathlib import Path

import pytest

from asp_decide.diagnostics import Checked
from asp_decide.errors import UsageError
from asp_decide.policy.written import policy_file
from asp_decide.policy.written.document import PolicyDocument
from asp_decide.policy.written.parse import parse_policy
from asp_decide.runs.authoring.watch_run import watch
from asp_decide.strict_yaml import Node
from command_line import asp
from workspace_builders import AS_OF, a_workspace

BASICS = Path("policies") / "portfolio" / "basics.yaml"


def test_each_save_is_checked_once(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    text = (folder / BASICS).read_text(encoding="utf-8")
    saves = iter(
        [
            None,
            text.replace("owner: value_stream_owner", "owner: nobody_at_all"),
            None,
            None,
            text,
        ]
    )
    pauses = 0

    def pause(_: int) -> None:
        nonlocal pauses
        pauses += 1
        if (saved := next(saves, None)) is not None:
            (folder / BASICS).write_text(saved, encoding="utf-8")

    seen = list(islice(watch(folder, as_of=AS_OF, pause=pause), 3))

    assert [[one.code for one in linted.errors] for linted in seen] == [[], ["P023"], []]
    assert pauses == 5


def test_a_new_file_and_new_facts_are_noticed(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")
    new, capacity = folder / "policies" / "portfolio" / "new.yaml", folder / "facts/capacity.csv"
    pauses = iter(["a new file", "a table less"])

    def pause(_: int) -> None:
        if next(pauses) == "a new file":
            new.write_text("a: b\n", encoding="utf-8")
        else:
            capacity.unlink()

    seen = list(islice(watch(folder, as_of=AS_OF, pause=pause), 3))

    assert [bool(linted.errors) for linted in seen] == [False, True, True]
    assert {one.place.file for one in seen[2].errors} > {one.place.file for one in seen[1].errors}


def test_there_has_to_be_something_to_watch(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        next(watch(tmp_path, as_of=AS_OF))


def test_to_watch_is_not_to_mend(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "ours")

    assert asp("-C", folder, "lint", "--watch", "--fix").code == 2


RULE = """\
  - id: MADE-{n}
    title: Made {n}
    decide: stop
    at: validation
    when:
      all:
        - gain_from_stopping: above {n}_000 EUR
        - evidence_age: above {weeks} weeks
    missing: review
    enforce: advisory
    owner: portfolio_manager
    because: It has been made for a measurement.
    message: "{{initiative}}: {{gain_from_stopping}}"
"""


def test_after_a_save_only_the_saved_file_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two hundred rules in twenty files; the measured times stand with the benchmarks."""
    folder = a_workspace(tmp_path / "ours")
    head = (folder / BASICS).read_text(encoding="utf-8").split("parameters:")[0]
    for file in range(20):
        rules = "".join(
            RULE.format(n=n, weeks=n % 52 + 1) for n in range(file * 10, file * 10 + 10)
        )
        text = head.replace("portfolio/basics", f"portfolio/made-{file}") + "rules:\n" + rules
        path = folder / "policies" / "portfolio" / f"made-{file}.yaml"
        path.write_text(text, encoding="utf-8")
    seen = watch(folder, as_of=AS_OF, pause=lambda _: None)
    first = next(seen)
    path.write_text(text.replace("Made 199", "Made last"), encoding="utf-8")
    read: list[str] = []

    def counting(node: Node, *, policy: str, path: str, digest: str) -> Checked[PolicyDocument]:
        read.append(policy)
        return parse_policy(node, policy=policy, path=path, digest=digest)

    monkeypatch.setattr(policy_file, "parse_policy", counting)

    linted = next(seen)

    assert linted.rules >= 200
    assert not first.errors + linted.errors
    assert read == ["portfolio/made-19"]
