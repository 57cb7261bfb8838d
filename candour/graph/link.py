"""Records -> the graph that pages are planned from: who refers to whom, and each project's history over time.

Everything here follows from the records alone. Drafts are left out, removed records become tombstones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from candour.graph.attendance import attendees
from candour.graph.graph import (
    HistoryEntry,
    LinkedAnswer,
    LinkedDecision,
    LinkedRequest,
    SiteGraph,
    agenda_position,
    day_of_item,
)
from candour.graph.register import former_names, grouped
from candour.model import anchors
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Archive, Meeting, MeetingRequest, Project, Removed, Review
from candour.model.values import Ref

Recorded = tuple[Meeting, Meeting | Review]
"""A meeting or a review, after the meeting that it belongs to."""


def link(archive: Archive, config: Config) -> SiteGraph:
    """The graph of all records that are shown."""
    meetings = tuple(m for m in archive.meetings if _is_shown(m))
    meeting_by_id = {m.id: m for m in meetings}
    reviews = {r.name: r for r in archive.reviews if _is_shown(r) and r.meeting in meeting_by_id}
    projects = {p.id: p for p in archive.projects if _is_shown(p)}
    held_at = grouped((r.meeting, r) for r in reviews.values())
    reviews_of_meeting = {m.id: _in_order_of_agenda(m, held_at.get(m.id, ())) for m in meetings}
    records: list[Recorded] = []
    for meeting in meetings:
        records += [(meeting, meeting), *((meeting, review) for review in reviews_of_meeting[meeting.id])]
    first = _canonical_requests(records)
    answers = grouped(_answers(records, first))
    requests = tuple(sorted(_requests(records, first, answers), key=lambda one: one.asked))
    decisions = _in_order(_decisions(records), meetings)
    own = grouped((project, r) for r in reviews.values() for project in dict.fromkeys(r.projects))
    outside = [decided for decided in decisions if isinstance(decided.record, Meeting)]
    outside_reviews = grouped((project, decided) for decided in outside for project in dict.fromkeys(decided.projects))
    return SiteGraph(
        config=config,
        meetings=meetings,
        reviews=reviews,
        projects=projects,
        reviews_of_meeting=reviews_of_meeting,
        histories={
            id: _history(p, own.get(id, ()), outside_reviews.get(id, ()), meeting_by_id) for id, p in projects.items()
        },
        requests=requests,
        answers=answers,
        decisions=decisions,
        spellings=archive.people,
        attachments=archive.attachments,
        removed=tuple(_removed(archive)),
        as_of=config.as_of or max((m.last_day for m in meetings if m.facts.status == "held"), default=None),
        former=former_names((*meetings, *reviews.values(), *projects.values())),
        meeting_by_id=meeting_by_id,
        names_at={m.id: attendees(m, archive.people) for m in meetings},
        request_by_ref={asked.ref: asked for asked in requests},
        requests_by_record=grouped((asked.record.name, asked) for asked in requests),
        requests_by_project=grouped((project, a) for a in requests for project in dict.fromkeys(a.projects)),
        decisions_by_record=grouped((decided.record.name, decided) for decided in decisions if decided.decision),
    )


def _is_shown(record: AnyRecord) -> bool:
    return not record.facts.draft and not record.facts.removed


def _in_order_of_agenda(meeting: Meeting, reviews: Iterable[Review]) -> tuple[Review, ...]:
    return tuple(sorted(reviews, key=lambda r: (agenda_position(meeting, r.facts.discussed), r.name)))


def _removed(archive: Archive) -> Iterator[tuple[AnyRecord, Removed]]:
    meetings = {m.id: m.facts.removed for m in archive.meetings if not m.facts.draft}
    for record in archive.records:
        removed = record.facts.removed or (meetings.get(record.meeting) if isinstance(record, Review) else None)
        if removed and not record.facts.draft:
            yield record, removed


def _decisions(records: Iterable[Recorded]) -> Iterator[LinkedDecision]:
    """The outcome of every review, and every further decision, in the order of the records."""
    for meeting, record in records:
        projects, item = _about(record)
        if isinstance(record, Review):
            yield LinkedDecision(Ref(record.name), meeting, projects, record.facts.outcome, record, None, item)
        for name, decision in record.facts.decisions.items():
            yield LinkedDecision(
                ref=Ref(record.name, anchors.decision(name)),
                meeting=meeting,
                projects=decision.project or projects,
                outcome=decision.outcome,
                record=record,
                decision=decision,
                item=decision.item or item,
            )


def _in_order(decisions: Iterable[LinkedDecision], meetings: Sequence[Meeting]) -> tuple[LinkedDecision, ...]:
    """By meeting, oldest first, and as on its agenda: a review where it was discussed, with all that it decided."""
    place = {meeting.id: number for number, meeting in enumerate(meetings)}

    def when(one: LinkedDecision) -> tuple[int, int]:
        items = one.record.facts.discussed if isinstance(one.record, Review) else (one.item,)
        return place[one.meeting.id], agenda_position(one.meeting, items)

    return tuple(sorted(decisions, key=when))


def _about(record: Meeting | Review) -> tuple[tuple[str, ...], str]:
    """The projects and the agenda item of a record's requests and decisions, where they name none themselves."""
    return (record.projects, record.decided) if isinstance(record, Review) else ((), "")


