"""The graph -> what follows from it: ids, dates, counts and codes; no sentence, no address, no HTML.

`Findings` holds what is of the whole archive. What is of one record alone is found when its page is planned, such as
what it lacks (`coverage`) or why it was decided so (`reviews`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from candour.findings.attendance import Attendee, attendance
from candour.findings.board import Row, board
from candour.findings.counts import outcomes_by_meeting, outcomes_by_year
from candour.findings.coverage import Mention, known_by_reference, never_recorded
from candour.findings.happened import Happened, happened
from candour.findings.requests import RequestState, request_states
from candour.findings.reviews import Changes, changes_by_review
from candour.findings.standing import Standing, standings
from candour.findings.topics import Passage, passages_by_topic, projects_by_owner, projects_by_topic
from candour.graph.graph import SiteGraph
from candour.model.dates import PartialDate
from candour.model.records import Project
from candour.model.values import Ref


@dataclass(frozen=True, slots=True)
class Findings:
    """All that follows from an archive's records; what each is, the function says that finds it."""

    states: Mapping[Ref, RequestState]
    standings: Mapping[str, Standing]
    passages: Mapping[str, tuple[Passage, ...]]
    about_topic: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, Changes]
    attendance: tuple[Attendee, ...]
    owners: Mapping[str, tuple[Project, ...]]
    known_by_reference: Mapping[PartialDate, tuple[Mention, ...]]
    never_recorded: frozenset[str]
    outcomes_by_meeting: Mapping[str, Counter[str]]
    outcomes_by_year: Mapping[int, Counter[str]]
    board: Mapping[str, Row]
    happened: tuple[Happened, ...]


def find(graph: SiteGraph) -> Findings:
    """What follows from the records of a graph, as of its day."""
    states, standing = request_states(graph), standings(graph)
    return Findings(
        states=states,
        standings=standing,
        passages=passages_by_topic(graph),
        about_topic=projects_by_topic(graph),
        changes=changes_by_review(graph),
        attendance=attendance(graph),
        owners=projects_by_owner(graph),
        known_by_reference=known_by_reference(graph),
        never_recorded=never_recorded(graph),
        outcomes_by_meeting=outcomes_by_meeting(graph),
        outcomes_by_year=outcomes_by_year(graph),
        board=board(graph, states, standing),
        happened=happened(graph, states, standing),
    )
