"""What came of a request: its state follows from the records alone, never from the clock.

| State | When |
| --- | --- |
| open | no answer in the archive, or only "not yet" |
| partly answered | the best answer so far is partly |
| answered | an answer says fully |
| withdrawn | an answer says withdrawn |

The newest answer that changes something counts; "not yet" after "partly" changes nothing. Overdue is a note on a
request that still waits: its due date has passed, as of the newest held meeting. A suggestion is never overdue, and a
due stage never by date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from candour.model import Answer, Meeting, Request, Review
from candour.urls import request_anchor
from candour.values import PartialDate, Ref

StateName = Literal["open", "partly-answered", "answered", "withdrawn"]

STATE_AFTER: Mapping[str, StateName] = {"partly": "partly-answered", "fully": "answered", "withdrawn": "withdrawn"}
"""What each kind of answer makes of its request; "not yet" leaves it as it is."""
WAITING: frozenset[StateName] = frozenset({"open", "partly-answered"})


@dataclass(frozen=True, slots=True)
class RequestState:
    name: StateName
    due: PartialDate | None
    """The day by which an answer was due: written, worked out, or the next held meeting; None when there is none."""
    is_derived: bool
    """The due date was worked out, not written in the minutes."""
    is_overdue: bool

    @property
    def is_waiting(self) -> bool:
        return self.name in WAITING


def state_of(
    request: Request,
    asked: PartialDate,
    answers: Sequence[tuple[PartialDate, Answer]],
    held: Sequence[PartialDate],
    as_of: PartialDate | None,
) -> RequestState:
    """The state of one request.

    `asked` is the date of the meeting that asked; `answers` come with the dates of the meetings that gave them, oldest
    first; `held` are the dates of all held meetings, oldest first; `as_of` is the day the archive speaks of.
    """
    name: StateName = "open"
    for _, answer in answers:
        if name not in {"answered", "withdrawn"}:
            name = STATE_AFTER.get(answer.how, name)
    due, is_derived = _due(request, asked, held)
    passed = due is not None and as_of is not None and _has_passed(request, due, as_of)
    return RequestState(name, due, is_derived, name in WAITING and passed and request.strength != "suggested")


def _due(request: Request, asked: PartialDate, held: Sequence[PartialDate]) -> tuple[PartialDate | None, bool]:
    if request.due is None:
        return None, False
    if request.due.next_meeting:
        return next((day for day in held if day.first_day > asked.last_day), None), True
    return request.due.date, bool(request.due_from)


def _has_passed(request: Request, due: PartialDate, as_of: PartialDate) -> bool:
    """A due date has passed on the day after it; a due meeting once it was held. Of a month, the first day counts."""
    if request.due and request.due.next_meeting:
        return due.first_day <= as_of.first_day
    return due.last_day < as_of.first_day


def canonical_requests(records: Iterable[Meeting | Review]) -> Mapping[Ref, Ref]:
    """A request's former id, and a report of a request (`same_as`) -> the request itself."""
    told: dict[Ref, Ref] = {}
    for record in records:
        requests: Mapping[str, Request] = record.facts.requests
        for name, request in requests.items():
            ref = Ref(record.name, request_anchor(name))
            told |= {Ref(record.name, request_anchor(old)): ref for old in request.formerly}
            if request.same_as:
                told[ref] = request.same_as.within(record.name)
    for ref in told:  # a report may name a report, or an id that has changed
        seen = {ref}
        while told[ref] in told and told[ref] not in seen:
            seen.add(told[ref])
            told[ref] = told[told[ref]]
    return {ref: first for ref, first in told.items() if first not in told}  # in a ring each counts for itself
