"""Which verbs there are: what each is called, where it lives, what it says of itself."""

from asp_decide.cli.organization_families import ORGANIZATION_FAMILIES
from asp_decide.cli.verb import Family, Verb

VERBS: tuple[Verb, ...] = (
    Verb(
        "init",
        "workspace_verbs:init",
        "Make a workspace from a template.",
        "asp-decide init demo --template demo",
    ),
    Verb(
        "lint",
        "lint_verbs:lint",
        "Find every problem in facts and policies at once.",
        "asp-decide lint --as-of 2026-12-31",
    ),
    Verb(
        "version",
        "program_verbs:version",
        "Versions of program, engine and solver.",
        "asp-decide version --format json",
    ),
    Verb(
        "plan",
        "plan_verbs:plan",
        "Recommend: write a plan with reasons and a proven gap. It decides nothing.",
        "asp-decide plan -o plan.json --as-of 2026-12-31",
    ),
    Verb("show", "plan_verbs:show", "A plan as a page.", "asp-decide show plan.json --format md"),
    Verb(
        "explain",
        "plan_verbs:explain",
        "Why, and why not: rules that fired and did not, limits that bind, what would change it.",
        "asp-decide explain INI-02",
    ),
    Verb(
        "apply",
        "decision_verbs:apply",
        "Record a person's decision on a plan: the plan as it is, or with overrides.",
        'asp-decide apply plan.json --by "A. Person" --role portfolio_board',
    ),
    Verb(
        "record-outcome",
        "decision_verbs:record_outcome",
        "Enter the verdict on a hypothesis among the facts; the next applied plan records it.",
        "asp-decide record-outcome INI-51 --verdict refuted --method before_after\n"
        '--by "A. Person" --role portfolio_manager',
    ),
    Verb(
        "review",
        "learning_verbs:review",
        "What became of all that was promised: verdicts, value realised, waits, ends.",
        "asp-decide review --as-of 2026-12-31",
    ),
    Verb(
        "calibration",
        "learning_verbs:calibration",
        "How forecasts turned out, by reference class, and which are corrected by that.",
        "asp-decide calibration --by stream --as-of 2026-12-31",
    ),
    Verb(
        "report",
        "decision_verbs:report",
        "Write a report for people: one self-contained file.",
        "asp-decide report --for board",
    ),
    Verb(
        "core",
        "scenario_verbs:core",
        "What every plan that is nearly as good agrees on, and what is contested.",
        "asp-decide core --within 0.5%",
    ),
    Verb(
        "reorder",
        "order_verbs:reorder",
        "Whether the order of a plan gains more over an earlier one than it disturbs.",
        "asp-decide reorder --before runs/2026Q4",
    ),
    Verb(
        "worth",
        "scenario_verbs:worth",
        "What one step more capacity would bring, where it promises most.",
        "asp-decide worth --top 3",
    ),
    Verb(
        "frontier",
        "scenario_verbs:frontier",
        "What more or less money or capacity would buy, level by level.",
        "asp-decide frontier --x budget --points 5",
    ),
    Verb(
        "diff",
        "scenario_verbs:diff",
        "What changes from one version of the policies to another: meaning, cases, decisions.",
        "asp-decide diff policies draft --facts . --as-of 2026-12-31",
    ),
    Verb(
        "simulate",
        "robustness_verbs:simulate",
        "How the plan stands if the numbers come out otherwise: what holds, what it then loses.",
        "asp-decide simulate --runs 200 --seed 1",
    ),
    Verb(
        "backtest",
        "scenario_verbs:backtest",
        "Decide recorded quarters again under other policies, beside the value seen since.",
        "asp-decide backtest policies --runs runs",
    ),
    Verb(
        "roles",
        "design_verbs:roles",
        "Who decides what, who prepares it, and which decisions nobody holds.",
        "asp-decide roles --as-of 2026-12-31",
    ),
    Verb(
        "verify",
        "decision_verbs:verify",
        "Decide a recorded run again, offline: a line a check, PASS, FAIL or NOT CHECKED.",
        "asp-decide verify runs/2027Q1",
    ),
)

