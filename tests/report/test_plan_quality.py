"""What is said of a plan's quality claims no more than was proven."""

from asp_decide.report.sections.plan_quality import gap_cell, gap_sentence, stated_gap_cell
from plan_builders import an_objective


def test_the_certified_gap_is_rounded_away_from_a_better_claim() -> None:
    assert gap_cell(an_objective(gap="0.0271")) == "2.8 %"
    assert gap_cell(an_objective(gap="0.03")) == "3 %"
    assert gap_cell(an_objective(gap="0.00001")) == "0.001 %"
    assert gap_cell(an_objective(gap="0")) == "0 %"


def test_the_sentence_tells_money_and_share_and_what_smaller_differences_are() -> None:
    """Row 6a: what is not exact states its gap."""
    assert gap_sentence(an_objective()) == (
        "No plan that keeps these rules captures more than EUR 227,780 more, 2.8 % of the value "
        "captured: certified, checked by anyone offline. Smaller differences are no measurable "
        "difference."
    )


def test_a_closed_gap_is_the_best_there_is() -> None:
    told = gap_sentence(an_objective(loss="100", bound="100", gap="0"))

    assert (
        told == "No plan that keeps these rules loses less: certified, checked by anyone offline."
    )


def test_without_a_certificate_the_solvers_own_figure_never_takes_its_place() -> None:
    objective = an_objective(bound=None, gap=None)

    assert gap_cell(objective) == "not certified"
    assert "certificate was not made" in gap_sentence(objective)
    assert "0.5" not in gap_sentence(objective)
    assert stated_gap_cell(objective) == "0.5 %"


def test_where_nothing_is_captured_the_gap_is_money_alone() -> None:
    told = gap_sentence(an_objective(loss="900.5", bound="0", gap=None, value_captured="0"))

    assert told == "Nothing is captured; at most EUR 901 could be, certified."


def test_a_solver_that_states_nothing_is_not_quoted() -> None:
    assert stated_gap_cell(an_objective(gap_stated=None)) == "none stated"
