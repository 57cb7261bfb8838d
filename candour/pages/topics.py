"""Where a concern keeps coming back: `/topics/`, and a page for each topic with its passages over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.reviews import Passage, passages_by_project
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.pages import words
from candour.pages.groups import Group, GroupedList, grouped_list
from candour.pages.pictures import RecurringView, recurring
from candour.pages.titles import project_link
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class TopicView:
    lead: str
    is_by_project: bool
    list: GroupedList[Passage]
    """By project, or not parted, latest first. The project that raised it last comes first."""


@dataclass(frozen=True, slots=True)
class TopicsView:
    rows: tuple[tuple[LinkTo, int, PartialDate], ...]
    """Each topic with the number of its passages and the date of the latest."""
    silent: tuple[str, ...]
    """Topics of the configuration that no passage has yet."""
    recurring: RecurringView | None
    """In place of the rows once there are meetings enough."""


def topic_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """The list of topics, then a page for each that was ever raised: by project once there are meetings enough."""
    over_time = recurring(findings.passages, graph)
    yield _list_page(findings.passages, over_time, graph)
    for topic, passages in findings.passages.items():
        if passages:
            title, latest_first = graph.config.topics[topic], sorted(passages, key=lambda one: one.date, reverse=True)
            groups = passages_by_project(latest_first) if over_time else {"": latest_first}
            lead, nav = f"{words.raised(len(passages), latest_first[0].date)}.", addresses.TOPICS
            view, above = (
                TopicView(lead, bool(over_time), _by_project(groups, graph)),
                (HOME_LINK, LinkTo("Topics", nav)),
            )
            yield Page(addresses.topic(topic), "topic.html", title, view, above, nav, f"{title}: {lead}")


def _by_project(groups: Mapping[str, Sequence[Passage]], graph: SiteGraph) -> GroupedList[Passage]:
    return grouped_list(
        Group(anchors.about(project), project_link(project, graph), tuple(found), words.counted(len(found), "passage"))
        for project, found in groups.items()
    )


def _list_page(raised: Mapping[str, Sequence[Passage]], over_time: RecurringView | None, graph: SiteGraph) -> Page:
    titles, nav = graph.config.topics, addresses.TOPICS
    order = sorted((t for t in raised if raised[t]), key=lambda t: (-len(raised[t]), titles[t].casefold()))
    view = TopicsView(
        tuple((LinkTo(titles[t], addresses.topic(t)), len(raised[t]), max(p.date for p in raised[t])) for t in order),
        tuple(titles[t] for t in raised if not raised[t]),
        over_time,
    )
    description = "What the records here say or ask about each topic."
    return Page(nav, "topics.html", "Topics", view, (HOME_LINK,), nav, description)
