"""What was asked, and what came of it: `/requests/`, open ones first, oldest first; many are shown by year as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import Part, YearsView, by_year

_REQUESTS_OF_A_PAGE = 100
"""More of them are shown by the year in which they were asked."""


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """Requests of one project, kind or state: a choice of the live filter, and an entry of the plain lists."""

    value: str
    title: str
    count: str
    requests: tuple[LinkedRequest, ...]


@dataclass(frozen=True, slots=True)
class RequestsView:
    lead: str
    as_of: str
    groups: Mapping[str, tuple[RequestGroup, ...]]
    """By `project`, `kind` and `state`."""
    years: YearsView | None
    """None while all of them are on one page."""


def requests_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    def counted(requests: Sequence[LinkedRequest]) -> str:
        return _count(requests, findings)

    nav, every = addresses.REQUESTS, tuple(asked for asked in graph.requests if not asked.same_as)
    for part in by_year(every, lambda a: a.asked.year, nav, counted, _REQUESTS_OF_A_PAGE):
        rows = every if part.year is None else part.rows
        lead = words.requests_sentence(*count_requests(rows, findings.states))
        if part.year is None:
            part = _waiting_longest(part, every, findings) if part.years else part
            view = _view(part, f"{lead} {part.shown}".strip(), graph, findings)
            description = f"What {graph.config.committee.short} and its members asked for, and what came of it."
            yield Page(nav, "requests.html", "Requests", view, (HOME_LINK,), nav, description)
        else:
            url, above = addresses.of_year(nav, part.year), (HOME_LINK, LinkTo("Requests", nav))
            view = _view(part, lead, graph, findings)
            yield Page(url, "requests.html", f"Requests made in {part.year}", view, above, nav, lead)


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
    def group(value: str, title: str, requests: Iterable[LinkedRequest]) -> RequestGroup:
        found = tuple(requests)
        return RequestGroup(value, title, _count(found, findings), found)

    rows, kinds = part.rows, graph.config.request_kinds
    about = {project for one in (graph.requests if part.years is None else rows) for project in one.projects}
    projects = sorted((graph.projects[p] for p in about if p in graph.projects), key=lambda p: p.facts.title.casefold())
    by_state = grouped((findings.states[one.ref].name, one) for one in rows)
    groups = {
        "project": (group(p.id, p.facts.title, (r for r in rows if p.id in r.projects)) for p in projects),
        "kind": (group(kind, kinds[kind], (r for r in rows if r.request.kind == kind)) for kind in kinds),
        "state": (group(s, title, by_state[s]) for s, title in words.REQUEST_GROUPS.items() if s in by_state),
    }
    view_groups = {by: tuple(found) for by, found in groups.items()}
    return RequestsView(lead, words.published_up_to(graph.as_of), view_groups, part.years)
