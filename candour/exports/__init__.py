"""The graph, its findings and the pages -> files beside the pages that programs read: rows in, bytes out."""

from collections.abc import Mapping, Sequence

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


def export(graph: SiteGraph, findings: Findings, pages: Sequence[Page]) -> Mapping[str, bytes]:
    """The content of every file of data, by its address."""
    rows = data_rows(Source(graph, findings))
    tables = csv_files(rows)
    return {
        addresses.BETS: bets_file(graph, findings, pages),
        addresses.CALENDAR: calendar(graph, findings),
        **dict(sitemap(graph, pages)),
        **tables,
        **json_files(rows, graph),
        addresses.data_file("candour.sqlite"): sqlite_file(rows),
        addresses.data_file("datapackage.json"): package_file(tables, graph),
    }
