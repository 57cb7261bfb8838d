"""What is at the addresses of records that moved or were taken down: where they are now, or when and why."""

from collections.abc import Iterator

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import AnyRecord, Meeting, Removed
from candour.model.values import Ref
from candour.pages import words
from candour.pages.titles import page_title
from candour.pages.views import HOME_LINK, LinkTo, Page


def former_pages(graph: SiteGraph) -> Iterator[Page]:
    for record, removed in graph.removed:
        yield _tombstone(record, removed, graph)
    yield from _moved(graph)


def _tombstone(record: AnyRecord, removed: Removed, graph: SiteGraph) -> Page:
    return Page(
        url=addresses.of_ref(Ref(record.name)),
        template="tombstone.html",
        title=page_title(record, graph),
        view=(type(record).__name__.lower(), removed),
        breadcrumbs=(HOME_LINK,),
        nav=addresses.MEETINGS if isinstance(record, Meeting) else addresses.PROJECTS,
        description=f"This page was removed on {words.date(removed.date)}.",
        noindex=True,
    )


def _moved(graph: SiteGraph) -> Iterator[Page]:
    """A page at every former address that leads on; its script takes the anchor along."""
    titles = {record.name: page_title(record, graph) for record in graph.records}
    taken = {*titles, *(record.name for record, _ in graph.removed)}
    for old, new in graph.former.items():
        if old not in taken:
            before, now = addresses.of_ref(Ref(old)), addresses.of_ref(Ref(new))
            yield Page(
                url=before,
                template="moved.html",
                title=f"{titles[new]} has moved from {before}",
                view=LinkTo(titles[new], now),
                breadcrumbs=(HOME_LINK,),
                description=f"This page has moved to {titles[new]}.",
                noindex=True,
                canonical=now,
            )
