"""Whose the projects are, as recorded."""

from collections.abc import Mapping

from candour.graph.graph import SiteGraph
from candour.graph.register import grouped
from candour.model.records import Project


def projects_by_owner(graph: SiteGraph) -> Mapping[str, tuple[Project, ...]]:
    """Every owner, and the projects that name it, both by their names; none where fewer than two projects name one."""
    projects = sorted(graph.projects.values(), key=lambda project: (project.facts.title.casefold(), project.id))
    if sum(bool(project.facts.owner) for project in projects) < 2:
        return {}
    found = grouped((owner, project) for project in projects for owner in dict.fromkeys(project.facts.owner))
    return {owner: found[owner] for owner in sorted(found, key=lambda name: (name.casefold(), name))}
