"""The page about the data: what each file is, how to use and cite it, and the dictionary."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from candour.exports.package import METHOD
from candour.exports.rows import Table
from candour.exports.tables import TABLES
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.sentences import first_sentence
from candour.pages import words
from candour.pages.structured import dataset
from candour.pages.views import Page

_WHOLE = {
    "candour.sqlite": "All tables as an SQLite database, with keys and indexes; Datasette opens it as it is",
    "candour.json": "All tables as one JSON file",
    "datapackage.json": "The dictionary, for programs: a Frictionless Data Package of the CSV files",
}
_KINDS = {
    "candour.sqlite": "application/vnd.sqlite3",
    "candour.json": "application/json",
    **{f"{table.name}.csv": "text/csv" for table in TABLES},
}


@dataclass(frozen=True, slots=True)
class DataView:
    method: tuple[str, ...]
    citation: str
    whole: Mapping[str, str]
    """The names of the files that hold all tables, and what each is."""
    tables: tuple[Table[Any], ...]
    exported: Callable[[], Mapping[str, bytes]]
    """Makes the files, or gives those that there are: while a record is written, nobody asks for them."""

    @property
    def sizes(self) -> Mapping[str, str]:
        """Of each exported file, by its address."""
        return {address: words.size(len(content)) for address, content in self.exported().items()}


def data_page(graph: SiteGraph, exported: Callable[[], Mapping[str, bytes]]) -> Page:
    config, as_of = graph.config, f"as of {words.date(graph.as_of)}" if graph.as_of else ""
    cited = filter(None, (config.title, "data", as_of, addresses.canonical(config.url, addresses.DATA)))
    view = DataView(METHOD, ", ".join(cited), _WHOLE, TABLES, exported)
    what = "Everything that this site shows, as files for spreadsheets, databases and programs."
    page = Page(addresses.DATA, "data.html", "Data", view, what)
    files = {addresses.data_file(name): kind for name, kind in _KINDS.items()}
    licence = first_sentence(config.notices.licence.text) if config.notices.licence else ""
    return replace(page, schema=dataset(page, files, licence, graph))
