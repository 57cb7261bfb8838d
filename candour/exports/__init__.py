"""The graph, its findings and the pages -> files beside the pages that programs read: rows in, bytes out."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from candour.exports.bets import bets_file
from candour.exports.calendar import calendar
from candour.exports.csv_files import csv_files
from candour.exports.json_files import json_files
from candour.exports.package import package_file
from candour.exports.rows import Source
from candour.exports.sitemap import sitemap
from candour.exports.sqlite_file import sqlite_file
from candour.exports.tables import data_rows
from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages.views import Page


def export(graph: SiteGraph, findings: Findings, pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """The address and the content of every file of data, one after another: together they are larger than the pages."""
    yield addresses.BETS, bets_file(graph, findings, pages)
    yield addresses.CALENDAR, calendar(graph, findings)
    yield from sitemap(graph, pages)
    rows, tables = data_rows(Source(graph, findings)), dict[str, tuple[int, str]]()
    for address, content in csv_files(rows):
        tables[address] = len(content), sha256(content).hexdigest()
        yield address, content
    yield addresses.data_file("candour.sqlite"), sqlite_file(rows)
    yield addresses.data_file("datapackage.json"), package_file(tables, graph)
    yield from json_files(rows, graph)
