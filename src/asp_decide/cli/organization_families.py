"""The families of verbs about the organization: its design, and what it was told."""

from asp_decide.cli.verb import Family, Verb

ORGANIZATION_FAMILIES: tuple[Family, ...] = (
    Family(
        "design",
        "The organization as a design: what contradicts it, and another one on the same demand.",
        (
            Verb(
                "check",
                "design_verbs:check",
                "The organization against its principles: six dimensions scored, and what"
                " contradicts them.",
                "asp-decide design check --as-of 2026-12-31",
            ),
            Verb(
                "simulate",
                "design_change_verbs:simulate",
                "Two organization designs on the same demand: delay cost, flow time on both clocks,"
                " value.",
                "asp-decide design simulate wip=2 --as-of 2026-12-31",
            ),
            Verb(
                "change",
                "design_change_verbs:change",
                "Decide a change of the design: both designs, figures and seed; the next run"
                " records it.",
                'asp-decide design change wip=2 --by "A. Person" --role portfolio_board\n'
                '--reason "We start more than we finish"',
            ),
        ),
    ),
    Family(
        "signal",
        "What we were told by environment and organization, and what followed from it.",
        (
            Verb(
                "add",
                "signal_verbs:add",
                "Enter a signal among the facts; nothing is written unless all facts stay sound.",
                'asp-decide signal add SIG-9 --kind market --describes "A rival sails at night"',
            ),
            Verb(
                "file",
                "signal_verbs:file_signal",
                "File a signal that was entered before, or file it otherwise; the same day it"
                " propagates.",
                "asp-decide signal file SIG-3 --filed-as need --became INI-32\n"
                '--by "A. Person" --role portfolio_manager',
            ),
            Verb(
                "list",
                "signal_verbs:list_signals",
                "The signals: what each was filed as, what the rules say, and whom it reaches.",
                "asp-decide signal list --as-of 2026-12-31",
            ),
            Verb(
                "trace",
                "signal_verbs:trace",
                "From anything back to theme and signal, on to outcomes, and what is not answered.",
                "asp-decide signal trace INI-02 --as-of 2026-12-31",
            ),
        ),
    ),
)
