"""Where something is recorded, and everything that happened in the order of its date: rows of the data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from candour.exports.rows import Source
from candour.findings.counts import kind_of
from candour.findings.requests import late_from
from candour.findings.reviews import why_decided, why_of
from candour.graph.graph import LinkedAnswer, LinkedDecision, LinkedRequest, is_outcome
from candour.model.dates import PartialDate
from candour.model.records import NOT_REPORTED, AnyRecord, Meeting, Project, Review
from candour.model.values import Prose, Ref
from candour.pages.passages import corrections_of


@dataclass(frozen=True, slots=True)
class Place:
    """What a row belongs to."""

    ref: Ref
    date: PartialDate | None
    meeting: str | None
    item: str | None
    """The key of the agenda item."""
    review: str | None
    projects: tuple[str, ...]


def place_of(record: AnyRecord, ref: Ref, date: PartialDate | None, item: str | None = None) -> Place:
    """Of something in a record: a review's is under the item where it was decided, if not under another."""
    match record:
        case Review():
            return Place(ref, date, record.meeting, item or record.decided, record.name, record.projects)
        case Meeting():
            return Place(ref, date, record.id, item, None, ())
        case Project():
            return Place(ref, date, None, None, None, (record.id,))


def place_of_request(one: LinkedRequest) -> Place:
    return replace(place_of(one.record, one.ref, one.asked, one.item), projects=one.projects)


def place_of_decision(one: LinkedDecision) -> Place:
    return replace(place_of(one.record, one.ref, one.day, one.item), projects=one.projects)


def place_of_answer(one: LinkedAnswer, asked: LinkedRequest | None) -> Place:
    """Where it was given; it is about the projects of the request, if that is known."""
    item = one.answer.passage if isinstance(one.by, Meeting) else None
    place = place_of(one.by, Ref(one.by.name), one.answer.date or one.date, item)
    return replace(place, projects=asked.projects) if asked else place


@dataclass(frozen=True, slots=True)
class Happened:
    place: Place
    """With one project, if there is any."""
    kind: str
    decision: Ref | None = None
    request: Ref | None = None
    outcome: str | None = None
    how: str | None = None
    text: str | Prose | None = None
    is_reported: bool = False


def happened(at: Source) -> list[Happened]:
    every = (*_at_meetings(at), *_requests(at), *_advice(at), *_otherwise(at))
    return sorted(
        (replace(one, place=replace(one.place, projects=own)) for one in every for own in _each(one.place.projects)),
        key=lambda one: (str(one.place.date), _ORDER.index(one.kind), str(one.place.ref), one.place.projects),
    )


_ORDER = (
    "planned cancelled met reviewed decided replaced succeeded ran-out asked answered passed-its-stage became-overdue"
    " happened corrected removed"
).split()
"""What comes first on one day."""


def _each(projects: Iterable[str]) -> list[tuple[str, ...]]:
    return [(project,) for project in dict.fromkeys(projects)] or [()]


def _at_meetings(at: Source) -> Iterator[Happened]:
    graph = at.graph
    for meeting in graph.meetings:
        kind = {"scheduled": "planned", "held": "met"}.get(meeting.facts.status, meeting.facts.status)
        for day in meeting.days:
            yield Happened(place_of(meeting, Ref(meeting.id), day), kind, text=meeting.facts.title)
    for review in graph.reviews.values():
        place = place_of(review, Ref(review.name), graph.day_of(review))
        yield Happened(place, "reviewed", outcome=review.facts.outcome, text=why_of(review))
    given = {(id, a.ref) for id, found in at.findings.standings.items() for a in found.every if not a.is_reported}
    for one in graph.decisions:
        if (whose := kind_of(one, graph.config)) != "absent":
            event = Happened(place_of_decision(one), "decided", one.ref, None, one.outcome, text=why_decided(one))
            for projects in _each(one.projects):
                is_advice = any((project, one.ref) in given for project in projects)
                how = "advice" if is_advice else "other-body" if whose == "others" else "further"
                yield replace(event, place=replace(event.place, projects=projects), how=how)


def _requests(at: Source) -> Iterator[Happened]:
    for one in at.graph.requests:
        state, place, text = at.findings.states[one.ref], place_of_request(one), one.request.text
        if not one.same_as:
            yield Happened(place, "asked", request=one.ref, text=text, is_reported=one.is_reported)
            if day := late_from(one, state):
                kind = "passed-its-stage" if one.request.due and one.request.due.stage else "became-overdue"
                date = PartialDate(day.year, day.month, day.day)
                yield Happened(replace(place, date=date), kind, request=one.ref, text=text)
    for ref, answers in at.graph.answers.items():
        for given in answers:
            place = place_of_answer(given, at.graph.request(ref))
            yield Happened(place, "answered", request=ref, how=given.answer.how, text=given.answer.text)


def _advice(at: Source) -> Iterator[Happened]:
    """What is known only from later minutes, and how advice ended."""
    graph = at.graph
    for project, history in graph.histories.items():
        for entry in history:
            if entry.previous and entry.review:
                code = entry.previous.outcome or NOT_REPORTED
                for day in entry.when:
                    place = replace(place_of(entry.review, Ref(entry.review.name), day), projects=(project,))
                    yield Happened(place, "reviewed", outcome=code, is_reported=True)
                    if is_outcome(code, graph.config):
                        yield Happened(place, "decided", outcome=code, how="advice", is_reported=True)
        for one in at.findings.standings[project].every:
            if one.end and one.ended:
                given = graph.decision_by_ref[one.ref]
                place = replace(place_of_decision(given), date=one.ended, projects=(project,))
                of = None if one.is_reported else one.ref
                yield Happened(place, one.end, of, outcome=one.outcome, is_reported=one.is_reported)


def _otherwise(at: Source) -> Iterator[Happened]:
    for project in at.graph.projects.values():
        for event in project.facts.events:
            place = place_of(project, Ref(project.name, "history"), event.date)
            yield Happened(place, "happened", how=event.status, text=event.text)
    for record in at.graph.records:
        for ref, correction in corrections_of(record):
            place = place_of(record, ref, correction.date)
            yield Happened(place, "corrected", how=correction.kind, text=correction.why)
    for record, removed in at.graph.removed:
        yield Happened(place_of(record, Ref(record.name), removed.date), "removed", text=removed.why)
