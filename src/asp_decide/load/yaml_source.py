"""A table in YAML: a list of rows, each a mapping of columns to cells."""

from dataclasses import dataclass

from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.load.facts_table import MOST_BYTES, MOST_ROWS, Cell, Row, Table
from asp_decide.load.input_codes import Spot, problem
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence, Strictness, read_yaml

FACTS_TABLE = Strictness(
    bytes=MOST_BYTES, levels=8, nodes=40_000_000, characters=32_767, allows_empty=True
)
"""An empty cell is unknown; a text is as long as a spreadsheet's cell may be."""


def read_yaml_table(body: bytes, file: str, *, name: str) -> Checked[Table]:
    """The table in the bytes of a YAML file: a list of mappings; a cell may be a list of texts."""
    read = read_yaml(body, file, family="I", strictness=FACTS_TABLE)
    found = list(read.diagnostics)
    if read.value is None:
        return Checked(None, tuple(found))
    lines = lines_of(body)
    if isinstance(read.value, Scalar) and not read.value.text:
        return Checked(Table(name, file, (), (), _Yaml(file, lines, (), {})), tuple(found))
    spot = Spot(read.value.place, lines[read.value.place.line - 1])
    if not isinstance(read.value, Sequence):
        found.append(problem("I014", spot, "a table is a list of rows", "begin each with `- `"))
        return Checked(None, tuple(found))
    if len(read.value.items) > MOST_ROWS:
        found.append(problem("I003", spot, f"more than {MOST_ROWS} rows", "divide the table"))
        return Checked(None, tuple(found))
    mappings = tuple(item for item in read.value.items if isinstance(item, Mapping))
    columns: dict[str, Scalar] = {}
    for mapping in mappings:
        for key, _ in mapping.entries:
            columns.setdefault(key.text, key)
    where = _Yaml(file, lines, mappings, columns)
    strays = [where.no_row(item) for item in read.value.items if not isinstance(item, Mapping)]
    found += strays
    rows = tuple(Row(n, _cells(mapping, where, found)) for n, mapping in enumerate(mappings))
    kept = tuple(row for row in rows if row.cells)
    table = Table(name, file, tuple(columns), kept, where, complete=not strays)
    return Checked(table, tuple(sorted(found)))


def _cells(mapping: Mapping, where: "_Yaml", found: list[Diagnostic]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for key, node in mapping.entries:
        if isinstance(node, Scalar):
            if text := node.text.strip():
                cells[key.text] = text
        elif isinstance(node, Sequence) and all(isinstance(i, Scalar) for i in node.items):
            texts = (item.text.strip() for item in node.items if isinstance(item, Scalar))
            if members := tuple(text for text in texts if text):
                cells[key.text] = members
        else:
            told = f"the cell `{key.text}` is neither a text nor a list of texts"
            found.append(problem("I014", where.spot(node.place), told))
    return cells


@dataclass(frozen=True, slots=True)
class _Yaml:
    """Finds cells again: they are still there, with their places."""

    file: str
    lines: tuple[str, ...]
    mappings: tuple[Mapping, ...]
    columns: dict[str, Scalar]

    def row(self, number: int) -> Spot:
        return self.spot(self.mappings[number].place)

    def header(self, column: str) -> Spot:
        key = self.columns[column]
        return self.spot(key.place, key.width)

    def cell(self, number: int, column: str) -> Spot:
        mapping = self.mappings[number]
        node = next((value for key, value in mapping.entries if key.text == column), None)
        if node is None:
            return self.spot(mapping.place)
        return self.spot(node.place, node.width if isinstance(node, Scalar) else 1)

    def spot(self, place: Place, width: int = 1) -> Spot:
        return Spot(place, self.lines[place.line - 1], width)

    def no_row(self, node: Node) -> Diagnostic:
        mend = "write `- {id: INI-1, name: Refunds}`"
        return problem("I014", self.spot(node.place), "a row is a mapping of columns", mend)
