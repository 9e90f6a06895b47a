"""What a rule decides, without how it is told: the digest that changes with the meaning alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from asp_decide.canonical import digest
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.document import Ordered, PolicyDocument, Rule
from asp_decide.policy.written.overlay import Overlay
from asp_decide.policy.written.policy_set import PolicySet


def meaning_of_rule(rule: Rule, policies: PolicySet) -> str:
    """The digest of everything in a checked rule that can move a decision.

    Prose, severity, tags, sources and every order that means nothing fall away; amounts are
    brought to their base unit; a parameter stays named, with all its dated values; a measure
    stands with its definition; `unless` of what fires becomes `not`.
    """
    return digest(PlainMeaning(policies).rule(rule))


def exemption_meanings(policies: PolicySet) -> dict[str, str]:
    """The digest of each exemption of the register, of all days: all of it but its prose."""
    return {
        one.id.text: digest(PlainMeaning(policies).exemption(one)) for one in policies.exemptions
    }


def meaning_of_document(document: PolicyDocument, policies: PolicySet) -> str:
    """The digest of all that a policy file says of all days, without what overlays set for it."""
    means = PlainMeaning(replace(policies, overlays=()))
    orders = {
        ordered.point.text: [[a.text for a in ordered.order], ordered.otherwise.text]
        for ordered in document.decisions
    }
    return digest(
        {
            "effective": document.effective.model_dump(mode="json"),
            "rules": {rule.head.id.text: means.rule(rule) for rule in document.rules},
            "parameters": [means.parameter(one) for one in document.parameters],
            "points": orders,
        }
    )


def meaning_of_overlay(overlay: Overlay, policies: PolicySet) -> str:
    """The digest of what an overlay sets, for whom and for how long."""
    means = PlainMeaning(policies)
    return digest(
        {
            "effective": overlay.effective.model_dump(mode="json"),
            "stream": overlay.stream.text,
            "set": {one.name.text: means.number(one.number) for one in overlay.settings},
        }
    )


def meaning_of_set(
    meanings: Mapping[str, str], points: Iterable[Ordered], exemptions: Mapping[str, str]
) -> str:
    """The digest of rules with the orders of their decision points, and of who is exempted."""
    orders = {
        ordered.point.text: [[a.text for a in ordered.order], ordered.otherwise.text]
        for ordered in points
    }
    register = {"exemptions": dict(exemptions)} if exemptions else {}
    return digest({"rules": dict(meanings), "points": orders, **register})
