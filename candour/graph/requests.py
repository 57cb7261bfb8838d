"""Requests over all minutes: a request may be answered elsewhere, reported again, and change its id."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from candour.graph.graph import LinkedAnswer, LinkedRequest
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.records import Meeting, MeetingRequest, Request, Review
from candour.model.values import Ref


def link_requests(
    records: Sequence[tuple[Meeting, Meeting | Review]],
) -> tuple[tuple[LinkedRequest, ...], Mapping[Ref, tuple[LinkedAnswer, ...]]]:
    """Every request, oldest first, and the answers to each; a request and its reports share them.

    `records` are meetings and reviews in their order, each with the meeting that it belongs to.
    """
    first = canonical_requests(record for _, record in records)
    answers = grouped(
        (first.get(whole := ref.within(record.name), whole), LinkedAnswer(ref, answer, record, meeting.date))
        for meeting, record in records
        for ref, answer in record.facts.answers.items()
    )
    linked = [
        LinkedRequest(
            ref=ref,
            request=request,
            record=record,
            projects=request.project or (record.projects if isinstance(record, Review) else ()),
            meeting=meeting.id,
            recorded=meeting.date,
            asked=(request.asked if isinstance(request, MeetingRequest) else None) or meeting.date,
            item=request.item if isinstance(request, MeetingRequest) else decided_at(record),
            answers=answers.get(first.get(ref, ref), ()),
            same_as=first.get(ref),
        )
        for meeting, record in records
        for ref, request in _requests_in(record)
    ]
    return tuple(sorted(linked, key=lambda one: one.asked)), answers


def decided_at(record: Meeting | Review) -> str:
    """The agenda item of a review's decision, which its requests and further decisions belong to."""
    return record.decided if isinstance(record, Review) else ""


def _requests_in(record: Meeting | Review) -> Iterator[tuple[Ref, Request]]:
    """The requests that a record holds, with what references call them."""
    requests: Mapping[str, Request] = record.facts.requests
    return ((Ref(record.name, anchors.request(name)), request) for name, request in requests.items())


def canonical_requests(records: Iterable[Meeting | Review]) -> Mapping[Ref, Ref]:
    """A request's former id, and a report of a request (`same_as`) -> the request itself."""
    found: dict[Ref, Ref] = {}
    for record in records:
        for ref, request in _requests_in(record):
            found |= {Ref(record.name, anchors.request(old)): ref for old in request.formerly}
            if request.same_as:
                found[ref] = request.same_as.within(record.name)
    for ref in found:  # a report may name a report, or an id that has changed
        seen = {ref}
        while found[ref] in found and found[ref] not in seen:
            seen.add(found[ref])
            found[ref] = found[found[ref]]
    return {ref: first for ref, first in found.items() if first not in found}  # in a ring each counts for itself
