"""The page of all components, for those who work on the design: examples of our own, and this archive's records."""

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.pages.views import HOME_LINK, Page


def styleguide_page(graph: SiteGraph) -> Page:
    return Page(addresses.STYLEGUIDE, "styleguide.html", "Styleguide", graph, (HOME_LINK,), noindex=True)
