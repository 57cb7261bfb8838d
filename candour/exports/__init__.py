"""The graph, its findings and the pages -> files beside the pages that programs read: rows in, bytes out."""

from collections.abc import Mapping, Sequence

from candour.exports.bets import bets_file
from candour.exports.calendar import calendar
from candour.exports.sitemap import sitemap
from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages.views import Page


def export(graph: SiteGraph, findings: Findings, pages: Sequence[Page]) -> Mapping[str, bytes]:
    """The content of every file of data, by its address."""
    return {
        addresses.BETS: bets_file(graph, findings, pages),
        addresses.CALENDAR: calendar(graph, findings),
        **dict(sitemap(graph, pages)),
    }
