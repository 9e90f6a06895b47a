"""The part of a mapping that declares what the source lacks: a few named forms, no expressions."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from asp_decide.load.assumed_forms import (
    Assumed,
    BenefitOfCost,
    ByDates,
    CapacityOfCosts,
    GroupBenefit,
    IdFromName,
    RestartLater,
    StraightLine,
    SuccessByRating,
)
from asp_decide.load.cell_values import Scale
from asp_decide.load.column_values import LONGEST_WEEKS
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.load.mapping import FieldSource, folded
from asp_decide.load.portfolio_tables import INITIATIVES
from asp_decide.strict_yaml import Mapping as Node

_ZERO = Decimal(0)
_SHARE = Scale("share", "60 %", least=_ZERO, most=Decimal(1))
_TIMES = Scale("share", "150 %", least=_ZERO)
_RATIO = Scale("", "1.5", least=_ZERO)
_WEEKS = Scale("time", "520 weeks", least=_ZERO, most=Decimal(LONGEST_WEEKS))

FORMS = {
    "id": "from_name",
    "state": "by_dates",
    "benefit": "share_of_whole_life_cost",
    "probability_of_success": "by_rating",
    "remaining_effort": "straight_line",
    "pause": "restart_later",
    "capacity": "sum_of_costs_this_year",
}
"""What may be assumed, and the one form in which each is."""

_PARAMETERS: dict[str, tuple[str, ...]] = {
    "id": ("words",),
    "state": ("without_dates", "not_yet_dated"),
    "benefit": ("by_group",),
    "probability_of_success": ("shares",),
    "remaining_effort": ("most_per_year",),
    "pause": ("cost",),
    "capacity": ("factor",),
}
_MAY_LACK = ("most_per_year",)
# What each starts from, and the fields that state the same and so leave nothing to assume.
_STARTS_FROM: dict[str, tuple[str, ...]] = {
    "state": ("starts_on", "ends_on"),
    "benefit": ("whole_life_cost", "group"),
    "probability_of_success": ("rating",),
    "remaining_effort": ("whole_life_cost", "starts_on", "ends_on"),
    "capacity": ("cost_this_year",),
}
_STATED_BY: dict[str, tuple[str, ...]] = {
    "state": ("state",),
    "benefit": ("benefit_per_week", "benefit_life"),
    "probability_of_success": ("probability_of_success",),
    "remaining_effort": ("remaining_effort",),
}


def read_assumed(
    keys: KeyedValues,
    fields: Mapping[str, tuple[FieldSource, ...]],
    groups: Collection[str],
) -> Assumed:
    """What is assumed; told is what cannot be: stated already, or with nothing to start from."""
    stated = keys.child("assume")
    assume = stated or KeyedValues(Node((), keys.node.place), "`assume`", keys.page)
    assume.expect(tuple(FORMS))
    forms: dict[str, KeyedValues] = {}
    for name in FORMS:
        form = assume.child(name)
        if form is not None:
            _expect(form, name, fields)
            forms[name] = form
    _nothing_left_open(keys, fields, forms)
    return Assumed(
        id=_id(forms.get("id")),
        state=_state(forms.get("state")),
        benefit=_benefit(forms.get("benefit"), groups),
        probability_of_success=_success(forms.get("probability_of_success")),
        remaining_effort=_effort(forms.get("remaining_effort"), fields),
        pause=_pause(forms.get("pause")),
        capacity=_capacity(forms.get("capacity")),
    )


def _expect(form: KeyedValues, name: str, fields: Collection[str]) -> None:
    parameters = _PARAMETERS[name]
    needed = [one for one in parameters if one not in _MAY_LACK]
    form.expect(("form", *parameters, "because"), needed=("form", *needed, "because"))
    form.word("form", (FORMS[name],))
    for one in _STATED_BY.get(name, ()):
        if one in fields:
            told = f"the source states `{one}`, so {form.name} is not assumed"
            form.page.refuse("W014", form.node.place, told, mend="keep one of the two")
    for one in _STARTS_FROM.get(name, ()):
        if one not in fields:
            told = f"{form.name} of `assume` starts from the field `{one}`"
            form.page.refuse("W012", form.node.place, told, mend="say where it stands")


def _nothing_left_open(keys: KeyedValues, fields: Collection[str], forms: Collection[str]) -> None:
    """Without these no record becomes an initiative that can be planned."""
    lacking = [
        ("id", ("id",)),
        ("state", ("state",)),
        ("benefit", ("benefit_per_week", "benefit_life")),
        ("remaining_effort", ("remaining_effort",)),
    ]
    for name, wanted in lacking:
        missing = [one for one in wanted if one not in fields]
        if missing and name not in forms:
            told = f"nothing says `{missing[0]}`"
            mend = f"name its header under `fields`, or `{name}` under `assume`"
            keys.page.refuse("W012", keys.node.place, told, mend=mend)
    if "remaining_duration" not in fields and "ends_on" not in fields:
        mend = "name the header of `remaining_duration` or of `ends_on`"
        keys.page.refuse("W012", keys.node.place, "nothing says how long work takes", mend=mend)


def _because(form: KeyedValues) -> str:
    return " ".join((form.text("because") or "").split())


def _id(form: KeyedValues | None) -> IdFromName | None:
    if form is None:
        return None
    return IdFromName(form.whole("words", least=1, most=20) or 1, _because(form))


def _state(form: KeyedValues | None) -> ByDates | None:
    if form is None:
        return None
    words = INITIATIVES.columns["state"].words
    return ByDates(
        without_dates=form.word("without_dates", words) or "",
        not_yet_dated=form.word("not_yet_dated", words) or "",
        because=_because(form),
    )


def _benefit(form: KeyedValues | None, groups: Collection[str]) -> BenefitOfCost | None:
    if form is None:
        return None
    told: dict[str, GroupBenefit] = {}
    by_group = form.child("by_group")
    if by_group is not None and groups:
        by_group.expect(tuple(groups), needed=tuple(groups))
        for name in groups:
            of_group = by_group.child(name)
            if of_group is None:
                continue
            of_group.expect(("ratio", "life"), needed=("ratio", "life"))
            ratio = of_group.number("ratio", _RATIO, None)
            life = of_group.number("life", _WEEKS, None)
            if life == 0:
                form.page.refuse("W014", of_group.node.place, "a benefit lasts some time")
            told[folded(name)] = GroupBenefit(ratio or Fraction(0), life or Fraction(1))
    return BenefitOfCost(told, _because(form))


def _success(form: KeyedValues | None) -> SuccessByRating | None:
    if form is None:
        return None
    shares: dict[str, tuple[str, Fraction]] = {}
    stated = form.child("shares")
    for key, _ in stated.scalars() if stated else ():
        assert stated is not None, "keys that were walked exist"
        share = stated.number(key.text, _SHARE, None)
        if folded(key.text) in shares:
            told = f"`{key.text}` stands there already"
            stated.page.refuse("W014", key.place, told, width=key.width)
        shares[folded(key.text)] = (key.text, share or Fraction(0))
    return SuccessByRating(shares, _because(form))


def _effort(form: KeyedValues | None, fields: Collection[str]) -> StraightLine | None:
    if form is None:
        return None
    most = form.number("most_per_year", _TIMES, None)
    if most is not None and "cost_this_year" not in fields:
        told = "`most_per_year` starts from the field `cost_this_year`"
        form.page.refuse("W012", form.node.place, told, mend="say where it stands")
    return StraightLine(most, _because(form))


def _pause(form: KeyedValues | None) -> RestartLater | None:
    if form is None:
        return None
    return RestartLater(form.number("cost", _SHARE, None) or Fraction(0), _because(form))


def _capacity(form: KeyedValues | None) -> CapacityOfCosts | None:
    if form is None:
        return None
    return CapacityOfCosts(form.number("factor", _TIMES, None) or Fraction(0), _because(form))
