"""What stands at the addresses of records that moved or were taken down: where they are now, or when and why."""

from dataclasses import dataclass

from markupsafe import Markup

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Project, Removed, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.project import ref_name
from candour.pages.views import HOME_LINK, LinkTo, Page, When, html, meeting_name, page_title, projects_title, when


@dataclass(frozen=True, slots=True)
class TombstoneView:
    what: str
    date: When
    why: Markup


def tombstone_page(record: Meeting | Review | Project, removed: Removed, graph: SiteGraph) -> Page:
    if isinstance(record, Meeting):
        title, nav = meeting_name(record), addresses.MEETINGS
    elif isinstance(record, Review):
        title, nav = f"{projects_title(record, graph)}: {ref_name(Ref(record.name), graph)}", addresses.PROJECTS
    else:
        title, nav = record.facts.title, addresses.PROJECTS
    return Page(
        url=addresses.of_ref(Ref(record.name)),
        template="tombstone.html",
        title=title,
        view=TombstoneView(type(record).__name__.lower(), when(removed.date), html(removed.why)),
        breadcrumbs=(HOME_LINK,),
        nav=nav,
        description=f"This page was removed on {words.date(removed.date)}.",
        noindex=True,
    )


@dataclass(frozen=True, slots=True)
class MovedView:
    to: LinkTo


def moved_pages(graph: SiteGraph) -> tuple[Page, ...]:
    """A page at every former address that leads on; its script takes the anchor along."""
    titles = {record.name: page_title(record, graph) for record in graph.records}
    taken = {*titles, *(record.name for record, _ in graph.removed)}
    return tuple(
        Page(
            url=addresses.of_ref(Ref(old)),
            template="moved.html",
            title=f"{titles[new]} has moved from {addresses.of_ref(Ref(old))}",
            view=MovedView(LinkTo(titles[new], addresses.of_ref(Ref(new)))),
            breadcrumbs=(HOME_LINK,),
            description=f"This page has moved to {titles[new]}.",
            noindex=True,
            canonical=addresses.of_ref(Ref(new)),
        )
        for old, new in graph.former.items()
        if old not in taken
    )
