"""Whose the projects are: `/owners/`."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.groups import Group, GroupedList, anchors_of, grouped_list
from candour.pages.lists import ProjectRow, project_row
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class OwnersView:
    list: GroupedList[ProjectRow]
    """By owner."""


def owners_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """None where fewer than two projects name an owner."""
    if not findings.owners:
        return
    names = anchors_of(findings.owners, (), "owner")
    groups = (
        Group(
            anchors.owner(name),
            LinkTo(owner, is_own=True),
            tuple(project_row(project, graph, findings) for project in projects),
            words.counted(len(projects), "project"),
        )
        for name, (owner, projects) in zip(names, findings.owners.items(), strict=True)
    )
    ownerless = sum(not project.facts.owner for project in graph.projects.values())
    nav = addresses.PROJECTS
    description, above = words.owners_sentence(ownerless), (HOME_LINK, LinkTo("Projects", nav))
    view = OwnersView(grouped_list(groups))
    yield Page(addresses.OWNERS, "owners.html", "Projects by owner", view, above, nav, description)
