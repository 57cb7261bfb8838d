"""Where each topic was raised: every passage and request of a review or a meeting that carries it, counted once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from candour.findings.reviews import why_of
from candour.graph.graph import SiteGraph, day_of_item, topics_raised_in
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import Meeting, Review
from candour.model.values import Ref


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange or a request of a review or a meeting, or a review itself, once for each topic that it raises."""

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
        yield from _exchanges(meeting, graph)
        for review in graph.reviews_of_meeting[meeting.id]:
            yield from _exchanges(review, graph)
            about = (review.projects, review.meeting, graph.day_of(review))
            of_the_whole = (topic for topic in review.facts.topics if topic not in topics_raised_in(review))
            yield from (Passage(topic, Ref(review.name), "review", *about, why_of(review)) for topic in of_the_whole)
    for asked in graph.requests:
        if not asked.same_as:
            about = (asked.projects, asked.meeting.id, asked.asked)
            text = asked.request.text.text
            for topic in dict.fromkeys(asked.request.topics):
                yield Passage(topic, asked.ref, "request", *about, text)


def _exchanges(record: Meeting | Review, graph: SiteGraph) -> Iterator[Passage]:
    meeting = record if isinstance(record, Meeting) else graph.meeting(record.meeting)
    for section in record.sections:
        if isinstance(record, Review):
            projects, day = record.projects, graph.day_of(record)
        else:
            item = meeting.facts.agenda.get(section.key)
            projects, day = item.project if item else (), day_of_item(meeting, section.key)
        for exchange in section.exchanges:
            ref = Ref(record.name, anchors.exchange(exchange.id))
            text = exchange.turns[0].prose.text if exchange.turns else ""
            for topic in dict.fromkeys(exchange.topics):
                yield Passage(topic, ref, "exchange", projects, meeting.id, day, text)
