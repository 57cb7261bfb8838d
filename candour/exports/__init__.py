"""The graph, its findings and the pages -> files beside the pages that programs read: rows in, bytes out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

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
from candour.model.typography import typographic_text
from candour.pages.views import Page


def export(graph: SiteGraph, findings: Findings, pages: Sequence[Page]) -> Mapping[str, bytes]:
    """The content of every file of data, by its address."""
    rows = data_rows(Source(graph, findings))
    tables = csv_files(rows)
    return {
        addresses.NAMES: _names(graph),
        addresses.CALENDAR: calendar(graph, findings),
        **dict(sitemap(graph, pages)),
        **tables,
        **json_files(rows, graph),
        addresses.data_file("candour.sqlite"): sqlite_file(rows),
        addresses.data_file("datapackage.json"): package_file(tables, graph),
    }


def _names(graph: SiteGraph) -> bytes:
    """The names of all projects, by which the search page finds a project before the index is read.

        {"projects": [["RFSDi / IOM predictive model", "../projects/rfsdi-iom/", ["The IOM RFSDi score", "RSFDi"]], …],
         "words": ["Accuracy", …, "IOM", "Integrated Offender Management"]}

    Title, address as seen from the search page, other names: lists and not objects, as every visitor who searches loads
    it; with quotation marks as pages show them. The words are the configuration's, topics and abbreviations: what a
    visitor who misspelt one may have meant.
    """
    projects = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    lines = []
    for project in projects:
        address = addresses.relative(addresses.SEARCH, addresses.project(project.id))
        title, *others = map(typographic_text, (project.facts.title, *(alias.name for alias in project.facts.aliases)))
        lines.append(_packed([title, address, others]))
    words = {*graph.config.topics.values(), *(word for pair in graph.config.glossary.items() for word in pair)}
    every_word = sorted(map(typographic_text, words))
    return '{{"projects":[\n{}\n],\n"words":{}}}\n'.format(",\n".join(lines), _packed(every_word)).encode()


def _packed(row: list[Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
