"""What was asked, and what came of it: `/requests/`, by state, what is overdue longest first; many by year as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.requests import count_requests, how_late
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses
from candour.pages import words
from candour.pages.groups import Group, GroupedList, anchors_of, grouped_list
from candour.pages.views import LinkTo, Page
from candour.pages.years import Part, YearsView, by_year, pages_by_year

_REQUESTS_OF_A_PAGE = 100
"""More of them are shown by the year in which they were asked."""
_SHOWN = 25
"""Then the list's own page has those that need attention most, as many as can be read at once."""


@dataclass(frozen=True, slots=True)
class RequestsView:
    lead: str
    list: GroupedList[LinkedRequest]
    """By state; a group is called after it."""
    choices: Mapping[str, tuple[tuple[str, str], ...]]
    """By `state`, `project`, `topic` and `organisation`: what a reader may choose to see alone, each with its title."""
    organisations: Mapping[str, str]
    """By who has to answer, as recorded, empty where nobody is said: the value of the choice."""
    years: YearsView | None
    """None while all of them are on one page."""


def requests_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    first_asked = (asked for asked in graph.requests if not asked.same_as)
    every = sorted(first_asked, key=lambda one: one.asked.first_day)
    waiting = [one for one in every if findings.states[one.ref].is_waiting]

    def counted(requests: Sequence[LinkedRequest]) -> str:
        return f"{sum(findings.states[one.ref].is_waiting for one in requests)} waiting"

    def view(part: Part[LinkedRequest]) -> tuple[RequestsView, str]:
        lead = words.requests_sentence(count_requests(part.rows if part.year else every, findings.states))
        if part.year:
            return _view(part, lead, graph, findings), lead
        description = f"What {graph.config.committee.short} and its members asked for, and what came of it."
        part = _needing_attention(part, waiting, findings)
        return _view(part, f"{lead} {part.shown}".strip(), graph, findings), description

    parts = by_year(every, lambda asked: asked.asked.year, addresses.REQUESTS, _REQUESTS_OF_A_PAGE, counted)
    yield from pages_by_year(parts, addresses.REQUESTS, "requests.html", "Requests", "Requests made in", view)


def _needing_attention(
    part: Part[LinkedRequest], waiting: Sequence[LinkedRequest], findings: Findings
) -> Part[LinkedRequest]:
    """What the list's own page shows of many: the latest would hide those that were never answered."""
    if not part.years:
        return part
    some = f"{_SHOWN} of those that wait, overdue ones first"
    which = some if len(waiting) > _SHOWN else "those that wait"
    shown = f"This page shows {which}; every year has a page of its own."
    rows = tuple(by_attention(waiting, findings)[:_SHOWN])
    return replace(part, rows=rows, years=replace(part.years, earlier=None), shown=shown)


def by_attention(requests: Iterable[LinkedRequest], findings: Findings) -> list[LinkedRequest]:
    """What is overdue longest first, then the other states in order; in each what is late or has waited longest."""
    order, states = tuple(words.REQUEST_GROUPS), findings.states
    return sorted(
        requests,
        key=lambda one: (order.index(states[one.ref].name), how_late(states[one.ref].late), one.asked.first_day),
    )


def _view(part: Part[LinkedRequest], lead: str, graph: SiteGraph, findings: Findings) -> RequestsView:
    rows = by_attention(part.rows, findings)
    by_state = grouped((findings.states[one.ref].name, one) for one in rows)
    states = {state: title for state, title in words.REQUEST_GROUPS.items() if state in by_state}
    about = {one for request in rows for one in request.projects if one in graph.projects}
    topics = {topic for one in rows for topic in one.request.topics}
    said = sorted({one.request.to for one in rows if one.request.to}, key=str.casefold)
    organisations = dict(zip(said, anchors_of(said, ("none",), "organisation"), strict=True))
    organisations |= {"": "none"} if any(not one.request.to for one in rows) else {}
    choices = {
        "state": tuple(states.items()),
        "project": _by_title((one, graph.projects[one].facts.title) for one in about),
        "topic": _by_title((one, graph.config.topics[one]) for one in topics),
        "organisation": tuple((value, name or "Not said whom") for name, value in organisations.items()),
    }
    groups = (
        Group(s, LinkTo(t), by_state[s], words.counted(len(by_state[s]), "request"), t.partition(",")[0])
        for s, t in states.items()
    )
    return RequestsView(lead, grouped_list(groups), choices, organisations, part.years)


def _by_title(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0])))
