"""Verbs about policies: what is in force, whether its cases pass, and what it costs."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from asp_decide.cli.console import Progress, print_json, print_rows, print_text, talk
from asp_decide.cli.options import AsOf, Cluster, Format, NoColor, Workers, at_least_one, day
from asp_decide.cli.printed import Rows, Text, print_answer
from asp_decide.runs.authoring.policy_run import list_policies
from asp_decide.runs.authoring.policy_show_run import show_policy
from asp_decide.runs.authoring.policy_test_run import test_policies
from asp_decide.runs.authoring.schema_run import schema_run
from asp_decide.runs.authoring.tested_json import tested_json
from asp_decide.runs.explaining.price_run import PriceOrder, price_run
from asp_decide.runs.investing.plan_run import PlanOrder
from asp_decide.runs.workspace import find_workspace


def list_rules(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """The rules in force on a day, each as one line.

    Example: asp-decide policy list --as-of 2026-12-31
    """
    rules = list_policies(find_workspace(Path.cwd()), as_of=day(as_of))
    columns = ("rule", "title", "enforce", "owner", "at")
    return print_answer(
        lambda: {"schema_version": "1", "rules": [dict(rule) for rule in rules]},
        Rows("", columns, ([rule[c] for c in columns] for rule in rules)),
        style=style,
        no_color=no_color,
    )


def test(
    path: Annotated[
        Path | None,
        Parameter(help="A tests file or a folder; the workspace's policies unless said."),
    ] = None,
    *,
    coverage: Annotated[
        bool,
        Parameter(negative="", help="Also tell what no case shows of the comparisons."),
    ] = False,
    mutate: Annotated[
        bool,
        Parameter(negative="", help="Also tell what no case notices if the policies change."),
    ] = False,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Run the cases that stand beside the policies, with both evaluators.

    Example: asp-decide policy test --coverage --mutate
    """
    with Progress("testing") as progress:
        tested = test_policies(
            Path.cwd(), path=path, coverage=coverage, mutate=mutate, progress=progress
        )
    if style == "json":
        print_json(tested_json(tested))
    elif style == "md":
        print_rows("Cases beside policies", tested.columns(), tested.rows(), style=style)
        for line in tested.details():
            print_text(line if line.startswith(" ") else f"- {line}", no_color=True)
    else:
        for line in tested.lines():
            print_text(line, no_color=no_color)
    return 0 if tested.passed else 1


def price(
    rules: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            show_default=False,
            help="Rules to ask about; all that bound the plan unless said.",
        ),
    ] = (),
    /,
    *,
    as_of: AsOf = None,
    budget: Annotated[
        Literal["quick", "board", "deep"] | None,
        Parameter(help="How much work the solver may do; asp.yaml's own unless said."),
    ] = None,
    workers: Workers = 1,
    cluster: Cluster = "",
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """What each rule costs: the plan without it, everywhere and in each value stream.

    Example: asp-decide policy price WIP-01 --as-of 2026-12-31
    """
    order = PlanOrder(as_of=day(as_of), budget=budget)
    with Progress("pricing") as progress:
        wanted = PriceOrder(rules, at_least_one(workers, "--workers"), cluster)
        priced = price_run(find_workspace(Path.cwd()), order, wanted, progress=progress)
    return print_answer(
        priced.as_json,
        Rows(priced.title, priced.columns, priced.rows),
        Text(priced.rest) if priced.rest else None,
        style=style,
        no_color=no_color,
    )


def schema(*, no_color: NoColor = False) -> int:
    """Write JSON Schemas of this workspace's policies for editors.

    Example: asp-decide policy schema
    """
    workspace = find_workspace(Path.cwd())
    for path in schema_run(workspace):
        print_text(workspace.shown(path), no_color=no_color)
    talk("editors find them by the first line of a file; docs/editors.md says how to set them up")
    return 0


def show(
    rule: Annotated[str, Parameter(help="The rule, such as WIP-01.")],
    *,
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """One rule in a sentence: its present values, its owner, and what it did last.

    Example: asp-decide policy show WIP-01 --as-of 2026-12-31
    """
    shown = show_policy(find_workspace(Path.cwd()), rule, as_of=day(as_of))
    return print_answer(
        shown.as_json,
        *map(Text, shown.lines),
        Rows("Parameters", ("parameter", "from", "value", ""), shown.value_rows, if_any=True),
        Rows("Recorded runs", ("run", "results", "of note"), shown.run_rows, if_any=True),
        style=style,
        no_color=no_color,
    )
