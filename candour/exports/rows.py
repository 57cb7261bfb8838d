"""What a table of the data is, and its rows: made once from the graph and its findings, the same for every format."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import repeat
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


def rows_of(tables: Sequence[Table[Any]], source: Source) -> Iterator[tuple[Table[Any], list[Row]]]:
    """One table after another: together their rows are larger than the archive."""
    named = {column.of for table in tables for column in table.columns}
    known = {table.name: {None, *next(_columns(table, source))} for table in tables if table.name in named}
    for table in tables:
        columns = [*_columns(table, source)]
        for at, column in enumerate(table.columns):
            if column.of:
                columns[at] = [cell if cell in known[column.of] else None for cell in columns[at]]
        yield table, [*zip(*columns, strict=True)]


def _columns(table: Table[Any], source: Source) -> Iterator[list[Value]]:
    """The cells of each column, from the first row to the last. Two rows with one key get different ones."""
    every, site = [*table.rows(source)], source.graph.config.url
    facts, places = [*map(table.facts, every)], [*map(table.place, every, repeat(source))]
    silent = [NOT_RECORDED if table.expects(one) else None for one in every]
    for column in table.columns:
        field, parts = column.field or column.name, places if column.is_of_place else facts
        values = (
            map(column.value, every, repeat(source)) if column.value else [getattr(one, field, None) for one in parts]
        )
        is_text = column.kind != "address"
        cells = [one if is_text and one.__class__ is str else _plain(one, column, site) for one in values]
        if column is table.columns[0]:
            yield _apart(cells)
        elif column.is_open:
            yield [other if cell == "" else cell for cell, other in zip(cells, silent, strict=True)]
        else:
            yield [None if cell == "" else cell for cell in cells]


def _apart(keys: Iterable[Value]) -> list[Value]:
    numbers, found = Counter[Value](), list[Value]()
    for key in keys:
        numbers[key] += 1
        found.append(f"{key}~{numbers[key]}" if numbers[key] > 1 else key)
    return found


def _plain(value: object, column: Column[Any], site: str) -> Value:
    """Empty where nothing is known, None where the column does not apply."""
    if value is None:
        return ""
    if value is BLANK:
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, tuple):
        return (" " if column.kind == "codes" else "; ").join(map(str, value))
    if column.kind == "address":
        url = addresses.of_ref(value) if isinstance(value, Ref) else str(value)
        return (addresses.canonical(site, url) or url[1:]) if url[:1] == "/" else url
    return _AS_TEXT.get(type(value), str)(value)


def _due(due: Due) -> str:
    return "next-meeting" if due.next_meeting else str(due.date or due.stage)


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    Due: _due,
    Prose: attrgetter("text"),
    Votes: words.votes,
    time: words.clock,
}
"""What is not written as Python would."""
