"""Where a concern keeps coming back: `/topics/`, and a page for each topic with its passages over time."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour import urls, words
from candour.link import SiteGraph
from candour.model import Review
from candour.pages.views import LinkTo, OutcomeView, Page, When, outcome, projects_title, request_anchor_url, when
from candour.values import PartialDate

HOME_LINK = LinkTo("Home", urls.HOME)
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
class TopicView:
    lead: str
    passages: tuple[PassageRow, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    topic: LinkTo
    count: str
    last: When | None


@dataclass(frozen=True, slots=True)
class TopicsView:
    rows: tuple[TopicRow, ...]
    silent: tuple[str, ...]
    """Topics of the configuration that no passage has yet."""


def topic_pages(graph: SiteGraph) -> tuple[Page, ...]:
    """The list of topics, then a page for each that was ever raised."""
    raised: dict[str, list[tuple[PartialDate, PassageRow]]] = {topic: [] for topic in graph.config.topics}
    for topic, day, row in _passages(graph):
        raised[topic].append((day, row))
    pages = [_list_page(raised, graph)]
    for topic, found in raised.items():
        if found:
            newest_first = tuple(row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True))
            title = graph.config.topics[topic]
            lead = words.topic_sentence(len(found), max(day for day, _ in found))
            pages.append(
                Page(
                    urls.topic(topic),
                    "topic.html",
                    title,
                    TopicView(lead, newest_first),
                    (HOME_LINK, LinkTo("Topics", urls.TOPICS)),
                    urls.TOPICS,
                    f"{title}: {lead}",
                )
            )
    return tuple(pages)


def _list_page(raised: dict[str, list[tuple[PartialDate, PassageRow]]], graph: SiteGraph) -> Page:
    titles = graph.config.topics
    order = sorted((t for t in raised if raised[t]), key=lambda t: (-len(raised[t]), titles[t].casefold()))
    view = TopicsView(
        tuple(
            TopicRow(
                LinkTo(titles[t], urls.topic(t)),
                words.counted(len(raised[t]), "passage"),
                when(max(day for day, _ in raised[t])),
            )
            for t in order
        ),
        tuple(titles[t] for t in raised if not raised[t]),
    )
    description = f"What {graph.config.committee.short} and its members raise, and how often."
    return Page(urls.TOPICS, "topics.html", "Topics", view, (HOME_LINK,), urls.TOPICS, description)


def _passages(graph: SiteGraph) -> Iterator[tuple[str, PartialDate, PassageRow]]:
    """Topic, date and passage: every exchange and every request of a review, in the order of the archive."""
    for review in graph.reviews.values():
        day = graph.meeting(review.meeting).date
        for one in review.sections:
            for exchange in one.exchanges:
                url = f"{urls.review(review.name)}#{urls.exchange_anchor(exchange.id)}"
                text = exchange.turns[0].prose.text if exchange.turns else ""
                for topic in exchange.topics:
                    yield topic, day, _row(review, graph, "Exchange", text, url)
        for name, request in review.facts.requests.items():
            for topic in request.topics:
                yield topic, day, _row(review, graph, "Request", request.text.text, request_anchor_url(review, name))


def _row(review: Review, graph: SiteGraph, kind: str, text: str, url: str) -> PassageRow:
    return PassageRow(
        when(graph.meeting(review.meeting).date),
        LinkTo(projects_title(review, graph), urls.review(review.name)),
        outcome(review.facts.outcome, graph),
        kind,
        words.shortened(text, _LONGEST),
        url,
    )
