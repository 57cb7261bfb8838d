"""The home page: what was decided about each project and why, what waits for an answer, and the next meeting."""

from dataclasses import dataclass
from functools import partial

from candour.findings import Findings
from candour.findings.requests import count_requests
from candour.graph.graph import LinkedRequest, SiteGraph, agenda_position
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import Meeting, Project, Review
from candour.pages import words
from candour.pages.board import BoardView, home_board
from candour.pages.filters import tone
from candour.pages.requests import by_attention
from candour.pages.views import LinkTo, Page

_PROJECTS = 12
"""So many of them are on the home page."""
_WAITING = 5
"""So many requests."""
_TONES = ("negative", "waiting", "caution", "positive", "neutral", "absent")
"""In this order at one meeting: what was sent back comes first."""


@dataclass(frozen=True, slots=True)
class HomeView:
    held: int
    since: PartialDate | None
    latest: LinkTo | None
    """How many meetings were held, the first day and the last; None while there was none."""
    projects: tuple[Project, ...]
    """Those reviewed last."""
    has_days: bool
    """They are of several meetings."""
    every: int
    """How many projects there are in all."""
    waiting: tuple[LinkedRequest, ...]
    """Those that need attention most."""
    waiting_in_all: str
    just_asked: int
    """How many of all that wait were asked on the archive's latest day: no later minutes could answer them."""
    upcoming: tuple[Meeting, ...]
    """Those still to come, as of that day."""
    board: BoardView | None
    """The projects that need attention most; None while there are too few meetings."""


def home_page(graph: SiteGraph, findings: Findings) -> Page:
    view = partial(_view, graph, findings)
    return Page(addresses.HOME, "home.html", graph.config.title, view, words.site_sentence(graph.config))


def _view(graph: SiteGraph, findings: Findings) -> HomeView:
    as_of, standings = graph.as_of, findings.standings
    held = [meeting for meeting in graph.meetings if meeting.facts.status == "held"]
    reviewed = [(project, latest) for project in graph.projects.values() if (latest := standings[project.id].latest)]
    rows = sorted(reviewed, key=lambda row: _order(row[0], row[1], graph))[:_PROJECTS]
    waiting = [one for one in graph.requests if findings.states[one.ref].is_waiting and not one.same_as]
    return HomeView(
        held=len(held),
        since=min((meeting.date for meeting in held), default=None),
        latest=LinkTo(words.date(held[-1].last_day), addresses.meeting(held[-1].id)) if held else None,
        projects=tuple(project for project, _ in rows),
        has_days=len({review.meeting for _, review in rows}) > 1,
        every=len(graph.projects),
        waiting=tuple(by_attention(waiting, findings)[:_WAITING]),
        waiting_in_all=words.waiting(count_requests(waiting, findings.states)),
        just_asked=sum(not one.is_reported and one.meeting.last_day == as_of for one in waiting),
        upcoming=graph.upcoming,
        board=home_board(graph, findings),
    )


def _order(project: Project, review: Review, graph: SiteGraph) -> tuple[int, int, int, str]:
    """The latest meeting first; at each what was sent back, then the order of the agenda."""
    latest_first = -graph.day_of(review).first_day.toordinal()
    on_the_agenda = agenda_position(graph.meeting(review.meeting), review.facts.discussed)
    return latest_first, _TONES.index(tone(review.facts.outcome, graph)), on_the_agenda, project.id
