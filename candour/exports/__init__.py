"""The graph, its findings and the pages -> files beside the pages that programs read: rows in, bytes out."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from candour.exports.bets import bets_file
from candour.exports.calendar import calendar
from candour.exports.csv_file import csv_file
from candour.exports.json_files import JsonFiles
from candour.exports.package import package_file
from candour.exports.rows import Source
from candour.exports.sitemap import sitemap
from candour.exports.sqlite_file import sqlite_file
from candour.exports.tables import data_rows
from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages.views import Page


def export(
    graph: SiteGraph, findings: Findings, pages: Sequence[Page], scratch: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """The address and the content of every file of data, one after another: together they are larger than the pages.

    What is made on the disk is made in `scratch`; None: in the system's folder for such files. Raises OSError.
    """
    yield addresses.BETS, bets_file(graph, findings, pages)
    yield addresses.CALENDAR, calendar(graph, findings)
    yield from sitemap(graph, pages)
    with ExitStack() as at_end:
        tables, folder = dict[str, tuple[int, str]](), Path(at_end.enter_context(TemporaryDirectory(dir=scratch)))
        database = at_end.enter_context(sqlite_file(folder / "candour.sqlite"))
        as_json = at_end.enter_context(closing(JsonFiles(folder / "candour.json", graph)))
        for table, rows in data_rows(Source(graph, findings)):
            content = csv_file(table, rows)
            tables[table.name] = len(content), sha256(content).hexdigest()
            yield addresses.data_file(f"{table.name}.csv"), content
            database.add(table, rows)
            as_json.add(table, rows)
        yield addresses.data_file("candour.sqlite"), database.content()
        yield addresses.data_file("datapackage.json"), package_file(tables, graph)
        yield from as_json.files()
