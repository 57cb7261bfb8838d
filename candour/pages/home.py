"""The home page: what was decided about each project and why, what waits for an answer, and the next meeting."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedRequest, SiteGraph, agenda_position
from candour.model import addresses
from candour.model.records import Meeting, Project, Review
from candour.pages import words
from candour.pages.board import BoardView, home_board
from candour.pages.filters import tone
from candour.pages.lists import MeetingRow, meeting_row
from candour.pages.requests import by_attention, just_asked
from candour.pages.standings import StandingView, standing_view
from candour.pages.views import LinkTo, Page

_PROJECTS = 12
"""So many of them are on the home page."""
_WAITING = 5
"""So many requests."""
_TONES = ("negative", "waiting", "caution", "positive", "neutral", "absent")
"""In this order at one meeting: what was sent back comes first."""


@dataclass(frozen=True, slots=True)
class HomeView:
    covers: str
    """How far the site reaches, up to the last day of the latest meeting."""
    latest: LinkTo | None
    """That date; None while no meeting was held."""
    rows: tuple[tuple[Project, StandingView], ...]
    """The projects reviewed last."""
    has_days: bool
    """They are of several meetings."""
    all_projects: str
    """What the link to all of them says."""
    waiting: tuple[LinkedRequest, ...]
    """Those that need attention most."""
    waiting_in_all: str
    just_asked: str
    """How many of them were asked on the latest day, in a sentence; empty for none."""
    upcoming: tuple[MeetingRow, ...]
    board: BoardView | None
    """The projects that need attention most; None while there are too few meetings."""


def home_page(graph: SiteGraph, findings: Findings) -> Page:
    config = graph.config
    held = [meeting for meeting in graph.meetings if meeting.facts.status == "held"]
    rows = sorted(_reviewed(graph, findings), key=lambda row: _order(row, graph))[:_PROJECTS]
    waiting = [one for one in graph.requests if findings.states[one.ref].is_waiting and not one.same_as]
    new = just_asked(waiting, graph, findings)
    view = HomeView(
        covers=words.covers([meeting.date for meeting in held]),
        latest=LinkTo(words.date(held[-1].last_day), addresses.meeting(held[-1].id)) if held else None,
        rows=tuple((project, standing_view(findings.standings[project.id], graph)) for project, _ in rows),
        has_days=len({review.meeting for _, review in rows}) > 1,
        all_projects=words.all_projects(len(graph.projects)),
        waiting=tuple(by_attention(waiting, findings)[:_WAITING]),
        just_asked=words.just_asked_at(graph.as_of, new) if graph.as_of and new else "",
        waiting_in_all=words.waiting(count_requests(waiting, findings.states)),
        upcoming=tuple(meeting_row(m, graph) for m in _planned(graph)),
        board=home_board(graph, findings),
    )
    description = words.site_sentence(config)
    return Page(addresses.HOME, "home.html", config.title, view, nav=addresses.HOME, description=description)


def _planned(graph: SiteGraph) -> Iterator[Meeting]:
    """Meetings that are still to come, as of the archive's latest day."""
    for meeting in graph.meetings:
        if meeting.facts.status == "scheduled" and (not graph.as_of or meeting.date.last_day > graph.as_of.last_day):
            yield meeting


def _reviewed(graph: SiteGraph, findings: Findings) -> Iterator[tuple[Project, Review]]:
    for project in graph.projects.values():
        if latest := findings.standings[project.id].latest:
            yield project, latest


def _order(row: tuple[Project, Review], graph: SiteGraph) -> tuple[int, int, int, str]:
    """The latest meeting first; at each what was sent back, then the order of the agenda."""
    project, review = row
    meeting = graph.meeting(review.meeting)
    latest_first = -graph.day_of(review).first_day.toordinal()
    on_the_agenda = agenda_position(meeting, review.facts.discussed)
    return latest_first, _TONES.index(tone(review.facts.outcome, graph)), on_the_agenda, project.id
