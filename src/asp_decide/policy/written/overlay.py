"""An overlay: parameters as one value stream sets them, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from asp_decide.diagnostics import Checked, Diagnostic, Mend, Place
from asp_decide.model.effective import Period
from asp_decide.policy.written.document import WrittenAmount
from asp_decide.policy.written.form import Form, open_form, period
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.parse_conditions import tell_phrase
from asp_decide.policy.written.phrase import Named, Number, parse_amount
from asp_decide.strict_yaml import Mapping, Node, Scalar

OVERLAY_GRAMMAR = "overlay/v1"
"""The version of the grammar of overlays that is read."""

SHORTEST_REASON = 10
"""Characters of a `because`: less is no reason."""

_HEAD = ("asp", "overlay", "layer", "for", "owner", "approved", "effective", "because", "set")


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter as the stream sets it."""

    name: Scalar
    text: Scalar
    number: Number

    @property
    def amount(self) -> WrittenAmount:
        """The value where it stands."""
        return WrittenAmount(self.text, self.number)


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay file: whose parameters it sets, to what, when, and who approved it.

    `name` is what records call it: `overlays/payments`.
    """

    name: str
    path: str
    digest: str
    layer: Scalar
    stream: Scalar
    owner: Scalar
    approved_by: Scalar
    approved_on: date
    effective: Period
    because: str
    place: Place
    settings: tuple[Setting, ...]

    def value_of(self, parameter: str) -> Setting | None:
        """What the overlay sets the parameter to, if it does."""
        return next((one for one in self.settings if one.name.text == parameter), None)


def parse_overlay(node: Node, *, name: str, path: str, digest: str) -> Checked[Overlay]:
    """The overlay of a file with every problem of its form.

    `name` is what records call it (`overlays/payments`), `path` how people find it, `digest` that
    of its bytes.
    """
    slips: list[Diagnostic] = []
    form = open_form(node, slips, what="an overlay", required=_HEAD, optional=("title",))
    if not form.keys:
        return Checked(None, tuple(slips))
    form.sentence("title")
    _check_head(form, name.partition("/")[2])
    approved = _part(form, "approved", ("by", "on"), ("person",))
    effective = form.values.get("effective")
    overlay = Overlay(
        name,
        path,
        digest,
        form.scalar("layer"),
        _part(form, "for", ("value_stream",)).scalar("value_stream"),
        form.scalar("owner"),
        approved.scalar("by"),
        approved.day("on"),
        Period(from_day=date.min) if effective is None else period(effective, slips),
        form.sentence("because", least=SHORTEST_REASON),
        form.place,
        tuple(_settings(form)),
    )
    return Checked(None if slips else overlay, tuple(slips))


def _check_head(form: Form, name: str) -> None:
    for key, wanted in (("asp", OVERLAY_GRAMMAR), ("overlay", name)):
        found = form.scalar(key)
        if isinstance(form.values.get(key), Scalar) and found.text != wanted:
            message = f"`{key}` is `{shortened(found.text)}`, and this file is `{wanted}`"
            mend = Mend(f"write `{key}: {wanted}`")
            if key == "overlay":
                mend = Mend(f"{mend.help}, or move the file", wanted)
            form.tell("P020", found.place, message, mend=mend, width=found.width)


def _part(form: Form, key: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Form:
    node = form.values.get(key)
    if node is None:
        return Form(form.slips, f"`{key}`", form.place, {}, {})
    return open_form(node, form.slips, what=f"`{key}`", required=required, optional=optional)


def _settings(form: Form) -> Iterator[Setting]:
    node = form.values.get("set")
    if isinstance(node, Mapping) and not node.entries:
        form.tell("P018", node.place, "the overlay sets nothing", mend="set a parameter, or delete")
    for name, value in form.entries("set", "parameters"):
        text = form.as_scalar(value, f"`{name.text}`")
        amount = parse_amount(text.text)
        if isinstance(amount, BadPhrase):
            if isinstance(value, Scalar):
                tell_phrase(amount, text, form.slips)
        elif isinstance(amount, Named):
            message = "an overlay sets a number, and not the value of another parameter"
            form.tell("P019", text.place, message, mend="write the amount out", width=text.width)
        else:
            yield Setting(name, text, amount)
