"""Whether overlays may set what they set: each by itself, and all of them together."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.effective import day_after, overlap
from asp_decide.model.snapshot import Snapshot
from asp_decide.policy.checks.check_amounts import check_amount
from asp_decide.policy.checks.check_rules import check_role
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.directions import IN_A_STREAM, Use, uses_of
from asp_decide.policy.written.document import DatedValue, Parameter
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.overlay import Overlay, Setting
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import Declared, PolicySet
from asp_decide.policy.written.resolution import unknown_parameter


def check_overlays(policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell every overlay that could not be meant, that loosens, or that disputes with another."""
    uses = uses_of(policies)
    for overlay in policies.overlays:
        _check_rights(overlay, policies, slips)
        for setting in overlay.settings:
            _check_setting(overlay, setting, uses, policies, slips)
    slips.extend(_periods(policies.overlays))


def unknown_streams(overlays: Sequence[Overlay], facts: Snapshot) -> Iterator[Diagnostic]:
    """Overlays for value streams that the facts do not have."""
    streams = tuple(one.id for one in facts.value_streams)
    for overlay in overlays:
        at = overlay.stream
        if at.text not in streams:
            mend = did_you_mean(at.text, streams, "the streams are " + ", ".join(streams))
            message = f"the facts have no value stream `{shortened(at.text)}`"
            yield problem("P023", at.place, message, mend=mend, width=at.width)


def _check_rights(overlay: Overlay, policies: PolicySet, slips: list[Diagnostic]) -> None:
    for role in (overlay.owner, overlay.approved_by):
        check_role(role, policies, slips)
    by = overlay.approved_by
    if by.text == overlay.owner.text:
        message = f"`{by.text}` owns this overlay and approves it"
        mend = "another role approves"
        slips.append(problem("P042", by.place, message, mend=mend, width=by.width))


def _check_setting(
    overlay: Overlay,
    setting: Setting,
    uses: dict[str, tuple[Use, ...]],
    policies: PolicySet,
    slips: list[Diagnostic],
) -> None:
    """Whether the parameter can be set for a stream, and only as its policy allows."""
    name = setting.name
    declared = policies.parameters.get(name.text)
    if declared is None:
        if not policies.is_excused(name.text):
            slips.append(unknown_parameter(Named(name.text), name, policies))
        return
    unit = policies.unit(declared.thing.unit.text)
    if unit is None or name.text in policies.excused:
        return  # told where the parameter is declared
    before = len(slips)
    told = (f"`{name.text}`", unit)
    check_amount(setting.number, setting.text, expected=told, policies=policies, slips=slips)
    if len(slips) > before:
        return
    if (wrong := _wrong_place(overlay, setting, uses.get(name.text, ()), declared)) is not None:
        slips.append(wrong)
        return
    if declared.thing.overlays == "tighten_only":
        side = next(use.side for use in uses[name.text])
        slips.extend(_loosened(overlay, setting, declared.thing, side, policies))


def _wrong_place(
    overlay: Overlay, setting: Setting, uses: Sequence[Use], declared: Declared[Parameter]
) -> Diagnostic | None:
    """Why no stream can set this parameter, or not on these days."""
    name, parameter = setting.name, declared.thing
    if parameter.overlays == "fixed":
        message = f"`{name.text}` is `fixed`: it has one value for all"
        mend = f"take it out; {parameter.name.place} would have to allow it"
        return problem("P115", name.place, message, mend=mend, width=name.width)
    if not any(use.subject in IN_A_STREAM for use in uses):
        rules = ", ".join(use.rule.head.id.text for use in uses) or "no rule"
        message = f"`{name.text}` is used by {rules}, and by no rule of one value stream"
        mend = "an overlay sets what bounds a value stream, or is asked of its work"
        return problem("P022", name.place, message, mend=mend, width=name.width)
    first = parameter.values[0].from_day if parameter.values else None
    if first is not None and first > overlay.effective.from_day:
        message = f"`{name.text}` has no value from {overlay.effective.from_day} to {first}"
        mend = f"let the overlay begin on {first}"
        return problem("P113", name.place, message, mend=mend, width=name.width)
    outside = overlap(overlay.effective, declared.document.effective) != overlay.effective
    if outside:
        period = declared.document.effective
        until = f" until {period.until}" if period.until else ""
        message = f"`{name.text}` is in force from {period.from_day}{until}, the overlay longer"
        mend = "let the overlay begin and end with the file that declares it"
        return problem("P113", name.place, message, mend=mend, width=name.width)
    return None


def _loosened(
    overlay: Overlay, setting: Setting, parameter: Parameter, side: str, policies: PolicySet
) -> Iterator[Diagnostic]:
    """The first value of the policy that the overlay's would loosen on some day."""
    own = policies.converted(setting.number)
    for value in parameter.values:
        days = overlap(overlay.effective, value.effective)
        stated = policies.converted(value.number)
        if days is None or (own <= stated if side == "at_most" else own >= stated):
            continue
        looser = "more" if side == "at_most" else "less"
        allowed = "smaller" if side == "at_most" else "larger"
        message = (
            f"`{setting.text.text}` is {looser} than the {_written(value)} of the policy"
            f" on {days.from_day}, and a stream may only tighten `{parameter.name.text}`"
        )
        mend = f"under `{side}` {allowed} is tighter: at {_most(side)} {_written(value)}"
        at = setting.text
        yield problem("P115", at.place, message, mend=mend, width=at.width)
        return


def _most(side: str) -> str:
    return "most" if side == "at_most" else "least"


def _written(value: DatedValue) -> str:
    return " ".join(value.text.text.split())


def _periods(overlays: Sequence[Overlay]) -> Iterator[Diagnostic]:
    """Two overlays that set one parameter of one stream on one day, or leave days between them."""
    by_place: dict[tuple[str, str, str], list[tuple[Overlay, Setting]]] = {}
    for overlay in overlays:
        for setting in overlay.settings:
            key = overlay.layer.text, overlay.stream.text, setting.name.text
            by_place.setdefault(key, []).append((overlay, setting))
    for (_, stream, parameter), found in sorted(by_place.items()):
        ordered = sorted(found, key=lambda one: (one[0].effective.from_day, one[0].path))
        for (before, first), (after, second) in pairwise(ordered):
            common = overlap(before.effective, after.effective)
            at = second.name
            if common is not None:
                message = (
                    f"`{parameter}` of `{stream}` is set here and in {first.name.place},"
                    f" both on {common.from_day}"
                )
                mend = "end the one before the other begins"
                yield problem("P120", at.place, message, mend=mend, width=at.width)
            elif day_after(before.effective) != after.effective.from_day:
                message = (
                    f"`{parameter}` of `{stream}` has no overlay from"
                    f" {day_after(before.effective)} until this one begins, and had one before:"
                    f" {first.name.place}"
                )
                mend = f"begin on {day_after(before.effective)}, or set it for the days between"
                yield problem("P120", at.place, message, mend=mend, width=at.width)
