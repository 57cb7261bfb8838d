"""The pages that list projects and meetings; and about, 404 and the page of all components."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Project
from candour.pages import words
from candour.pages.glossary import terms_of
from candour.pages.project import Standing, standing
from candour.pages.views import (
    HOME_LINK,
    LinkTo,
    OutcomeView,
    Page,
    When,
    html,
    meeting_name,
    outcome,
    project_link,
    when,
)
from candour.pages.years import MEETINGS_OF_A_PAGE, YearsView, by_year


@dataclass(frozen=True, slots=True)
class ProjectRow:
    name: LinkTo
    kind: str
    summary: Markup
    standing: Standing
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    name: LinkTo
    date: When
    status: str
    is_held: bool
    summary: str
    reviews: tuple[tuple[LinkTo, OutcomeView], ...]


@dataclass(frozen=True, slots=True)
class ProjectsView:
    projects: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class MeetingsView:
    groups: tuple[tuple[int, tuple[MeetingRow, ...]], ...]
    """By year, newest first."""
    years: YearsView | None
    """None while all of them stand on one page."""


@dataclass(frozen=True, slots=True)
class AboutView:
    counts: tuple[str, ...]
    reach: str
    abbreviations: tuple[tuple[str, str], ...]
    """Each with what it stands for."""


@dataclass(frozen=True, slots=True)
class NothingView:
    """For pages that need no more than the site's own data."""


def list_pages(graph: SiteGraph) -> tuple[Page, ...]:
    return (
        _projects(graph),
        *_meetings(graph),
        _about(graph),
        Page(
            addresses.NOT_FOUND,
            "404.html",
            "Page not found",
            NothingView(),
            description="There is nothing at this address.",
            noindex=True,
        ),
    )


def styleguide_page() -> Page:
    """All components, with examples that stand in the template."""
    return Page(addresses.STYLEGUIDE, "styleguide.html", "Styleguide", NothingView(), (HOME_LINK,), noindex=True)


def _projects(graph: SiteGraph) -> Page:
    view = ProjectsView(_project_rows(graph))
    description = f"Every project that {graph.config.committee.short} has considered, and where each stands."
    return Page(addresses.PROJECTS, "projects.html", "Projects", view, (HOME_LINK,), addresses.PROJECTS, description)


def _project_rows(graph: SiteGraph) -> tuple[ProjectRow, ...]:
    return tuple(
        _project_row(p, graph) for p in sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    )


def _project_row(project: Project, graph: SiteGraph) -> ProjectRow:
    summary = next((s for s in project.sections if s.id in {"summary", ""}), None)
    return ProjectRow(
        project_link(project.id, graph),
        graph.config.project_kinds.get(project.facts.kind or "", ""),
        Markup("").join(html(part) for part in summary.parts if not hasattr(part, "turns")) if summary else Markup(""),
        standing(project, graph),
        tuple(alias.name for alias in project.facts.aliases),
    )


def _meetings(graph: SiteGraph) -> Iterator[Page]:
    def counted(meetings: Sequence[Meeting]) -> str:
        return words.counted(len(meetings), "meeting")

    every = f"Every meeting of {graph.config.committee.short} in this archive."
    newest_first = tuple(reversed(graph.meetings))
    for part in by_year(newest_first, lambda m: m.date.year, addresses.meetings_of, counted, MEETINGS_OF_A_PAGE):
        groups = groupby(part.rows, key=lambda meeting: meeting.date.year)
        view = MeetingsView(
            tuple((year, tuple(meeting_row(m, graph) for m in found)) for year, found in groups), part.years
        )
        if part.year is None:
            told = f"{every} {part.shown}".strip()
            yield Page(addresses.MEETINGS, "meetings.html", "Meetings", view, (HOME_LINK,), addresses.MEETINGS, told)
        else:
            above = (HOME_LINK, LinkTo("Meetings", addresses.MEETINGS))
            title = f"Meetings in {part.year}"
            told = f"{words.capital(counted(part.rows))}, newest first."
            yield Page(addresses.meetings_of(part.year), "meetings.html", title, view, above, addresses.MEETINGS, told)


def meeting_row(meeting: Meeting, graph: SiteGraph) -> MeetingRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    return MeetingRow(
        LinkTo(meeting_name(meeting), addresses.meeting(meeting.id)),
        when(meeting.date),
        words.MEETING_STATUS[meeting.facts.status],
        meeting.facts.status == "held",
        words.meeting_sentence(meeting.date, meeting.facts.status, len(reviews), graph.config),
        tuple(
            (
                LinkTo(words.listed(project_link(p, graph).text for p in r.projects), addresses.review(r.name)),
                outcome(r.facts.outcome, graph),
            )
            for r in reviews
        ),
    )


def _about(graph: SiteGraph) -> Page:
    held = [m.date for m in graph.meetings if m.facts.status == "held"]
    counts = (
        words.counted(len(graph.meetings), "meeting"),
        words.counted(len(graph.reviews), "review"),
        words.counted(len(graph.projects), "project"),
        words.counted(len(graph.requests), "request"),
    )
    view = AboutView(counts, words.reach(held, graph.config), tuple(terms_of(graph.config).items()))
    return Page(
        addresses.ABOUT,
        "about.html",
        "About this site",
        view,
        (HOME_LINK,),
        addresses.ABOUT,
        words.site_sentence(graph.config),
    )
