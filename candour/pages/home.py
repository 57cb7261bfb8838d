"""The home page: the latest decisions in words, what waits for an answer, the latest and the next meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses
from candour.model.records import Meeting
from candour.pages import words
from candour.pages.decisions import latest_first
from candour.pages.lists import MeetingRow, meeting_row
from candour.pages.pictures import ChartView, chart_over_time
from candour.pages.review import reasons_of
from candour.pages.views import Page

_NEWEST = 10
"""So many decisions are on the home page."""
_LONGEST = 200
"""So many characters of each."""


@dataclass(frozen=True, slots=True)
class HomeView:
    latest: tuple[tuple[Meeting, tuple[tuple[LinkedDecision, str], ...]], ...]
    """The latest decisions, each with its first words: by meeting, in the order of its agenda."""
    latest_meeting: MeetingRow | None
    upcoming: tuple[MeetingRow, ...]
    all_projects: str
    """What the link to all of them says."""
    reach: str
    """How far the archive reaches, in a sentence."""
    requests: str
    """How many requests there are, by state."""
    waiting: tuple[tuple[str, int], ...]
    """Projects with requests that wait for an answer, and how many."""
    chart: ChartView | None
    """Outcomes over time; None while there are too few meetings."""


def home_page(graph: SiteGraph, findings: Findings) -> Page:
    config = graph.config
    held = [meeting for meeting in graph.meetings if meeting.facts.status == "held"]
    view = HomeView(
        latest=tuple(_latest(graph)),
        latest_meeting=meeting_row(held[-1], graph) if held else None,
        upcoming=tuple(meeting_row(m, graph) for m in graph.meetings if m.facts.status == "scheduled"),
        all_projects=words.all_projects(len(graph.projects)),
        reach=words.reach([m.date for m in held]),
        requests=words.requests_sentence(*count_requests(graph.requests, findings.states)),
        waiting=tuple(findings.waiting.items()),
        chart=chart_over_time(graph, findings),
    )
    description = words.site_sentence(config)
    return Page(addresses.HOME, "home.html", config.title, view, nav=addresses.HOME, description=description)


def _latest(graph: SiteGraph) -> Iterator[tuple[Meeting, tuple[tuple[LinkedDecision, str], ...]]]:
    decisions = latest_first(graph.decisions)[:_NEWEST]
    for meeting, found in groupby(decisions, key=lambda decided: decided.meeting):
        yield meeting, tuple((decided, _beginning(decided)) for decided in found)


def _beginning(decided: LinkedDecision) -> str:
    """The first words of a decision, or of a review's reasons."""
    said = (decided.decision.text,) if decided.decision else reasons_of(decided.record)
    return words.shortened(next((prose.text for prose in said if prose), ""), _LONGEST)
