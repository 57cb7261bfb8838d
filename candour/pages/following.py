"""Following the archive: the feeds (Atom, RFC 4287), and the page that explains them, `/follow/`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from candour.findings import Findings
from candour.findings.entries import Entry, Names, entries
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.pages import words
from candour.pages.titles import about, page_title, project_link
from candour.pages.views import Page

MOST = 100
"""Entries of a feed of the whole site: enough for the meetings of a season, and few enough to be asked for hourly."""


@dataclass(frozen=True, slots=True)
class EntryView:
    entry: Entry
    about: str
    """The projects, or the item of the agenda."""
    asked: tuple[LinkedRequest, ...]
    """What a review asked for, beside its outcome."""


@dataclass(frozen=True, slots=True)
class FeedView:
    id: UUID
    of: str
    """The address of the page that has the same."""
    updated: PartialDate | None
    """None while there is nothing, not even a meeting."""
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class FollowView:
    most: int
    """Entries of a feed of the whole site."""
    has_requests: bool


def following_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    names = Names(graph)
    found = entries(graph, findings.happened, names)
    site, who = graph.config.title, graph.config.committee.short

    def feed(of: str, title: str, what: str, id: UUID, shown: Sequence[Entry]) -> Page:
        updated = max((one.updated for one in shown), default=graph.as_of)

        def view() -> FeedView:
            return FeedView(id, of, updated, tuple(_view(one, graph) for one in shown))

        return Page(addresses.feed(of), "feed.xml", f"{title} – {site}", view, what)

    decisions, requests = addresses.DECISIONS, addresses.REQUESTS
    what = f"The latest {MOST} decisions of {who}."
    yield feed(decisions, "Decisions", what, names.id("", "decisions"), found.decisions[:MOST])
    what = f"What {who} asked for, and the answers: the latest {MOST}."
    yield feed(requests, "Requests and answers", what, names.id("", "requests"), found.requests[:MOST])
    for id, project in graph.projects.items():
        title, of = project.facts.title, addresses.project(id)
        what = f"All that is recorded of {title}."
        yield feed(of, title, what, names.id(project.name, "feed"), found.projects[id])
    what = "How to hear of new decisions and meetings without coming back to look."
    view = partial(FollowView, MOST, bool(graph.requests))
    yield Page(addresses.FOLLOW, "follow.html", "Follow", view, what)


def _view(one: Entry, graph: SiteGraph) -> EntryView:
    of, place = one.what.of, one.what.place
    if isinstance(of, LinkedDecision):
        return EntryView(one, about(of, graph), () if of.decision else graph.requests_of(of.record))
    titles = words.listed(project_link(project, graph).text for project in place.projects)
    return EntryView(one, titles or page_title(place.record, graph), ())
