"""The home page: the newest decisions in words, what waits for an answer, the newest and the next meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses
from candour.model.values import Prose
from candour.pages import words
from candour.pages.chart import ChartView, chart_over_time
from candour.pages.decisions import DecisionRow, decision_row, newest_first
from candour.pages.lists import MeetingRow, meeting_row
from candour.pages.titles import meeting_name
from candour.pages.views import LinkTo, Page

_NEWEST = 10
"""So many decisions are on the home page."""
_LONGEST = 200
"""So many characters of each."""


@dataclass(frozen=True, slots=True)
class LatestRow:
    """A decision in words, for the home page."""

    row: DecisionRow
    words: str
    """How the decision or its reasons begin."""


@dataclass(frozen=True, slots=True)
class LatestMeeting:
    meeting: LinkTo
    rows: tuple[LatestRow, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    latest: tuple[LatestMeeting, ...]
    """The newest decisions: the newest meeting first, its decisions in the order of its agenda."""
    newest: MeetingRow | None
    upcoming: tuple[MeetingRow, ...]
    all_projects: str
    """What the link to all of them says."""
    reach: str
    """How far the archive reaches, in a sentence."""
    requests: str
    """How many requests there are, by state."""
    waiting: tuple[tuple[LinkTo, str], ...]
    """Projects with an open question, and how many."""
    chart: ChartView | None
    """Outcomes over time; None while there are too few meetings."""


def home_page(graph: SiteGraph, findings: Findings) -> Page:
    config = graph.config
    held = [m for m in graph.meetings if m.facts.status == "held"]
    upcoming = tuple(meeting_row(m, graph) for m in graph.meetings if m.facts.status == "scheduled")
    view = HomeView(
        latest=_latest(graph),
        newest=meeting_row(held[-1], graph) if held else None,
        upcoming=upcoming,
        all_projects=words.all_projects(len(graph.projects)),
        reach=words.reach([m.date for m in held], config),
        requests=words.requests_sentence(count_requests(graph.requests, findings.states)),
        waiting=tuple(_waiting(graph, findings)),
        chart=chart_over_time(graph),
    )
    return Page(
        addresses.HOME, "home.html", config.title, view, nav=addresses.HOME, description=words.site_sentence(config)
    )


def _latest(graph: SiteGraph) -> tuple[LatestMeeting, ...]:
    return tuple(
        LatestMeeting(
            LinkTo(meeting_name(meeting), addresses.meeting(meeting.id)),
            tuple(LatestRow(decision_row(d, graph), _beginning(d)) for d in found),
        )
        for meeting, found in groupby(newest_first(graph.decisions)[:_NEWEST], key=lambda decided: decided.meeting)
    )


def _beginning(decided: LinkedDecision) -> str:
    """The first words of a decision, or of a review's reasons."""
    if decided.decision:
        told = decided.decision.text.text if decided.decision.text else ""
    else:
        reasons = next((s for s in decided.record.sections if s.id == "decision"), None)
        told = next((part.text for part in reasons.parts if isinstance(part, Prose)), "") if reasons else ""
    return words.shortened(told, _LONGEST)


def _waiting(graph: SiteGraph, findings: Findings) -> Iterator[tuple[LinkTo, str]]:
    """Projects with requests that wait for an answer, most of them first."""
    told = []
    for project in graph.projects.values():
        waiting = count_requests(graph.requests_about(project.id), findings.states).waiting
        if waiting:
            link = LinkTo(project.facts.title, f"{addresses.project(project.id)}#requests")
            told.append((-waiting, project.facts.title.casefold(), link, words.counted(waiting, "request")))
    for _, _, link, number in sorted(told, key=lambda row: row[:2]):
        yield link, number
