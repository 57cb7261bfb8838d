"""The graph and its findings -> files of data beside the pages. Each module is one file: rows in, bytes out."""

from collections.abc import Callable, Mapping

from candour.exports.names import names
from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses

EXPORTS: Mapping[str, Callable[[SiteGraph, Findings], bytes]] = {addresses.NAMES: names}
"""By the address at which each is published."""


def export(graph: SiteGraph, findings: Findings) -> Mapping[str, bytes]:
    """The content of every file of data, by its address."""
    return {address: write(graph, findings) for address, write in EXPORTS.items()}
