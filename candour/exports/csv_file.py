"""The rows of a table -> a CSV file: RFC 4180, UTF-8, and no cell that a spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from candour.exports.rows import Row, Table, Value

_NOT_AS_TEXT = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n'")
"""How a cell begins that a spreadsheet may run, and the sign that prevents it.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""


def csv_file(table: Table[Any], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(_cell, row) for row in rows)
    return text.getvalue().encode()


def _cell(value: Value) -> Value:
    """An apostrophe before what begins so, as before what begins with an apostrophe: without the first one of a cell
    every value is as it was."""
    if isinstance(value, str):
        return f"'{value}" if value[0] in _NOT_AS_TEXT else value
    return str(value).lower() if isinstance(value, bool) else value
