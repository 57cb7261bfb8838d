"""The dictionary and the CSV files -> `datapackage.json`, a Data Package (https://datapackage.org/standard/)."""

import json
from collections.abc import Mapping
from typing import Any

from candour.exports.rows import NOT_RECORDED, Column, Kind, Table
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model.values import slug

METHOD = (
    "The tables are CSV (RFC 4180) in UTF-8.",
    "A cell is empty where its column does not apply. It says not-recorded where the minutes could say it and do not.",
    "Several names in a cell are separated by a semicolon and a space, several codes by a space.",
    "Dates are as precise as they are known: 2023, 2023-02 or 2023-02-08. Import them as text: a spreadsheet takes "
    "2023-02 for the first of February. Quotation marks are as they were typed.",
    "A cell that begins with = + - @ (wide ones too), a tab or an apostrophe has one more apostrophe before it, so "
    "that no spreadsheet runs it. Take off the first apostrophe of a cell: then every value is as it was recorded.",
)
"""How the tables are written, for whoever reads them."""
_TYPES: Mapping[Kind, dict[str, Any]] = {
    "number": {"type": "integer"},
    "yes-no": {"type": "boolean"},
    "date": {"type": "string", "constraints": {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}},
    "time": {"type": "string", "constraints": {"pattern": f"[0-2][0-9]:[0-5][0-9]|{NOT_RECORDED}"}},
}
"""In terms of Table Schema, which has no type for a date of which only the month is known; all others are text."""


def package_file(tables: Mapping[str, tuple[int, str]], graph: SiteGraph) -> bytes:
    """`tables` has the size and the SHA-256 of each one's CSV file."""
    config = graph.config
    resources = [_resource(table, *tables[table.name]) for table in TABLES]
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": slug(config.title) or "decisions",
        "title": config.title,
        "description": " ".join(METHOD),
        "homepage": config.url,
        "version": str(graph.as_of or ""),
        "rights": config.notices.licence.text if config.notices.licence else "",
        "contributors": [{"title": config.publisher.name, "role": "publisher"}] if config.publisher else [],
        "sources": [{"title": config.committee.name, "path": config.committee.minutes}]
        if config.committee.minutes
        else [],
        "resources": resources,
    }
    known = {name: value for name, value in package.items() if value}
    return f"{json.dumps(known, ensure_ascii=False, indent=1)}\n".encode()


def _resource(table: Table[Any], size: int, sha256: str) -> dict[str, Any]:
    refers = [(column.name, "" if column.of == table.name else column.of) for column in table.columns if column.of]
    keys = [{"fields": [name], "reference": {"resource": of, "fields": ["id"]}} for name, of in refers]
    fields = [_field(table, column) for column in table.columns]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": {"fields": fields, "primaryKey": ["id"], "foreignKeys": keys, "missingValues": [""]},
    }


def _field(table: Table[Any], column: Column[Any]) -> dict[str, Any]:
    own = {"type": "string"} | _TYPES.get(column.kind, {})
    more: dict[str, Any] = {
        "example": column.example,
        "kind": column.kind,
        "origin": "worked out" if column.is_found else "recorded",
    }
    if column.is_open and own["type"] != "string":
        more["missingValues"] = ["", NOT_RECORDED]
    if column.term:
        more["term"] = column.term
    return {"name": column.name, "description": table.meaning(column), **own, **more}
