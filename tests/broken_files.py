"""Broken overlays, registers and tests files: good ones with one slip each, named for the slip."""

from policy_builders import OVERLAY
from policy_slips import Slip

REGISTER_ENTRY = """\
asp: exceptions/v1
exceptions:
  - id: EX-2026-001
    rule: STOP-01
    for: {initiative: INI-1}
    does: suspend
    granted: {by: portfolio_board, person: A. Example, on: 2026-09-30}
    effective: {from: 2026-10-01, until: 2026-12-31}
    reason: The value arrives in one step in December.
    evidence: [minutes 4]
"""
"""A register with one exemption, in force on the day of the tests."""

CASES = """\
asp: tests/v1
of: portfolio/sample
as_of: 2026-10-01
cases:
  - name: two weak intervals stop
    given:
      initiative:
        INI-1: {state: implementing, horizon: H1, value_realisation: [90 %, 30 %, 35 %], remaining_cd3: 750 EUR/week/week}
        INI-2: {state: implementing, horizon: H1, value_realisation: [30 %, 40 %], remaining_cd3: 750 EUR/week/week}
    expect:
      STOP-01: {INI-1: fires, INI-2: does_not_fire}
      validation: {INI-1: stop (STOP-01), INI-2: review (gap)}
"""
"""A tests file with one case."""

_BECAUSE = "because: Two teams were merged, and few things are begun until they are stable."
assert _BECAUSE in OVERLAY

OVERLAY_SLIPS = (
    Slip("looser than the policy", "wip_limit: 4 ini", "wip_limit: 6 ini", "P115"),
    Slip(
        "a parameter that no stream may set",
        "wip_limit: 4 initiatives",
        "hurdle: 2_000 EUR/week/week",
        "P115",
    ),
    Slip("a parameter in another spelling", "wip_limit: 4", "wip_limits: 4", "P023"),
    Slip("a parameter in another unit", "wip_limit: 4 initiatives", "wip_limit: 4 weeks", "P108"),
    Slip("a number without a unit", "wip_limit: 4 initiatives", "wip_limit: 4", "P108"),
    Slip("another parameter", "wip_limit: 4 initiatives", "wip_limit: $hurdle", "P019"),
    Slip("a word", "wip_limit: 4 initiatives", "wip_limit: few", "P016"),
    Slip("a list", "wip_limit: 4 initiatives", "wip_limit: [4 initiatives]", "P018"),
    Slip("nothing set", "  wip_limit: 4 initiatives\n", "  {}\n", "P018"),
    Slip("approved by its owner", "by: portfolio_manager", "by: value_stream_owner", "P042"),
    Slip("approved by nobody", "by: portfolio_manager", "by: portfolio_manger", "P023"),
    Slip("an owner that nobody is", "owner: value_stream_owner", "owner: nobody_at_all", "P023"),
    Slip("another name than its file", "overlay: payments", "overlay: booking", "P020"),
    Slip("another kind of file", "asp: overlay/v1", "asp: policy/v1", "P020"),
    Slip("a layer without policies", "layer: portfolio", "layer: delivery", "P020"),
    Slip("a layer that does not exist", "layer: portfolio", "layer: portfolios", "P020"),
    Slip("a key in another spelling", "because: Two", "becuase: Two", "P010"),
    Slip("a part in another spelling", "{value_stream: payments}", "{value_streem: pay}", "P010"),
    Slip("an end before its beginning", "until: 2027-03-31", "until: 2026-03-31", "P017"),
    Slip("a day that is none", "from: 2026-10-01", "from: 2026-31-10", "P017"),
    Slip("before the policy", "from: 2026-10-01", "from: 2025-10-01", "P113"),
    Slip("a reason of one word", _BECAUSE, "because: Safety", "P019"),
    Slip("no reason", _BECAUSE + "\n", "", "P011"),
    Slip("two streams", "{value_stream: payments}", "{value_stream: [payments, ops]}", "P018"),
)

