"""What stands at the address of a record that was taken down: that it was, when and why."""

from dataclasses import dataclass

from markupsafe import Markup

from candour import urls
from candour.link import SiteGraph
from candour.model import Meeting, Project, Review
from candour.pages.views import LinkTo, Page, When, html, meeting_name, projects_title, when
from candour.values import Ref


@dataclass(frozen=True, slots=True)
class TombstoneView:
    what: str
    date: When
    why: Markup


def tombstone_page(record: Meeting | Review | Project, graph: SiteGraph) -> Page:
    removed = record.facts.removed
    assert removed is not None, "only removed records have tombstones"
    if isinstance(record, Meeting):
        title, nav = meeting_name(record), urls.MEETINGS
    elif isinstance(record, Review):
        title, nav = projects_title(record, graph), urls.PROJECTS
    else:
        title, nav = record.facts.title, urls.PROJECTS
    return Page(
        url=urls.of_ref(Ref(record.name)),
        template="tombstone.html",
        title=title,
        view=TombstoneView(type(record).__name__.lower(), when(removed.date), html(removed.why)),
        breadcrumbs=(LinkTo("Home", urls.HOME),),
        nav=nav,
        noindex=True,
    )
