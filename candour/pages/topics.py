"""Where a concern keeps coming back: `/topics/`, and a page for each topic with its passages over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.board import has_board
from candour.findings.topics import Passage, passages_by_project
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.groups import Group, GroupedList, grouped_list
from candour.pages.titles import project_link
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class TopicView:
    lead: str
    is_by_project: bool
    list: GroupedList[Passage]
    """By project, or not parted, latest first. The project that raised it last comes first."""
    also: tuple[LinkTo, ...]
    """Projects whose own record names the topic, and that no passage is about."""


@dataclass(frozen=True, slots=True)
class TopicsView:
    rows: tuple[tuple[LinkTo, str], ...]
    """Each topic, and in how many passages it was raised, at how many meetings and when last; the most raised first."""
    silent: tuple[str, ...]
    """Topics of the configuration that no passage has yet."""
    named: tuple[LinkTo, ...]
    """Topics that only the records of projects name."""


def topic_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """The list of topics, then a page for each that was ever raised: by project once there are meetings enough."""
    yield _list_page(findings.passages, findings.about_topic, graph)
    for topic, passages in findings.passages.items():
        if passages or topic in findings.about_topic:
            yield _topic_page(topic, passages, findings, graph, has_board(graph))


def _topic_page(
    topic: str, passages: Sequence[Passage], findings: Findings, graph: SiteGraph, is_by_project: bool
) -> Page:
    title, nav = graph.config.topics[topic], addresses.TOPICS
    latest_first = sorted(passages, key=lambda one: one.date, reverse=True)
    by_project = passages_by_project(latest_first)
    also = tuple(project_link(one, graph) for one in findings.about_topic.get(topic, ()) if one not in by_project)
    silent = "No passage has this topic yet; records of projects name it."
    lead = f"{words.raised(len(passages), latest_first[0].date)}." if passages else silent
    found = by_project if is_by_project else {"": latest_first}
    view = TopicView(lead, is_by_project, _by_project(found, graph, is_by_project), also)
    above = (HOME_LINK, LinkTo("Topics", nav))
    return Page(addresses.topic(topic), "topic.html", title, view, above, nav, f"{title}: {lead}")


def _by_project(groups: Mapping[str, Sequence[Passage]], graph: SiteGraph, is_by_project: bool) -> GroupedList[Passage]:
    def title(project: str) -> LinkTo:
        return project_link(project, graph) if project else LinkTo("Not about a project" if is_by_project else "")

    return grouped_list(
        Group(anchors.about(project or "none"), title(project), tuple(found), words.counted(len(found), "passage"))
        for project, found in groups.items()
        if found
    )


def _list_page(raised: Mapping[str, Sequence[Passage]], about: Mapping[str, Sequence[str]], graph: SiteGraph) -> Page:
    titles, nav = graph.config.topics, addresses.TOPICS
    meetings = {topic: len({one.meeting for one in passages}) for topic, passages in raised.items()}
    has_several = len({one.meeting for passages in raised.values() for one in passages}) > 1
    order = sorted(
        (t for t in raised if raised[t]), key=lambda t: (-meetings[t], -len(raised[t]), titles[t].casefold())
    )

    def said(topic: str) -> str:
        latest = max(one.date for one in raised[topic])
        return words.raised(len(raised[topic]), latest, meetings[topic] if has_several else 0)

    view = TopicsView(
        tuple((LinkTo(titles[t], addresses.topic(t)), said(t)) for t in order),
        tuple(titles[t] for t in raised if not raised[t] and t not in about),
        tuple(LinkTo(titles[t], addresses.topic(t)) for t in raised if not raised[t] and t in about),
    )
    description = "What the records here say or ask about each topic."
    return Page(nav, "topics.html", "Topics", view, (HOME_LINK,), nav, description)
