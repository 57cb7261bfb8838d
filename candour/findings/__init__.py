"""The graph -> what follows from it: ids, dates, counts and codes; no sentence, no address, no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.findings.requests import RequestState, request_states
from candour.findings.standing import Standing, standings
from candour.graph.graph import SiteGraph
from candour.model.values import Ref

__all__ = ["Findings", "find"]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that follows from an archive's records."""

    states: Mapping[Ref, RequestState]
    """Of every request."""
    standings: Mapping[str, Standing]
    """Of every project."""


def find(graph: SiteGraph) -> Findings:
    """What follows from the records of a graph, as of its day."""
    return Findings(states=request_states(graph), standings=standings(graph))
