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
    sizes: Mapping[str, str]
    """Of each exported file, by its address."""


def data_page(graph: SiteGraph, sizes: Callable[[], Mapping[str, int]]) -> Page:
    """`sizes` gives the bytes of each exported file, by its address, when the page is drawn."""
    config, as_of = graph.config, f"as of {words.date(graph.as_of)}" if graph.as_of else ""
    citation = ", ".join(filter(None, (config.title, "data", as_of, addresses.canonical(config.url, addresses.DATA))))

    def view() -> DataView:
        return DataView(METHOD, citation, _WHOLE, TABLES, {of: words.size(number) for of, number in sizes().items()})

    what = "Everything that this site shows, as files for spreadsheets, databases and programs."
    page = Page(addresses.DATA, "data.html", "Data", view, what)
    files = {addresses.data_file(name): kind for name, kind in _KINDS.items()}
    licence = first_sentence(config.notices.licence.text) if config.notices.licence else ""
    return replace(page, schema=dataset(page, files, licence, graph))
