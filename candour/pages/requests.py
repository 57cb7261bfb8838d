"""What was asked, and what came of it: `/requests/`, open ones first, oldest first; many are shown by year as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.link import LinkedRequest, SiteGraph
from candour.model import addresses
from candour.model.records import Project
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page, RequestRow, request_row
from candour.pages.years import Part, YearsView, by_year

_REQUESTS_OF_A_PAGE = 100
"""More of them are shown by the year in which they were asked."""


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
    years: YearsView | None
    """None while all of them stand on one page."""


def requests_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    def counted(asked: Sequence[LinkedRequest]) -> str:
        return words.of_which_open(len(asked), sum(findings.states[one.ref].is_waiting for one in asked))

    every = tuple(asked for asked in graph.requests if not asked.same_as)
    for part in by_year(every, lambda a: a.asked.year, addresses.requests_of, counted, _REQUESTS_OF_A_PAGE):
        nav = addresses.REQUESTS
        if part.year is None:
            part = _waiting_longest(part, every, findings) if part.years else part
            lead = words.requests_sentence(count_requests(every, findings.states))
            view = _view(part, f"{lead} {part.shown}".strip(), graph, findings)
            told = f"What {graph.config.committee.short} and its members asked for, and what came of it."
            yield Page(addresses.REQUESTS, "requests.html", "Requests", view, (HOME_LINK,), nav, told)
        else:
            view = _view(part, words.requests_sentence(count_requests(part.rows, findings.states)), graph, findings)
            above = (HOME_LINK, LinkTo("Requests", addresses.REQUESTS))
            title = f"Requests made in {part.year}"
            yield Page(addresses.requests_of(part.year), "requests.html", title, view, above, nav, view.lead)


def _waiting_longest(
    part: Part[LinkedRequest], every: Sequence[LinkedRequest], findings: Findings
) -> Part[LinkedRequest]:
    """What the list's own page shows of many: the newest would hide those that were never answered."""
    waiting = [one for one in every if findings.states[one.ref].is_waiting]
    shown = words.waiting_shown(min(len(waiting), _REQUESTS_OF_A_PAGE), len(waiting))
    years = replace(part.years, earlier=None) if part.years else None
    return replace(part, rows=tuple(waiting[:_REQUESTS_OF_A_PAGE]), years=years, shown=shown)


def _view(part: Part[LinkedRequest], lead: str, graph: SiteGraph, findings: Findings) -> RequestsView:
    rows = tuple(request_row(asked, graph, findings) for asked in part.rows)
    groups = tuple(
        RequestGroup(title, name, found)
        for name, title in words.REQUEST_GROUPS.items()
        if (found := tuple(row for row in rows if row.group == name))
    )
    kinds = graph.config.request_kinds
    return RequestsView(
        lead=lead,
        as_of=words.published_up_to(graph.as_of),
        groups=groups,
        by_project=tuple(
            _choice(p.id, p.facts.title, [r for r in rows if p.id in r.project_ids])
            for p in _asked_of(graph.requests if part.years is None else part.rows, graph)
        ),
        by_kind=tuple(_choice(name, kinds[name], [r for r in rows if r.kind_id == name]) for name in kinds),
        by_state=tuple(_choice(group.anchor, group.title, list(group.rows)) for group in groups),
        years=part.years,
    )


def _asked_of(requests: Sequence[LinkedRequest], graph: SiteGraph) -> list[Project]:
    """The projects that any of these was asked about, by name."""
    projects = {p for asked in requests for p in asked.projects}
    return sorted((graph.projects[p] for p in projects if p in graph.projects), key=lambda p: p.facts.title.casefold())


def _choice(value: str, text: str, rows: list[RequestRow]) -> Choice:
    waiting = sum(1 for row in rows if row.state.is_waiting)
    links = tuple(LinkTo(row.request.request.text.text, f"#{row.request.anchor}") for row in rows)
    return Choice(value, text, words.of_which_open(len(rows), waiting), links)
