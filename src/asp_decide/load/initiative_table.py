"""Initiatives with their benefit model, as the table states them."""

from decimal import Decimal

from asp_decide.load.benefit_profile import FRAMED, needs_columns, read_profile
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, each_once
from asp_decide.model.initiative import Initiative

_FIELDS = (
    "id name state state_since kind parent_id linked_group submitted_on sponsor lead problem "
    "value_hypothesis theme_ids requirement_ids signal_ids assumption_ids horizon category "
    "reference_class urgency "
    "probability_of_success value_if_refuted relative_value relative_urgency relative_risk "
    "relative_size case_agreed_on operability review_on sponsor_reviewed_on expedite"
)
_IN_DELIVERY = ("delivery_queue", "implementing")


def read_initiatives(table: TypedTable | None, read: ReadRows) -> tuple[Initiative, ...]:
    """The initiatives, sorted by id."""
    if table is None:
        return ()
    needs_columns(table)
    initiatives = []
    for name, row in each_once(table, lambda row: row.text("id") or "").items():
        initiatives.append(_initiative(row))
        read.note("initiatives", name, about("initiative", name), row)
    _parents(table)
    return tuple(initiatives)


def _initiative(row: TypedRow) -> Initiative:
    profile, lacks = read_profile(row)
    told = row.told(_FIELDS)
    if not row.table.has("probability_of_success"):
        told["probability_of_success"] = Decimal(1)
    elif row.text("state") in FRAMED and row.number("probability_of_success") is None:
        row.unknown("probability_of_success", "what the initiative is worth is unknown with it")
    if row.text("kind") == "strategic" and row.text("state") in _IN_DELIVERY:
        mend = "fund an initiative that has it as `parent_id`"
        row.refuse("I052", "state", "a strategic initiative never enters delivery", mend)
    return Initiative(
        **told, case_version=row.whole("case_version"), profile=profile, benefit_model_lacks=lacks
    )


def _parents(table: TypedTable) -> None:
    """A parent is a strategic initiative: what was approved in parts comes from one intent."""
    kinds = {row.text("id"): row.text("kind") for row in table.rows}
    for row in table.rows:
        parent = row.text("parent_id")
        if parent in kinds and kinds[parent] != "strategic":
            mend = "set the parent's `kind` to `strategic`, or leave `parent_id` empty"
            row.refuse("I053", "parent_id", f"`{parent}` is no strategic initiative", mend)
