"""Every project over time: what was decided about it, what was asked and what came of that, in days and codes.

A row has three kinds of things. *Lines* say how long advice was valid, *marks* what happened on a day, *bars* how long
a request waited. What is not known is not there: a request without a date is never late, advice may have no end.

Rows are in the order of what needs attention:

| First | Among these |
| --- | --- |
| something is overdue | what is overdue longest, then where most is |
| something is past its stage | the same |
| advice ran out, was replaced by nothing, or will run out | what ended first, then what ends next |
| something waits | what was asked first |
| nothing of this | by name |
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from candour.findings.counts import meetings_with_reviews
from candour.findings.requests import RequestState, StateName, how_late, late_from
from candour.findings.standing import Advice, Standing
from candour.graph.graph import HistoryEntry, LinkedDecision, LinkedRequest, SiteGraph, is_outcome
from candour.model.dates import PartialDate
from candour.model.records import NOT_REPORTED, Event
from candour.model.values import Ref

ENOUGH = 3
"""With fewer meetings that reviewed something there is no board: it would say nothing that the lists do not."""


@dataclass(frozen=True, slots=True)
class Mark:
    kind: Literal["outcome", "absent", "decision", "event"]
    """`absent`: a review without an outcome; `decision`: one that is not the advice, and changes no line."""
    day: PartialDate
    ref: Ref
    code: str = ""
    """Of the outcome, or of its absence; empty for an event, and for a decision without one."""
    is_reported: bool = False
    """Known only from the minutes of a later meeting."""
    advice: Advice | None = None
    """Of an outcome: with how long it was valid."""
    event: Event | None = None
    decided: LinkedDecision | None = None

    @property
    def is_review(self) -> bool:
        """Or a decision that replaced the outcome of one."""
        return self.kind in {"outcome", "absent"}


@dataclass(frozen=True, slots=True)
class Line:
    since: PartialDate
    """Of one that several meetings gave, as is reported, the first of them."""
    advice: Advice


@dataclass(frozen=True, slots=True)
class Bar:
    asked: LinkedRequest
    state: RequestState
    """With the day on which it was closed; while it waits, its bar goes on to the archive's day."""
    late_from: date | None
    """The first day on which it was late; None for what is not, and for a suggestion."""


@dataclass(frozen=True, slots=True)
class Row:
    project: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    """Those of which dates do not show the order may overlap."""
    bars: tuple[Bar, ...]
    """Oldest first; a later report of a request is not another one."""
    standing: Standing
    states: Counter[StateName]
    """Of its requests, how many are in each."""
    first: PartialDate | None
    """Of its first review; None for a project that no meeting reviewed."""

    @property
    def days(self) -> Iterator[PartialDate]:
        """Every day on which something happened; not those on which advice ends that is still valid."""
        yield from (mark.day for mark in self.marks)
        for bar in self.bars:
            yield from (bar.asked.asked, *((bar.state.closed,) if bar.state.closed else ()))
        yield from (line.advice.ended for line in self.lines if line.advice.ended)


def has_board(graph: SiteGraph) -> bool:
    return graph.as_of is not None and len(meetings_with_reviews(graph)) >= ENOUGH


def board(graph: SiteGraph, states: Mapping[Ref, RequestState], standings: Mapping[str, Standing]) -> Mapping[str, Row]:
    """By project, what needs attention most first; none while there are too few meetings."""
    if not has_board(graph):
        return {}
    rows = (_row(project, graph, states, standings[project]) for project in graph.projects)
    return {row.project: row for row in sorted(rows, key=lambda row: (*_attention(row), *by_name(row, graph)))}


def by_name(row: Row, graph: SiteGraph) -> tuple[str, str]:
    return graph.projects[row.project].facts.title.casefold(), row.project


def _row(project: str, graph: SiteGraph, states: Mapping[Ref, RequestState], standing: Standing) -> Row:
    requests = [one for one in graph.requests_about(project) if not one.same_as]
    reviews, marks = graph.reviews_of(project), sorted(_marks(project, standing, graph), key=lambda mark: mark.day)
    since = {mark.advice: mark.day for mark in reversed(marks) if mark.advice}
    return Row(
        project,
        tuple(marks),
        tuple(Line(since[advice], advice) for advice in standing.every),
        tuple(Bar(one, states[one.ref], late_from(one, states[one.ref])) for one in requests),
        standing,
        Counter(states[one.ref].name for one in requests),
        graph.day_of(reviews[0]) if reviews else None,
    )


def _marks(project: str, standing: Standing, graph: SiteGraph) -> Iterator[Mark]:
    for advice in standing.every:
        for day in _days_of(advice, graph.histories[project]):
            yield Mark("outcome", day, advice.ref, advice.outcome, advice.is_reported, advice=advice)
    for entry in graph.histories[project]:
        code = (entry.facts.outcome if entry.facts else None) or NOT_REPORTED
        if entry.event:
            yield Mark("event", entry.day, Ref(f"project:{project}", "history"), event=entry.event)
        elif entry.review and not is_outcome(code, graph.config):
            yield from (Mark("absent", day, Ref(entry.review.name), code, bool(entry.previous)) for day in entry.when)
    advice_of = {one.ref for one in standing.every}
    for decided in graph.decisions_about(project):
        if decided.ref not in advice_of:
            yield Mark("decision", decided.day, decided.ref, decided.outcome or "", decided=decided)


def _days_of(advice: Advice, history: Sequence[HistoryEntry]) -> tuple[PartialDate, ...]:
    """The meetings that gave it; several only as reported, without those whose own record is here."""
    if not advice.is_reported:
        return (advice.day,)
    own = [entry.day for entry in history if entry.is_first_hand]
    reported = (e.when for e in history if e.previous and e.review and Ref(e.review.name) == advice.ref)
    days = next(when for when in reported if advice.day == max(when))
    return tuple(day for day in days if not any(other.falls_in(day) for other in own)) or (advice.day,)


def _attention(row: Row) -> tuple[int, int, int, int]:
    """To sort by: the group, and up to three numbers within it."""
    for group, name in enumerate(("overdue", "past-stage")):
        if late := sorted(how_late(bar.state.late) for bar in row.bars if bar.state.name == name):
            return (group, *late[0], -len(late))
    if ends := sorted((not one.end, one.over.last_day) for one in row.standing.advice if one.over):
        return (2, ends[0][0], ends[0][1].toordinal(), 0)
    waiting = [bar.asked.asked.first_day.toordinal() for bar in row.bars if bar.state.is_waiting]
    return (3, min(waiting), -len(waiting), 0) if waiting else (4, 0, 0, 0)
