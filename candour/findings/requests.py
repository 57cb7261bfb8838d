"""What came of each request: its state follows from the records alone, never from the clock.

| State | When |
| --- | --- |
| open | no answer in the archive, or only "not yet" |
| partly answered | the best answer so far is partly |
| answered | an answer says fully |
| withdrawn | an answer says withdrawn |

The latest answer that changes something counts; "not yet" after "partly" changes nothing. Overdue is a note on a
request that still waits: its due date has passed, as of the latest held meeting. A suggestion is never overdue, and a
due stage never by date.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model.dates import PartialDate
from candour.model.records import Request
from candour.model.values import Ref

StateName = Literal["open", "partly-answered", "answered", "withdrawn"]

STATE_AFTER: Mapping[str, StateName] = {"partly": "partly-answered", "fully": "answered", "withdrawn": "withdrawn"}
"""The state of a request after each kind of answer; "not yet" leaves it as it is."""
WAITING: frozenset[StateName] = frozenset({"open", "partly-answered"})
CLOSING = frozenset(how for how, name in STATE_AFTER.items() if name not in WAITING)
"""The kinds of answer after which a request waits no longer."""


@dataclass(frozen=True, slots=True)
class RequestState:
    name: StateName
    due: PartialDate | None
    """The day by which an answer was due: written, worked out, or the next held meeting; None when there is none."""
    is_derived: bool
    """The due date was worked out, not written in the minutes."""
    is_overdue: bool
    closed: PartialDate | None = None
    """When it was answered in full or withdrawn; None while it waits."""

    @property
    def is_waiting(self) -> bool:
        return self.name in WAITING


def request_states(graph: SiteGraph) -> Mapping[Ref, RequestState]:
    """The state of every request; a request and its later reports share the first one's."""
    held = tuple(m.date for m in graph.meetings if m.facts.status == "held")
    states = {asked.ref: _state_of(asked, held, graph.as_of) for asked in graph.requests}
    return {asked.ref: states[asked.same_as if asked.same_as in states else asked.ref] for asked in graph.requests}


def _state_of(asked: LinkedRequest, held: Sequence[PartialDate], as_of: PartialDate | None) -> RequestState:
    """By its own answers; `held` are the dates of all held meetings, oldest first, `as_of` is the archive's day."""
    name: StateName = "open"
    closed = None
    for given in asked.answers:
        if name in WAITING:
            name = STATE_AFTER.get(given.answer.how, name)
            closed = None if name in WAITING else given.date
    due, is_derived = _due(asked, held)
    passed = due is not None and as_of is not None and _has_passed(asked.request, due, as_of)
    is_overdue = name in WAITING and passed and asked.request.strength != "suggested"
    return RequestState(name, due, is_derived, is_overdue, closed)


def _due(asked: LinkedRequest, held: Sequence[PartialDate]) -> tuple[PartialDate | None, bool]:
    """The day, and whether it was worked out."""
    due = asked.request.due
    if due and due.next_meeting:
        return next((day for day in held if day.first_day > asked.asked.last_day), None), True
    return (due.date, bool(asked.request.due_from)) if due else (None, False)


def _has_passed(request: Request, due: PartialDate, as_of: PartialDate) -> bool:
    """A due date has passed on the day after it; a due meeting once it was held. Of a month, the first day counts."""
    if request.due and request.due.next_meeting:
        return due.first_day <= as_of.first_day
    return due.last_day < as_of.first_day


def count_requests(
    requests: Iterable[LinkedRequest], states: Mapping[Ref, RequestState]
) -> tuple[Counter[StateName], int]:
    """How many are in each state, and how many are overdue; a later report of a request does not count again."""
    own = [states[asked.ref] for asked in requests if not asked.same_as]
    return Counter(state.name for state in own), sum(state.is_overdue for state in own)
