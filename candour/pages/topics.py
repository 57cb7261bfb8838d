"""Where a concern keeps coming back: `/topics/`, and a page for each topic with its passages over time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from candour.findings import Findings
from candour.findings.board import has_board
from candour.findings.topics import Passage, passages_by_project
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.groups import Group, GroupedList, grouped_list
from candour.pages.titles import project_link
from candour.pages.views import LinkTo, Page


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
    """The list of topics, then a page for each that was ever raised."""
    yield _list_page(graph, findings)
    for topic, passages in findings.passages.items():
        if passages or topic in findings.about_topic:
            yield _topic_page(topic, passages, graph, findings)


def _topic_page(topic: str, passages: Sequence[Passage], graph: SiteGraph, findings: Findings) -> Page:
    title, nav = graph.config.topics[topic], addresses.TOPICS
    view, above = partial(_view, topic, passages, graph, findings), (LinkTo("Topics", nav),)
    return Page(addresses.topic(topic), "topic.html", title, view, f"{title}: {lead(passages)}", above, nav)


def lead(passages: Sequence[Passage]) -> str:
    """How often a topic was raised, and when last."""
    silent = "No passage has this topic yet; records of projects name it."
    return f"{words.raised(len(passages), max(one.date for one in passages))}." if passages else silent


def _view(topic: str, passages: Sequence[Passage], graph: SiteGraph, findings: Findings) -> TopicView:
    """By project once there are meetings enough."""
    is_by_project = has_board(graph)
    latest_first = sorted(passages, key=lambda one: one.date, reverse=True)
    by_project = passages_by_project(latest_first)
    also = tuple(project_link(one, graph) for one in findings.about_topic.get(topic, ()) if one not in by_project)
    nameless = LinkTo("Not about a project" if is_by_project else "")
    groups = (
        Group(
            anchors.about(project or "none"),
            project_link(project, graph) if project else nameless,
            tuple(found),
            words.counted(len(found), "passage"),
        )
        for project, found in (by_project if is_by_project else {"": latest_first}).items()
        if found
    )
    return TopicView(lead(passages), is_by_project, grouped_list(groups), also)


def _list_page(graph: SiteGraph, findings: Findings) -> Page:
    view = partial(_list_view, graph, findings)
    return Page(addresses.TOPICS, "topics.html", "Topics", view, "What the records here say or ask about each topic.")


def _list_view(graph: SiteGraph, findings: Findings) -> TopicsView:
    titles, passages = graph.config.topics, findings.passages
    meetings = {topic: len({one.meeting for one in found}) for topic, found in passages.items()}
    has_several = len({one.meeting for found in passages.values() for one in found}) > 1
    raised = [topic for topic in passages if passages[topic]]
    raised.sort(key=lambda topic: (-meetings[topic], -len(passages[topic]), titles[topic].casefold()))
    silent = [topic for topic in passages if not passages[topic]]

    def said(topic: str) -> str:
        latest = max(one.date for one in passages[topic])
        return words.raised(len(passages[topic]), latest, meetings[topic] if has_several else 0)

    return TopicsView(
        tuple((LinkTo(titles[t], addresses.topic(t)), said(t)) for t in raised),
        tuple(titles[t] for t in silent if t not in findings.about_topic),
        tuple(LinkTo(titles[t], addresses.topic(t)) for t in silent if t in findings.about_topic),
    )
