"""Rows -> all of them as one JSON file, and beside each record's page those that belong to it, in the same form."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from candour.exports.rows import Row, Table
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


class JsonFiles:
    """A record has its own row and those that its page shows. A column that does not apply is left out.

    The file of all is written to the disk: in memory it would be held beside the largest table.
    """

    def __init__(self, path: Path, graph: SiteGraph) -> None:
        config = graph.config
        licence = config.notices.licence.text if config.notices.licence else None
        as_of = str(graph.as_of) if graph.as_of else None
        about = {"site": config.title, "url": config.url or None, "as_of": as_of, "licence": licence}
        self._head = f'{json.dumps(about, ensure_ascii=False)[:-1]}, "tables": {{\n'.encode()
        self._records, self._tables = graph.records, list[str]()
        self._of_record: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))
        """Where its rows are: the number of their table, their start and their end, three after three."""
        self._path, self._file = path, path.open("w+b")
        self._file.write(self._head)

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None:
        names, naming, number = [column.name for column in table.columns], tuple(_naming(table)), len(self._tables)
        self._tables.append(table.name)
        self._file.write(_opening(number, table.name))
        start, between = self._file.tell(), b""
        for row in rows:
            line = _encode({name: cell for name, cell in zip(names, row, strict=True) if cell is not None}).encode()
            self._file.write(between + line)
            start += len(between)
            stop = start + len(line)
            for named in {begins + name for at, begins in naming for name in str(row[at]).split(" ")}:
                places = self._of_record[named]
                if places and places[-1] + len(_BETWEEN) == start:  # the row before is its as well
                    places[-1] = stop
                else:
                    places.extend((number, start, stop))
            start, between = stop, _BETWEEN
        self._file.write(_CLOSING)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Those of a record are cut from the file of all."""
        self._file.write(_END)
        self._file.flush()
        yield addresses.data_file("candour.json"), (every := self._path.read_bytes())
        for record in self._records:
            rows, places = dict[str, list[bytes]](), iter(self._of_record[record.name])
            for number, start, stop in zip(places, places, places, strict=True):
                rows.setdefault(self._tables[number], []).append(every[start:stop])
            own = (_opening(n, name) + _BETWEEN.join(of) + _CLOSING for n, (name, of) in enumerate(rows.items()))
            yield addresses.json_of(addresses.of_ref(Ref(record.name))), b"".join((self._head, *own, _END))

    def close(self) -> None:
        self._file.close()


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
