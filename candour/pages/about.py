"""The page about the site: who runs it, what it covers, whose words it has, and how to read, cite and correct them."""

from collections.abc import Sized
from dataclasses import dataclass

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class AboutPageView:
    what: str
    """What the site is, in a sentence or two."""
    run_by: str
    reaching: str
    """What is said before the publisher's address, or instead of it."""
    contact: LinkTo | None
    report: LinkTo | None
    """Where to report an error."""
    counts: tuple[str, ...]
    has_exchanges: bool
    """Whether any review records questions and answers."""
    reach: str


def about_page(graph: SiteGraph) -> Page:
    config = graph.config
    held = [m for m in graph.meetings if m.facts.status == "held"]
    of_all: tuple[tuple[str, Sized], ...] = (
        ("meeting", held),
        ("review", graph.reviews),
        ("project", graph.projects),
        ("request", [one for one in graph.requests if not one.same_as]),
    )
    view = AboutPageView(
        what=words.site_sentence(config),
        run_by=words.run_by(config),
        reaching=words.reaching(config),
        contact=_contact(config.contact),
        report=_contact(config.report or config.contact),
        has_exchanges=any(section.exchanges for one in graph.reviews.values() for section in one.sections),
        counts=tuple(words.counted(len(all_), one) for one, all_ in of_all if all_ or one != "request"),
        reach=words.reach(held),
    )
    nav, description = addresses.ABOUT, words.about_sentence(config)
    return Page(nav, "about.html", "About this site", view, (HOME_LINK,), nav, description)


def _contact(address: str) -> LinkTo | None:
    """By the address itself: readers see where it leads."""
    return LinkTo(address.removeprefix("mailto:").removeprefix("https://").rstrip("/"), address) if address else None