# --- a project's history ------------------------------------------------------------------------------------------


def _history(
    project: Project, reviews: Sequence[Review], decisions: Sequence[LinkedDecision], meetings: Mapping[str, Meeting]
) -> tuple[HistoryEntry, ...]:
    """The entries of one project, oldest first, from its own reviews and its decisions outside reviews.

    What is reported gives way to the review itself once that is in the archive.
    """
    held = ((meetings[r.meeting], r.decided) for r in reviews)
    first_hand = {day for meeting, key in held for day in (meeting.date, day_of_item(meeting, key))}
    reported: dict[tuple[PartialDate, ...], HistoryEntry] = {}
    for review in sorted(reviews, key=lambda r: (meetings[r.meeting].date, r.meeting, r.name)):
        for previous in review.facts.previous:
            if not all(any(day.falls_in(when) for day in first_hand) for when in previous.when):
                reported.setdefault(previous.when, HistoryEntry(previous.when, review, previous))
    entries = [HistoryEntry((day_of_item(meetings[r.meeting], r.decided),), review=r) for r in reviews]
    entries += reported.values()
    entries += [HistoryEntry((event.date,), event=event) for event in project.facts.events]
    entries += [HistoryEntry((d.day,), decided=d) for d in decisions]
    return tuple(sorted(entries, key=_order))


def _order(entry: HistoryEntry) -> tuple[PartialDate, bool, tuple[str, ...]]:
    name = (entry.review.meeting, entry.review.name) if entry.review else ()
    return max(entry.when), entry.is_first_hand, name


# --- requests over all minutes: one may be answered elsewhere, reported again, and change its id ------------------


def _canonical_requests(records: Iterable[Recorded]) -> Mapping[Ref, Ref]:
    """A request's former id, and a report of a request (`same_as`) -> the request itself."""
    found: dict[Ref, Ref] = {}
    for _, record in records:
        for name, request in record.facts.requests.items():
            ref = Ref(record.name, anchors.request(name))
            found |= {Ref(record.name, anchors.request(old)): ref for old in request.formerly}
            if request.same_as:
                found[ref] = request.same_as.within(record.name)
    for ref in found:  # a report may name a report, or an id that has changed
        seen = {ref}
        while found[ref] in found and found[ref] not in seen:
            seen.add(found[ref])
            found[ref] = found[found[ref]]
    return {ref: first for ref, first in found.items() if first not in found}  # in a ring each counts for itself


def _answers(records: Iterable[Recorded], first: Mapping[Ref, Ref]) -> Iterator[tuple[Ref, LinkedAnswer]]:
    """Every answer, after the request that it belongs to; `first` leads there from other names of it."""
    for meeting, record in records:
        for ref, answer in record.facts.answers.items():
            named = ref.within(record.name)
            yield first.get(named, named), LinkedAnswer(ref, answer, record, meeting.date)


def _requests(
    records: Iterable[Recorded], first: Mapping[Ref, Ref], answers: Mapping[Ref, tuple[LinkedAnswer, ...]]
) -> Iterator[LinkedRequest]:
    """Every request, in the order of the records; it shares its answers with its reports."""
    for meeting, record in records:
        projects, item = _about(record)
        for name, request in record.facts.requests.items():
            ref = Ref(record.name, anchors.request(name))
            asked_under = request.item if isinstance(request, MeetingRequest) else item
            reported = request.asked if isinstance(request, MeetingRequest) else None
            yield LinkedRequest(
                ref=ref,
                request=request,
                record=record,
                projects=request.project or projects,
                meeting=meeting,
                asked=reported or day_of_item(meeting, asked_under),
                item=asked_under,
                answers=answers.get(first.get(ref, ref), ()),
                same_as=first.get(ref),
            )
