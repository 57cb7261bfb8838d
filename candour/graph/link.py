"""Records -> the graph that pages are planned from: who refers to whom, and each project's history over time.

Everything here follows from the records alone. Drafts are left out, removed records become tombstones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from candour.graph.agenda import in_turn
from candour.graph.graph import (
    HistoryEntry,
    LinkedAnswer,
    LinkedDecision,
    LinkedRequest,
    SiteGraph,
    agenda_position,
    day_of_item,
    decision_named,
    taken_at,
)
from candour.graph.register import former_names, grouped, held_back, spellings_of
from candour.graph.speakers import names_at
from candour.model import anchors
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import RELATIONS, AnyRecord, Archive, Meeting, MeetingRequest, Project, Removed, Review
from candour.model.values import Ref

Recorded = tuple[Meeting, Meeting | Review]
"""A meeting or a review, after the meeting that it belongs to."""


def link(archive: Archive, config: Config) -> SiteGraph:
    meetings = tuple(m for m in archive.meetings if _is_shown(m))
    meeting_by_id = {m.id: m for m in meetings}
    reviews = {r.name: r for r in archive.reviews if _is_shown(r) and r.meeting in meeting_by_id}
    projects = {p.id: p for p in archive.projects if _is_shown(p)}
    held_at = grouped((r.meeting, r) for r in reviews.values())
    place = {m.id: number for number, m in enumerate(meetings)}
    reviews_of_meeting = {
        m.id: tuple(sorted(held_at.get(m.id, ()), key=lambda r: _on_agenda(r, meeting_by_id))) for m in meetings
    }
    removed = tuple(_removed(archive))
    records: list[Recorded] = []
    for meeting in meetings:
        records += [(meeting, meeting), *((meeting, review) for review in reviews_of_meeting[meeting.id])]
    first = _canonical_requests(records)
    answers = grouped(_answers(records, first))
    asked = _requests(records, first, answers)
    requests = tuple(sorted(asked, key=lambda one: (one.asked, place[one.meeting.id], _position(one))))
    decisions = tuple(sorted(_decisions(records), key=lambda d: (place[d.meeting.id], d.day, _position(d))))
    by_ref = _by_ref(decisions)
    in_order = (review for meeting in meetings for review in reviews_of_meeting[meeting.id])
    own = grouped((project, r) for r in in_order for project in dict.fromkeys(r.projects))
    outside_reviews = grouped(
        (project, one)
        for one in decisions
        for project in dict.fromkeys(one.projects)
        if not (isinstance(one.record, Review) and project in one.record.projects)
    )
    spellings = spellings_of(archive.people)
    parts = ((p, own.get(id, ()), outside_reviews.get(id, ())) for id, p in projects.items())
    histories = {p.id: _history(p, held, decided, meeting_by_id, place) for p, held, decided in parts}
    by_project = ((id, e.review) for id, history in histories.items() for e in history if e.is_first_hand and e.review)
    kept = held_back(archive, config)
    return SiteGraph(
        config=config,
        meetings=meetings,
        reviews=reviews,
        projects=projects,
        reviews_of_meeting=reviews_of_meeting,
        histories=histories,
        relations=grouped(dict.fromkeys(_relations(projects))),
        approved_at=grouped((one.meeting.record, m) for m in meetings for one in m.facts.approves),
        requests=requests,
        answers=answers,
        decisions=decisions,
        spellings=spellings,
        attachments=tuple(file for file in archive.attachments if file.path not in kept),
        held_back=kept,
        root=archive.root,
        own=archive.own,
        removed=removed,
        as_of=config.as_of or max((m.last_day for m in meetings if m.facts.status == "held"), default=None),
        former=former_names((*meetings, *reviews.values(), *projects.values(), *(record for record, _ in removed))),
        meeting_by_id=meeting_by_id,
        turns={m.id: {key: turn for turn, key in enumerate(in_turn(m))} for m in meetings},
        names_at={m.id: names_at(m, spellings, config) for m in meetings},
        request_by_ref={asked.ref: asked for asked in requests},
        requests_by_record=grouped((asked.record.name, asked) for asked in requests),
        requests_by_project=grouped((project, a) for a in requests for project in dict.fromkeys(a.projects)),
        asked_again=grouped((asked.follows, asked) for asked in requests if asked.follows),
        reported_again=grouped((asked.same_as, asked) for asked in requests if asked.same_as),
        reviews_by_project=grouped(by_project),
        decisions_by_record=grouped((decided.record.name, decided) for decided in decisions if decided.decision),
        decisions_by_project=grouped(
            (project, d) for d in decisions if d.decision for project in dict.fromkeys(d.projects)
        ),
        decision_by_ref=by_ref,
        replaced_by=grouped(_replaced(by_ref, decisions)),
    )


def published(archive: Archive) -> Archive:
    """The same archive once its drafts are published, for a preview."""

    def final(records: Any) -> Any:
        return tuple(replace(r, facts=r.facts.model_copy(update={"draft": False})) for r in records)

    return replace(archive, **{kind: final(getattr(archive, kind)) for kind in ("meetings", "reviews", "projects")})


def _is_shown(record: AnyRecord) -> bool:
    return not record.facts.draft and not record.facts.removed


def _on_agenda(review: Review, meetings: Mapping[str, Meeting]) -> tuple[PartialDate, int, str]:
    """When it came up at its meeting, to sort by: its day, the place of its item on the agenda, and its name."""
    meeting, items = meetings[review.meeting], review.facts.discussed
    return day_of_item(meeting, review.decided, *items), agenda_position(meeting, items), review.name


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
            ref, about = Ref(record.name, anchors.decision(name)), decision.project or projects
            yield LinkedDecision(ref, meeting, about, decision.outcome, record, decision, decision.item or item)


def _position(one: LinkedRequest | LinkedDecision) -> int:
    """On the agenda of its meeting."""
    return agenda_position(one.meeting, taken_at(one))


def _by_ref(decisions: Iterable[LinkedDecision]) -> Mapping[Ref, LinkedDecision]:
    found = {one.ref: one for one in decisions}
    for one in decisions:
        for old in one.decision.formerly if one.decision else ():
            found.setdefault(Ref(one.record.name, anchors.decision(old)), one)
    return found


def _replaced(
    by_ref: Mapping[Ref, LinkedDecision], decisions: Iterable[LinkedDecision]
) -> Iterator[tuple[Ref, LinkedDecision]]:
    """Each review or decision that another replaces, by its present name, and that decision."""
    for one in decisions:
        for ref in one.decision.replaces if one.decision else ():
            if of := decision_named(ref.within(one.record.name), by_ref):
                yield of.ref, one


def _relations(projects: Mapping[str, Project]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Of each project what it says itself, then what others say of it."""
    said = [(one.id, how, other) for one in projects.values() for other, how in one.facts.related.items()]
    yield from ((one, (how, other)) for one, how, other in said)
    yield from ((other, (RELATIONS[how], one)) for one, how, other in said)


