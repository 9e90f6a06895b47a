"""What the portfolio layer may name: initiatives, what asks for them, and what carries them."""

from asp_decide.model.catalogue import AttributeSpec, Catalogue, FieldSpec, LinkSpec, attribute
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.portfolio_amounts import MEASURES

_YES_NO = ("yes", "no")
STATES = (
    "intake triage held discovery_queue investigate investment_framing delivery_queue implementing "
    "outcome_assessment rejected declined stopped superseded assessed"
)
"""The states of an initiative, as words of one text."""
_GRADES = ("experiment", "comparison", "before_after", "expert", "anecdote")
CATEGORIES = ("business", "enabler", "technical_quality", "run", "improvement")
"""The capacity classes of work, in both layers."""

CUSTOMERS = "external internal both"

ATTRIBUTES: tuple[AttributeSpec, ...] = (
    attribute("signal", "kind", "market regulatory strategic other", "what the signal is about"),
    attribute("signal", "origin", "environment organization", "where it arose"),
    AttributeSpec("holds_continuously", "signal", _YES_NO, "whether the obligation has no end"),
    attribute(
        "signal",
        "disposition",
        "need requirement theme_change assumption_change none",
        "what it was filed as; missing until somebody has filed it",
    ),
    attribute(
        "requirement",
        "category",
        "regulatory business_rule non_functional operational",
        "kind of the standing constraint",
    ),
    attribute("theme", "status", "proposed active retired", "whether the theme counts"),
    attribute("initiative", "state", STATES, "where it stands in the portfolio flow", STATE_GROUPS),
    attribute("initiative", "kind", "initiative strategic", "strategic ones never enter delivery"),
    attribute("initiative", "horizon", "H0 H1 H2 H3", "retiring, investing, emerging, evaluating"),
    AttributeSpec("category", "initiative", CATEGORIES, "capacity class"),
    attribute(
        "initiative",
        "urgency",
        "standard deadline expiring first_mover enabler",
        "how its value depends on time",
    ),
    attribute("initiative", "deadline_is", "priced hard", "what lateness does"),
    AttributeSpec("expedite", "initiative", _YES_NO, "whether it asks to go first"),
    AttributeSpec("evidence_grade", "initiative", _GRADES, "best grade of evidence about success"),
    attribute(
        "initiative",
        "tripped_kill",
        "none stop redirect review",
        "gravest action of a tripped kill criterion; missing while a due one lacks evidence",
    ),
    attribute("value_stream", "customer", CUSTOMERS, "whom it serves"),
)

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("affects_themes", "signal", "the themes it touches"),
    FieldSpec("affects_initiatives", "signal", "the initiatives it touches"),
    FieldSpec("affects_assumptions", "signal", "the assumptions it touches"),
    FieldSpec("lead", "initiative", "who leads it"),
    FieldSpec("value_hypothesis", "initiative", "what it is expected to change"),
    FieldSpec("benefit_model", "initiative", "every amount and date that its urgency needs"),
    FieldSpec(
        "effort_and_outlay", "initiative", "effort, duration and outlay of an option to fund"
    ),
    FieldSpec("probability_of_success", "initiative", "how likely its hypothesis holds"),
    FieldSpec("assumption_ids", "initiative", "the assumptions it rests on"),
    FieldSpec("first_slice", "initiative", "a tranche or mvp option to begin with"),
    FieldSpec("operability", "initiative", "who will run it and how"),
    FieldSpec("review_on", "initiative", "when it is looked at next"),
    FieldSpec("theme_ids", "initiative", "the strategic themes it serves"),
    FieldSpec("requirement_ids", "initiative", "the standing requirements it serves"),
)


LINKS: tuple[LinkSpec, ...] = (
    LinkSpec("requirement", "initiative", "requirement"),
    LinkSpec("theme", "initiative", "theme"),
    LinkSpec("signal", "initiative", "signal"),
    LinkSpec("value_stream", "initiative", "value_stream"),
    LinkSpec("predecessor", "initiative", "initiative"),
    LinkSpec("successor", "initiative", "initiative"),
    LinkSpec("signal", "requirement", "signal"),
)

PORTFOLIO_LAYER = Catalogue("portfolio", ATTRIBUTES, FIELDS, MEASURES, LINKS)
"""Everything that a policy of the portfolio layer may name."""
