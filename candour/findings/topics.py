"""Every passage of a review that raises a topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from candour.graph.graph import SiteGraph
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.values import Ref


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange or a request of a review, once for each topic that it raises."""

    topic: str
    ref: Ref
    """The review, and the anchor in it."""
    kind: Literal["exchange", "request"]
    projects: tuple[str, ...]
    meeting: str
    date: PartialDate
    text: str
    """The request, or how the exchange begins; empty for an exchange without words."""


def passages_by_topic(graph: SiteGraph) -> Mapping[str, tuple[Passage, ...]]:
    """The passages of every topic of the configuration, in the order of the archive; none for one not raised."""
    raised = grouped((passage.topic, passage) for passage in _passages(graph))
    return {topic: raised.get(topic, ()) for topic in graph.config.topics}


def passages_by_project(passages: Iterable[Passage]) -> Mapping[str, tuple[Passage, ...]]:
    """A passage of a review of several projects counts for each of them."""
    return grouped((project, passage) for passage in passages for project in dict.fromkeys(passage.projects))


def _passages(graph: SiteGraph) -> Iterator[Passage]:
    for review in graph.reviews.values():
        about = (review.projects, review.meeting, graph.meeting(review.meeting).date)
        for exchange in (one for section in review.sections for one in section.exchanges):
            ref = Ref(review.name, anchors.exchange(exchange.id))
            text = exchange.turns[0].prose.text if exchange.turns else ""
            yield from (Passage(topic, ref, "exchange", *about, text) for topic in exchange.topics)
        for name, request in review.facts.requests.items():
            ref = Ref(review.name, anchors.request(name))
            yield from (Passage(topic, ref, "request", *about, request.text.text) for topic in request.topics)