REGISTER_SLIPS = (
    Slip("a rule that does not exist", "rule: STOP-01", "rule: STOP-02", "P023"),
    Slip(
        "a mandatory rule",
        "rule: STOP-01\n    for: {initiative: INI-1}",
        "rule: WIP-01\n    for: {value_stream: payments}",
        "P114",
    ),
    Slip(
        "a rule that is advice",
        "rule: STOP-01\n    for: {initiative: INI-1}",
        "rule: GRD-04\n    for: {portfolio: portfolio}",
        "P114",
    ),
    Slip("a rule that concludes", "rule: STOP-01", "rule: REQ-03", "P114"),
    Slip("another subject", "{initiative: INI-1}", "{value_stream: payments}", "P022"),
    Slip("a subject in another spelling", "{initiative: INI-1}", "{initative: INI-1}", "P022"),
    Slip("a list of subjects", "{initiative: INI-1}", "[INI-1]", "P018"),
    Slip("two subjects", "{initiative: INI-1}", "{initiative: INI-1, theme: THE-1}", "P018"),
    Slip("a limit that there is none of", "suspend", "{replace_limit: 12 %}", "P019"),
    Slip("what nothing does", "does: suspend", "does: suspended", "P019"),
    Slip("a limit in another spelling", "suspend", "{replace_limits: 12 %}", "P010"),
    Slip(
        "a limit of another unit",
        "rule: STOP-01\n    for: {initiative: INI-1}\n    does: suspend",
        "rule: GRD-01\n    for: {portfolio: portfolio}\n    does: {replace_limit: 3 weeks}",
        "P108",
    ),
    Slip(
        "a limit that is a parameter",
        "rule: STOP-01\n    for: {initiative: INI-1}\n    does: suspend",
        "rule: GRD-01\n    for: {portfolio: portfolio}\n    does: {replace_limit: $floor}",
        "P019",
    ),
    Slip("granted by another role", "by: portfolio_board", "by: finance", "P114"),
    Slip("granted by nobody", "by: portfolio_board", "by: portfolio_bord", "P023"),
    Slip("granted afterwards", "on: 2026-09-30", "on: 2026-10-02", "P114"),
    Slip("granted by no person", "person: A. Example, ", "", "P011"),
    Slip("granted on no day", "on: 2026-09-30", "on: 30.9.2026", "P017"),
    Slip("without the evidence that is needed", "    evidence: [minutes 4]\n", "", "P114"),
    Slip("evidence that is no list", "[minutes 4]", "minutes 4", "P018"),
    Slip(
        "approved by one person twice",
        "    evidence",
        "    second_approver: a. example\n    evidence",
        "P114",
    ),
    Slip("without an end", ", until: 2026-12-31", "", "P011"),
    Slip("an end before its beginning", "until: 2026-12-31", "until: 2026-09-01", "P017"),
    Slip("a reason of two words", "The value arrives in one step in December.", "Why not", "P019"),
    Slip("no reason", "    reason: The value arrives in one step in December.\n", "", "P011"),
    Slip("a key in another spelling", "    reason:", "    reasons:", "P010"),
    Slip("an id without its year", "id: EX-2026-001", "id: EX-14", "P019"),
    Slip(
        "an end by a measure in another spelling",
        "    evidence",
        "    lapses_when: [{remaining_cd: below 5 EUR/week/week}]\n    evidence",
        "P023",
    ),
    Slip(
        "an end by a measure of another subject",
        "    evidence",
        "    lapses_when: [{capacity_age: above 5 weeks}]\n    evidence",
        "P022",
    ),
    Slip(
        "an end by a measure in another unit",
        "    evidence",
        "    lapses_when: [{remaining_cd3: below 5 weeks}]\n    evidence",
        "P108",
    ),
    Slip(
        "an end that is no list",
        "    evidence",
        "    lapses_when: {remaining_cd3: below 500 EUR/week/week}\n    evidence",
        "P018",
    ),
    Slip("another kind of file", "asp: exceptions/v1", "asp: tests/v1", "P020"),
    Slip("an unknown key in the head", "exceptions:\n", "owner: finance\nexceptions:\n", "P010"),
    Slip("a key twice", "    does: suspend\n", "    does: suspend\n    does: suspend\n", "P007"),
)


def _plan(expected: str, before: str = "") -> tuple[str, str]:
    return "    expect:", f"    {before}expect_plan: {expected}\n    expect:"


def _with(*exemptions: str) -> tuple[str, str]:
    return "    expect:", f"    with: [{', '.join(exemptions)}]\n    expect:"


def _first(*facts: str, state: str = "implementing") -> tuple[str, str]:
    said = ", ".join((*facts, f"state: {state}"))
    return "INI-1: {state: implementing", f"INI-1: {{{said}"


def _set(value: str) -> tuple[str, str]:
    return "    given:", f"    set: {value}\n    given:"


