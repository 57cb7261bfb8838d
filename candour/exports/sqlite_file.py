"""Rows -> one SQLite file, with keys, foreign keys and indexes. Its bytes depend on the version of SQLite."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from candour.exports.rows import Row, Table

_PAGE = 4096
"""The size of a page in bytes, whatever is usual on this computer."""


@contextmanager
def sqlite_file(path: Path) -> Iterator["SqliteFile"]:
    """It is made on the disk: in memory, SQLite and Python would hold it three times. Raises OSError."""
    try:
        with closing(sqlite3.connect(path)) as database:
            database.executescript(f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            yield SqliteFile(path, database)
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(path)) from error


class SqliteFile:
    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path, self._database = path, database

    def add(self, table: Table[Any], rows: Iterable[Row]) -> None:
        self._database.execute(f'CREATE TABLE "{table.name}" ({", ".join(_columns(table))})')
        marks = ", ".join("?" * len(table.columns))
        self._database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        for column in table.columns:
            if column.of or column.name == "date":
                name = f"{table.name}_{column.name}"
                self._database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')

    def content(self) -> bytes:
        self._database.commit()
        return self._path.read_bytes()


def _columns(table: Table[Any]) -> Iterator[str]:
    """A number's column may also have the word for what is not recorded: SQLite's types allow it."""
    for number, column in enumerate(table.columns):
        kind = "INTEGER" if column.kind in {"number", "yes-no"} else "TEXT"
        key = " PRIMARY KEY NOT NULL" if number == 0 else ""
        refers = f' REFERENCES "{column.of}" ("id")' if column.of else ""
        yield f'"{column.name}" {kind}{key}{refers}'
