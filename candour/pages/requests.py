"""What was asked, and what came of it: `/requests/`, by state, what is overdue longest first; many by year as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from candour.findings import Findings
from candour.findings.requests import count_requests, how_late
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses
from candour.model.values import Ref
from candour.pages import words
from candour.pages.choices import Titles, Values, by_title, offered, project_titles
from candour.pages.groups import Group, GroupedList, anchors_of, grouped_list
from candour.pages.views import LinkTo, Page
from candour.pages.years import ListView, Part, by_year, pages_by_year

_REQUESTS_OF_A_PAGE = 100
"""More of them are shown by the year in which they were asked."""
_SHOWN = 25
"""Then the list's own page has those that need attention most, as many as can be read at once."""


def requests_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    first_asked = (asked for asked in graph.requests if not asked.same_as)
    every = sorted(first_asked, key=lambda one: one.asked.first_day)
    waiting = [one for one in every if findings.states[one.ref].is_waiting]
    values, titles = _choices(every, graph, findings)

    def counted(requests: Sequence[LinkedRequest]) -> str:
        return f"{sum(findings.states[one.ref].is_waiting for one in requests)} waiting"

    def sentence(requests: Iterable[LinkedRequest]) -> str:
        return words.requests_sentence(count_requests(requests, findings.states))

    def description(part: Part[LinkedRequest]) -> str:
        what = f"What {graph.config.committee.short} and its members asked for, and what came of it."
        return sentence(part.rows) if part.year else what

    def view(part: Part[LinkedRequest]) -> ListView[GroupedList[LinkedRequest]]:
        rows = part.rows if part.year else every
        lead = sentence(rows)
        if not part.year:
            part = _needing_attention(part, waiting, findings)
            lead = f"{lead} {part.shown}".strip()
        choices = offered((values[one.ref] for one in rows), titles)
        return ListView(lead, _by_state(part.rows, findings), part.years, choices, values)

    parts = by_year(every, lambda asked: asked.asked.year, addresses.REQUESTS, _REQUESTS_OF_A_PAGE, counted)
    yield from pages_by_year(
        parts, addresses.REQUESTS, "requests.html", "Requests", "Requests made in", view, description
    )


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


def _by_state(requests: Iterable[LinkedRequest], findings: Findings) -> GroupedList[LinkedRequest]:
    """A group is called after its state."""
    found = grouped((findings.states[one.ref].name, one) for one in by_attention(requests, findings))
    states = ((state, title, found[state]) for state, title in words.REQUEST_GROUPS.items() if state in found)
    return grouped_list(
        Group(s, LinkTo(t), rows, words.counted(len(rows), "request"), t.partition(",")[0]) for s, t, rows in states
    )


def _choices(
    requests: Iterable[LinkedRequest], graph: SiteGraph, findings: Findings
) -> tuple[Mapping[Ref, Values], Titles]:
    """Of each request what it can be chosen by, and the titles of these values."""
    said = sorted({one.request.to for one in requests if one.request.to}, key=str.casefold)
    organisations = dict(zip(said, anchors_of(said, ("none",), "organisation"), strict=True)) | {"": "none"}
    values = {
        one.ref: {
            "state": (findings.states[one.ref].name,),
            "project": tuple(project for project in one.projects if project in graph.projects),
            "topic": one.request.topics,
            "organisation": (organisations[one.request.to],),
            "year": (str(one.asked.year),),
        }
        for one in requests
    }
    titles = {
        "state": {str(state): title for state, title in words.REQUEST_GROUPS.items()},
        "project": project_titles(graph),
        "topic": by_title(graph.config.topics),
        "organisation": {value: name or "Not said whom" for name, value in organisations.items()},
        "year": {str(year): str(year) for year in sorted({one.asked.year for one in requests}, reverse=True)},
    }
    return values, titles
