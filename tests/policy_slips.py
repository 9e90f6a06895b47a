"""Broken policies: the good one with one slip each, and the code under which it is refused."""

from typing import NamedTuple


class Slip(NamedTuple):
    """What is wrong, in the words of a reviewer; what is written instead; what is told."""

    wrong: str
    old: str
    new: str
    code: str


STOP_WHEN = "- value_realisation: below 40 % for 2 intervals in a row"
CIRCLE = """\
  - id: DER-01
    title: One
    derive: first
    for_each: initiative
    when: {second: holds}
    owner: finance
    because: It follows from the other.
    message: "{initiative}"
  - id: DER-02
    title: Two
    derive: second
    for_each: initiative
    when: {first: holds}
    owner: finance
    because: It follows from the other.
    message: "{initiative}"
  - id: BRK-01"""

SLIPS = (
    # the text
    Slip("a symbol in the place of words", "at_least: 5 %", "at_least: >= 5 %", "P001"),
    Slip("a character that cannot be seen", "title: Floor", "title: Floor\u200b", "P002"),
    Slip("a tab before a value", "title: Floor", "title:\tFloor", "P002"),
    Slip("a second document", '{role} is asked"\n', '{role} is asked"\n---\na: b\n', "P004"),
    Slip("an anchor", "title: Floor", "title: &floor Floor", "P005"),
    Slip("a tag", "at_most: 90 %", "at_most: !!str 90 %", "P006"),
    Slip("a key twice", "title: Floor", "title: Floor\n    title: Flaw", "P007"),
    Slip("a key without a value", "because: Large forecasts err most.", "because:", "P008"),
    Slip(
        "a comment in a sentence", "because: Large forecasts", "because: Large #1 forecasts", "P009"
    ),
    # the form
    Slip("a key in another spelling", "    halts: apply", "    halt: apply", "P010"),
    Slip("a key of another kind", "    halts: apply", "    missing: review", "P010"),
    Slip("a force of what only asks", "    halts: apply", "    enforce: mandatory", "P010"),
    Slip(
        "a decision that anybody may leave out", "    halts: apply", "    forces: decision", "P011"
    ),
    Slip(
        "a decision about no initiative",
        "    halts: apply",
        "    forces: decision\n    enforce: mandatory",
        "P022",
    ),
    Slip("a required key in another spelling", "at_most: $wip_limit", "at_mots: 5", "P010"),
    Slip("a kind in another spelling", "guardrail: largest", "guardrial: largest", "P010"),
    Slip("an unknown key in the head", "layer: portfolio", "layer: portfolio\nlayers: 2", "P010"),
    Slip("no reason", "    because: Large forecasts err most.\n", "", "P011"),
    Slip("no owner of a file", "owner: portfolio_manager\napproved", "approved", "P011"),
    Slip("no kind", "    escalate: brake\n", "", "P011"),
    Slip("no bound", "    at_least: 5 %\n", "", "P011"),
    Slip(
        "a share without its basis",
        'basis: available, unit: "%"}\n  budget_used',
        'unit: "%"}\n  budget_used',
        "P011",
    ),
    Slip(
        "no override where one may be",
        "    override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}\n",
        "",
        "P011",
    ),
    Slip(
        "an answer that the order leaves out",
        "order: [stop, redirect, pause, continue]",
        "order: [stop, redirect, continue]",
        "P011",
    ),
    Slip(
        "two kinds in one rule",
        "    escalate: brake",
        "    escalate: brake\n    derive: brake",
        "P012",
    ),
    Slip(
        "two bounds in one rule", "    at_least: 5 %", "    at_least: 5 %\n    at_most: 9 %", "P012"
    ),
    Slip(
        "a measure of two kinds",
        "wip: {count: initiative,",
        "wip: {count: initiative, ratio: [a, b],",
        "P012",
    ),
    Slip(
        "a condition five levels deep",
        "when: {stopped_share: above 30 %}",
        "when: {not: {not: {not: {not: {not: {stopped_share: above 30 %}}}}}}",
        "P014",
    ),
    Slip(
        "a condition that comes true in too many ways",
        "when: {stopped_share: above 30 %}",
        "when:\n      all:\n"
        + "        - any: [{stopped_share: above 30 %}, {moved_share: above 40 %}, {unknown_share: above 9 %}]\n"
        * 3,
        "P015",
    ),
    Slip(
        "a window of eleven years", "for 2 intervals in a row", "for 44 intervals in a row", "P015"
    ),
    Slip(
        "two measures in one comparison",
        "{stopped_share: above 30 %}",
        "{stopped_share: above moved_share}",
        "P016",
    ),
    Slip(
        "a comparison in another spelling",
        "{stopped_share: above 30 %}",
        "{stopped_share: bellow 30 %}",
        "P016",
    ),
    Slip("a quoted symbol", "{stopped_share: above 30 %}", "{stopped_share: '> 30 %'}", "P016"),
    Slip("two comparisons in one phrase", "above 30 %}", "above 30 % and below 50 %}", "P016"),
    Slip("a window in another order", "for 2 intervals in a row", "over 2 intervals", "P016"),
    Slip(
        "more intervals than there are",
        "for 2 intervals in a row",
        "in 3 of the last 2 intervals",
        "P016",
    ),
    Slip(
        "an amount compared with a word", "horizon: one of H1, H2", "horizon: above 2 weeks", "P016"
    ),
    Slip(
        "a conclusion compared with an amount",
        "unless: {mandatory: holds}",
        "unless: {mandatory: above 30 %}",
        "P016",
    ),
    Slip(
        "a field compared with a word", "- benefit_model: known", "- benefit_model: is yes", "P016"
    ),
    Slip("a word where a limit stands", "at_most: 30 %", "at_most: little", "P016"),
    Slip("the thirteenth month", "on: 2025-12-15", "on: 2025-13-15", "P017"),
    Slip("a day in another style", "on: 2025-12-15", "on: 15.12.2025", "P017"),
    Slip(
        "an end before the beginning",
        "effective: {from: 2026-01-01}",
        "effective: {from: 2026-01-01, until: 2025-12-31}",
        "P017",
    ),
    Slip(
        "a rule that outlives its file",
        "    halts: apply",
        "    effective: {from: 2025-01-01}\n    halts: apply",
        "P017",
    ),
    Slip(
        "two values from one day",
        "{from: 2025-06-01, value: 1_000",
        "{from: 2026-01-01, value: 1_000",
        "P017",
    ),
    Slip("a list where a text stands", "title: Floor", "title: [Floor]", "P018"),
    Slip("a text where a list stands", "before: [fund, fund_tranche]", "before: fund", "P018"),
    Slip(
        "a condition that is a sentence",
        "when: {stopped_share: above 30 %}",
        "when: much is stopped",
        "P018",
    ),
    Slip(
        "two comparisons side by side",
        "{stopped_share: above 30 %}",
        "{stopped_share: above 30 %, moved_share: above 40 %}",
        "P018",
    ),
    Slip(
        "two things behind a link",
        "that: {category: is regulatory}",
        "that: {all: [{category: is regulatory}]}",
        "P018",
    ),
    Slip("an empty list", "needs: [reason]}", "needs: []}", "P018"),
    Slip("a word that enforce does not have", "enforce: advisory", "enforce: strict", "P019"),
    Slip(
        "a requirement that is only advice",
        "else: return\n    enforce: mandatory",
        "else: return\n    enforce: advisory",
        "P019",
    ),
    Slip(
        "a reason of one word",
        "because: Somebody should look at this.",
        "because: Because.",
        "P019",
    ),
    Slip("an id in small letters", "id: BRK-01", "id: brk-1", "P019"),
    Slip("a name with capitals", "derive: mandatory", "derive: Mandatory", "P019"),
    Slip("half a day to answer", "within: 14 days", "within: 0.5 days", "P019"),
    Slip(
        "an override measured in weeks",
        "longest: 2 intervals, needs: [reason]}",
        "longest: 2 weeks, needs: [reason]}",
        "P019",
    ),
    Slip("an override that needs luck", "needs: [reason]}", "needs: [luck]}", "P019"),
    Slip("nothing between the ends", "above 30 %}", "between 50 % and 30 %}", "P019"),
    # the names
    Slip(
        "a file that calls itself otherwise",
        "policy: portfolio/sample",
        "policy: portfolio/simple",
        "P020",
    ),
    Slip("a grammar that is not ours", "asp: policy/v1", "asp: policy/v2", "P020"),
    Slip("another layer than its folder", "layer: portfolio", "layer: delivery", "P020"),
    Slip(
        "a measure of the delivery layer",
        "{stopped_share: above 30 %}",
        "{change_fail_rate: above 30 %}",
        "P021",
    ),
    Slip("a subject of the delivery layer", "for_each: portfolio", "for_each: feature", "P021"),
    Slip(
        "a point of the delivery layer",
        "  validation: {order: [stop, redirect, pause, continue], otherwise: review}",
        "  validation: {order: [stop, redirect, pause, continue], otherwise: review}\n  pull: {order: [wait, pull], otherwise: wait}",
        "P021",
    ),
    Slip("features counted in the portfolio", "{count: initiative,", "{count: feature,", "P021"),
    Slip(
        "a measure of another subject",
        "{stopped_share: above 30 %}",
        "{capacity_age: above 30 weeks}",
        "P022",
    ),
    Slip(
        "a budget per value stream",
        "guardrail: budget_used\n    per: portfolio",
        "guardrail: budget_used\n    per: value_stream",
        "P022",
    ),
    Slip(
        "a group that nothing is measured per",
        "guardrail: largest\n    per: portfolio",
        "guardrail: largest\n    per: initiative",
        "P022",
    ),
    Slip(
        "signals counted per value stream",
        "{count: initiative, where: {state: in_delivery}, unit: initiatives}",
        "{count: signal, unit: signals}",
        "P022",
    ),
    Slip(
        "a measure in another spelling",
        STOP_WHEN,
        "- value_realization: below 40 % for 2 intervals in a row",
        "P023",
    ),
    Slip(
        "a word that an attribute never is",
        "horizon: one of H1, H2",
        "horizon: one of H1, H9",
        "P023",
    ),
    Slip(
        "a state that does not exist",
        "where: {state: in_delivery}",
        "where: {state: in_progress}",
        "P023",
    ),
    Slip("a parameter in another spelling", "below $hurdle", "below $hurdel", "P023"),
    Slip("a role that nobody has", "{role: portfolio_board,", "{role: portfolio_bored,", "P023"),
    Slip("an answer of another point", "decide: stop", "decide: fund", "P023"),
    Slip("a link that does not exist", "- every: value_stream", "- every: value_streem", "P023"),
    Slip("a point that does not exist", "at: validation", "at: validations", "P023"),
    Slip("a subject that does not exist", "for_each: portfolio", "for_each: portfolios", "P023"),
    Slip(
        "a part of a ratio that does not exist",
        "ratio: [value_realised, value_forecast]",
        "ratio: [value_realised, value_forcast]",
        "P023",
    ),
    Slip("an id twice", "id: BRK-01", "id: REQ-03", "P024"),
    Slip(
        "a name of the catalogue declared again",
        "  wip_limit:\n",
        '  relevance: {unit: "%", values: [{from: 2026-01-01, value: 3 %}]}\n  wip_limit:\n',
        "P024",
    ),
    Slip(
        "an answer twice in the order",
        "order: [return, decline, fund_tranche, fund]",
        "order: [return, decline, fund_tranche, fund, return]",
        "P024",
    ),
    Slip(
        "a point without an order",
        "  validation: {order: [stop, redirect, pause, continue], otherwise: review}\n",
        "",
        "P025",
    ),
    Slip(
        "what a stream has spent, asked of its initiatives",
        "{category: is regulatory}",
        "{category: is regulatory}\n        - some: value_stream\n          that: {burn_variance: above 5 %}",
        "P022",
    ),
    Slip(
        "a sum of shares",
        "  wip: {count",
        '  much: {sum: initiative, of: relevance, unit: "%"}\n  wip: {count',
        "P027",
    ),
    Slip(
        "a sum of histories",
        "  wip: {count",
        "  much: {sum: initiative, of: value_realised, unit: EUR}\n  wip: {count",
        "P027",
    ),
    Slip(
        "a sum of words",
        "  wip: {count",
        "  much: {sum: initiative, of: horizon, unit: EUR}\n  wip: {count",
        "P027",
    ),
    Slip(
        "a sum in another unit",
        "  wip: {count",
        "  much: {sum: initiative, of: remaining_outlay, unit: weeks}\n  wip: {count",
        "P108",
    ),
    Slip(
        "a sum of what another subject has",
        "  wip: {count",
        "  much: {sum: initiative, of: weight, unit: EUR}\n  wip: {count",
        "P022",
    ),
    Slip(
        "a sum of nothing that is measured",
        "  wip: {count",
        "  much: {sum: initiative, of: remaining_outlays, unit: EUR}\n  wip: {count",
        "P023",
    ),
    Slip(
        "a sum of a measure of the delivery layer",
        "  wip: {count",
        "  much: {sum: initiative, of: days_blocked, unit: weeks}\n  wip: {count",
        "P021",
    ),
    Slip(
        "a sum that does not say of what",
        "  wip: {count",
        "  much: {sum: initiative, unit: EUR}\n  wip: {count",
        "P011",
    ),
    Slip(
        "a sum over the portfolio",
        "  wip: {count",
        "  much: {sum: portfolio, of: planned_outlay, unit: EUR}\n  wip: {count",
        "P022",
    ),
    Slip(
        "a sum under a limit",
        "  wip: {count: initiative, where: {state: in_delivery}, unit: initiatives}",
        "  wip: {sum: initiative, of: streams_touched, unit: value_streams}",
        "P027",
    ),
    Slip("a share under a limit", "limit: wip", "limit: largest", "P027"),
    Slip("a count under a guardrail", "guardrail: largest", "guardrail: wip", "P027"),
    Slip("an attribute under a guardrail", "guardrail: largest", "guardrail: horizon", "P027"),
    Slip("a share in a condition", "- benefit_model: known", "- bold_share: above 3 %", "P027"),
    Slip("a measure in where", "where: {horizon: H3}", "where: {relevance: high}", "P027"),
    # the meaning
    Slip(
        "a window over what has no history",
        "remaining_cd3: below $hurdle",
        "remaining_cd3: below $hurdle for 2 intervals in a row",
        "P030",
    ),
    Slip("an otherwise that stops", "otherwise: review}", "otherwise: stop}", "P031"),
    Slip("an else that funds", "else: return", "else: fund", "P031"),
    Slip(
        "a parameter without a direction",
        "- benefit_model: known",
        "- streams_touched: at most 3 value_streams\n        - unmet_predecessors: at most $wip_limit",
        "P032",
    ),
    Slip("a conclusion from itself", "  - id: BRK-01", CIRCLE, "P033"),
    Slip(
        "a conclusion from its absence",
        "some: successor\n          that: {mandatory: holds}",
        "some: successor\n          that: {mandatory: does not hold}",
        "P033",
    ),
    # the rights
    Slip(
        "an override of a mandatory rule",
        "    enforce: mandatory\n    owner: finance",
        "    enforce: mandatory\n    override: {by: portfolio_board, longest: 1 interval, needs: [reason]}\n    owner: finance",
        "P040",
    ),
    Slip(
        "an override that its owner grants",
        "override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}",
        "override: {by: portfolio_manager, longest: 2 intervals, needs: [reason]}",
        "P041",
    ),
    Slip(
        "a file that its owner approves",
        "approved: {by: portfolio_board,",
        "approved: {by: portfolio_manager,",
        "P042",
    ),
    # units, messages, dates
    Slip("a share measured in points", "below 40 % for", "below 40 points for", "P108"),
    Slip(
        "a number without a unit",
        "{stopped_share: above 30 %}",
        "{stopped_share: above 30}",
        "P108",
    ),
    Slip(
        "a unit that does not exist",
        "{stopped_share: above 30 %}",
        "{stopped_share: above 30 percent}",
        "P108",
    ),
    Slip(
        "percentage points for a share",
        "{stopped_share: above 30 %}",
        "{stopped_share: above 30 pp}",
        "P108",
    ),
    Slip("another currency", "value: 1_500 EUR/week/week", "value: 1_500 USD/week/week", "P108"),
    Slip(
        "the sign of any currency", "value: 1_500 EUR/week/week", "value: 1_500 ¤/week/week", "P108"
    ),
    Slip("a parameter of another unit", "at_most: 30 %", "at_most: $hurdle", "P108"),
    Slip(
        "a count measured in weeks",
        "{state: in_delivery}, unit: initiatives}",
        "{state: in_delivery}, unit: weeks}",
        "P108",
    ),
    Slip(
        "a ratio of another unit",
        "remaining_duration], unit: EUR/week/week}",
        "remaining_duration], unit: EUR/week}",
        "P108",
    ),
    Slip(
        "a value that nobody knows in a message",
        "{stopped_share} stopped",
        "{moved_share} stopped",
        "P111",
    ),
    Slip("a brace without a partner", "{stopped_share} stopped", "{stopped_share stopped", "P111"),
    Slip(
        "a value that begins too late",
        "- {from: 2026-01-01, value: 5 initiatives}",
        "- {from: 2026-02-01, value: 5 initiatives}",
        "P113",
    ),
    Slip(
        "a language that is none",
        '"{stopped_share} stopped; {role} is asked"',
        '{english: "{stopped_share} stopped"}',
        "P019",
    ),
    Slip("a message in no language", '"{stopped_share} stopped; {role} is asked"', "{}", "P018"),
    Slip(
        "a message that is a list",
        '"{stopped_share} stopped; {role} is asked"',
        '{en: ["{stopped_share} stopped"]}',
        "P018",
    ),
    Slip(
        "a value that nobody knows in a translation",
        '"{stopped_share} stopped; {role} is asked"',
        '{en: "{stopped_share} stopped", de: "{moved_share} gestoppt"}',
        "P111",
    ),
    Slip(
        "a comment in a translation",
        '"{stopped_share} stopped; {role} is asked"',
        "\n      en: as it is\n      de: wie es #1 ist",
        "P009",
    ),
    # tables
    Slip("a row with a cell too few", "[enabler, any]", "[enabler]", "P013"),
    Slip("a row with a word too many", "[finance]", "[finance, sponsor]", "P013"),
    Slip("a hit policy of other tables", "hit: collect", "hit: priority", "P019"),
    Slip(
        "a table of nobody",
        "    for_each: initiative\n    where: {state: outcome_assessment}\n    hit",
        "    hit",
        "P011",
    ),
    Slip("an input that nobody has", "[category, ", "[categroy, ", "P023"),
    Slip("a cell in another unit", "500_000 EUR", "5 weeks", "P108"),
    Slip("a cell with a word that is none", "[enabler,", "[enablers,", "P023"),
    Slip("two rows of one name", "row: structure", "row: dear", "P024"),
    Slip(
        "a table that enforces nothing",
        "hit: collect",
        "hit: collect\n    enforce: mandatory",
        "P010",
    ),
    Slip("a column twice", "[category, linked_outlay]", "[category, category]", "P024"),
    Slip("a row without a name", "{row: dear, if", "{if", "P011"),
)
