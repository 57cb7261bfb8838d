"""The pages that list projects and meetings; and about, 404 and the page of all components."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from candour.findings import Findings
from candour.findings.reviews import Standing
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Project
from candour.model.values import Prose
from candour.pages import words
from candour.pages.glossary import terms_of
from candour.pages.titles import projects_title
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import MEETINGS_OF_A_PAGE, YearsView, by_year


@dataclass(frozen=True, slots=True)
class ProjectRow:
    project: Project
    summary: tuple[Prose, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ProjectsView:
    projects: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    summary: str
    reviews: tuple[tuple[LinkTo, str], ...]
    """Each with its outcome's code."""


@dataclass(frozen=True, slots=True)
class MeetingsView:
    groups: tuple[tuple[int, tuple[MeetingRow, ...]], ...]
    """By year, the latest first."""
    years: YearsView | None
    """None while all of them are on one page."""


@dataclass(frozen=True, slots=True)
class AboutPageView:
    counts: tuple[str, ...]
    reach: str
    abbreviations: tuple[tuple[str, str], ...]
    """Each with what it stands for."""


@dataclass(frozen=True, slots=True)
class NothingView:
    """For pages that need no more than the site's own data."""


def list_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    yield _projects(graph, findings)
    yield from _meetings(graph)
    yield _about(graph)
    nothing = "There is nothing at this address."
    yield Page(addresses.NOT_FOUND, "404.html", "Page not found", NothingView(), description=nothing, noindex=True)


def _projects(graph: SiteGraph, findings: Findings) -> Page:
    in_order = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    view = ProjectsView(tuple(ProjectRow(p, _summary(p), findings.standings[p.id]) for p in in_order))
    description = f"Every project that {graph.config.committee.short} has considered, and where each stands."
    return Page(addresses.PROJECTS, "projects.html", "Projects", view, (HOME_LINK,), addresses.PROJECTS, description)


def _summary(project: Project) -> tuple[Prose, ...]:
    section = next((one for one in project.sections if one.id in {"summary", ""}), None)
    return tuple(part for part in section.parts if isinstance(part, Prose)) if section else ()


def _meetings(graph: SiteGraph) -> Iterator[Page]:
    def counted(meetings: Sequence[Meeting]) -> str:
        return words.counted(len(meetings), "meeting")

    every = f"Every meeting of {graph.config.committee.short} in this archive."
    latest_first = tuple(reversed(graph.meetings))
    for part in by_year(latest_first, lambda m: m.date.year, addresses.MEETINGS, counted, MEETINGS_OF_A_PAGE):
        groups = groupby(part.rows, key=lambda meeting: meeting.date.year)
        view = MeetingsView(
            tuple((year, tuple(meeting_row(m, graph) for m in found)) for year, found in groups), part.years
        )
        url, title, above = addresses.MEETINGS, "Meetings", [HOME_LINK]
        description = f"{every} {part.shown}".strip()
        if part.year is not None:
            url, title = addresses.of_year(addresses.MEETINGS, part.year), f"Meetings in {part.year}"
            above.append(LinkTo("Meetings", addresses.MEETINGS))
            description = f"{words.capital(counted(part.rows))}, newest first."
        yield Page(url, "meetings.html", title, view, tuple(above), addresses.MEETINGS, description)


def meeting_row(meeting: Meeting, graph: SiteGraph) -> MeetingRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    return MeetingRow(
        meeting,
        words.meeting_sentence(meeting.date, meeting.facts.status, len(reviews), graph.config),
        tuple((LinkTo(projects_title(r, graph), addresses.review(r.name)), r.facts.outcome) for r in reviews),
    )


def _about(graph: SiteGraph) -> Page:
    held = [m.date for m in graph.meetings if m.facts.status == "held"]
    counts = (
        words.counted(len(graph.meetings), "meeting"),
        words.counted(len(graph.reviews), "review"),
        words.counted(len(graph.projects), "project"),
        words.counted(len(graph.requests), "request"),
    )
    view = AboutPageView(counts, words.reach(held, graph.config), tuple(terms_of(graph.config).items()))
    description = words.site_sentence(graph.config)
    return Page(addresses.ABOUT, "about.html", "About this site", view, (HOME_LINK,), addresses.ABOUT, description)
