"""`asp.yaml`: the agreed frame of all decisions, and where the ledger is."""

import re
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from asp_decide.diagnostics import Checked, Place, nearest
from asp_decide.load.calendar_reader import read_calendar
from asp_decide.load.cell_values import Scale, plain_decimal, read_number
from asp_decide.load.delegations import read_delegations
from asp_decide.load.evidence_weights import read_evidence_weights
from asp_decide.load.input_codes import problem
from asp_decide.load.keyed_values import KeyedValues, Page, read_whole
from asp_decide.load.reference_classes import read_reference_classes
from asp_decide.model.charter import Charter, SolverBudget
from asp_decide.model.ids import IntervalId, Role
from asp_decide.model.interval import Calendar
from asp_decide.model.language import FALLBACK, LANGUAGE
from asp_decide.model.role_map import DEFAULT_RIGHTS, ROLES
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import Mapping, read_yaml


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What `asp.yaml` says: the charter, which every plan copies, and what no decision reads.

    `ledger_url` and `delivery_ledger_url` are None where the file gives none, `language` is the one
    in which rules speak to people, and so many `worlds` are drawn for each plan unless its order
    says otherwise; None where the file leaves that open. `places` say where each key stands, keyed
    with dots (`solver.max_gap`).
    """

    charter: Charter
    ledger_url: str | None
    delivery_ledger_url: str | None
    language: str
    worlds: int | None
    places: ReadOnly[str, Place]


_KEYS = (
    "name",
    "origin",
    "currency",
    "currency_decimals",
    "capacity_unit",
    "discount_rate_per_year",
    "calendar",
    "planning_intervals",
    "tail_intervals",
    "budgets",
    "budget_carries_over",
    "roles",
    "language",
    "rights",
    "delegations",
    "reference_classes",
    "evidence_weights",
    "solver",
    "ledger_url",
    "delivery_ledger_url",
    "sprint_weeks",
    "worlds",
)
_NEEDED = ("name", "currency", "discount_rate_per_year", "calendar")
_RATE = Scale("share", "8 %", least=Decimal(0), most=Decimal("0.999999"))
_GAP = Scale("share", "1 %", least=Decimal(0), most=Decimal(1))
_MOST_WORLDS = 10_000
_PASSWORD = re.compile(r"//[^/@:]*:(?!\$\{)[^/@]+@")


def read_charter(path: Path, *, file: str = "asp.yaml") -> Checked[WorkspaceSettings]:
    """What `asp.yaml` says, with every problem at once; `file` is its name in messages.

    Needed are `name`, `currency`, `discount_rate_per_year` and `calendar`; the rest has defaults::

        name: Harbour Lines
        origin: harbour-lines.example/portfolio  # signs the ledger's checkpoints; else the name
        currency: EUR
        currency_decimals: 2
        capacity_unit: team-weeks                # or money
        discount_rate_per_year: 8 %
        calendar: {first: 2025Q1, from: 2025-01-01, quarters: 24}
        planning_intervals: 8                    # the first ones that begin on or after the run
        tail_intervals: [2, 4]                   # coarse blocks behind them, in intervals each
        budgets: {2027Q1: 400000 EUR, 2027Q2: 350000 EUR}
        budget_carries_over: yes
        roles: [data_protection_officer]         # beside those of the model
        rights: {gate_1: portfolio_manager}      # beside the usual holders
        delegations:                             # for a time, and up to an outlay if said
          - {by: portfolio_board, to: portfolio_manager, points: [gate_2],
             from: 2027-01-01, until: 2027-03-31, up_to: 250000 EUR}
        reference_classes: {refunds: customer-service}  # whose forecasts are read with whose
        evidence_weights: {expert: 0.1}          # from 0 to 1; the other grades as usual
        solver: {budget: board, max_gap: 1 %}
        worlds: 20                               # drawn for each plan: how firm answers are
        sprint_weeks: 2                          # sprints are named 2027Q1.1, 2027Q1.2, and on
        ledger_url: sqlite:///ledger.sqlite
        delivery_ledger_url: sqlite:///delivery.sqlite  # of commitments and pulls
        language: de                             # of messages that have several; else en

    The forms of `calendar` are those of `read_calendar`.
    """
    try:
        body = path.read_bytes()
    except OSError:
        mend = "run `asp-decide init`, or call from inside a workspace"
        missing = problem("W010", Place(file), f"`{file}` cannot be read", mend)
        return Checked(None, (missing,))
    return charter_in(body, file=file)


def charter_in(body: bytes, *, file: str = "asp.yaml") -> Checked[WorkspaceSettings]:
    """What the bytes of an `asp.yaml` say; as `read_charter`, for a copy that is no file."""
    read = read_yaml(body, file, family="W", prose=("name",))
    page = Page(lines_of(body), list(read.diagnostics))
    if not isinstance(read.value, Mapping):
        if not page.problems:
            page.refuse("W013", Place(file), f"`{file}` holds keys with their values")
        return Checked(None, tuple(sorted(page.problems)))
    keys = KeyedValues(read.value, f"`{file}`", page)
    keys.expect(_KEYS, needed=_NEEDED)
    told = _told(keys)
    ledgers = _address(keys, "ledger_url"), _address(keys, "delivery_ledger_url")
    language = _language(keys)
    worlds = keys.whole("worlds", least=0, most=_MOST_WORLDS)
    if page.problems:
        return Checked(None, tuple(sorted(page.problems)))
    places = _places(read.value, "")
    return Checked(WorkspaceSettings(Charter(**told), *ledgers, language, worlds, places), ())


def _address(keys: KeyedValues, name: str) -> str | None:
    """The address of a ledger. A password in it is told, without the line itself.

    What is told may end in a log that others read.
    """
    url, node = keys.text(name), keys.find(name)
    if url is not None and node is not None and _PASSWORD.search(url):
        mend = "name an environment variable: `//user:${LEDGER_PASSWORD}@host`"
        told = f"a password stands in `{name}`"
        keys.page.problems.append(problem("W019", node.place, told, mend))
    return url


def _language(keys: KeyedValues) -> str:
    text, node = keys.text("language"), keys.find("language")
    if text is None or node is None:
        return FALLBACK
    if not LANGUAGE.fullmatch(text):
        mend = "write its code: `en`, `de`, `pt-BR`"
        keys.page.refuse("W014", node.place, f"`{text}` is no language", mend=mend)
    return text


def _told(keys: KeyedValues) -> dict[str, Any]:
    """The fields of the charter that the file states and that could be read."""
    currency = _currency(keys)
    node = keys.find("calendar")
    calendar = None if node is None else read_calendar(node, keys.page)
    rate = keys.number("discount_rate_per_year", _RATE, currency)
    carries_over = keys.word("budget_carries_over", ("yes", "no"))
    told: dict[str, Any] = {
        "name": (name := keys.text("name")),
        "origin": keys.text("origin") or name,
        "currency": currency,
        "currency_decimals": keys.whole("currency_decimals", least=0, most=4),
        "capacity_unit": keys.word("capacity_unit", ("team-weeks", "money")),
        "discount_rate_per_year": None if rate is None else plain_decimal(rate),
        "calendar": calendar,
        "planning_intervals": keys.whole("planning_intervals", least=1, most=40),
        "tail_intervals": _tail(keys),
        "budgets": _budgets(keys, calendar, currency),
        "budget_carries_over": None if carries_over is None else carries_over == "yes",
        "evidence_weights": read_evidence_weights(keys),
        "solver": _solver(keys),
        "reference_classes": read_reference_classes(keys),
        "sprint_weeks": keys.whole("sprint_weeks", least=1, most=8),
    }
    further = {name for role in keys.texts("roles") if (name := keys.name_in(role))}
    roles = (*ROLES, *sorted(further - set(ROLES)))
    told["roles"] = tuple(Role(role) for role in roles)
    told["rights"] = rights = _rights(keys, roles)
    told["delegations"] = read_delegations(keys, roles=roles, rights=rights, currency=currency)
    return {field: value for field, value in told.items() if value is not None}


def _currency(keys: KeyedValues) -> str | None:
    text = keys.text("currency")
    if text is None or re.fullmatch(r"[A-Z]{3}", text):
        return text
    node = keys.find("currency")
    assert node is not None, "a key with a text stands somewhere"
    mend = "write its three letters, such as `EUR`"
    keys.page.refuse("W014", node.place, f"`{text}` is no currency", mend=mend)
    return None


def _tail(keys: KeyedValues) -> tuple[int, ...] | None:
    if not keys.has("tail_intervals"):
        return None
    read = [(s, read_whole(s.text, least=1, most=40)) for s in keys.texts("tail_intervals")]
    blocks = [keys.fit(scalar, value) for scalar, value in read]
    return tuple(block for block in blocks if block is not None)


def _budgets(
    keys: KeyedValues, calendar: Calendar | None, currency: str | None
) -> dict[IntervalId, Decimal] | None:
    budgets = keys.child("budgets")
    if budgets is None:
        return None
    known = None if calendar is None else {str(interval.id) for interval in calendar.intervals}
    scale = Scale("money", f"400000 {currency or 'EUR'}", least=Decimal(0))
    read: dict[IntervalId, Decimal] = {}
    for key, scalar in budgets.scalars():
        if known is not None and key.text not in known:
            near = nearest(key.text, known)
            told = f"`{key.text}` is no interval of the calendar"
            mend = f"did you mean `{near}`?" if near else ""
            keys.page.refuse("W015", key.place, told, mend=mend, width=key.width)
        amount = budgets.fit(scalar, read_number(scalar.text, scale, currency))
        if isinstance(amount, Fraction):
            read[IntervalId(key.text)] = plain_decimal(amount)
    return dict(sorted(read.items()))


def _rights(keys: KeyedValues, roles: tuple[str, ...]) -> dict[str, Role]:
    rights = {point: Role(role) for point, role in DEFAULT_RIGHTS.items()}
    stated = keys.child("rights")
    for key, holder in stated.scalars() if stated else ():
        if key.text not in DEFAULT_RIGHTS:
            keys.refuse_unknown("W017", key, "decision point", tuple(DEFAULT_RIGHTS))
        if holder.text not in roles:
            keys.refuse_unknown("W016", holder, "role", roles)
        rights[key.text] = Role(holder.text)
    return dict(sorted(rights.items()))


def _solver(keys: KeyedValues) -> SolverBudget | None:
    solver = keys.child("solver")
    if solver is None:
        return None
    solver.expect(("budget", "max_gap"))
    name = solver.word("budget", ("quick", "board", "deep"))
    gap = solver.number("max_gap", _GAP, None)
    told: dict[str, Any] = {} if name is None else {"name": name}
    return SolverBudget(**told, max_gap=None if gap is None else plain_decimal(gap))


def _places(node: Mapping, above: str) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for key, value in node.entries:
        places[above + key.text] = value.place
        if isinstance(value, Mapping):
            places |= _places(value, f"{above}{key.text}.")
    return dict(sorted(places.items()))
