"""What was asked, and what came of it: `/requests/`, open ones first, oldest first."""

from dataclasses import dataclass

from candour import urls, words
from candour.link import SiteGraph
from candour.model import Project
from candour.pages.views import LinkTo, Page, RequestRow, counts_of, request_row


@dataclass(frozen=True, slots=True)
class RequestGroup:
    title: str
    anchor: str
    rows: tuple[RequestRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a live filter, and of the plain lists: a project, a kind or a state."""

    value: str
    text: str
    count: str
    links: tuple[LinkTo, ...]
    """To each request."""


@dataclass(frozen=True, slots=True)
class RequestsView:
    lead: str
    as_of: str
    groups: tuple[RequestGroup, ...]
    by_project: tuple[Choice, ...]
    by_kind: tuple[Choice, ...]
    by_state: tuple[Choice, ...]


def requests_page(graph: SiteGraph) -> Page:
    counted = tuple(asked for asked in graph.requests if not asked.same_as)
    rows = tuple(request_row(asked, graph) for asked in counted)
    groups = tuple(
        RequestGroup(title, name, found)
        for name, title in words.REQUEST_GROUPS.items()
        if (found := tuple(row for row in rows if row.group == name))
    )
    kinds = graph.config.request_kinds
    view = RequestsView(
        lead=words.requests_sentence(counts_of(counted), graph.config),
        as_of=words.published_up_to(graph.as_of),
        groups=groups,
        by_project=tuple(
            _choice(p.id, p.facts.title, [r for r in rows if p.id in r.project_ids]) for p in _asked_of(graph)
        ),
        by_kind=tuple(_choice(name, kinds[name], [r for r in rows if r.kind_id == name]) for name in kinds),
        by_state=tuple(_choice(group.anchor, group.title, list(group.rows)) for group in groups),
    )
    description = f"What {graph.config.committee.short} and its members asked for, and what came of it."
    return Page(
        urls.REQUESTS, "requests.html", "Requests", view, (LinkTo("Home", urls.HOME),), urls.REQUESTS, description
    )


def _asked_of(graph: SiteGraph) -> list[Project]:
    """The projects that anything was asked about, by name."""
    projects = {p for asked in graph.requests for p in asked.projects}
    return sorted((graph.projects[p] for p in projects if p in graph.projects), key=lambda p: p.facts.title.casefold())


def _choice(value: str, text: str, rows: list[RequestRow]) -> Choice:
    waiting = sum(1 for row in rows if row.state.is_waiting)
    links = tuple(LinkTo(row.request.request.text.text, f"#{row.request.anchor}") for row in rows)
    return Choice(value, text, words.of_which_open(len(rows), waiting), links)
