"""What is at the addresses of records that moved or were taken down: where they are now, or when and why."""

from collections.abc import Iterator
from functools import partial

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import AnyRecord, Meeting, Project, Removed
from candour.model.values import Ref
from candour.pages import words
from candour.pages.titles import day_link, page_title
from candour.pages.views import LinkTo, Page


def former_pages(graph: SiteGraph) -> Iterator[Page]:
    for record, removed in graph.removed:
        yield _tombstone(record, removed, graph)
    titles = {one.name: page_title(one, graph) for one in (*graph.records, *(gone for gone, _ in graph.removed))}
    for old, new in graph.former.items():
        if old not in titles:  # its script takes the anchor along
            before, now = addresses.of_ref(Ref(old)), LinkTo(titles[new], addresses.of_ref(Ref(new)))
            title, what = f"{now.text} has moved from {before}", f"This page has moved to {now.text}."
            yield Page(
                before, "moved.html", title, partial(LinkTo, now.text, now.url), what, noindex=True, canonical=now.url
            )


def _tombstone(record: AnyRecord, removed: Removed, graph: SiteGraph) -> Page:
    """The reviews of a removed project stay: they are minutes of their meetings."""
    own = [r for r in graph.reviews.values() if isinstance(record, Project) and record.id in r.projects]
    url = addresses.of_ref(Ref(record.name))
    view = (type(record).__name__.lower(), removed, [day_link(review, graph) for review in own])
    nav = addresses.MEETINGS if isinstance(record, Meeting) else addresses.PROJECTS
    what = f"This page was removed on {words.date(removed.date)}."
    return Page(url, "tombstone.html", page_title(record, graph), lambda: view, what, nav=nav, noindex=True)