CASE_SLIPS = (
    Slip("of another file", "of: portfolio/sample", "of: portfolio/simple", "P020"),
    Slip("another kind of file", "asp: tests/v1", "asp: policy/v1", "P020"),
    Slip("on a day that is none", "as_of: 2026-10-01", "as_of: 2026-10-32", "P017"),
    Slip("on a day before the policy", "as_of: 2026-10-01", "as_of: 2020-10-01", "P034"),
    Slip("on no day", "as_of: 2026-10-01\n", "", "P011"),
    Slip("with a file that is not there", "cases:", "load: [portfolio/none]\ncases:", "P023"),
    Slip("with no file", "cases:", "load: []\ncases:", "P018"),
    Slip("no cases", CASES[CASES.index("cases:") :], "cases: []\n", "P018"),
    Slip("a rule that does not exist", "STOP-01: {INI-1", "STOP-10: {INI-1", "P023"),
    Slip("a subject that is not given", "INI-1: fires", "INI-9: fires", "P023"),
    Slip("what no rule says", "INI-1: fires", "INI-1: stops", "P023"),
    Slip("what another kind of rule says", "INI-1: fires", "INI-1: holds", "P023"),
    Slip("what a rule says, as a list", "INI-1: fires", "INI-1: [fires]", "P018"),
    Slip("rules without subjects", "{INI-1: fires, INI-2: does_not_fire}", "fires", "P018"),
    Slip("an answer that is none", "INI-1: stop (STOP-01)", "INI-1: halt", "P023"),
    Slip("an answer of another point", "INI-1: stop (STOP-01)", "INI-1: fund", "P023"),
    Slip("a point that does not exist", "      validation:", "      validations:", "P023"),
    Slip("a review without its reason", "review (gap)", "review", "P019"),
    Slip("a key in another spelling", "    expect:", "    expects:", "P010"),
    Slip("a name in another spelling", "  - name: two", "  - naem: two", "P010"),
    Slip("no name", "  - name: two weak intervals stop\n    given", "  - given", "P011"),
    Slip("a case that expects nothing", CASES[CASES.index("    expect:") :], "", "P011"),
    Slip("a horizon without a plan", "    expect:", "    horizon: 1 interval\n    expect:", "P011"),
    Slip("a plan of which nothing is said", *_plan("{}"), "P011"),
    Slip("a plan that may be feasible", *_plan("{feasible: maybe}"), "P019"),
    Slip("a conflict and a plan", *_plan("{feasible: yes, conflict: [WIP-01]}"), "P019"),
    Slip("what binds where no plan is", *_plan("{feasible: no, binding: []}"), "P019"),
    Slip("a price where no plan is", *_plan("{feasible: no, price: {WIP-01: 0 EUR}}"), "P019"),
    Slip("an unknown rule in a conflict", *_plan("{feasible: no, conflict: [WIP-9]}"), "P023"),
    Slip("an unknown subject in a plan", *_plan("{feasible: yes, start: {INI-7: wait}}"), "P023"),
    Slip("an unknown answer of a plan", *_plan("{feasible: yes, start: {INI-1: later}}"), "P023"),
    Slip("an unknown point of a plan", *_plan("{feasible: yes, begin: {INI-1: wait}}"), "P010"),
    Slip("a bound without its group", *_plan("{feasible: yes, binding: [WIP-01]}"), "P019"),
    Slip("an unknown bound", *_plan("{feasible: yes, binding: [WIP-1@INI-1]}"), "P023"),
    Slip("a bound of a group not given", *_plan("{feasible: yes, binding: [WIP-01@X]}"), "P023"),
    Slip("the price of an unknown rule", *_plan("{feasible: yes, price: {W-1: 0 EUR}}"), "P023"),
    Slip("a price in weeks", *_plan("{feasible: yes, price: {WIP-01: 0 weeks}}"), "P108"),
    Slip(
        "a price that is a parameter", *_plan("{feasible: yes, price: {WIP-01: $hurdle}}"), "P019"
    ),
    Slip("a horizon of nothing", *_plan("{feasible: yes}", "horizon: 0 intervals\n    "), "P019"),
    Slip("a horizon in weeks", *_plan("{feasible: yes}", "horizon: 13 weeks\n    "), "P019"),
    Slip("too long a horizon", *_plan("{feasible: yes}", "horizon: 13 intervals\n    "), "P019"),
    Slip("exemptions, and none", *_with(), "P018"),
    Slip("an exemption from no rule", *_with("{rule: STOP-1, does: suspend}"), "P023"),
    Slip("an exemption from a duty", *_with("{rule: WIP-01, does: suspend}"), "P040"),
    Slip("an exemption from a conclusion", *_with("{rule: REQ-03, does: suspend}"), "P040"),
    Slip("an exemption that does nothing", *_with("{rule: STOP-01, does: sleep}"), "P019"),
    Slip("an exemption without its deed", *_with("{rule: STOP-01}"), "P011"),
    Slip("a limit of none", *_with("{rule: STOP-01, does: {replace_limit: 3 %}}"), "P019"),
    Slip("a limit in weeks", *_with("{rule: GRD-01, does: {replace_limit: 3 weeks}}"), "P108"),
    Slip(
        "two exemptions from one rule",
        *_with("{rule: GRD-01, does: suspend}", "{rule: GRD-01, does: suspend}"),
        "P024",
    ),
    Slip("an answer of the file itself", *_first("validation: stop"), "P022"),
    Slip("an answer in another state", *_first("start: wait"), "P022"),
    Slip(
        "an answer that its point does not have",
        *_first("outcome: good", state="outcome_assessment"),
        "P023",
    ),
    Slip(
        "an equivalent of no rule",
        "cases:",
        "equivalent: [{rule: STOP-1, was: a, becomes: b, because: nobody can tell}]\ncases:",
        "P023",
    ),
    Slip(
        "an equivalent of nothing",
        "cases:",
        "equivalent: [{rule: STOP-01, was: a, because: nobody can tell}]\ncases:",
        "P011",
    ),
    Slip(
        "an equivalent without a reason",
        "cases:",
        "equivalent: [{rule: STOP-01, was: a, becomes: b, because: so}]\ncases:",
        "P019",
    ),
    Slip("a parameter in another spelling", *_set("{wip_limits: 3 initiatives}"), "P023"),
    Slip("a parameter in another unit", *_set("{wip_limit: 3 weeks}"), "P108"),
    Slip("a parameter that is a word", *_set("{wip_limit: few}"), "P016"),
    Slip("a parameter set to another", *_set("{wip_limit: $hurdle}"), "P019"),
    Slip("a kind of subject in the plural", "initiative:\n", "initiatives:\n", "P023"),
    Slip("a subject of the other layer", "initiative:\n", "feature:\n", "P021"),
    Slip("a group in place of a state", *_first(state="in_delivery"), "P023"),
    Slip(
        "a fact in another spelling",
        "{state: implementing, horizon: H1, value_realisation: [90",
        "{stat: implementing, horizon: H1, value_realisation: [90",
        "P023",
    ),
    Slip("a field with a value", *_first("lead: somebody"), "P019"),
    Slip("a link that is no list", *_first("successor: INI-2"), "P018"),
    Slip("a measure of a group", *_first("wip: 3 initiatives"), "P027"),
    Slip("a fact of the other layer", *_first("days_blocked: 3 days"), "P021"),
    Slip("a fact of another subject", *_first("capacity_age: 3 weeks"), "P022"),
    Slip("a history of what has none", *_first("remaining_value: [1 EUR, 2 EUR]"), "P030"),
    Slip("an amount of another unit", "[30 %, 40 %]", "[30 %, 40 weeks]", "P108"),
    Slip("a comparison in place of an amount", "[30 %, 40 %]", "[30 %, below 40 %]", "P016"),
    Slip("an amount without a unit", "[30 %, 40 %]", "[30 %, 40]", "P108"),
    Slip(
        "facts that are a text",
        "        INI-1: {state: implementing, horizon: H1, value_realisation: [90 %, 30 %, 35 %], remaining_cd3: 750 EUR/week/week}\n",
        "        INI-1: weak\n",
        "P018",
    ),
    Slip(
        "a background of no subject",
        "cases:",
        "background: {initiatives: {horizon: H1}}\ncases:",
        "P023",
    ),
    Slip(
        "a background of one subject",
        "cases:",
        "background: {initiative: {INI-1: {horizon: H1}}}\ncases:",
        "P023",
    ),
    Slip("a second document", "review (gap)}\n", "review (gap)}\n---\na: b\n", "P004"),
    Slip("an anchor", "name: two", "name: &two two", "P005"),
    Slip(
        "two cases of one name",
        CASES[CASES.index("  - name") :],
        CASES[CASES.index("  - name") :] * 2,
        "P024",
    ),
)
