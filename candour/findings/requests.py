"""What came of each request: its state follows from the records alone, never from the clock.

A request waits until an answer says "fully" or "withdrawn"; of the others the latest that changes something counts, so
that "not yet" after "partly" changes nothing. All as of the latest held meeting. `docs/standing.md` has the rules.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from candour.findings.durations import Span, between, days_between
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model.dates import PartialDate
from candour.model.values import Ref

StateName = Literal[
    "overdue", "past-stage", "past-suggested", "waiting", "answered-late", "answered-in-time", "answered", "withdrawn"
]
WAITING: frozenset[StateName] = frozenset({"overdue", "past-stage", "past-suggested", "waiting"})
LATE: frozenset[StateName] = frozenset({"overdue", "past-stage", "answered-late"})
"""Late, and no mere suggestion."""
CLOSING = frozenset({"fully", "withdrawn"})
"""The kinds of answer after which a request waits no longer."""


@dataclass(frozen=True, slots=True)
class RequestState:
    name: StateName
    is_partly: bool
    """It waits, but was answered in part."""
    due: PartialDate | None
    """The day by which an answer was due: written or worked out, that of the next held meeting, or of the review at its
    stage; None when there is none, or none yet."""
    closed: PartialDate | None
    """When it was answered in full or withdrawn; None while it waits."""
    waited: Span | None
    """From the day on which it was asked until it was closed, or until the archive's day."""
    late: Span | None
    """How long after it was due it was answered, or has waited; None unless it is late."""

    @property
    def is_waiting(self) -> bool:
        return self.name in WAITING


_Occasions = Sequence[tuple[PartialDate, PartialDate]]
"""Occasions at which something may be due, oldest first: the day of each, and the last day in time."""


@dataclass(frozen=True, slots=True)
class _Calendar:
    held: _Occasions
    """All meetings that were held."""
    stages: Mapping[tuple[str, str], _Occasions]
    """By project and stage, its reviews at that stage."""


def request_states(graph: SiteGraph) -> Mapping[Ref, RequestState]:
    """The state of every request; a request and its later reports share the first one's."""
    calendar = _calendar(graph)
    states = {asked.ref: _state_of(asked, calendar, graph.as_of) for asked in graph.requests}
    return {asked.ref: states[asked.same_as if asked.same_as in states else asked.ref] for asked in graph.requests}


def _calendar(graph: SiteGraph) -> _Calendar:
    held = tuple((m.date, m.last_day) for m in graph.meetings if m.facts.status == "held")
    reviews = ((project, review) for project in graph.projects for review in graph.reviews_of(project))
    at_stage = ((project, r.facts.stage, graph.day_of(r)) for project, r in reviews if r.facts.stage)
    return _Calendar(held, grouped(((project, stage), (day, day)) for project, stage, day in at_stage))


def _state_of(asked: LinkedRequest, calendar: _Calendar, as_of: PartialDate | None) -> RequestState:
    """By its own answers."""
    closing = next((given for given in asked.answers if given.answer.how in CLOSING), None)
    closed = (closing.answer.date or closing.date) if closing else None
    due = _due(asked, calendar)
    waited = between(asked.asked, closed or as_of)
    if closing and closing.answer.how == "withdrawn":
        return RequestState("withdrawn", False, due, closed, waited, None)
    if closed:
        is_late = due is not None and due.last_day < closed.first_day
        is_in_time = asked.request.due is not None and (closed.last_day <= due.last_day if due else True)
        name: StateName = "answered-late" if is_late else "answered-in-time" if is_in_time else "answered"
        return RequestState(name, False, due, closed, waited, _how_late(due, closed) if is_late else None)
    partly = any(given.answer.how == "partly" for given in asked.answers)
    is_late = due is not None and as_of is not None and _has_passed(asked, due, as_of)
    late = _how_late(due, as_of) if is_late else None
    return RequestState(_waiting(asked, is_late), partly, due, None, waited, late)


def _waiting(asked: LinkedRequest, is_late: bool) -> StateName:
    if not is_late:
        return "waiting"
    if asked.request.strength == "suggested":
        return "past-suggested"
    return "past-stage" if asked.request.due and asked.request.due.stage else "overdue"


def _due(asked: LinkedRequest, calendar: _Calendar) -> PartialDate | None:
    due = asked.request.due
    if due is None or due.date:
        return due.date if due else None
    if due.next_meeting:
        return _next(calendar.held, asked)
    came = [_next(calendar.stages.get((project, due.stage), ()), asked) for project in asked.projects]
    days = [day for day in came if day]
    return max(days, key=lambda day: (day.last_day, day.first_day)) if days and len(days) == len(came) else None


def _next(occasions: _Occasions, asked: LinkedRequest) -> PartialDate | None:
    """The last day in time, by the first occasion that certainly came after it was asked."""
    number = bisect_right(occasions, asked.asked.last_day, key=lambda occasion: occasion[0].first_day)
    return occasions[number][1] if number < len(occasions) else None


def _has_passed(asked: LinkedRequest, due: PartialDate, as_of: PartialDate) -> bool:
    """A day has passed on the day after it; a meeting or a review at which it was due, once that was held."""
    if asked.request.due and asked.request.due.date:
        return due.last_day < as_of.first_day
    return due.first_day <= as_of.first_day


def _how_late(due: PartialDate | None, day: PartialDate | None) -> Span | None:
    """From the last day in time: what is due in a month is due at its end."""
    return between(due.end if due else None, day)


def late_from(asked: LinkedRequest, state: RequestState) -> date | None:
    """A day that was written has passed on the day after it; a meeting or a review at which it was due, on its own."""
    if state.name not in LATE or state.due is None or asked.request.due is None:
        return None
    return state.due.last_day + timedelta(days=1) if asked.request.due.date else state.due.last_day


def days_waited(asked: LinkedRequest, state: RequestState, as_of: PartialDate | None) -> int | None:
    """As `state.waited`, in days; None where a day is not known."""
    return days_between(asked.asked, state.closed or as_of)


def days_late(state: RequestState, as_of: PartialDate | None) -> int | None:
    """As `state.late`, in days; None where a day is not known, and of what is not late."""
    return days_between(state.due.end, state.closed or as_of) if state.late and state.due else None


def how_late(late: Span | None) -> tuple[int, int]:
    """To sort by: what is late longest comes first."""
    return (-late.months, -late.days) if late else (0, 0)


def count_requests(requests: Iterable[LinkedRequest], states: Mapping[Ref, RequestState]) -> Counter[StateName]:
    """How many are in each state; a later report of a request does not count again."""
    return Counter(states[asked.ref].name for asked in requests if not asked.same_as)
