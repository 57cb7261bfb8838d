"""Following the archive: the feeds (Atom, RFC 4287), and the page that explains them, `/follow/`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from candour.findings import Findings
from candour.findings.entries import Entry, Names, entries, latest_first
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
    """What the review of a decision asked for."""


@dataclass(frozen=True, slots=True)
class FeedView:
    id: UUID
    of: str
    """The address of the page that has the same."""
    updated: PartialDate | None
    """None while there is nothing, not even a meeting."""
    entries: tuple[EntryView, ...]


def following_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    found, names, who = entries(graph, findings.standings), Names(graph), graph.config.committee.short

    def feed(of: str, title: str, what: str, id: UUID, latest: Sequence[Entry]) -> Page:
        updated = max((one.updated for one in latest), default=graph.as_of)
        view = FeedView(id, of, updated, tuple(_shown(latest, graph)))
        return Page(addresses.feed(of), "feed.xml", title, view, what)

    yield feed(
        addresses.DECISIONS,
        f"{graph.config.title}: decisions",
        f"The latest {MOST} decisions of {who}.",
        names.id("", "decisions"),
        latest_first(found.decisions)[:MOST],
    )
    yield feed(
        addresses.REQUESTS,
        f"{graph.config.title}: requests and answers",
        f"What {who} asked for, and the answers: the latest {MOST}.",
        names.id("", "requests"),
        latest_first(found.requests)[:MOST],
    )
    for project in graph.projects.values():
        title, what = project.facts.title, f"All that is recorded of {project.facts.title}."
        id, of = names.id(project.name, "feed"), addresses.project(project.id)
        yield feed(of, title, what, id, latest_first(found.projects[project.id]))
    what = "How to be told of new decisions, requests, answers and meetings without coming back to look."
    yield Page(addresses.FOLLOW, "follow.html", "Follow", MOST, what)


def _shown(found: Iterable[Entry], graph: SiteGraph) -> Iterator[EntryView]:
    for one in found:
        of = one.of
        if isinstance(of, LinkedDecision):
            is_outcome = of.decision is None
            yield EntryView(one, about(of, graph), graph.requests_of(of.record) if is_outcome else ())
        else:
            titles = words.listed(project_link(project, graph).text for project in one.projects)
            yield EntryView(one, titles or page_title(one.record, graph), ())
