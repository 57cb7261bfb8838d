"""Where a concern keeps coming back: `/topics/`, and a page for each topic with its passages over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.legacy import When, when
from candour.pages.passages import Passage, PassageRow, passages_by_topic
from candour.pages.recurring import RecurringView, recurring
from candour.pages.titles import project_link
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class AboutProject:
    """The passages about one project."""

    project: LinkTo | None
    """None where they are not parted by projects."""
    anchor: str
    passages: tuple[PassageRow, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class TopicView:
    lead: str
    groups: tuple[AboutProject, ...]
    """The project that raised it last comes first."""


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
    recurring: RecurringView | None
    """In place of the rows once there are meetings enough."""


def topic_pages(graph: SiteGraph) -> tuple[Page, ...]:
    """The list of topics, then a page for each that was ever raised."""
    raised = passages_by_topic(graph)
    over_time = recurring(raised, graph)
    pages = [_list_page(raised, over_time, graph)]
    for topic, found in raised.items():
        if found:
            title = graph.config.topics[topic]
            lead = words.topic_sentence(len(found), max(passage.day for passage in found))
            pages.append(
                Page(
                    addresses.topic(topic),
                    "topic.html",
                    title,
                    TopicView(lead, _groups(found, graph) if over_time else (_together(found),)),
                    (HOME_LINK, LinkTo("Topics", addresses.TOPICS)),
                    addresses.TOPICS,
                    f"{title}: {lead}",
                )
            )
    return tuple(pages)


def _groups(found: Sequence[Passage], graph: SiteGraph) -> tuple[AboutProject, ...]:
    """By project; a passage of a review of several stands under each."""
    about: dict[str, list[PassageRow]] = {}
    for passage in _newest_first(found):
        for project in passage.review.projects:
            about.setdefault(project, []).append(passage.row)
    return tuple(
        AboutProject(project_link(project, graph), anchors.about(project), tuple(rows))
        for project, rows in about.items()
    )


def _together(found: Sequence[Passage]) -> AboutProject:
    return AboutProject(None, "", tuple(passage.row for passage in _newest_first(found)))


def _newest_first(found: Sequence[Passage]) -> list[Passage]:
    return sorted(found, key=lambda passage: passage.day, reverse=True)


def _list_page(raised: Mapping[str, Sequence[Passage]], over_time: RecurringView | None, graph: SiteGraph) -> Page:
    titles = graph.config.topics
    order = sorted((t for t in raised if raised[t]), key=lambda t: (-len(raised[t]), titles[t].casefold()))
    view = TopicsView(
        tuple(
            TopicRow(
                LinkTo(titles[t], addresses.topic(t)),
                words.counted(len(raised[t]), "passage"),
                when(max(passage.day for passage in raised[t])),
            )
            for t in order
        ),
        tuple(titles[t] for t in raised if not raised[t]),
        over_time,
    )
    description = f"What {graph.config.committee.short} and its members raise, and how often."
    return Page(addresses.TOPICS, "topics.html", "Topics", view, (HOME_LINK,), addresses.TOPICS, description)
