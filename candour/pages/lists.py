"""The pages that list projects, meetings and corrections; and 404 and the page of all components."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from candour.findings import Findings
from candour.findings.counts import projects_reviewed
from candour.findings.standing import ends
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.records import Meeting, Project, Review
from candour.model.sentences import opening
from candour.model.values import Prose
from candour.pages import words
from candour.pages.filters import corrections_of
from candour.pages.groups import Group, GroupedList, by_letter, grouped_list
from candour.pages.standings import StandingView, standing_view
from candour.pages.titles import project_link, review_day, review_link
from candour.pages.views import HOME_LINK, LinkTo, Page, summary_of
from candour.pages.years import MEETINGS_OF_A_PAGE, YearsView, by_year

_ENDS = 5
"""So many projects are named whose advice runs out next, and so many where it ran out."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    project: Project
    summary: str
    """The first sentence of it."""
    standing: StandingView


@dataclass(frozen=True, slots=True)
class ProjectsView:
    list: GroupedList[ProjectRow]
    ends: tuple[tuple[str, tuple[tuple[LinkTo, str], ...], str], ...]
    """`Runs out next`, and `Ran out`: each with the projects, and the day on which their advice runs out, or did; and
    how many more there are, in words."""
    has_owners: bool
    """Whether there is a page of projects by owner."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    summary: str
    reviews: tuple[tuple[LinkTo, Review, str], ...]
    """Each review, with the words of the link to it and its day."""


@dataclass(frozen=True, slots=True)
class MeetingsView:
    list: GroupedList[MeetingRow]
    """By year, the latest first."""
    years: YearsView | None
    """None while all of them are on one page."""


@dataclass(frozen=True, slots=True)
class StyleguideView:
    config: Config
    fullest: Mapping[str, Any]
    """By template, the view of the page that shows most."""


def list_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    yield _projects(graph, findings)
    yield from _meetings(graph)
    nothing = "There is no page at this address."
    yield Page(addresses.NOT_FOUND, "404.html", "Page not found", None, description=nothing, noindex=True)


def _projects(graph: SiteGraph, findings: Findings) -> Page:
    in_order = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    rows = tuple(project_row(p, graph, findings) for p in in_order)
    found = by_letter(rows, lambda row: row.project.facts.title, lambda part: words.counted(len(part), "project"))
    view = ProjectsView(found, tuple(_ends(graph, findings)), bool(findings.owners))
    description = "Every project in the records of this site, and its latest outcome."
    return Page(addresses.PROJECTS, "projects.html", "Projects", view, (HOME_LINK,), addresses.PROJECTS, description)


def project_row(project: Project, graph: SiteGraph, findings: Findings) -> ProjectRow:
    return ProjectRow(project, _summary(project), standing_view(findings.standings[project.id], graph))


def _ends(graph: SiteGraph, findings: Findings) -> Iterator[tuple[str, tuple[tuple[LinkTo, str], ...], str]]:
    for title, found in zip(("Runs out next", "Ran out"), ends(findings.standings), strict=True):
        if found:
            rows = tuple((project_link(id, graph), words.date(one.until)) for id, one in found[:_ENDS] if one.until)
            more = len(found) - len(rows)
            yield title, rows, f"and {words.counted(more, 'more project')}" if more > 0 else ""


def _summary(project: Project) -> str:
    section = summary_of(project)
    prose = (part for part in (section.parts if section else ()) if isinstance(part, Prose))
    return next(map(opening, prose), "")


def _meetings(graph: SiteGraph) -> Iterator[Page]:
    every = f"The meetings of {graph.config.committee.short} that this site covers, and what was decided at each."
    latest_first, nav = tuple(reversed(graph.meetings)), addresses.MEETINGS
    for part in by_year(latest_first, lambda m: m.date.year, nav, words.how_many, MEETINGS_OF_A_PAGE):
        groups = groupby(part.rows, key=lambda meeting: meeting.date.year)
        rows = ((str(year), tuple(meeting_row(m, graph) for m in found)) for year, found in groups)
        by_years = (Group(f"year-{y}", LinkTo(y), found, words.counted(len(found), "meeting"), y) for y, found in rows)
        view = MeetingsView(grouped_list(by_years), part.years)
        if part.year is None:
            description = f"{every} {part.shown}".strip()
            yield Page(nav, "meetings.html", "Meetings", view, (HOME_LINK,), nav, description)
        else:
            url, above = addresses.of_year(nav, part.year), (HOME_LINK, LinkTo("Meetings", nav))
            description = f"{words.capital(words.counted(len(part.rows), 'meeting'))}, latest first."
            yield Page(url, "meetings.html", f"Meetings in {part.year}", view, above, nav, description)


def meeting_row(meeting: Meeting, graph: SiteGraph) -> MeetingRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    return MeetingRow(
        meeting,
        words.meeting_sentence(meeting, projects_reviewed(meeting.id, graph)),
        tuple((review_link(r, graph), r, review_day(r, graph)) for r in reviews),
    )


def corrections_page(graph: SiteGraph) -> Page:
    """Of all records, the latest first."""
    rows = [(record, ref, one) for record in graph.records for ref, one in corrections_of(record)]
    rows.sort(key=lambda row: str(row[2].date), reverse=True)
    what, nav = (
        "Mistakes that we have corrected: what was wrong, what it says now, when and why.",
        addresses.CORRECTIONS,
    )
    return Page(nav, "corrections.html", "Corrections", tuple(rows), (HOME_LINK,), nav, what)


def styleguide_page(pages: Sequence[Page], config: Config) -> Page:
    """The page of all components, for those who work on the design: our own examples, and the site's fullest pages."""
    by_size = sorted(pages, key=lambda page: (len(repr(page.view)), page.url))
    view = StyleguideView(config, {page.template: page.view for page in by_size})
    return Page(addresses.STYLEGUIDE, "styleguide.html", "Styleguide", view, (HOME_LINK,), noindex=True)
