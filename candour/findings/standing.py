"""Where each project stands, by its latest review in the archive."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model.records import Review


@dataclass(frozen=True, slots=True)
class Standing:
    latest: Review | None = None
    """None for a project that no meeting reviewed."""
    status_from: Review | None = None
    """The latest review whose minutes say whether it is in use."""
    decisions: tuple[LinkedDecision, ...] = ()
    """Further outcomes of the latest review: the parts of a split result."""


def standings(graph: SiteGraph) -> Mapping[str, Standing]:
    """Of every project, by its id."""
    return {project: _standing(project, graph) for project in graph.projects}


def _standing(project: str, graph: SiteGraph) -> Standing:
    reviews = graph.reviews_of(project)
    if not reviews:
        return Standing()
    parts = (one for one in graph.decisions_of(reviews[-1]) if one.outcome and project in one.projects)
    status_from = next((review for review in reversed(reviews) if review.facts.status), None)
    return Standing(reviews[-1], status_from, tuple(parts))
