"""What a table of the data is, and its rows: made once from the graph and its findings, the same for every format."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.dates import Due
from candour.model.descriptions import description_of
from candour.model.records import Votes
from candour.model.values import Prose, Ref
from candour.pages import words

NOT_RECORDED = "not-recorded"
"""In a cell of which the minutes could say something, and do not. An empty cell: the column does not apply."""
BLANK = object()
"""What a column's `value` gives where it does not apply, although `not-recorded` may be in other rows."""

Kind = Literal["text", "names", "code", "codes", "date", "time", "number", "yes-no", "address"]
Value = str | int | bool | None
Row = tuple[Value, ...]
"""In the order of the columns; None for an empty cell."""
Rows = Mapping[str, Sequence[Row]]
"""By table."""
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Source:
    graph: SiteGraph
    findings: Findings


@dataclass(frozen=True, slots=True)
class Column(Generic[One]):
    name: str
    kind: Kind
    example: str
    says: str = ""
    """What it means, in a sentence without its full stop; left out, what the field says that it shows."""
    value: Callable[[One, Source], object] | None = None
    """Left out, the field of this name of the table's `facts`, or of its `place`."""
    term: str = ""
    """What Popolo, Open Civic Data (OCD) or schema.org call it."""
    of: str = ""
    """The table of which it names a row by its `id`; a row that is not published is not named."""
    is_open: bool = False
    """The minutes may say it: where they do not, the cell says that."""
    is_found: bool = False
    """Worked out by us from the records, and not in them."""
    field: str = ""
    """If it is not called as the column is."""
    is_of_place: bool = False


@dataclass(frozen=True)  # slots and type parameters do not go together: https://github.com/python/cpython/issues/90562
class Table(Generic[One]):
    name: str
    says: str
    term: str
    rows: Callable[[Source], Iterable[One]]
    facts: Callable[[One], object]
    """The part of a record that a row shows; None where there is none."""
    model: type[BaseModel]
    """The type of these."""
    columns: tuple[Column[One], ...]
    """The first is the key."""
    place: Callable[[One, Source], object] = lambda one, at: None
    """Where what a row shows belongs, for those tables whose rows all belong to a record."""
    expects: Callable[[One], bool] = lambda one: True
    """Whether there are minutes that could say what they do not."""

    def meaning(self, column: Column[One]) -> str:
        return column.says or description_of(self.model, column.field or column.name).rstrip(".")


def rows_of(tables: Iterable[Table[Any]], source: Source) -> dict[str, list[Row]]:
    found = {table.name: _rows(table, source) for table in tables}
    known = {name: {None, *(row[0] for row in rows)} for name, rows in found.items()}
    for table in tables:
        referring = [(at, known[column.of]) for at, column in enumerate(table.columns) if column.of]
        for number, row in enumerate(found[table.name]):
            if gone := {at for at, keys in referring if row[at] not in keys}:
                found[table.name][number] = tuple(None if at in gone else cell for at, cell in enumerate(row))
    return found


def _rows(table: Table[Any], source: Source) -> list[Row]:
    """Two rows with one key get different ones."""
    site, keys, rows = source.graph.config.url, dict[Value, int](), list[Row]()
    columns = [(one, one.value, one.is_of_place, one.field or one.name) for one in table.columns]
    for one in table.rows(source):
        parts, expects = (table.facts(one), table.place(one, source)), table.expects(one)
        key, *cells = [
            _plain(value(one, source) if value else getattr(parts[is_of_place], field, None), column, site, expects)
            for column, value, is_of_place, field in columns
        ]
        keys[key] = number = keys.get(key, 0) + 1
        rows.append((f"{key}~{number}" if number > 1 else key, *cells))
    return rows


def _plain(value: object, column: Column[Any], site: str, expects: bool) -> Value:
    if value is None or value is BLANK:
        text = ""
    elif isinstance(value, int):
        return value
    elif isinstance(value, tuple):
        text = (" " if column.kind == "codes" else "; ").join(map(str, value))
    elif column.kind == "address":
        url = addresses.of_ref(value) if isinstance(value, Ref) else str(value)
        text = (addresses.canonical(site, url) or url[1:]) if url[:1] == "/" else url
    else:
        text = _AS_TEXT.get(type(value), str)(value)
    return text or (NOT_RECORDED if column.is_open and expects and value is not BLANK else None)


def _due(due: Due) -> str:
    return "next-meeting" if due.next_meeting else str(due.date or due.stage)


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    Due: _due,
    Prose: attrgetter("text"),
    Votes: words.votes,
    time: words.clock,
}
"""What is not written as Python would."""
