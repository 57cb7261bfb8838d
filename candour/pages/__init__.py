"""The graph -> the pages of the site, in plain data."""

from candour.link import SiteGraph
from candour.pages.former import moved_pages, tombstone_page
from candour.pages.lists import list_pages
from candour.pages.meeting import meeting_page
from candour.pages.project import project_page
from candour.pages.review import review_page
from candour.pages.views import LinkTo, Page

__all__ = ["LinkTo", "Page", "plan_pages"]


def plan_pages(graph: SiteGraph) -> tuple[Page, ...]:
    """Every page of the site."""
    return (
        *list_pages(graph),
        *(project_page(project, graph) for project in graph.projects.values()),
        *(meeting_page(meeting, graph) for meeting in graph.meetings),
        *(review_page(review, graph) for review in graph.reviews.values()),
        *(tombstone_page(record, removed, graph) for record, removed in graph.removed),
        *moved_pages(graph),
    )
