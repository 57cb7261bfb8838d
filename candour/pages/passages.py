"""Every passage of a review that raises a topic."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.graph.link import SiteGraph
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import Review
from candour.pages import words
from candour.pages.views import LinkTo, OutcomeView, When, outcome, projects_title, request_anchor_url, when

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One passage about a topic."""

    date: When
    review: LinkTo
    outcome: OutcomeView
    kind: str
    """`Exchange` or `Request`."""
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    review: Review
    day: PartialDate
    row: PassageRow


def passages_by_topic(graph: SiteGraph) -> dict[str, list[Passage]]:
    """Every topic of the configuration, with the exchanges and requests that raise it in the order of the archive."""
    raised: dict[str, list[Passage]] = {topic: [] for topic in graph.config.topics}
    for topic, passage in _passages(graph):
        raised[topic].append(passage)
    return raised


def _passages(graph: SiteGraph) -> Iterator[tuple[str, Passage]]:
    for review in graph.reviews.values():
        for one in review.sections:
            for exchange in one.exchanges:
                url = f"{addresses.review(review.name)}#{anchors.exchange(exchange.id)}"
                text = exchange.turns[0].prose.text if exchange.turns else ""
                for topic in exchange.topics:
                    yield topic, _passage(review, graph, "Exchange", text, url)
        for name, request in review.facts.requests.items():
            for topic in request.topics:
                yield topic, _passage(review, graph, "Request", request.text.text, request_anchor_url(review, name))


def _passage(review: Review, graph: SiteGraph, kind: str, text: str, url: str) -> Passage:
    day = graph.meeting(review.meeting).date
    link = LinkTo(projects_title(review, graph), addresses.review(review.name))
    told = words.shortened(text, _LONGEST)
    return Passage(review, day, PassageRow(when(day), link, outcome(review.facts.outcome, graph), kind, told, url))
