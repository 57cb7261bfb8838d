"""What was asked, and what came of it: `/requests/`, open ones first, oldest first; many are shown by year as well."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page, anchor_in_list
from candour.pages.years import Part, YearsView, by_year

_REQUESTS_OF_A_PAGE = 100
"""More of them are shown by the year in which they were asked."""


@dataclass(frozen=True, slots=True)
class RequestGroup:
    title: str
    state: str
    requests: tuple[LinkedRequest, ...]


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
    """None while all of them are on one page."""


def requests_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    def counted(requests: Sequence[LinkedRequest]) -> str:
        return _count(requests, findings)

    nav, every = addresses.REQUESTS, tuple(asked for asked in graph.requests if not asked.same_as)
    for part in by_year(every, lambda a: a.asked.year, addresses.REQUESTS, counted, _REQUESTS_OF_A_PAGE):
        if part.year is None:
            part = _waiting_longest(part, every, findings) if part.years else part
            lead = words.requests_sentence(*count_requests(every, findings.states))
            view = _view(part, f"{lead} {part.shown}".strip(), graph, findings)
            description = f"What {graph.config.committee.short} and its members asked for, and what came of it."
            yield Page(addresses.REQUESTS, "requests.html", "Requests", view, (HOME_LINK,), nav, description)
        else:
            lead = words.requests_sentence(*count_requests(part.rows, findings.states))
            view = _view(part, lead, graph, findings)
            above = (HOME_LINK, LinkTo("Requests", addresses.REQUESTS))
            title = f"Requests made in {part.year}"
            yield Page(addresses.of_year(nav, part.year), "requests.html", title, view, above, nav, lead)


def _waiting_longest(
    part: Part[LinkedRequest], every: Sequence[LinkedRequest], findings: Findings
) -> Part[LinkedRequest]:
    """What the list's own page shows of many: the latest would hide those that were never answered."""
    waiting = [one for one in every if findings.states[one.ref].is_waiting]
    shown = words.waiting_shown(min(len(waiting), _REQUESTS_OF_A_PAGE), len(waiting))
    years = replace(part.years, earlier=None) if part.years else None
    return replace(part, rows=tuple(waiting[:_REQUESTS_OF_A_PAGE]), years=years, shown=shown)


def _count(requests: Sequence[LinkedRequest], findings: Findings) -> str:
    return words.of_which_open(len(requests), sum(findings.states[one.ref].is_waiting for one in requests))


def _view(part: Part[LinkedRequest], lead: str, graph: SiteGraph, findings: Findings) -> RequestsView:
    def choice(value: str, text: str, requests: Iterable[LinkedRequest]) -> Choice:
        found = tuple(requests)
        links = tuple(LinkTo(one.request.text.text, f"#{anchor_in_list(one)}") for one in found)
        return Choice(value, text, _count(found, findings), links)

    rows, kinds = part.rows, graph.config.request_kinds
    about = {project for one in (graph.requests if part.years is None else rows) for project in one.projects}
    projects = sorted((graph.projects[p] for p in about if p in graph.projects), key=lambda p: p.facts.title.casefold())
    groups = tuple(
        RequestGroup(title, state, found)
        for state, title in words.REQUEST_GROUPS.items()
        if (found := tuple(one for one in rows if findings.states[one.ref].name == state))
    )
    return RequestsView(
        lead=lead,
        as_of=words.published_up_to(graph.as_of),
        groups=groups,
        by_project=tuple(choice(p.id, p.facts.title, (r for r in rows if p.id in r.projects)) for p in projects),
        by_kind=tuple(choice(kind, kinds[kind], (r for r in rows if r.request.kind == kind)) for kind in kinds),
        by_state=tuple(choice(group.state, group.title, group.requests) for group in groups),
        years=part.years,
    )
