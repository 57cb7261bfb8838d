"""Rows -> all of them as one JSON file, and beside each record's page those that belong to it, in the same form."""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from candour.exports.rows import Row, Table
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.values import Ref

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_RECORDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "meeting": ("", frozenset({"aliases", "events", "topics"})),
    "review": ("", frozenset({"events", "topics"})),
    "project": ("project:", frozenset({"exchanges", "topics"})),
    "projects": ("project:", frozenset({"exchanges", "topics"})),
}
"""The columns that name records, how the names of these begin, and the tables whose rows their pages do not show."""


def json_files(rows: dict[str, list[Row]], graph: SiteGraph) -> Iterator[tuple[str, bytes]]:
    """A record has its own row and those that its page shows. A column that does not apply is left out.

    Takes the rows out as it goes. Those of a record are cut from the file of all.
    """
    config = graph.config
    licence = config.notices.licence.text if config.notices.licence else None
    as_of = str(graph.as_of) if graph.as_of else None
    about = {"site": config.title, "url": config.url or None, "as_of": as_of, "licence": licence}
    head = f'{json.dumps(about, ensure_ascii=False)[:-1]}, "tables": {{\n'.encode()
    file, of_record = BytesIO(), dict[str, dict[str, list[slice]]]()
    file.write(head)
    for number, table in enumerate(TABLES):
        names, naming, lines = [column.name for column in table.columns], tuple(_naming(table)), list[bytes]()
        file.write(_opening(number, table.name))
        start = file.tell()
        for row in rows.pop(table.name):
            lines.append(
                _encode({name: cell for name, cell in zip(names, row, strict=True) if cell is not None}).encode()
            )
            place = slice(start, start + len(lines[-1]))
            start = place.stop + len(_BETWEEN)
            for named in {begins + name for at, begins in naming for name in str(row[at]).split(" ")}:
                of_record.setdefault(named, {}).setdefault(table.name, []).append(place)
        file.write(_BETWEEN.join(lines) + _CLOSING)
    file.write(_END)
    yield addresses.data_file("candour.json"), (every := file.getvalue())
    for record in graph.records:
        tables = of_record.get(record.name, {}).items()
        own = (
            _opening(n, name) + _BETWEEN.join(every[one] for one in at) + _CLOSING
            for n, (name, at) in enumerate(tables)
        )
        yield addresses.json_of(addresses.of_ref(Ref(record.name))), b"".join((head, *own, _END))


_BETWEEN, _CLOSING, _END = b",\n", b"\n]", b"\n}}\n"
"""A row is a line."""


def _opening(number: int, table: str) -> bytes:
    return _BETWEEN * bool(number) + f'"{table}": [\n'.encode()


def _naming(table: Table[Any]) -> Iterator[tuple[int, str]]:
    """The places of columns that name records, and how the names of these begin."""
    for at, column in enumerate(table.columns):
        begins, others = _RECORDS.get(table.name.removesuffix("s") if column.name == "id" else column.name, (None, ()))
        if begins is not None and table.name not in others:
            yield at, begins
