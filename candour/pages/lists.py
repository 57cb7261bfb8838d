"""The pages that list projects, owners, meetings and corrections; about the site, 404, and all components."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from candour.findings import Findings
from candour.findings.happened import corrections_of
from candour.findings.standing import Advice, ends
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.model.records import Meeting, Project
from candour.pages import words
from candour.pages.groups import Group, GroupedList, anchors_of, by_letter, grouped_list
from candour.pages.views import LinkTo, Page
from candour.pages.years import MEETINGS_OF_A_PAGE, ListView, Part, by_year, pages_by_year


@dataclass(frozen=True, slots=True)
class ProjectsView:
    list: GroupedList[Project]
    next_ends: Sequence[tuple[str, Advice]]
    ended: Sequence[tuple[str, Advice]]
    """The projects whose advice runs out next, and those where it ran out last."""
    has_owners: bool
    """Whether there is a page of projects by owner."""


@dataclass(frozen=True, slots=True)
class AboutView:
    held: Sequence[Meeting]
    counts: tuple[str, ...]
    has_exchanges: bool
    """Whether any review records questions and answers."""


def list_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    yield _projects(graph, findings)
    yield from _meetings(graph)
    nothing = "There is no page at this address."
    yield Page(addresses.NOT_FOUND, "404.html", "Page not found", None, nothing, noindex=True)


def _projects(graph: SiteGraph, findings: Findings) -> Page:
    def view() -> ProjectsView:
        in_order = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
        found = by_letter(in_order, lambda p: p.facts.title, "project")
        return ProjectsView(found, *ends(findings.standings), bool(findings.owners))

    description = "Every project in the records of this site, and its latest outcome."
    return Page(addresses.PROJECTS, "projects.html", "Projects", view, description)


def owners_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """Projects by owner; none where fewer than two projects name one."""
    if not findings.owners:
        return

    def view() -> GroupedList[Project]:
        names = anchors_of(findings.owners, (), "owner")
        owners = zip(names, findings.owners.items(), strict=True)
        return grouped_list(
            Group(anchors.owner(name), LinkTo(owner, is_own=True), projects, words.counted(len(projects), "project"))
            for name, (owner, projects) in owners
        )

    ownerless = sum(not project.facts.owner for project in graph.projects.values())
    silent = f" Of {words.counted(ownerless, 'project')} no owner is recorded." if ownerless else ""
    description, above = f"Every owner on record, and its projects.{silent}", (LinkTo("Projects", addresses.PROJECTS),)
    yield Page(addresses.OWNERS, "owners.html", "Projects by owner", view, description, above, addresses.PROJECTS)


def _meetings(graph: SiteGraph) -> Iterator[Page]:
    every = f"The meetings of {graph.config.committee.short} that this site covers, and what was decided at each."

    def lead(part: Part[Meeting]) -> str:
        return part.latest_first("meeting") if part.year else f"{every} {part.shown}".strip()

    def view(part: Part[Meeting]) -> ListView[GroupedList[Meeting]]:
        found = ((str(year), tuple(rows)) for year, rows in groupby(part.rows, key=lambda m: m.date.year))
        groups = (Group(f"year-{y}", LinkTo(y), rows, words.counted(len(rows), "meeting"), y) for y, rows in found)
        return ListView(lead(part), grouped_list(groups), part.years)

    parts = by_year(graph.meetings[::-1], lambda m: m.date.year, addresses.MEETINGS, MEETINGS_OF_A_PAGE)
    yield from pages_by_year(parts, addresses.MEETINGS, "meetings.html", "Meetings", "Meetings in", view, lead)


def corrections_page(graph: SiteGraph) -> Page:
    """Of all records, the latest first."""
    rows = [(record, ref, one) for record in graph.records for ref, one in corrections_of(record)]
    rows.sort(key=lambda row: str(row[2].date), reverse=True)
    what = "Mistakes that we have corrected: what was wrong, what it says now, when and why."
    return Page(addresses.CORRECTIONS, "corrections.html", "Corrections", lambda: tuple(rows), what)


def about_page(graph: SiteGraph) -> Page:
    """Who runs the site, what it covers, whose words it has, and how to read, cite and correct them."""
    title = graph.config.title
    what = f"Who runs “{title}”, what it covers, whose words its records are, and how to report a mistake."
    return Page(addresses.ABOUT, "about.html", "About this site", partial(_about, graph), what)


def _about(graph: SiteGraph) -> AboutView:
    held = [m for m in graph.meetings if m.facts.status == "held"]
    of_all = {"meeting": len(held), "review": len(graph.reviews), "project": len(graph.projects)}
    of_all |= {"request": asked} if (asked := sum(not one.same_as for one in graph.requests)) else {}
    has_exchanges = any(section.exchanges for one in graph.reviews.values() for section in one.sections)
    return AboutView(held, tuple(words.counted(number, one) for one, number in of_all.items()), has_exchanges)


def styleguide_page(pages: Sequence[Page]) -> Page:
    """The page of all components, for those who work on the design: our own examples, and the site's fullest pages."""

    def view() -> Mapping[str, Any]:
        by_size = sorted(pages, key=lambda page: (len(repr(page.view)), page.url))
        return {template: page.view for template, page in {page.template: page for page in by_size}.items()}

    return Page(addresses.STYLEGUIDE, "styleguide.html", "Styleguide", view, noindex=True)