FAMILIES: tuple[Family, ...] = (
    *ORGANIZATION_FAMILIES,
    Family(
        "flow",
        "How work flows: what is under way, how long it takes, what to pull, what to commit to.",
        (
            Verb(
                "review",
                "flow_verbs:review",
                "What flows and how: time, work in progress, throughput, from events alone.",
                "asp-decide flow review --stream payments --as-of 2026-12-31",
            ),
            Verb(
                "age",
                "flow_verbs:age",
                "What is under way, the oldest first, against what others took.",
                "asp-decide flow age --as-of 2026-12-31",
            ),
            Verb(
                "limits",
                "flow_verbs:limits",
                "The work in progress with which items would take so long, by Little's law.",
                "asp-decide flow limits --weeks 6 --as-of 2026-12-31",
            ),
            Verb(
                "pull",
                "delivery_verbs:pull",
                "What to help finish, what may be pulled next, and what waits by which rule.",
                "asp-decide flow pull --as-of 2026-12-31",
            ),
            Verb(
                "commit",
                "delivery_verbs:commit",
                "What to commit to next: the most value within demonstrated capacity.",
                "asp-decide flow commit --as-of 2026-12-31",
            ),
            Verb(
                "capacity",
                "capacity_verbs:capacity",
                "What each stream can do: gross to net, and what finished features demonstrate.",
                "asp-decide flow capacity --stream payments --as-of 2026-12-31",
            ),
            Verb(
                "forecast",
                "forecast_verbs:forecast",
                "How many will be done by a day and when so many are, replayed from the past.",
                "asp-decide flow forecast --stream payments --by 2027-03-31 --as-of 2026-12-31",
            ),
        ),
    ),
    Family(
        "import",
        "Bring facts from other files.",
        (
            Verb(
                "csv",
                "import_verbs:csv",
                "Facts from a CSV file, by a mapping.",
                "asp-decide import csv FILE --map mapping.yaml --into DIR",
            ),
        ),
    ),
    Family(
        "policy",
        "Look at policies and try them.",
        (
            Verb(
                "list",
                "policy_verbs:list_rules",
                "The rules in force on a day, each as one line.",
                "asp-decide policy list --as-of 2026-12-31",
            ),
            Verb(
                "new",
                "authoring_verbs:new",
                "Begin a rule: a commented file, and cases that fail until both are filled in.",
                "asp-decide policy new decide --id STOP-02",
            ),
            Verb(
                "test",
                "policy_verbs:test",
                "Run the cases that stand beside the policies, with both evaluators.",
                "asp-decide policy test --coverage --mutate",
            ),
            Verb(
                "show",
                "policy_verbs:show",
                "One rule in a sentence: its present values, its owner, and what it did last.",
                "asp-decide policy show WIP-01 --as-of 2026-12-31",
            ),
            Verb(
                "schema",
                "policy_verbs:schema",
                "Write JSON Schemas of this workspace's policies for editors.",
                "asp-decide policy schema",
            ),
            Verb(
                "price",
                "policy_verbs:price",
                "What each rule costs: the plan without it, everywhere and in each value stream.",
                "asp-decide policy price WIP-01 --as-of 2026-12-31",
            ),
        ),
    ),
    Family(
        "ledger",
        "Look at what was recorded.",
        (
            Verb(
                "list",
                "ledger_verbs:list_runs",
                "The recorded runs of both layers, oldest first.",
                "asp-decide ledger list",
            ),
            Verb(
                "checkpoint",
                "ledger_verbs:checkpoint",
                "Size and root of a log, that of the portfolio unless said, as three lines"
                " for the minutes.",
                "asp-decide ledger checkpoint",
            ),
            Verb(
                "export",
                "ledger_verbs:export",
                "Write the bundle of a recorded run again: everything that verify needs,"
                " as folder or zip.",
                "asp-decide ledger export 2027Q1 -o 2027Q1.zip",
            ),
            Verb(
                "key",
                "ledger_verbs:key",
                "Make a key that signs checkpoints, and print what checks its signatures.",
                "asp-decide ledger key portfolio-office -o ~/portfolio-office.key",
            ),
            Verb(
                "prove",
                "ledger_verbs:prove",
                "Prove that a record is in the log, or that one checkpoint begins another:"
                " a file to verify.",
                "asp-decide ledger prove 2027Q1:17",
            ),
            Verb(
                "upgrade",
                "ledger_verbs:upgrade",
                "Bring the tables of both logs to the form of this version.",
                "asp-decide ledger upgrade",
            ),
        ),
    ),
)
