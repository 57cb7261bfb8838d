"""What search engines ask for: `/sitemap.xml` (https://www.sitemaps.org/protocol.html) and `/robots.txt` (RFC 9309)."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from candour.findings.entries import days_corrected
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.pages.views import Page


def sitemap(graph: SiteGraph, pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """Every page to be found, with the day of the last thing that it says where the records give one. Both need whole
    addresses: where the site's is not known, only `robots.txt` is there, and lets everything be read."""
    at = f"Sitemap: {addresses.canonical(graph.config.url, addresses.SITEMAP)}\n" if graph.config.url else ""
    yield addresses.ROBOTS, f"User-agent: *\nDisallow:\n{at}".encode()
    if at:
        days, root = dict(_days(graph, pages)), ElementTree.Element("urlset", xmlns=f"{_PROTOCOL}/0.9")
        for page in [page for page in pages if not (page.noindex or page.canonical or page.is_feed)][:50_000]:
            url = ElementTree.SubElement(root, "url")
            ElementTree.SubElement(url, "loc").text = addresses.canonical(graph.config.url, page.url)
            if day := days.get(page.url):
                ElementTree.SubElement(url, "lastmod").text = str(day)
        yield addresses.SITEMAP, ElementTree.tostring(root, "utf-8", xml_declaration=True)


_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap"


def _days(graph: SiteGraph, pages: Sequence[Page]) -> Iterator[tuple[str, PartialDate | None]]:
    yield from ((view.of, view.updated) for page in pages if page.is_feed and (view := page.view))
    for one in graph.meetings:
        held = [one.last_day] * (one.facts.status == "held")
        yield addresses.meeting(one.id), max((*held, *days_corrected(one)), default=None)
    for review in graph.reviews.values():
        yield addresses.review(review.name), max((graph.day_of(review), *days_corrected(review)))
