"""How many decisions there are: of whom, with which outcome, in which year and at which meeting."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from candour.graph.graph import LinkedDecision, SiteGraph, is_outcome
from candour.graph.register import grouped
from candour.model.config import Config
from candour.model.records import Meeting


def kind_of(decided: LinkedDecision, config: Config) -> Literal["own", "others", "absent"]:
    """The committee's own decision, another body's, or the absence of a review's outcome."""
    if decided.decision is None:
        return "own" if is_outcome(decided.outcome, config) else "absent"
    return "others" if decided.decision.by else "own"


def outcomes_given(graph: SiteGraph) -> Iterator[tuple[str, LinkedDecision]]:
    """Each outcome's code, and the decision. Those of other bodies do not count; a missing outcome does, as itself."""
    for decided in graph.decisions:
        if decided.outcome and kind_of(decided, graph.config) != "others":
            yield decided.outcome, decided


def outcomes_by_meeting(graph: SiteGraph) -> Mapping[str, Counter[str]]:
    """How often each meeting gave each outcome; oldest first, only meetings that gave any."""
    given = grouped((decided.meeting.id, outcome) for outcome, decided in outcomes_given(graph))
    return {meeting: Counter(outcomes) for meeting, outcomes in given.items()}


def outcomes_by_year(graph: SiteGraph) -> Mapping[int, Counter[str]]:
    """The same by year, oldest first; a year of held meetings without any outcome is there too."""
    by_meeting = outcomes_by_meeting(graph)
    counts: dict[int, Counter[str]] = {}
    for meeting in graph.meetings:
        if meeting.facts.status == "held" or meeting.id in by_meeting:
            counts.setdefault(meeting.date.year, Counter()).update(by_meeting.get(meeting.id, {}))
    return counts


def projects_reviewed(meeting: str, graph: SiteGraph) -> int:
    """How many projects a meeting reviewed: one with two reviews is one, a review of two projects counts for both."""
    return len({project for review in graph.reviews_of_meeting[meeting] for project in review.projects})


def meetings_with_reviews(graph: SiteGraph) -> tuple[Meeting, ...]:
    """Oldest first."""
    return tuple(meeting for meeting in graph.meetings if graph.reviews_of_meeting[meeting.id])


def outcomes_by_report(graph: SiteGraph) -> int:
    """How many outcomes are known only from later minutes."""
    reported = (entry for history in graph.histories.values() for entry in history if entry.previous)
    return sum(len(one.when) for one in reported if one.facts and is_outcome(one.facts.outcome, graph.config))