def _about(record: Meeting | Review) -> tuple[tuple[str, ...], str]:
    """The projects and the agenda item of a record's requests and decisions, where they name none themselves."""
    return (record.projects, record.decided) if isinstance(record, Review) else ((), "")


def _history(
    project: Project,
    reviews: Sequence[Review],
    decisions: Sequence[LinkedDecision],
    meetings: Mapping[str, Meeting],
    place: Mapping[str, int],
) -> tuple[HistoryEntry, ...]:
    """The entries of one project, oldest first, from its own reviews and its decisions outside reviews.

    What is reported gives way to the review itself once that is in the archive. `place` is that of a meeting among all.
    """
    first_hand = grouped(
        (when, (day, r))
        for r in reviews
        for day in (meetings[r.meeting].date, _on_agenda(r, meetings)[0])
        for when in day.around  # as a report may call it
    )
    reported: dict[tuple[PartialDate, ...], HistoryEntry] = {}
    for review in sorted(reviews, key=lambda r: (meetings[r.meeting].date, r.meeting, r.name)):
        for previous in review.facts.previous:
            meant = {d for d in previous.when for one in first_hand.get(d, ()) if _may_mean(d, review, *one, meetings)}
            if only_reported := tuple(when for when in previous.when if when not in meant):
                reported.setdefault(only_reported, HistoryEntry(only_reported, review, previous))
    entries = list(reported.values())
    entries += [HistoryEntry((event.date,), event=event) for event in project.facts.events]
    came_up = ((*_on_agenda(r, meetings)[:2], r) for r in reviews)
    at_meetings = [
        ((day, place[r.meeting], position, True), HistoryEntry((day,), review=r)) for day, position, r in came_up
    ]
    at_meetings += [
        ((d.day, place[d.meeting.id], _position(d), False), HistoryEntry((d.day,), decided=d)) for d in decisions
    ]
    entries += [entry for _, entry in sorted(at_meetings, key=lambda pair: pair[0])]
    return tuple(sorted(entries, key=lambda entry: entry.day))


def _may_mean(when: PartialDate, by: Review, day: PartialDate, other: Review, meetings: Mapping[str, Meeting]) -> bool:
    """A review reports earlier meetings, so a month or year is not that of its own, nor any day that of a later one."""
    if other.meeting == by.meeting:
        return other is not by and when == day
    return meetings[other.meeting].may_precede(meetings[by.meeting])


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
            items = (record.decided, *record.facts.discussed) if isinstance(record, Review) else (answer.passage or "",)
            yield first.get(named, named), LinkedAnswer(ref, answer, record, day_of_item(meeting, *items))


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
            asked, about = reported or day_of_item(meeting, asked_under), request.project or projects
            given, same_as = answers.get(first.get(ref, ref), ()), first.get(ref)
            again = request.follows.within(record.name) if request.follows else None
            follows = first.get(again, again) if again else None
            yield LinkedRequest(ref, request, record, about, meeting, asked, asked_under, given, same_as, follows)
