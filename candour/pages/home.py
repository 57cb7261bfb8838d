"""The home page: the newest decisions in words, what waits for an answer, the newest and the next meeting."""

from dataclasses import dataclass
from itertools import groupby

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.link import LinkedDecision, SiteGraph
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
    held = [meeting for meeting in graph.meetings if meeting.facts.status == "held"]
    view = HomeView(
        latest=_latest(graph),
        newest=meeting_row(held[-1], graph) if held else None,
        upcoming=tuple(meeting_row(m, graph) for m in graph.meetings if m.facts.status == "scheduled"),
        all_projects=words.all_projects(len(graph.projects)),
        reach=words.reach([m.date for m in held], config),
        requests=words.requests_sentence(count_requests(graph.requests, findings.states)),
        waiting=tuple(
            (LinkTo(graph.projects[id].facts.title, f"{addresses.project(id)}#requests"), words.counted(n, "request"))
            for id, n in findings.waiting.items()
        ),
        chart=chart_over_time(graph, findings),
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
        text = decided.decision.text.text if decided.decision.text else ""
    else:
        reasons = (part for section in decided.record.sections if section.id == "decision" for part in section.parts)
        text = next((part.text for part in reasons if isinstance(part, Prose)), "")
    return words.shortened(text, _LONGEST)
