"""Rows -> all of them as one JSON file, and beside each record's page those that belong to it, in the same form."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from candour.exports.rows import Rows, Table, Value
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.values import Ref

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_Lines = dict[str, list[str]]
"""By table, each row as JSON."""
_PAGES: Mapping[str, tuple[Callable[[str], str], frozenset[str]]] = {
    "meeting": (addresses.meeting, frozenset({"aliases", "events", "topics"})),
    "review": (addresses.review, frozenset({"events", "topics"})),
    "project": (addresses.project, frozenset({"exchanges", "topics"})),
    "projects": (addresses.project, frozenset({"exchanges", "topics"})),
}
"""The columns that name records, the pages of these, and the tables whose rows these pages do not show."""


def json_files(rows: Rows, graph: SiteGraph) -> Mapping[str, bytes]:
    """A record has its own row and those that its page shows. A column that does not apply is left out."""
    every: _Lines = {table.name: [] for table in TABLES}
    of_page: dict[str, _Lines] = {addresses.of_ref(Ref(record.name)): {} for record in graph.records}
    for table in TABLES:
        names, naming = [column.name for column in table.columns], tuple(_naming(table))
        for row in rows[table.name]:
            cells = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            line = _encode(cells)
            every[table.name].append(line)
            pages = (page(name) for at, page in naming for name in str(row[at] or "").split(" "))
            for page in dict.fromkeys(pages):
                if page in of_page:
                    of_page[page].setdefault(table.name, []).append(line)
    config = graph.config
    licence = config.notices.licence.text if config.notices.licence else None
    as_of = str(graph.as_of) if graph.as_of else None
    about = {"site": config.title, "url": config.url or None, "as_of": as_of, "licence": licence}
    files = {addresses.data_file("candour.json"): every} | {addresses.json_of(page): of_page[page] for page in of_page}
    return {address: _file(about, lines) for address, lines in files.items()}


def _naming(table: Table[Any]) -> Iterator[tuple[int, Callable[[str], str]]]:
    """The places of columns that name records, and what gives the page of one."""
    for at, column in enumerate(table.columns):
        page, others = _PAGES.get(table.name.removesuffix("s") if column.name == "id" else column.name, (None, ()))
        if page and table.name not in others:
            yield at, page


def _file(about: Mapping[str, Value], tables: Mapping[str, Sequence[str]]) -> bytes:
    """A row is a line."""
    head = json.dumps(about, ensure_ascii=False)[:-1]
    parts = (",\n".join(lines).join((f'"{name}": [\n', "\n]")) for name, lines in tables.items())
    return ",\n".join(parts).join((f'{head}, "tables": {{\n', "\n}}\n")).encode()
