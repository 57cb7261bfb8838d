"""Rows -> one SQLite file, with keys, foreign keys and indexes. Its bytes depend on the version of SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from candour.exports.rows import Rows, Table
from candour.exports.tables import TABLES

_PAGE = 4096
"""The size of a page in bytes, whatever is usual on this computer."""


def sqlite_file(rows: Rows) -> bytes:
    """It is made on the disk: in memory, SQLite and Python would hold it three times."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "candour.sqlite"
        _write(rows, path)
        return path.read_bytes()


def _write(rows: Rows, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for table in TABLES:
            database.execute(f'CREATE TABLE "{table.name}" ({", ".join(_columns(table))})')
            marks = ", ".join("?" * len(table.columns))
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows[table.name])
            for column in table.columns:
                if column.of or column.name == "date":
                    name = f"{table.name}_{column.name}"
                    database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')
        database.commit()


def _columns(table: Table[Any]) -> Iterator[str]:
    """A number's column may also have the word for what is not recorded: SQLite's types allow it."""
    for number, column in enumerate(table.columns):
        kind = "INTEGER" if column.kind in {"number", "yes-no"} else "TEXT"
        key = " PRIMARY KEY NOT NULL" if number == 0 else ""
        refers = f' REFERENCES "{column.of}" ("id")' if column.of else ""
        yield f'"{column.name}" {kind}{key}{refers}'
