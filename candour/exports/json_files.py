"""Rows -> all of them as one JSON file, and beside each record's page those that belong to it, in the same form."""

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from candour.exports.rows import Rows, Table, Value
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.values import Ref

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_Lines = dict[str, list[bytes]]
"""By table, each row as JSON."""
_RECORDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "meeting": ("", frozenset({"aliases", "events", "topics"})),
    "review": ("", frozenset({"events", "topics"})),
    "project": ("project:", frozenset({"exchanges", "topics"})),
    "projects": ("project:", frozenset({"exchanges", "topics"})),
}
"""The columns that name records, how the names of these begin, and the tables whose rows their pages do not show."""


def json_files(rows: Rows, graph: SiteGraph) -> Iterator[tuple[str, bytes]]:
    """A record has its own row and those that its page shows. A column that does not apply is left out."""
    every: _Lines = {table.name: [] for table in TABLES}
    of_record: dict[str, _Lines] = {record.name: {} for record in graph.records}
    for table in TABLES:
        names, naming = [column.name for column in table.columns], tuple(_naming(table))
        for row in rows[table.name]:
            cells = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            line = _encode(cells).encode()
            every[table.name].append(line)
            for record in {begins + name for at, begins in naming for name in str(row[at]).split(" ")}:
                if record in of_record:
                    of_record[record].setdefault(table.name, []).append(line)
    config = graph.config
    licence = config.notices.licence.text if config.notices.licence else None
    as_of = str(graph.as_of) if graph.as_of else None
    about = {"site": config.title, "url": config.url or None, "as_of": as_of, "licence": licence}
    yield addresses.data_file("candour.json"), _file(about, every)
    for name, lines in of_record.items():
        yield addresses.json_of(addresses.of_ref(Ref(name))), _file(about, lines)


def _naming(table: Table[Any]) -> Iterator[tuple[int, str]]:
    """The places of columns that name records, and how the names of these begin."""
    for at, column in enumerate(table.columns):
        begins, others = _RECORDS.get(table.name.removesuffix("s") if column.name == "id" else column.name, (None, ()))
        if begins is not None and table.name not in others:
            yield at, begins


def _file(about: Mapping[str, Value], tables: Mapping[str, Sequence[bytes]]) -> bytes:
    """A row is a line."""
    file = BytesIO()
    file.write(f'{json.dumps(about, ensure_ascii=False)[:-1]}, "tables": {{\n'.encode())
    for number, (name, lines) in enumerate(tables.items()):
        file.write(b",\n" * bool(number) + f'"{name}": [\n'.encode())
        file.write(b",\n".join(lines))
        file.write(b"\n]")
    file.write(b"\n}}\n")
    return file.getvalue()
