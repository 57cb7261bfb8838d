"""What search engines ask for: `/sitemap.xml` (https://www.sitemaps.org/protocol.html) and `/robots.txt` (RFC 9309)."""

from collections.abc import Sequence
from xml.etree import ElementTree

from candour.findings.entries import last_corrected
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import AnyRecord
from candour.model.values import Ref
from candour.pages.following import FeedView
from candour.pages.views import Page

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
"""Addresses of one sitemap, by the protocol."""


def sitemap(graph: SiteGraph, pages: Sequence[Page]) -> bytes:
    """Every page to be found, and for those of records the day of the last thing that they say."""
    changed = {page.view.of: page.view.updated for page in pages if isinstance(page.view, FeedView)}
    days = {one.name: graph.day_of(one) for one in graph.reviews.values()}
    days |= {one.name: one.last_day for one in graph.meetings if one.facts.status == "held"}
    records: tuple[AnyRecord, ...] = (*graph.meetings, *graph.reviews.values())
    for record in records:
        known = [days[record.name]] if record.name in days else []
        changed[addresses.of_ref(Ref(record.name))] = max((*known, *last_corrected(record)), default=None)
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    found = [page for page in pages if not (page.noindex or page.canonical or isinstance(page.view, FeedView))]
    for page in found[:_MOST]:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = addresses.canonical(graph.config.url, page.url)
        if last := changed.get(page.url):
            ElementTree.SubElement(url, "lastmod").text = str(last)
    ElementTree.indent(root, "")
    text: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def robots(graph: SiteGraph) -> bytes:
    """Everything may be read; the sitemap has to be named by its whole address."""
    at = addresses.canonical(graph.config.url, addresses.SITEMAP)
    return f"User-agent: *\nDisallow:\n{f'Sitemap: {at}' if at else ''}".encode().rstrip() + b"\n"
