"""The page about the data: what each file is, how to use and cite it, and the dictionary."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from candour.exports.package import METHOD
from candour.exports.rows import Column
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.views import LinkTo, Page

_WHOLE = {
    "candour.sqlite": "All tables as an SQLite database, with keys and indexes; Datasette opens it as it is",
    "candour.json": "All tables as one JSON file",
    "datapackage.json": "The dictionary, for programs: a Frictionless Data Package of the CSV files",
}


@dataclass(frozen=True, slots=True)
class TableView:
    name: str
    says: str
    term: str
    file: LinkTo
    columns: tuple[Column[Any], ...]
    """Each with its meaning."""


@dataclass(frozen=True, slots=True)
class DataView:
    method: tuple[str, ...]
    citation: str
    whole: Mapping[str, LinkTo]
    """The files that hold all tables, by what each is."""
    tables: tuple[TableView, ...]
    made: Callable[[], Mapping[str, bytes]]
    """Makes the files, or gives those already made: while a record is written, nobody asks for them."""

    @property
    def sizes(self) -> Mapping[str, str]:
        """Of each file of data, by its address."""
        return {address: words.size(len(content)) for address, content in self.made().items()}


def data_page(graph: SiteGraph, made: Callable[[], Mapping[str, bytes]]) -> Page:
    config = graph.config
    tables = tuple(
        TableView(
            table.name,
            table.says,
            table.term,
            _file(f"{table.name}.csv"),
            tuple(replace(column, says=table.meaning(column)) for column in table.columns),
        )
        for table in TABLES
    )
    as_of = f"as of {words.date(graph.as_of)}" if graph.as_of else ""
    cited = filter(None, (config.title, "data", as_of, addresses.canonical(config.url, addresses.DATA)))
    view = DataView(METHOD, ", ".join(cited), {what: _file(name) for name, what in _WHOLE.items()}, tables, made)
    what = "Everything that this site shows, as files for spreadsheets, databases and programs."
    return Page(addresses.DATA, "data.html", "Data", view, what)


def _file(name: str) -> LinkTo:
    return LinkTo(name, addresses.data_file(name))
