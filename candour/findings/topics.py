"""Where each topic was raised (every passage of a review and every request that carries it, counted once), and whose
the projects are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from candour.findings.reviews import why_of
from candour.graph.graph import SiteGraph, topics_raised_in
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import Project, Review
from candour.model.values import Ref


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange of a review, a request of a review or a meeting, or a review itself, once for each topic of it."""

    topic: str
    ref: Ref
    """The record, and the anchor in it."""
    kind: Literal["exchange", "request", "review"]
    projects: tuple[str, ...]
    """None for what a meeting says outside its projects."""
    meeting: str
    date: PartialDate
    text: str
    """The request, how the exchange begins, or why it was decided so; empty where there are no words."""


def passages_by_topic(graph: SiteGraph) -> Mapping[str, tuple[Passage, ...]]:
    """The passages of every topic of the configuration, oldest first; none for one not raised."""
    every = sorted(_passages(graph), key=lambda passage: passage.date)
    raised = grouped((passage.topic, passage) for passage in every)
    return {topic: raised.get(topic, ()) for topic in graph.config.topics}


def passages_by_project(passages: Iterable[Passage]) -> Mapping[str, tuple[Passage, ...]]:
    """A passage about several projects counts for each of them; one about none is under ""."""
    return grouped((project, passage) for passage in passages for project in dict.fromkeys(passage.projects or ("",)))


def projects_by_topic(graph: SiteGraph) -> Mapping[str, tuple[str, ...]]:
    """The projects whose own record names each topic, by their ids."""
    return grouped(
        (topic, id) for id, project in graph.projects.items() for topic in dict.fromkeys(project.facts.topics)
    )


def _passages(graph: SiteGraph) -> Iterator[Passage]:
    for meeting in graph.meetings:
        for review in graph.reviews_of_meeting[meeting.id]:
            yield from _of_review(review, graph)
    for asked in graph.requests:
        if not asked.same_as:
            about = (asked.projects, asked.meeting.id, asked.asked, asked.request.text.text)
            yield from (Passage(one, asked.ref, "request", *about) for one in dict.fromkeys(asked.request.topics))


def _of_review(review: Review, graph: SiteGraph) -> Iterator[Passage]:
    """Its exchanges; and itself, for a topic that none of its passages raises."""
    about = (review.projects, review.meeting, graph.day_of(review))
    for section in review.sections:
        for exchange in section.exchanges:
            ref, text = Ref(review.name, anchors.exchange(exchange.id)), exchange.turns[0].prose.text
            yield from (Passage(topic, ref, "exchange", *about, text) for topic in dict.fromkeys(exchange.topics))
    raised = topics_raised_in(review)
    of_the_whole = (topic for topic in review.facts.topics if topic not in raised)
    yield from (Passage(topic, Ref(review.name), "review", *about, why_of(review)) for topic in of_the_whole)


def projects_by_owner(graph: SiteGraph) -> Mapping[str, tuple[Project, ...]]:
    """Every owner, and the projects that name it, both by their names; none where fewer than two projects name one."""
    projects = sorted(graph.projects.values(), key=lambda project: (project.facts.title.casefold(), project.id))
    if sum(bool(project.facts.owner) for project in projects) < 2:
        return {}
    found = grouped((owner, project) for project in projects for owner in dict.fromkeys(project.facts.owner))
    return {owner: found[owner] for owner in sorted(found, key=lambda name: (name.casefold(), name))}
